package io.downhill;

import io.downhill.data.Dataset;
import io.downhill.optim.Solver;
import java.util.SplittableRandom;

/** Where w starts. */
final class Start {
  private Start() {}

  /**
   * The first parameters, length n + 1: from a model, or as init says, the bias as the solver has
   * it ({@link Solver#startsAtZero}).
   */
  static double[] of(TrainingOptions options, Dataset data, Solver solver) {
    double[] w = free(options, data, solver);
    data.baseMargin().ifPresent(j -> w[j] = 1);
    return w;
  }

  private static double[] free(TrainingOptions options, Dataset data, Solver solver) {
    if (options.start().isPresent()) {
      double[] w = of(options.start().get(), data);
      w[data.features()] = options.intercept() ? w[data.features()] : 0;
      return w;
    }
    double[] w = new double[data.features() + 1];
    if (options.init() == TrainingOptions.Init.RANDOM) {
      SplittableRandom random = new SplittableRandom(options.seed());
      for (int j = 0; j < data.features(); j++) {
        w[j] = (float) (0.01 * gaussian(random));
      }
    }
    if (options.intercept() && !solver.startsAtZero()) {
      double[] totals = data.classTotals();
      w[data.features()] = StrictMath.log(totals[1] / totals[0]);
    }
    return w;
  }

  private static double[] of(LogisticModel model, Dataset data) {
    double[] raw = WarmStart.of(model, data);
    double[] stored = data.offsets().map(o -> o.fromRaw(raw, data.offsets())).orElse(raw);
    return data.standardization().map(scale -> scale.fromRaw(stored)).orElse(stored);
  }

  /** Box and Muller's transform: the same numbers on every JDK. */
  private static double gaussian(SplittableRandom random) {
    double radius = Math.sqrt(-2 * StrictMath.log(1 - random.nextDouble()));
    return radius * StrictMath.cos(2 * Math.PI * random.nextDouble());
  }
}
