package io.downhill.cli;

/**
 * Does something ten times a second in a thread of its own, until it is closed. That thread is not
 * interrupted, for an interrupt closes the file that it may be writing.
 */
final class Ticker implements AutoCloseable {
  private static final long MILLIS = 100;

  private final Thread thread;
  private volatile boolean open = true;

  /** Begins. */
  Ticker(String name, Runnable action) {
    thread = new Thread(() -> run(action), name);
    thread.setDaemon(true);
    thread.start();
  }

  private void run(Runnable action) {
    try {
      while (open) {
        action.run();
        synchronized (this) {
          if (open) {
            wait(MILLIS);
          }
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // Nobody does; it ends with the process.
    }
  }

  /** Ends, and waits for what is being done. Idempotent. */
  @Override
  public void close() {
    synchronized (this) {
      open = false;
      notifyAll();
    }
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
