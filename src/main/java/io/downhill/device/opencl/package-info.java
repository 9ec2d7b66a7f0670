/**
 * The OpenCL device, through JOCL: context, program, buffers and kernels, and nothing else. The
 * only package that knows org.jocl. May depend on device, data, optim and sums. The kernels
 * themselves are the resources of the folder {@code kernels}.
 */
package io.downhill.device.opencl;
