package io.downhill.cli;

import io.downhill.Devices;
import io.downhill.Json;
import io.downhill.TrainingReport;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A training report for a person and for a program.
 *
 * @param report of the run
 * @param asked the device that was asked for
 * @param readSeconds to read the file, which loading includes
 */
record TrainingSummary(TrainingReport report, String asked, double readSeconds) {

  /** The object that {@code train --json} prints. */
  Map<String, Object> json() {
    Map<String, Object> seconds = new LinkedHashMap<>();
    seconds.put("load", loadSeconds());
    seconds.put("train", report.trainSeconds());
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("examples", report.examples());
    object.put("features", report.features());
    object.put("device", report.device().id());
    object.put("solver", report.solver());
    object.put("cost", Json.finite(report.cost()));
    object.put("iterations", report.iterations());
    object.put("stop", report.stop().text());
    object.put("alpha", report.alpha());
    object.put("accuracy", report.accuracy());
    object.put("seconds", seconds);
    object.put("passes", report.passes());
    return object;
  }

  /** The report in words, but for where the model went. */
  List<String> lines() {
    return List.of(
        format("examples   %d x %d features", report.examples(), report.features()),
        format("device     %s%s%s", report.device(), exactness(), reason()),
        format("cost J     %.8g", report.cost()),
        format("iterations %d with alpha %.4g: %s", report.iterations(), report.alpha(), stop()),
        format("accuracy   %.2f %% of these examples", 100 * report.accuracy()),
        format("seconds    %.2f to load, %.2f to train", loadSeconds(), report.trainSeconds()));
  }

  private String exactness() {
    return report.device().exact() ? "" : ", not exact";
  }

  /** Why auto took this device; where it had to take another, a warning has told. */
  private String reason() {
    Devices.Choice choice = Devices.choose(asked);
    boolean chosen = asked.equals("auto") && choice.id().equals(report.device().id());
    return chosen ? "\n           " + choice.reason() : "";
  }

  private double loadSeconds() {
    return readSeconds + report.loadSeconds();
  }

  private String stop() {
    return switch (report.stop()) {
      case CONVERGED -> format("converged, slope %.3g", report.slope());
      case ITERATION_LIMIT -> format("iteration limit, slope still %.3g", report.slope());
      case DIVERGED -> "diverged";
      case INTERRUPTED -> format("interrupted, slope %.3g", report.slope());
    };
  }

  private static String format(String pattern, Object... values) {
    return String.format(Locale.ROOT, pattern, values);
  }
}
