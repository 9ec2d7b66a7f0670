package io.downhill.cli;

import io.downhill.ClassMetrics;
import io.downhill.LogisticModel;
import io.downhill.Metrics;
import io.downhill.Scores;
import io.downhill.data.Classes;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The measures of a model of two classes or of more, for a person and for a program.
 *
 * @param two those of two classes; empty for more
 * @param more those of more; empty for two
 * @param classes of the model
 */
record Measures(Optional<Metrics> two, Optional<ClassMetrics> more, Classes classes) {
  /** The measures of a model, at its threshold. */
  static Measures of(LogisticModel model, Scores scores) {
    return of(model, scores, model.threshold());
  }

  /** The same at another threshold, which more than two classes do not have. */
  static Measures of(LogisticModel model, Scores scores, double threshold) {
    boolean two = model.classes().areTwo();
    return new Measures(
        two ? Optional.of(scores.measured(threshold)) : Optional.empty(),
        two ? Optional.empty() : Optional.of(scores.measured(model.classes())),
        model.classes());
  }

  Map<String, Object> json() {
    return two.map(MetricsLines::json).orElseGet(() -> ClassMetricsLines.json(more.orElseThrow()));
  }

  List<String> lines() {
    return two.map(metrics -> MetricsLines.of(metrics, classes))
        .orElseGet(() -> ClassMetricsLines.of(more.orElseThrow()));
  }

  /** Whether probabilities mean what they say; nothing for more than two classes. */
  List<String> calibration() {
    return two.map(metrics -> MetricsLines.calibration(metrics, classes)).orElse(List.of());
  }
}
