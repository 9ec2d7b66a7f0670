package io.downhill.data;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Function;

/**
 * Shows rows to one thread, some of one row block at a time: in place where they are in memory as
 * they are, otherwise in a buffer of its own, which the next rows take over.
 */
public final class RowWindow {
  private final Rows rows;
  private float[] buffer = {};
  private float[] x = {};
  private int at;

  RowWindow(Rows rows) {
    this.rows = rows;
  }

  /**
   * Shows some rows until it is called again.
   *
   * @param first the first of them
   * @param count how many, all of the same row block
   */
  public void show(int first, int count) {
    float[] memory = rows.memory(first / rows.rowsPerBlock());
    if (memory != null) {
      x = memory;
      at = first % rows.rowsPerBlock() * rows.features();
      return;
    }
    int length = count * rows.features() + Rows.PADDING;
    if (buffer.length < length) {
      buffer = new float[length];
    }
    rows.copy(first, count, buffer, 0);
    x = buffer;
    at = 0;
  }

  /**
   * The array that has the rows, example-major, and finite values behind them; not to be changed.
   */
  public float[] x() {
    return x;
  }

  /** Where the first of them begins in it. */
  public int at() {
    return at;
  }

  /** The windows of one call whose work several threads share. */
  public static final class Pool {
    private final Rows rows;
    private final Queue<RowWindow> idle = new ConcurrentLinkedQueue<>();

    /** Windows on these rows. */
    public Pool(Rows rows) {
      this.rows = rows;
    }

    /** Lends a window to some work. */
    public <T> T lend(Function<RowWindow, T> work) {
      RowWindow window = idle.poll();
      RowWindow own = window == null ? rows.window() : window;
      try {
        return work.apply(own);
      } finally {
        idle.add(own);
      }
    }
  }
}
