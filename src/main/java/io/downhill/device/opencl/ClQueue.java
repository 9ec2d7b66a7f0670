package io.downhill.device.opencl;

import io.downhill.device.DeviceInfo;
import java.nio.ByteBuffer;
import org.jocl.CL;
import org.jocl.CLException;
import org.jocl.Pointer;
import org.jocl.cl_command_queue;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The in-order queue of one open device. Launches and copies return at once; {@link #read}, {@link
 * #upload}, {@link #map}, {@link #write}, {@link #finish} and {@link #close} wait, and the waits
 * are counted. Confined to one thread.
 *
 * <p>A transfer of a Java array holds off the garbage collector until it is done, other threads
 * waiting meanwhile. So it begins only when everything before it is done, and moves little at once.
 */
final class ClQueue implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ClQueue.class);

  private final DeviceInfo device;
  private final cl_command_queue queue;
  private long waits;
  private boolean closed;

  // The later function is missing from drivers of OpenCL 1.2, which is all that is needed.
  @SuppressWarnings("deprecation")
  ClQueue(ClContext context) {
    this.device = context.info();
    this.queue =
        ClCall.get(
            "clCreateCommandQueue",
            device,
            () -> CL.clCreateCommandQueue(context.context(), context.device(), 0, null));
  }

  /** How often the host has waited for the device. */
  long waits() {
    return waits;
  }

  /** Enqueues a kernel over groups of {@code group} items; the global size is padded to groups. */
  void launch(ClKernel kernel, long items, int group) {
    launch(kernel, new long[] {padded(items, group)}, new long[] {group});
  }

  /** Enqueues a kernel over items in dimension 0, padded to groups, and rows in dimension 1. */
  void launch(ClKernel kernel, long items, int group, long rows) {
    launch(kernel, new long[] {padded(items, group), rows}, new long[] {group, 1});
  }

  private void launch(ClKernel kernel, long[] global, long[] local) {
    ClCall.run(
        "clEnqueueNDRangeKernel " + kernel.name(),
        device,
        () ->
            CL.clEnqueueNDRangeKernel(
                queue, kernel.kernel(), global.length, null, global, local, 0, null, null));
  }

  private static long padded(long items, int group) {
    return (items + group - 1) / group * group;
  }

  /** Enqueues a copy of {@code count} floats from a buffer's start to {@code at} in another. */
  void copy(ClBuffer values, ClBuffer target, long at, long count) {
    ClCall.run(
        "clEnqueueCopyBuffer",
        device,
        () ->
            CL.clEnqueueCopyBuffer(
                queue,
                values.memory(),
                target.memory(),
                0,
                at * Float.BYTES,
                count * Float.BYTES,
                0,
                null,
                null));
  }

  /**
   * Writes {@code count} floats from {@code values[at]} on to the buffer's {@code target}, and
   * waits.
   */
  void upload(ClBuffer buffer, long target, float[] values, int at, int count) {
    finish();
    write(buffer, target, Pointer.to(values), at, count);
  }

  /** The same of integers, as many bytes each. */
  void upload(ClBuffer buffer, long target, int[] values, int at, int count) {
    finish();
    write(buffer, target, Pointer.to(values), at, count);
  }

  /** Waits, then gives the memory of a buffer to the host, for as long as the buffer is open. */
  ByteBuffer map(ClBuffer buffer, long bytes) {
    waits++;
    return ClCall.get(
        "clEnqueueMapBuffer",
        device,
        () ->
            CL.clEnqueueMapBuffer(
                queue,
                buffer.memory(),
                true,
                CL.CL_MAP_READ | CL.CL_MAP_WRITE,
                0,
                bytes,
                0,
                null,
                null,
                null));
  }

  /**
   * Writes {@code count} floats of memory outside the heap to the buffer's {@code target}, and
   * waits; the collector need not.
   */
  void write(ClBuffer buffer, long target, ByteBuffer values, int at, int count) {
    waits++;
    write(buffer, target, Pointer.to(values), at, count);
  }

  private void write(ClBuffer buffer, long target, Pointer values, int at, int count) {
    ClCall.run(
        "clEnqueueWriteBuffer",
        device,
        () ->
            CL.clEnqueueWriteBuffer(
                queue,
                buffer.memory(),
                true,
                target * Float.BYTES,
                (long) count * Float.BYTES,
                values.withByteOffset((long) at * Float.BYTES),
                0,
                null,
                null));
  }

  /** Waits for everything before, then reads {@code count} floats from the buffer's {@code at}. */
  void read(ClBuffer buffer, long at, float[] target, int count) {
    read(buffer, at, target, 0, count);
  }

  /** The same, into an array from {@code place} on. */
  void read(ClBuffer buffer, long at, float[] target, int place, int count) {
    finish();
    ClCall.run(
        "clEnqueueReadBuffer",
        device,
        () ->
            CL.clEnqueueReadBuffer(
                queue,
                buffer.memory(),
                true,
                at * Float.BYTES,
                (long) count * Float.BYTES,
                Pointer.to(target).withByteOffset((long) place * Float.BYTES),
                0,
                null,
                null));
  }

  /** Waits for everything before. */
  void finish() {
    waits++;
    ClCall.run("clFinish", device, () -> CL.clFinish(queue));
  }

  /** Waits, then frees the queue; idempotent, and never throws. */
  @Override
  public void close() {
    if (closed) {
      return;
    }
    closed = true;
    try {
      CL.clFinish(queue);
      CL.clReleaseCommandQueue(queue);
    } catch (CLException e) {
      LOG.warn("{}: closed with {}", device, CL.stringFor_errorCode(e.getStatus()));
    }
  }
}
