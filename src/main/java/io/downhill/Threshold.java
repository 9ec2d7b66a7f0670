package io.downhill;

/**
 * How to choose the probability above which the positive class is predicted.
 *
 * @param goal what the threshold is to serve
 * @param value the threshold itself where it is given, in [0,1]
 * @param falsePositive what a false positive costs where costs count, above 0
 * @param falseNegative what a false negative costs where costs count, above 0
 */
public record Threshold(Goal goal, double value, double falsePositive, double falseNegative) {
  /** What a threshold may serve. */
  public enum Goal {
    /** Nothing: it is given. */
    GIVEN,
    /** The largest F1. */
    F1,
    /** The largest sum of the parts of both classes that are told right (Youden's J). */
    YOUDEN,
    /** The least total cost of the errors. */
    COST
  }

  /** What is worth the same in fractions differs by less in doubles: 2/3 - 1/3 is not 1/3. */
  private static final double ROUNDING = 1e-12;

  /** Checks the numbers. */
  public Threshold {
    if (!(value >= 0 && value <= 1)) {
      throw new IllegalArgumentException("threshold must be from 0 to 1, not " + value);
    }
    if (!(falsePositive > 0 && falseNegative > 0)
        || !Double.isFinite(falsePositive + falseNegative)) {
      throw new IllegalArgumentException(
          "threshold's costs must be above 0, not " + falsePositive + "," + falseNegative);
    }
  }

  /** This threshold. */
  public static Threshold of(double value) {
    return new Threshold(Goal.GIVEN, value, 1, 1);
  }

  /**
   * Reads a number, f1, youden, or cost FP,FN.
   *
   * @throws IllegalArgumentException if it is none of them
   */
  public static Threshold parse(String text) {
    try {
      if (text.equals("f1")) {
        return new Threshold(Goal.F1, LogisticModel.HALF, 1, 1);
      }
      if (text.equals("youden")) {
        return new Threshold(Goal.YOUDEN, LogisticModel.HALF, 1, 1);
      }
      if (text.matches("cost[ =:][^,]*,[^,]*")) {
        String[] costs = text.substring("cost ".length()).split(",", -1);
        return new Threshold(
            Goal.COST,
            LogisticModel.HALF,
            Double.parseDouble(costs[0]),
            Double.parseDouble(costs[1]));
      }
      return of(Double.parseDouble(text));
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(
          "threshold must be a number, f1, youden or \"cost FP,FN\", not " + text, e);
    }
  }

  /**
   * The threshold that serves the goal best on some examples, each counting once.
   *
   * @param probabilities a, length m
   * @param labels y, length m, each 0 or 1
   */
  public double choose(double[] probabilities, float[] labels) {
    return choose(probabilities, labels, null);
  }

  /**
   * The threshold that serves the goal best on some examples: halfway between the two neighbouring
   * probabilities that it parts. Of equals the one nearest to 0.5 is taken.
   *
   * @param probabilities a, length m
   * @param labels y, length m, each 0 or 1
   * @param weights how often each example counts, length m; null if once
   */
  public double choose(double[] probabilities, float[] labels, float[] weights) {
    if (goal == Goal.GIVEN) {
      return value;
    }
    Ranking ranking = new Ranking(probabilities, labels, weights);
    double positives = ranking.positives();
    double negatives = ranking.negatives();
    double hits = 0;
    double falseAlarms = 0;
    double best = worth(0, 0, positives, negatives); // predicts no positive
    double chosen = 1;
    for (int k = ranking.groups() - 1; k >= 0; k--) {
      hits += ranking.positives(k);
      falseAlarms += ranking.negatives(k);
      double a = ranking.score(k);
      double below = k > 0 ? ranking.score(k - 1) : 0;
      if (below == a) {
        continue; // Nothing is above a probability of 0 and not above this threshold.
      }
      double middle = (a + below) / 2;
      // Between two neighbours in the doubles the lower one parts them.
      double threshold = middle < a ? middle : below;
      double worth = worth(hits, falseAlarms, positives, negatives);
      boolean nearer = Math.abs(threshold - 0.5) < Math.abs(chosen - 0.5);
      if (worth > best + ROUNDING || worth >= best - ROUNDING && nearer) {
        chosen = threshold;
      }
      best = Math.max(best, worth);
    }
    return chosen;
  }

  /** At most 1, and at least -1: costs count as a share of what all errors together would cost. */
  private double worth(double hits, double falseAlarms, double positives, double negatives) {
    return switch (goal) {
      case F1 -> part(2 * hits, hits + falseAlarms + positives);
      case YOUDEN -> part(hits, positives) - part(falseAlarms, negatives);
      default ->
          -part(
              falsePositive * falseAlarms + falseNegative * (positives - hits),
              falsePositive * negatives + falseNegative * positives);
    };
  }

  /** A part of a whole; 0 where there is nothing. */
  private static double part(double part, double whole) {
    return whole > 0 ? part / whole : 0;
  }
}
