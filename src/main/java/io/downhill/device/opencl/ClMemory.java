package io.downhill.device.opencl;

import io.downhill.device.DeviceException;
import java.lang.ref.Cleaner;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jocl.CL;
import org.jocl.CLException;
import org.jocl.Pointer;
import org.jocl.cl_mem;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The buffers of one open device: it makes them, counts their bytes, and at last frees them all.
 */
final class ClMemory implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ClMemory.class);

  private static final long PIECE = 1 << 20;

  private final ClContext context;
  private final AtomicLong used = new AtomicLong();
  private final Set<Cleaner.Cleanable> open = ConcurrentHashMap.newKeySet();

  ClMemory(ClContext context) {
    this.context = context;
  }

  /** Whether the device is the host's processor, so that its buffers stand beside the Java heap. */
  boolean isOfHost() {
    return context.info().kind().equals("cpu");
  }

  /** A buffer of so many floats, which holds whatever happens to be there. */
  ClBuffer allocate(long floats, String what) {
    return allocate(floats, null, what);
  }

  /** A buffer that starts with this content; nobody waits for it. */
  ClBuffer of(float[] content, String what) {
    return allocate(content.length, Pointer.to(content), what);
  }

  /** The same of integers, as many bytes each. */
  ClBuffer of(int[] content, String what) {
    return allocate(content.length, Pointer.to(content), what);
  }

  private ClBuffer allocate(long floats, Pointer content, String what) {
    long bytes = floats * Float.BYTES;
    checkSize(bytes, what);
    reserve(bytes, what);
    long flags = CL.CL_MEM_READ_WRITE | (content == null ? 0 : CL.CL_MEM_COPY_HOST_PTR);
    cl_mem memory =
        ClCall.get(
            "clCreateBuffer for " + bytes + " bytes of " + what,
            context.info(),
            () -> CL.clCreateBuffer(context.context(), flags, bytes, content, null));
    used.addAndGet(bytes);
    return new ClBuffer(memory, new Release(memory, bytes, used, what), open);
  }

  /**
   * Memory of the host that transfers are fast from, to be mapped; not the device's, so not counted
   * as such.
   */
  ClBuffer pinned(long bytes) {
    checkSize(bytes, "pinned memory");
    long flags = CL.CL_MEM_READ_WRITE | CL.CL_MEM_ALLOC_HOST_PTR;
    cl_mem memory =
        ClCall.get(
            "clCreateBuffer for " + bytes + " bytes of pinned memory",
            context.info(),
            () -> CL.clCreateBuffer(context.context(), flags, bytes, null, null));
    return new ClBuffer(memory, new Release(memory, 0, used, "pinned memory"), open);
  }

  /**
   * A buffer that starts with zeros, which nobody waits for. They are copies of one piece, since
   * the simulator Oclgrind does not follow clEnqueueFillBuffer and would call them undefined.
   */
  ClBuffer zeros(long floats, String what, ClQueue queue) {
    ClBuffer buffer = allocate(floats, what);
    clear(buffer, floats, queue, PIECE);
    return buffer;
  }

  /** Writes so many zeros into a buffer, in pieces. */
  void clear(ClBuffer buffer, long floats, ClQueue queue, long piece) {
    try (ClBuffer zeros = of(new float[(int) Math.min(floats, piece)], "zeros")) {
      for (long at = 0; at < floats; at += piece) {
        queue.copy(zeros, buffer, at, Math.min(piece, floats - at));
      }
    }
  }

  /**
   * Checks that so many bytes can be had at all.
   *
   * @throws DeviceException if the device is too small
   */
  void reserve(long bytes, String what) {
    long memory = context.info().memory();
    if (used.get() + bytes > memory) {
      throw new DeviceException(
          String.format(
              "no room for %s on %s: %.2f GB are needed, %.2f of %.2f GB are free; train on fewer"
                  + " examples or features, or use device cpu",
              what, context.info(), bytes / 1e9, (memory - used.get()) / 1e9, memory / 1e9));
    }
  }

  private void checkSize(long bytes, String what) {
    long most = context.description().maxAllocation();
    if (bytes > most) {
      throw new DeviceException(
          String.format(
              "no room for %s on %s: %.2f GB are needed in one piece, of which it allows %.2f GB;"
                  + " train on fewer examples or features, or use device cpu",
              what, context.info(), bytes / 1e9, most / 1e9));
    }
  }

  /** Bytes in buffers that are open. */
  long used() {
    return used.get();
  }

  /** Frees every buffer that is still open; idempotent. */
  @Override
  public void close() {
    open.forEach(Cleaner.Cleanable::clean);
    open.clear();
  }

  /** Holds the raw handle alone, so that a forgotten buffer can be collected and then freed. */
  private record Release(cl_mem memory, long bytes, AtomicLong used, String what)
      implements Runnable {
    @Override
    public void run() {
      used.addAndGet(-bytes);
      try {
        CL.clReleaseMemObject(memory);
      } catch (CLException e) {
        LOG.warn("{} was not freed: {}", what, CL.stringFor_errorCode(e.getStatus()));
      }
    }
  }
}
