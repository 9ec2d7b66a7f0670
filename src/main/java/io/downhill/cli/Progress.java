package io.downhill.cli;

import java.util.Locale;
import java.util.Optional;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/** A progress bar on a terminal, with the cost beside it. */
final class Progress implements Display {
  private static final int WIDTH = 78;
  private static final int UPDATE_MILLIS = 200;

  private final Terminal terminal;
  private final Optional<ProgressBar> bar;

  private Progress(Terminal terminal, Optional<ProgressBar> bar) {
    this.terminal = terminal;
    this.bar = bar;
  }

  /** Shows a bar if somebody watches and did not ask for quiet; otherwise shows nothing. */
  static Progress show(Terminal terminal, CommonOptions common, String task, long steps) {
    if (!terminal.live() || common.quiet) {
      return new Progress(terminal, Optional.empty());
    }
    return new Progress(
        terminal,
        Optional.of(
            new ProgressBarBuilder()
                .setTaskName(task)
                .setInitialMax(steps)
                .setUpdateIntervalMillis(UPDATE_MILLIS)
                .setStyle(ProgressBarStyle.ASCII)
                .setConsumer(new ConsoleProgressBarConsumer(terminal.err(), width()))
                .clearDisplayOnFinish()
                .build()));
  }

  /** A bar that fills the last column would begin a new line each time. */
  private static int width() {
    return Math.min(WIDTH, Terminal.columns() - 2);
  }

  @Override
  public void iteration(int iteration, double cost, double slope) {
    if (bar.isPresent()) {
      bar.get().stepTo(iteration + 1L);
      bar.get().setExtraMessage(String.format(Locale.ROOT, "J %.6f", cost));
    }
  }

  @Override
  public void restarted() {
    bar.ifPresent(b -> b.stepTo(0));
  }

  /** Goes to a step of a task that is no training. */
  void stepTo(long step, String message) {
    if (bar.isPresent()) {
      bar.get().stepTo(step);
      bar.get().setExtraMessage(message);
    }
  }

  /** One step of a task that is no training. */
  void step() {
    bar.ifPresent(ProgressBar::step);
  }

  @Override
  public Terminal terminal() {
    return terminal;
  }

  /** Takes the bar off the terminal. */
  @Override
  public void close() {
    bar.ifPresent(ProgressBar::close);
  }
}
