package io.downhill.device.opencl;

import io.downhill.device.DeviceException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
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

  /** Options that cannot change a bit: nothing here may ever relax the arithmetic. */
  private static final String SAFE = "-cl-std=CL1.2 -Werror";

  private final ClContext context;
  private final cl_program program;

  /**
   * What a program is made of.
   *
   * @param files the kernel files, in the order in which they are joined
   * @param options the -D options they ask for
   */
  record Recipe(List<String> files, String options) {
    /** The files' text, joined. */
    String source() {
      StringBuilder source = new StringBuilder();
      for (String file : files) {
        source.append(read(file)).append('\n');
      }
      return source.toString();
    }

    String allOptions() {
      return (SAFE + " " + options).strip();
    }

    private static String read(String file) {
      try (InputStream in = ClProgram.class.getResourceAsStream("/kernels/" + file)) {
        if (in == null) {
          throw new IllegalStateException("kernels/" + file + " is missing from the class path");
        }
        return new String(in.readAllBytes(), StandardCharsets.UTF_8);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private ClProgram(ClContext context, cl_program program) {
    this.context = context;
    this.program = program;
  }

  /**
   * Builds a program from its files.
   *
   * @throws DeviceException with the build log if the compiler refuses it
   */
  static ClProgram build(ClContext context, Recipe recipe) {
    return build(context, recipe.source(), recipe.allOptions(), recipe.files().toString());
  }

  /** Builds a program from a text; {@code name} is how messages call it. */
  static ClProgram build(ClContext context, String source, String options, String name) {
    long start = System.nanoTime();
    cl_program program =
        ClCall.get(
            "clCreateProgramWithSource " + name,
            context.info(),
            () ->
                CL.clCreateProgramWithSource(
                    context.context(), 1, new String[] {source}, null, null));
    compile(context, program, options, name);
    LOG.debug(
        "{}: built {} with {} in {} ms",
        context.info().id(),
        name,
        options,
        (System.nanoTime() - start) / 1_000_000);
    return new ClProgram(context, program);
  }

  private static void compile(ClContext context, cl_program program, String options, String name) {
    try {
      CL.clBuildProgram(program, 1, new cl_device_id[] {context.device()}, options, null, null);
    } catch (CLException e) {
      String log = log(context, program);
      CL.clReleaseProgram(program);
      DeviceException failure = ClCall.failure("clBuildProgram " + name, context.info(), e);
      throw new DeviceException(
          failure.getMessage() + "\noptions: " + options + "\nbuild log:\n" + log, e);
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
