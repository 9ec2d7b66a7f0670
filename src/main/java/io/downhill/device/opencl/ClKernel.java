package io.downhill.device.opencl;

import io.downhill.device.DeviceInfo;
import org.jocl.CL;
import org.jocl.CLException;
import org.jocl.Pointer;
import org.jocl.Sizeof;
import org.jocl.cl_kernel;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A kernel and its arguments. Confined to one thread; whoever made it closes it. */
final class ClKernel implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ClKernel.class);

  private final DeviceInfo device;
  private final String name;
  private final cl_kernel kernel;
  private boolean closed;

  /** So many bytes of local memory, as an argument. */
  record Local(long bytes) {}

  ClKernel(DeviceInfo device, String name, cl_kernel kernel) {
    this.device = device;
    this.name = name;
    this.kernel = kernel;
  }

  /** Sets all arguments in order: ClBuffer, Integer, Long, Float or Local. */
  ClKernel with(Object... arguments) {
    for (int i = 0; i < arguments.length; i++) {
      int index = i;
      ClCall.run("clSetKernelArg " + name + " " + i, device, () -> set(index, arguments[index]));
    }
    return this;
  }

  private void set(int index, Object value) {
    if (value instanceof ClBuffer buffer) {
      CL.clSetKernelArg(kernel, index, Sizeof.cl_mem, Pointer.to(buffer.memory()));
    } else if (value instanceof Integer number) {
      CL.clSetKernelArg(kernel, index, Sizeof.cl_int, Pointer.to(new int[] {number}));
    } else if (value instanceof Long number) {
      CL.clSetKernelArg(kernel, index, Sizeof.cl_ulong, Pointer.to(new long[] {number}));
    } else if (value instanceof Float number) {
      CL.clSetKernelArg(kernel, index, Sizeof.cl_float, Pointer.to(new float[] {number}));
    } else if (value instanceof Local local) {
      CL.clSetKernelArg(kernel, index, local.bytes(), null);
    } else {
      throw new IllegalArgumentException("argument " + index + " of " + name + ": " + value);
    }
  }

  String name() {
    return name;
  }

  cl_kernel kernel() {
    return kernel;
  }

  @Override
  public void close() {
    if (closed) {
      return;
    }
    closed = true;
    try {
      CL.clReleaseKernel(kernel);
    } catch (CLException e) {
      LOG.warn("kernel {} was not freed: {}", name, CL.stringFor_errorCode(e.getStatus()));
    }
  }
}
