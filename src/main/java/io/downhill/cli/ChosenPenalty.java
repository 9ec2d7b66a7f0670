package io.downhill.cli;

import io.downhill.TrainingOptions;
import io.downhill.TuningOptions;
import io.downhill.TuningResult;
import io.downhill.data.Dataset;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;

/**
 * The penalty that {@code --l1 auto} or {@code --l2 auto} of {@code train} chose.
 *
 * @param summary of the path
 * @param ending the signal that ended the path, if one did
 */
record ChosenPenalty(TuningSummary summary, Optional<Ending> ending) {
  /** Chooses among fits on these examples. */
  static ChosenPenalty of(
      CommandSpec command,
      Terminal terminal,
      CommonOptions common,
      TuningOptions options,
      Dataset examples) {
    Dataset kept = FitArguments.kept(command, options.training(), examples);
    FoldArguments.Choice folds = FoldArguments.usual(kept, options.seed());
    TuningRun run = new TuningRun(terminal, common, options);
    TuningResult result = run.choose(examples, folds.folds());
    TuningSummary summary =
        new TuningSummary(
            result,
            folds.text(),
            new double[0],
            Sparsity.of(examples),
            examples.preparation().isPresent(),
            0);
    return new ChosenPenalty(summary, run.ending());
  }

  /** Whether there is one: not where a signal came before the first was finished. */
  boolean known() {
    return summary.result().chosen() >= 0;
  }

  /** The options of the training with it. */
  TrainingOptions training() {
    return summary.result().training();
  }
}
