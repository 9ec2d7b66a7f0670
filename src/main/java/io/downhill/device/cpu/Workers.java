package io.downhill.device.cpu;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Threads that take numbered pieces of work one by one, so that none waits while there is work. The
 * calling thread is one of them. Which thread takes which piece never shows in a result.
 */
final class Workers implements AutoCloseable {
  /** Work on numbered pieces; one instance for each thread. */
  @FunctionalInterface
  interface Piece {
    void run(int index);
  }

  /** Makes the work of one thread, with its own scratch. */
  @FunctionalInterface
  interface Job {
    Piece start();
  }

  private final int threads;
  private final ExecutorService pool;

  Workers(int threads) {
    this.threads = threads;
    this.pool =
        threads == 1
            ? null
            : Executors.newFixedThreadPool(
                threads - 1,
                work -> {
                  Thread thread = new Thread(work, "downhill-worker");
                  thread.setDaemon(true);
                  return thread;
                });
  }

  int threads() {
    return threads;
  }

  /** The number of threads, in words. */
  String text() {
    return threads == 1 ? "1 thread" : threads + " threads";
  }

  /** Runs pieces 0 to count - 1 and returns when all are done. */
  void run(int count, Job job) {
    int used = Math.min(threads, count);
    AtomicInteger next = new AtomicInteger();
    if (used <= 1) {
      take(next, count, job);
      return;
    }
    AtomicReference<Throwable> failure = new AtomicReference<>();
    CountDownLatch done = new CountDownLatch(used - 1);
    for (int t = 1; t < used; t++) {
      pool.execute(
          () -> {
            try {
              take(next, count, job);
            } catch (RuntimeException | Error e) {
              failure.compareAndSet(null, e);
            } finally {
              done.countDown();
            }
          });
    }
    try {
      take(next, count, job);
    } finally {
      await(done);
    }
    rethrow(failure.get());
  }

  private static void take(AtomicInteger next, int count, Job job) {
    int index = next.getAndIncrement();
    if (index >= count) {
      return;
    }
    Piece piece = job.start();
    for (; index < count; index = next.getAndIncrement()) {
      piece.run(index);
    }
  }

  /** Waits through interrupts, since the workers still use the caller's arrays; keeps the flag. */
  private static void await(CountDownLatch done) {
    boolean interrupted = false;
    while (true) {
      try {
        done.await();
        break;
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private static void rethrow(Throwable failure) {
    if (failure instanceof RuntimeException e) {
      throw e;
    }
    if (failure instanceof Error e) {
      throw e;
    }
  }

  @Override
  public void close() {
    if (pool != null) {
      pool.shutdown();
    }
  }
}
