package io.downhill.cli;

import io.downhill.LogisticRegression;
import io.downhill.Training;
import io.downhill.TrainingOptions;
import io.downhill.data.Dataset;
import io.downhill.optim.Monitor;

/**
 * A fit as the commands do it: watched by a progress bar on a terminal, and ended by Ctrl-C after
 * the step in hand.
 */
final class TrainingRun {
  private final Terminal terminal;
  private final CommonOptions common;
  private final TrainingOptions options;

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
              return interruption.requested();
            }
          };
      return new LogisticRegression(options).fit(data, both);
    }
  }
}
