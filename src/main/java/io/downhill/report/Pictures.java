package io.downhill.report;

import io.downhill.Devices;
import io.downhill.LogisticModel;
import io.downhill.LogisticRegression;
import io.downhill.Metrics;
import io.downhill.TrainingOptions;
import io.downhill.data.Classes;
import io.downhill.data.Dataset;
import io.downhill.device.Device;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The three pictures of the lecture on some rows: the bowl, the curve and the cost. */
final class Pictures {
  /** More rows are sampled: a picture shows no more of them. */
  private static final int MOST_ROWS = 1 << 17;

  private static final int MOST_VALUES = 1 << 24;
  private static final int LEAST_ROWS = 1 << 12;

  /** Two costs that are as near are of the same rows: parameters are rounded to float32. */
  private static final double NEAR = 1e-4;

  private final LogisticModel model;
  private final ReportOptions options;

  Pictures(LogisticModel model, ReportOptions options) {
    this.model = model;
    this.options = options;
  }

  /**
   * The pictures as the page wants them, or why there are none.
   *
   * @param rows labelled and raw
   */
  Map<String, Object> of(Dataset rows) {
    int most =
        Math.min(MOST_ROWS, Math.max(LEAST_ROWS, MOST_VALUES / Math.max(1, rows.features())));
    Dataset sample = rows.sample(most);
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("rows", rows.examples());
    map.put("sampled", sample.examples());
    double[] totals = sample.classTotals();
    if (!(totals[0] > 0 && totals[1] > 0)) {
      Classes classes = model.classes();
      map.put(
          "none",
          "All of these rows are "
              + (totals[0] > 0 ? classes.negative() : classes.positive())
              + ": J has no bottom without rows of both classes, so there are no pictures of it.");
      return map;
    }
    Placed placed = Placed.of(model, sample);
    int[] axes = Plane.axes(placed, options.axes());
    Plane plane =
        Plane.of(placed, model.margins(sample), axes[0], axes.length > 1 ? axes[1] : Plane.NONE);
    map.put("standardized", model.standardization().isPresent());
    int given = rows.baseMargin().isPresent() ? 1 : 0;
    map.put("others", rows.features() - given + (placed.intercept() ? 1 : 0) - axes.length);
    map.put("trainedOn", isTrainedOn(rows, placed));
    map.put("l1", Placed.options(model).l1());
    map.put("l2", Placed.options(model).l2());
    map.put("bounds", bounds(plane));
    try (Device device = device(plane.data());
        Bowl bowl = new Bowl(device, plane)) {
      map.put("bowl", axes.length > 1 ? bowl.surface() : null);
      map.put("curve", bowl.curve());
    }
    map.put("descents", new Descents(model, options).of(sample));
    return map;
  }

  /** The bounds of both parameters, as name, low and high, where there are some. */
  private static List<Object> bounds(Plane plane) {
    List<Object> bounds = new ArrayList<>();
    for (int k = 0; plane.l1().bounded() && k < 2; k++) {
      Double low = Numbers.of(plane.l1().low()[k]);
      Double high = Numbers.of(plane.l1().high()[k]);
      if (low != null || high != null) {
        bounds.add(Arrays.asList(plane.names().get(k), low, high));
      }
    }
    return bounds;
  }

  private Device device(Dataset data) {
    TrainingOptions sized =
        TrainingOptions.builder().device(options.device()).threads(options.threads()).build();
    Devices.Choice choice = new LogisticRegression(sized).device(data.examples(), data.features());
    return Devices.open(choice.id(), options.threads());
  }

  /** Whether these rows are those of the training: as many, and of the same J at the model. */
  private boolean isTrainedOn(Dataset rows, Placed placed) {
    return model
        .report()
        .filter(report -> report.examples() == rows.examples())
        .filter(
            report -> {
              float[] weights = Placed.options(model).classWeight().apply(rows).weights();
              double loss =
                  Metrics.of(model.margins(rows), rows.labels(), weights, model.threshold())
                      .logLoss();
              double cost = loss + placed.penaltyAtModel();
              return Math.abs(cost - report.cost()) <= NEAR * Math.abs(report.cost());
            })
        .isPresent();
  }
}
