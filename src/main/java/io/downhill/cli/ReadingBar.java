package io.downhill.cli;

import io.downhill.data.ReadProgress;

/** A progress bar for reading that takes long. */
final class ReadingBar implements ReadProgress, AutoCloseable {
  private static final long LONG_NANOS = 500_000_000;
  private static final int STEPS = 1000;

  private final Terminal terminal;
  private final CommonOptions common;
  private final long visible;
  private Progress bar;

  /** A bar that comes up after half a second, if somebody watches. */
  ReadingBar(Terminal terminal, CommonOptions common) {
    this(terminal, common, LONG_NANOS);
  }

  /** The same after another time. */
  ReadingBar(Terminal terminal, CommonOptions common, long nanos) {
    this.terminal = terminal;
    this.common = common;
    this.visible = System.nanoTime() + nanos;
  }

  @Override
  public void read(long rows, double part) {
    if (bar == null && System.nanoTime() - visible > 0) {
      bar = Progress.show(terminal, common, "reading", STEPS);
    }
    if (bar != null) {
      bar.stepTo(Double.isNaN(part) ? 0 : Math.round(part * STEPS), rows + " rows");
    }
  }

  /** Takes the bar off the terminal. */
  @Override
  public void close() {
    if (bar != null) {
      bar.close();
    }
  }
}
