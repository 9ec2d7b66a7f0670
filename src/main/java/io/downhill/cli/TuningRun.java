package io.downhill.cli;

import io.downhill.Tuning;
import io.downhill.TuningOptions;
import io.downhill.TuningResult;
import io.downhill.data.Dataset;
import io.downhill.tuning.Folds;
import io.downhill.tuning.Measure;
import io.downhill.tuning.Point;
import java.util.Locale;
import java.util.Optional;

/** A path of penalties as the commands fit it: with a bar on a terminal, and ended by a signal. */
final class TuningRun {
  private final Terminal terminal;
  private final CommonOptions common;
  private final TuningOptions options;
  private Ending ending;

  TuningRun(Terminal terminal, CommonOptions common, TuningOptions options) {
    this.terminal = terminal;
    this.common = common;
    this.options = options;
  }

  /** Fits the path; a signal ends it after the step in hand, and what is finished stays. */
  TuningResult choose(Dataset data, Folds folds) {
    int penalties = options.given().map(given -> given.length).orElse(options.penalties());
    long fits = penalties * (folds.count() + 1L);
    try (Progress bar = Progress.show(terminal, common, "fits", fits);
        Interruption interruption = Interruption.listen(bar.terminal())) {
      TuningResult result = Tuning.of(options).fit(data, folds, watcher(bar, interruption));
      ending = interruption.requested().filter(asked -> result.interrupted()).orElse(null);
      return result;
    }
  }

  private Tuning.Watcher watcher(Progress bar, Interruption interruption) {
    Measure measure = options.measure();
    return new Tuning.Watcher() {
      private volatile String last = "";

      @Override
      public synchronized void fits(int done, int all) {
        bar.stepTo(done, last);
      }

      @Override
      public void penalty(int k, int all, Point point) {
        double mean = point.held(measure).mean();
        last = String.format(Locale.ROOT, "%s %.5f", TuningSummary.name(measure), mean);
      }

      @Override
      public boolean cancelled() {
        return interruption.requested().isPresent();
      }
    };
  }

  /** The signal that ended the path, if one did. */
  Optional<Ending> ending() {
    return Optional.ofNullable(ending);
  }
}
