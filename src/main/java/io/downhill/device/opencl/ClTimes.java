package io.downhill.device.opencl;

import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Takes the times of {@link ClTiming} while a device works. Confined to one thread.
 *
 * <p>The start is what the process has spent on it, though another device on the same hardware may
 * have been open before: the next process pays all of it again.
 */
final class ClTimes {
  private final LongSupplier clock;
  private final LongSupplier start;
  private long bytes;
  private long upload;
  private long apart;

  /**
   * With other clocks.
   *
   * @param clock in nanoseconds
   * @param start nanoseconds that the process has spent to get ready
   */
  ClTimes(LongSupplier clock, LongSupplier start) {
    this.clock = clock;
    this.start = start;
  }

  /** By the clock of the system, for a device of this context. */
  static ClTimes of(ClContext context) {
    return new ClTimes(System::nanoTime, () -> ClRuntime.nanos() + context.nanos());
  }

  /** Uploads so many bytes of X; the largest tells the rate, which many small ones never reach. */
  <T> T upload(long count, Supplier<T> work) {
    long began = clock.getAsLong();
    T result = work.get();
    if (count >= bytes) {
      upload = clock.getAsLong() - began;
      bytes = count;
    }
    return result;
  }

  /** Does what is no part of the start, although programs are built on the way. */
  <T> T apart(Supplier<T> work) {
    long before = start.getAsLong();
    T result = work.get();
    apart += start.getAsLong() - before;
    return result;
  }

  ClTiming timing() {
    return new ClTiming((start.getAsLong() - apart) / 1e9, bytes, upload / 1e9);
  }
}
