package io.downhill.device.opencl;

import java.lang.ref.Cleaner;
import java.util.Set;
import org.jocl.cl_mem;

/** Float32 memory on a device. Whoever allocated it closes it; {@link ClMemory} is the net. */
final class ClBuffer implements AutoCloseable {
  private static final Cleaner CLEANER = Cleaner.create();

  private final cl_mem memory;
  private final Cleaner.Cleanable cleanable;
  private final Set<Cleaner.Cleanable> open;

  /**
   * Owns a handle.
   *
   * @param release frees it; must not refer to this buffer
   * @param open what else is open, which this joins until it is closed
   */
  ClBuffer(cl_mem memory, Runnable release, Set<Cleaner.Cleanable> open) {
    this.memory = memory;
    this.cleanable = CLEANER.register(this, release);
    this.open = open;
    open.add(cleanable);
  }

  cl_mem memory() {
    return memory;
  }

  /** Frees the memory once the commands that use it are done; idempotent. */
  @Override
  public void close() {
    cleanable.clean();
    open.remove(cleanable);
  }
}
