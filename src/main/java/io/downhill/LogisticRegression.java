package io.downhill;

import io.downhill.data.Classes;
import io.downhill.data.DataException;
import io.downhill.data.Dataset;
import io.downhill.data.Standardization;
import io.downhill.device.Device;
import io.downhill.device.DeviceObjective;
import io.downhill.optim.GradientDescent;
import io.downhill.optim.Monitor;
import io.downhill.optim.Solution;
import io.downhill.optim.Stop;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.SplittableRandom;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Trains logistic regression: finds the w and b at which J(w,b) = (1/m) sum L(sigmoid(w.x + b), y)
 * + (l2/2) |w|^2 is least. The same data and options give the same model, bit for bit, on every
 * device and with any number of threads.
 */
public final class LogisticRegression {
  private static final Logger LOG = LoggerFactory.getLogger(LogisticRegression.class);

  private final TrainingOptions options;

  /** A trainer with these options. */
  public LogisticRegression(TrainingOptions options) {
    this.options = Objects.requireNonNull(options, "options");
  }

  /** Trains without being watched; see {@link #fit(Dataset, Monitor)}. */
  public Training fit(Dataset data) {
    return fit(data, Monitor.NONE);
  }

  /**
   * Trains on a labelled data set. Unless that is switched off, its features are standardised in
   * place; the data set remembers the scale, and the model is for raw features either way.
   *
   * @param data labelled, both classes present
   * @param monitor sees every iteration, and may end the run
   * @throws DataException if the data set has no labels, or one class only
   * @throws io.downhill.device.DeviceException if the device fails
   */
  public Training fit(Dataset data, Monitor monitor) {
    Classes classes = requireBothClasses(data);
    long began = System.nanoTime();
    if (options.standardize() && data.standardization().isEmpty()) {
      data.standardize(Standardization.of(data));
    }
    warnOfConstants(data);
    double alpha =
        (float)
            options
                .alpha()
                .orElseGet(() -> LearningRate.safe(data, options.l2(), options.intercept()));
    try (Device device = Devices.open(options.device(), options.threads());
        DeviceObjective objective =
            new DeviceObjective(device, data, options.l2(), options.intercept())) {
      LOG.info("device {}: {}", device.info(), device.info().driver());
      double loadSeconds = secondsSince(began);
      long started = System.nanoTime();
      Solution solution =
          new GradientDescent(alpha, options.iterations(), options.tolerance())
              .minimize(objective, start(data.features()), monitor);
      double trainSeconds = secondsSince(started);
      TrainingReport report =
          new TrainingReport(
              data.examples(),
              data.features(),
              device.info(),
              options.solver(),
              solution.cost(),
              solution.slope(),
              solution.iterations(),
              solution.stop(),
              alpha,
              accuracy(objective.margins(solution.w()), data.labels()),
              loadSeconds,
              trainSeconds,
              objective.passes(),
              advice(solution, data, alpha));
      LOG.info(
          "{} after {} iterations, J = {}",
          solution.stop().text(),
          solution.iterations(),
          solution.cost());
      return new Training(model(data, classes, solution.w(), report), report);
    }
  }

  private static Classes requireBothClasses(Dataset data) {
    if (!data.labelled()) {
      throw new DataException("the data set has no labels: training needs them");
    }
    Classes classes = data.classes().orElse(Classes.ZERO_ONE);
    long positives = 0;
    for (float y : data.labels()) {
      positives += y > 0 ? 1 : 0;
    }
    if (positives == 0 || positives == data.examples()) {
      throw new DataException(
          "all "
              + data.examples()
              + " examples are of the class "
              + (positives == 0 ? classes.negative() : classes.positive())
              + ": training needs both");
    }
    return classes;
  }

  private static void warnOfConstants(Dataset data) {
    List<String> constants =
        data.standardization().map(Standardization::constants).orElse(List.of()).stream()
            .map(data.featureNames()::get)
            .toList();
    if (!constants.isEmpty()) {
      LOG.warn("constant columns keep the weight 0: {}", String.join(", ", constants));
    }
  }

  private double[] start(int n) {
    double[] w = new double[n + 1];
    if (options.init() == TrainingOptions.Init.RANDOM) {
      SplittableRandom random = new SplittableRandom(options.seed());
      for (int j = 0; j < n; j++) {
        w[j] = (float) (0.01 * gaussian(random));
      }
    }
    return w;
  }

  /** Box and Muller's transform: the same numbers on every JDK. */
  private static double gaussian(SplittableRandom random) {
    double radius = Math.sqrt(-2 * StrictMath.log(1 - random.nextDouble()));
    return radius * StrictMath.cos(2 * Math.PI * random.nextDouble());
  }

  private static double accuracy(double[] margins, float[] y) {
    long right = 0;
    for (int i = 0; i < y.length; i++) {
      right += (margins[i] > 0) == (y[i] > 0) ? 1 : 0;
    }
    return (double) right / y.length;
  }

  private String advice(Solution solution, Dataset data, double alpha) {
    Stop stop = solution.stop();
    if (stop == Stop.CONVERGED || stop == Stop.INTERRUPTED) {
      return "";
    }
    double safe = LearningRate.safe(data, options.l2(), options.intercept());
    if (stop == Stop.DIVERGED || alpha > 2 * safe) {
      String scale = options.standardize() ? "" : ", or leave out --no-standardize";
      return String.format(
          java.util.Locale.ROOT,
          "alpha %.3g is too large for this data: try --alpha %.3g or less%s",
          alpha,
          safe,
          scale);
    }
    return "raise --iterations, or --tolerance if the fit is good enough"
        + (alpha < safe / 2
            ? String.format(java.util.Locale.ROOT, ", or try --alpha %.3g", safe)
            : "");
  }

  private static LogisticModel model(
      Dataset data, Classes classes, double[] w, TrainingReport report) {
    Optional<Standardization> scale = data.standardization();
    double[] raw = scale.map(s -> s.toRaw(w)).orElse(w);
    int n = data.features();
    return new LogisticModel(
        data.featureNames(),
        java.util.Arrays.copyOf(raw, n),
        raw[n],
        classes,
        scale,
        Optional.of(report));
  }

  private static double secondsSince(long nanoTime) {
    return (System.nanoTime() - nanoTime) / 1e9;
  }
}
