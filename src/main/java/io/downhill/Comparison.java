package io.downhill;

import io.downhill.comparison.Difference;
import io.downhill.comparison.LikelihoodRatio;
import io.downhill.comparison.McNemar;
import io.downhill.comparison.Paired;
import io.downhill.data.Argument;
import io.downhill.data.Classes;
import io.downhill.data.DataException;
import io.downhill.data.Dataset;
import io.downhill.data.table.PreparedRows;
import io.downhill.device.Device;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;

/**
 * Two models, A and B, on the same examples.
 *
 * @param a the measures of A, at its own threshold
 * @param b the measures of B, at its own threshold
 * @param level of the intervals
 * @param logLoss the difference of the mean losses
 * @param auc the difference of the AUC
 * @param mcNemar whether they are right equally often
 * @param counted whether weights are whole numbers, without which McNemar's test has no p
 * @param likelihoodRatio the test of the model with fewer features against the other one
 * @param reason why there is no such test; empty if there is
 */
public record Comparison(
    Metrics a,
    Metrics b,
    double level,
    Difference logLoss,
    Difference auc,
    McNemar mcNemar,
    boolean counted,
    Optional<LikelihoodRatio> likelihoodRatio,
    String reason) {
  /** The level of intervals unless told otherwise. */
  public static final double LEVEL = 0.95;

  /** A statistic that is off by less is told: no p-value changes in its third digit. */
  private static final double NEAR = 1e-3;

  /** The same as a share of the log likelihood, of which a run leaves half as much: Goal.SHARE. */
  private static final double SHARE = 4e-9;

  /** Checks the level. */
  public Comparison {
    checkLevel(level);
  }

  /** Checks the level of intervals. */
  static void checkLevel(double level) {
    if (!(level > 0 && level < 1)) {
      throw new IllegalArgumentException("level must be between 0 and 1, not " + level);
    }
  }

  /**
   * Compares two models on labelled rows, which are read once for each.
   *
   * @param rows opens the rows for a model; they are closed here
   * @param level of the intervals, between 0 and 1
   * @throws DataException if a model cannot be judged on the rows
   */
  public static Comparison of(
      LogisticModel a, LogisticModel b, Function<LogisticModel, PreparedRows> rows, double level) {
    checkLevel(level);
    checkClasses(a, b);
    Nesting nesting = Nesting.of(a, b);
    if (!nesting.reason().isEmpty()) {
      return of(a, scores(a, rows), b, scores(b, rows), level).without(nesting.reason());
    }
    int threads = Runtime.getRuntime().availableProcessors();
    try (Device device = Devices.open(Devices.JAVA, threads, Work.ANY)) {
      LikelihoodFit fitA = new LikelihoodFit(a, device);
      LikelihoodFit fitB = new LikelihoodFit(b, device);
      Comparison compared = of(a, scores(a, rows, fitA), b, scores(b, rows, fitB), level);
      return compared.tested(a, fitA, b, fitB, nesting.aIsSmaller());
    }
  }

  /**
   * Compares two models on labelled examples, whose features are those of both.
   *
   * @throws DataException if the models call other classes positive
   */
  public static Comparison of(LogisticModel a, LogisticModel b, Dataset data, double level) {
    checkLevel(level);
    checkClasses(a, b);
    return of(a, a.scores(data), b, b.scores(data), level).without("both have the same features");
  }

  private static void checkClasses(LogisticModel a, LogisticModel b) {
    Argument.notNull(a, "a");
    Argument.notNull(b, "b");
    if (!a.classes().names().equals(b.classes().names())) {
      throw new DataException(
          "the two models predict other things: "
              + told(a.classes())
              + ", and "
              + told(b.classes()));
    }
  }

  private static String told(Classes classes) {
    return classes.areTwo()
        ? classes.positive() + " against " + classes.negative()
        : classes.count() + " classes";
  }

  /** Scores the rows that are opened for a model. */
  static Scores scores(LogisticModel model, Function<LogisticModel, PreparedRows> open) {
    try (PreparedRows rows = open.apply(model)) {
      return model.scores(rows);
    }
  }

  private static Scores scores(
      LogisticModel model, Function<LogisticModel, PreparedRows> open, LikelihoodFit fit) {
    try (PreparedRows rows = open.apply(model)) {
      return model.scores(rows, fit::add);
    }
  }

  /** Checks that two models were asked about the same rows. */
  static void checkSameRows(Scores ofA, Scores ofB) {
    if (!Arrays.equals(ofA.labels(), ofB.labels())
        || !Arrays.equals(ofA.weights(), ofB.weights())) {
      throw new DataException("the rows have changed between one model and the other");
    }
  }

  private static Comparison of(
      LogisticModel a, Scores ofA, LogisticModel b, Scores ofB, double level) {
    checkSameRows(ofA, ofB);
    Paired paired =
        new Paired(ofA.margins(), ofB.margins(), ofA.labels(), ofA.weights(), ofA.seconds());
    return new Comparison(
        ofA.measured(a.threshold()),
        ofB.measured(b.threshold()),
        level,
        paired.logLoss(level),
        paired.auc(level),
        McNemar.of(ofA.right(a.threshold()), ofB.right(b.threshold()), paired),
        paired.counted(),
        Optional.empty(),
        "");
  }

  private Comparison without(String why) {
    return with(Optional.empty(), why);
  }

  private Comparison with(Optional<LikelihoodRatio> test, String why) {
    return new Comparison(a, b, level, logLoss, auc, mcNemar, counted, test, why);
  }

  /** With the test of two models that are nested, if both are where the likelihood is greatest. */
  private Comparison tested(
      LogisticModel modelA,
      LikelihoodFit fitA,
      LogisticModel modelB,
      LikelihoodFit fitB,
      boolean aIsSmaller) {
    for (LogisticModel model : new LogisticModel[] {modelA, modelB}) {
      LikelihoodFit fit = model == modelA ? fitA : fitB;
      String name = model == modelA ? "A" : "B";
      boolean separated = model.report().stream().anyMatch(r -> !r.verdict().separated().isEmpty());
      if (separated) {
        return without(
            "the classes are separated in " + name + ", so it has no greatest likelihood");
      }
      double shortfall = fit.shortfall();
      if (!(shortfall <= Math.max(NEAR, SHARE * a.weight() * a.logLoss()))) {
        return without(
            name
                + " is not where the likelihood of these rows is greatest, but by about "
                + String.format(Locale.ROOT, "%.2g", shortfall / 2)
                + " below: it was trained on other rows, with a penalty or weights, or not to the"
                + " end");
      }
    }
    int more = (fitB.rank() - fitA.rank()) * (aIsSmaller ? 1 : -1);
    if (more <= 0) {
      return without("the features that one has more are sums of others in these rows");
    }
    double statistic = 2 * a.weight() * logLoss.difference() * (aIsSmaller ? 1 : -1);
    return with(Optional.of(LikelihoodRatio.of(aIsSmaller, statistic, more)), "");
  }
}
