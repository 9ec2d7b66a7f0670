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

  private final ClContext context;
  private final AtomicLong used = new AtomicLong();
  private final Set<Cleaner.Cleanable> open = ConcurrentHashMap.newKeySet();

  ClMemory(ClContext context) {
    this.context = context;
  }

  /**
   * A buffer with its first content.
   *
   * @param floats its length
   * @param content where it starts, of at least that length, or null for what happens to be there
   */
  ClBuffer allocate(long floats, float[] content, String what) {
    long bytes = Math.max(1, floats) * Float.BYTES;
    reserve(bytes, what);
    long flags = CL.CL_MEM_READ_WRITE | (content == null ? 0 : CL.CL_MEM_COPY_HOST_PTR);
    Pointer from = content == null ? null : Pointer.to(content);
    cl_mem memory =
        ClCall.get(
            "clCreateBuffer for " + bytes + " bytes of " + what,
            context.info(),
            () -> CL.clCreateBuffer(context.context(), flags, bytes, from, null));
    used.addAndGet(bytes);
    return new ClBuffer(memory, new Release(memory, bytes, used, what), open);
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
