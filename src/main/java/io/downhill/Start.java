package io.downhill;

import io.downhill.data.Dataset;
import io.downhill.optim.Columns;
import io.downhill.optim.Solver;
import java.util.SplittableRandom;

/** Where w starts. */
final class Start {
  private Start() {}

  /**
   * The first parameters, [weights | biases]: from a model, or as init says, the biases as the
   * solver has them ({@link Solver#startsAtZero}). Those of K classes sum to 0 over the classes.
   */
  static double[] of(TrainingOptions options, Dataset data, Solver solver) {
    double[] w = free(options, data, solver);
    data.baseMargin().ifPresent(j -> w[j] = 1);
    return w;
  }

  private static double[] free(TrainingOptions options, Dataset data, Solver solver) {
    Shape shape = Shape.of(data);
    int weights = shape.weights();
    if (options.start().isPresent()) {
      double[] w = of(options.start().get(), data);
      for (int k = weights; k < w.length && !options.intercept(); k++) {
        w[k] = 0;
      }
      return w;
    }
    double[] w = new double[weights + shape.columns()];
    if (options.init() == TrainingOptions.Init.RANDOM) {
      SplittableRandom random = new SplittableRandom(options.seed());
      for (int j = 0; j < weights; j++) {
        w[j] = (float) (0.01 * gaussian(random));
      }
    }
    if (options.intercept() && !solver.startsAtZero()) {
      double[] totals = data.classTotals();
      for (int k = 0; k < shape.columns(); k++) {
        w[weights + k] =
            shape.columns() == 1
                ? StrictMath.log(totals[1] / totals[0])
                : StrictMath.log(totals[k] / data.totalWeight());
      }
    }
    Columns.centre(w, shape.columns());
    return w;
  }

  private static double[] of(LogisticModel model, Dataset data) {
    double[][] columns = WarmStart.of(model, data);
    for (int k = 0; k < columns.length; k++) {
      double[] raw = columns[k];
      double[] stored = data.offsets().map(o -> o.fromRaw(raw, data.offsets())).orElse(raw);
      columns[k] = data.standardization().map(scale -> scale.fromRaw(stored)).orElse(stored);
    }
    double[] w = Columns.side(columns);
    Columns.centre(w, columns.length);
    return w;
  }

  /** Box and Muller's transform: the same numbers on every JDK. */
  private static double gaussian(SplittableRandom random) {
    double radius = Math.sqrt(-2 * StrictMath.log(1 - random.nextDouble()));
    return radius * StrictMath.cos(2 * Math.PI * random.nextDouble());
  }
}
