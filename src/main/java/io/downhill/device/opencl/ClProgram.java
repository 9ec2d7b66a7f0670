package io.downhill.device.opencl;

import io.downhill.device.DeviceException;
import org.jocl.CL;
import org.jocl.CLException;
import org.jocl.Pointer;
import org.jocl.cl_device_id;
import org.jocl.cl_kernel;
import org.jocl.cl_program;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Kernels built for one device. Belongs to its {@link ClContext}, which keeps it. */
final class ClProgram {
  private static final Logger LOG = LoggerFactory.getLogger(ClProgram.class);

  /**
   * Options that cannot change a bit: nothing here may ever relax the arithmetic. Warnings stay
   * warnings, for a compiler that nobody has tried yet may have its own.
   */
  private static final String SAFE = "-cl-std=CL1.2";

  private final ClContext context;
  private final cl_program program;

  /**
   * What a program is made of.
   *
   * @param name how messages and logs call it
   * @param source the text of its kernels
   * @param options the -D options that they ask for
   */
  record Recipe(String name, String source, String options) {
    /** Those and the ones that every program is built with. */
    String allOptions() {
      return (SAFE + " " + options).strip();
    }
  }

  private ClProgram(ClContext context, cl_program program) {
    this.context = context;
    this.program = program;
  }

  /**
   * Builds a program.
   *
   * @throws DeviceException with the build log if the compiler refuses it
   */
  static ClProgram build(ClContext context, Recipe recipe) {
    long start = System.nanoTime();
    cl_program program =
        ClCall.get(
            "clCreateProgramWithSource " + recipe.name(),
            context.info(),
            () ->
                CL.clCreateProgramWithSource(
                    context.context(), 1, new String[] {recipe.source()}, null, null));
    compile(context, program, recipe);
    LOG.debug(
        "{}: built {} with {} in {} ms",
        context.info().id(),
        recipe.name(),
        recipe.allOptions(),
        (System.nanoTime() - start) / 1_000_000);
    return new ClProgram(context, program);
  }

  private static void compile(ClContext context, cl_program program, Recipe recipe) {
    try {
      CL.clBuildProgram(
          program, 1, new cl_device_id[] {context.device()}, recipe.allOptions(), null, null);
    } catch (CLException e) {
      String log = log(context, program);
      CL.clReleaseProgram(program);
      DeviceException failure =
          ClCall.failure("clBuildProgram " + recipe.name(), context.info(), e);
      throw new DeviceException(
          failure.getMessage() + "\noptions: " + recipe.allOptions() + "\nbuild log:\n" + log, e);
    }
  }

  private static String log(ClContext context, cl_program program) {
    try {
      long[] size = new long[1];
      CL.clGetProgramBuildInfo(program, context.device(), CL.CL_PROGRAM_BUILD_LOG, 0, null, size);
      byte[] bytes = new byte[(int) size[0]];
      CL.clGetProgramBuildInfo(
          program,
          context.device(),
          CL.CL_PROGRAM_BUILD_LOG,
          bytes.length,
          Pointer.to(bytes),
          null);
      return ClText.of(bytes);
    } catch (CLException e) {
      return "not to be had: " + CL.stringFor_errorCode(e.getStatus());
    }
  }

  /** A kernel of this program, with its own arguments. The caller closes it. */
  ClKernel kernel(String name) {
    cl_kernel kernel =
        ClCall.get(
            "clCreateKernel " + name, context.info(), () -> CL.clCreateKernel(program, name, null));
    return new ClKernel(context.info(), name, kernel);
  }
}
