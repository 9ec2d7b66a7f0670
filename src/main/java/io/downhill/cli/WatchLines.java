package io.downhill.cli;

import io.downhill.optim.Gap;

/**
 * Tells how a run goes where nothing can be drawn: a line for the iterations 0, 1, 2, 4, 8 and so
 * on, for the last one, and where there was none for some seconds.
 */
final class WatchLines implements Display {
  private static final long WAIT_NANOS = 10_000_000_000L;

  private final Terminal terminal;
  private final RunState state;
  private long written = System.nanoTime();
  private boolean seen;
  private boolean due;

  /** Says so, once. */
  WatchLines(Terminal terminal, RunState state) {
    this.terminal = terminal;
    this.state = state;
    terminal.note(
        "downhill: stderr is no terminal to draw on, so --watch writes a line now and then");
  }

  @Override
  public void effort(double passes, double alpha) {
    writeIfDue();
    state.effort(passes, alpha);
  }

  @Override
  public void iteration(int iteration, double cost, double slope) {
    writeIfDue();
    state.iteration(iteration, cost, slope);
    seen = true;
    boolean powerOfTwo = (iteration & iteration - 1) == 0;
    due = powerOfTwo || System.nanoTime() - written > WAIT_NANOS;
  }

  /** What the line of the iteration waited for. */
  @Override
  public void gap(Gap gap) {
    state.gap(gap);
    writeIfDue();
  }

  @Override
  public void restarted() {
    state.restarted();
    seen = false;
    due = false;
  }

  @Override
  public Terminal terminal() {
    return terminal;
  }

  /** Tells the last iteration, if it was not told yet. */
  @Override
  public void close() {
    state.end();
    due = seen;
    writeIfDue();
  }

  private void writeIfDue() {
    if (due) {
      terminal.note(String.join(", ", state.items()));
      written = System.nanoTime();
      due = false;
      seen = false;
    }
  }
}
