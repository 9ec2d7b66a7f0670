package io.downhill.device.opencl;

import io.downhill.device.DeviceException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;

/**
 * Memory of the host that the device reads at the speed of the bus, in two halves: several threads
 * fill one while the other is on its way. Confined to one thread, which waits for what it started;
 * {@link ClMemory} frees the memory.
 *
 * <p>It is mapped once and stays so, since for each unmapping, as for each write that does not
 * wait, JOCL starts a thread.
 */
final class ClStaging {
  /** Floats that a thread copies at once: 1 MiB. */
  private static final int PIECE = 1 << 18;

  private final ClQueue queue;

  /** Held, since a buffer that nobody can reach is freed. */
  private final ClBuffer pinned;

  private final ByteBuffer mapped;
  private final int half;

  /** A sequence of floats. */
  @FunctionalInterface
  interface Source {
    /**
     * Gets ready for the floats from {@code first} to before {@code end}; those before them will
     * not be asked for again. Called by one thread at a time, not always the same.
     */
    default void reach(long first, long end) {}

    /** Copies some of these floats; several threads call it at once. */
    void copy(long first, int count, FloatBuffer target, int place);
  }

  /**
   * Takes the memory.
   *
   * @param half floats of each half
   * @throws DeviceException if the runtime does not give it
   */
  ClStaging(ClMemory memory, ClQueue queue, int half) {
    this.queue = queue;
    this.half = half;
    long bytes = 2L * half * Float.BYTES;
    this.pinned = memory.pinned(bytes);
    try {
      this.mapped = queue.map(pinned, bytes).order(ByteOrder.nativeOrder());
    } catch (DeviceException e) {
      pinned.close();
      throw e;
    }
  }

  /**
   * Writes {@code count} floats of a source, from {@code first} on, to the start of a buffer, and
   * waits. Failures of the source arrive as they were thrown.
   */
  void write(ClBuffer target, Source source, long first, long count) {
    CompletableFuture<Void> filling = fill(source, first, 0, count);
    for (long at = 0; at < count; at += half) {
      await(filling);
      long next = at + half;
      if (next < count) {
        filling = fill(source, first, next, count);
      }
      try {
        queue.write(target, at, mapped, place(at), floats(at, count));
      } catch (RuntimeException | Error e) {
        filling.handle((done, failure) -> done).join(); // It must not outlive the memory.
        throw e;
      }
    }
  }

  private CompletableFuture<Void> fill(Source source, long first, long at, long count) {
    long begin = first + at;
    int floats = floats(at, count);
    return CompletableFuture.runAsync(
        () -> {
          source.reach(begin, begin + floats);
          copy(source, begin, floats, place(at));
        });
  }

  /** Returns or throws when no thread copies any more. */
  private void copy(Source source, long begin, int floats, int place) {
    FloatBuffer values = mapped.asFloatBuffer();
    AtomicReference<Throwable> failure = new AtomicReference<>();
    IntStream.range(0, (floats + PIECE - 1) / PIECE)
        .parallel()
        .forEach(
            p -> {
              int done = p * PIECE;
              try {
                source.copy(begin + done, Math.min(PIECE, floats - done), values, place + done);
              } catch (RuntimeException | Error e) {
                failure.compareAndSet(null, e); // Thrown here it would not wait for the others.
              }
            });
    if (failure.get() != null) {
      throw new CompletionException(failure.get());
    }
  }

  /** Floats of the half that begins at a place of the sequence. */
  private int floats(long at, long count) {
    return (int) Math.min(half, count - at);
  }

  /** Where this half begins in the memory. */
  private int place(long at) {
    return at / half % 2 == 0 ? 0 : half;
  }

  private static void await(CompletableFuture<Void> filling) {
    try {
      filling.join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof RuntimeException failure) {
        throw failure;
      }
      if (e.getCause() instanceof Error failure) {
        throw failure;
      }
      throw e;
    }
  }
}
