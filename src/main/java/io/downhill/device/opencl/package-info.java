/**
 * The OpenCL device, through JOCL: context, program, buffers and kernels, and nothing else. The
 * only package that knows org.jocl.
 */
package io.downhill.device.opencl;
