package io.downhill.cli;

import io.downhill.Devices;
import io.downhill.LogisticRegression;
import io.downhill.Training;
import io.downhill.TrainingOptions;
import io.downhill.data.Dataset;
import io.downhill.optim.Monitor;
import java.util.Optional;

/**
 * A fit as the commands do it: watched by a progress bar on a terminal, and ended by a signal after
 * the step in hand.
 */
final class TrainingRun {
  private final Terminal terminal;
  private final CommonOptions common;
  private final TrainingOptions options;
  private Ending ending;
  private Devices.Choice choice;

  TrainingRun(Terminal terminal, CommonOptions common, TrainingOptions options) {
    this.terminal = terminal;
    this.common = common;
    this.options = options;
  }

  /** Trains; the watcher sees every iteration. */
  Training fit(Dataset data, Monitor watcher) {
    try (Interruption interruption = Interruption.listen(terminal);
        Progress progress = Progress.show(terminal, common, "training", options.iterations())) {
      Monitor both =
          new Monitor() {
            @Override
            public void iteration(int iteration, double cost, double slope) {
              watcher.iteration(iteration, cost, slope);
              progress.iteration(iteration, cost, slope);
            }

            @Override
            public void restarted() {
              watcher.restarted();
              progress.restarted();
            }

            @Override
            public boolean cancelled() {
              return interruption.requested().isPresent();
            }
          };
      LogisticRegression trainer = new LogisticRegression(options);
      choice = trainer.device(data.examples(), data.features());
      Training training = trainer.fit(data, both);
      ending = interruption.requested().orElse(null);
      return training;
    }
  }

  /** The device that the last fit began on, and why; what it measured may change the next. */
  Devices.Choice choice() {
    return choice;
  }

  /** The signal that ended the last fit, if one did. */
  Optional<Ending> ending() {
    return Optional.ofNullable(ending);
  }
}
