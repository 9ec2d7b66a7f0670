package io.downhill.cli;

import io.downhill.Checkpoints;
import io.downhill.Devices;
import io.downhill.LogisticRegression;
import io.downhill.Training;
import io.downhill.TrainingOptions;
import io.downhill.TrainingReport;
import io.downhill.data.Dataset;
import io.downhill.optim.Monitor;
import io.downhill.optim.Stop;
import java.util.Optional;

/**
 * A fit as the commands do it: with a progress bar on a terminal, or what {@code --watch} shows,
 * and ended by a signal after the step in hand.
 */
final class TrainingRun {
  private final Terminal terminal;
  private final CommonOptions common;
  private final TrainingOptions options;
  private Checkpoints checkpoints = Checkpoints.NONE;
  private boolean watched;
  private Ending ending;
  private Devices.Choice choice;

  TrainingRun(Terminal terminal, CommonOptions common, TrainingOptions options) {
    this.terminal = terminal;
    this.common = common;
    this.options = options;
  }

  /** Shows more of it: a curve where there is a terminal, else lines. */
  TrainingRun watched() {
    watched = true;
    return this;
  }

  /** Keeps checkpoints, or goes on from one. */
  TrainingRun keeping(Checkpoints kept) {
    checkpoints = kept;
    return this;
  }

  /** Trains; the watcher sees every iteration. */
  Training fit(Dataset data, Monitor watcher) {
    LogisticRegression trainer = new LogisticRegression(options, checkpoints);
    int m = data.examples();
    int n = data.features();
    try (Display display = display(trainer.solver(m, n, data.classCount()), data);
        Interruption interruption = Interruption.listen(display.terminal())) {
      choice = trainer.device(m, n, data.classCount());
      Training training = trainer.fit(data, watcher.and(display).and(interruption.monitor()));
      ending = interruption.requested().orElse(null);
      return training;
    }
  }

  private Display display(String solver, Dataset data) {
    if (!watched) {
      return Progress.show(terminal, common, "training", options.iterations());
    }
    RunState state = new RunState(options, solver, System::nanoTime);
    if (!terminal.live()) {
      return new WatchLines(terminal, state);
    }
    String caption =
        String.format(
            "cost J by iterations of %s on %d x %d features",
            solver, data.examples(), data.features());
    Ink ink = Ink.of(Terminal.charset(), System.getenv());
    return new WatchScreen(terminal, caption, state, ink);
  }

  /** The device that the last fit began on, and why; what it measured may change the next. */
  Devices.Choice choice() {
    return choice;
  }

  /** The exit code of a fit that was saved: that of the signal that ended it, if one did. */
  int code(TrainingReport report) {
    return report.stop() == Stop.INTERRUPTED
        ? ending().map(Ending::code).orElse(Failures.DONE)
        : Failures.DONE;
  }

  /** The signal that ended the last fit, if one did. */
  Optional<Ending> ending() {
    return Optional.ofNullable(ending);
  }
}
