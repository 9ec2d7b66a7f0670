package io.downhill.report;

import io.downhill.LogisticModel;
import io.downhill.Metrics;
import io.downhill.Ranking;
import io.downhill.Scores;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * How good a model is on labelled rows, as curves. Every point of them is exact, over all rows:
 * curves of many points are thinned, never binned.
 */
final class Judgement {
  /** The most points of a curve. */
  private static final int POINTS = 400;

  /** Thresholds a part in so many, and as many between neighbouring scores. */
  private static final int THRESHOLDS = 200;

  private static final int BINS = 25;

  /** The 0.975 quantile of the normal distribution. */
  private static final double NORMAL = 1.959963984540054;

  private final Scores scores;
  private final double threshold;
  private final Ranking ranking;
  private final double[] positivesAbove;
  private final double[] negativesAbove;

  Judgement(Scores scores, double threshold) {
    this.scores = scores;
    this.threshold = threshold;
    this.ranking = new Ranking(scores.margins(), scores.labels(), scores.weights());
    int groups = ranking.groups();
    positivesAbove = new double[groups + 1];
    negativesAbove = new double[groups + 1];
    for (int k = groups - 1; k >= 0; k--) {
      positivesAbove[k] = positivesAbove[k + 1] + ranking.positives(k);
      negativesAbove[k] = negativesAbove[k + 1] + ranking.negatives(k);
    }
  }

  Map<String, Object> toMap() {
    Metrics metrics = scores.measured(threshold);
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("examples", metrics.examples());
    map.put("positives", Numbers.of(positivesAbove[0]));
    map.put("negatives", Numbers.of(negativesAbove[0]));
    map.put("accuracy", Numbers.of(metrics.accuracy()));
    map.put("logLoss", Numbers.of(metrics.logLoss()));
    map.put("auc", Numbers.of(metrics.auc()));
    map.put("prAuc", Numbers.of(metrics.prAuc()));
    map.put("brier", Numbers.of(metrics.brier()));
    map.put("curve", curve());
    map.put("thresholds", thresholds());
    map.put("calibration", metrics.calibration().stream().map(Judgement::calibration).toList());
    map.put("histogram", histogram());
    return map;
  }

  /**
   * Counts of positives and negatives above each of some scores, from none to all. Points on the
   * straight line between their neighbours are left out first.
   */
  private Map<String, Object> curve() {
    List<Integer> corners = new ArrayList<>();
    int groups = ranking.groups();
    for (int k = groups; k >= 0; k--) {
      if (k == groups || k == 0 || isCorner(k)) {
        corners.add(k);
      }
    }
    List<Integer> kept = new ArrayList<>();
    double total = positivesAbove[0] + negativesAbove[0];
    double step = corners.size() <= POINTS ? 0 : 2.0 / POINTS;
    double next = 0;
    for (int k : corners) {
      double along =
          part(positivesAbove[k], positivesAbove[0]) + part(negativesAbove[k], negativesAbove[0]);
      if (step == 0 || along >= next || k == 0) {
        kept.add(k);
        next = along + step;
      }
    }
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("truePositives", kept.stream().map(k -> Numbers.of(positivesAbove[k])).toList());
    map.put("falsePositives", kept.stream().map(k -> Numbers.of(negativesAbove[k])).toList());
    map.put("all", corners.size());
    map.put("total", Numbers.of(total));
    return map;
  }

  private static double part(double part, double whole) {
    return whole > 0 ? part / whole : 0;
  }

  private boolean isCorner(int k) {
    return ranking.positives(k) * ranking.negatives(k - 1)
        != ranking.negatives(k) * ranking.positives(k - 1);
  }

  /** The counts above each of some thresholds: that of the model, and others evenly spread. */
  private Map<String, Object> thresholds() {
    TreeSet<Double> values = new TreeSet<>();
    values.add(threshold);
    for (int k = 0; k <= THRESHOLDS; k++) {
      values.add(k / (double) THRESHOLDS);
      int group = (int) ((long) k * (ranking.groups() - 1) / THRESHOLDS);
      values.add(Numbers.of(LogisticModel.sigmoid(ranking.score(group))));
    }
    List<Double> all = List.copyOf(values);
    List<Double> hits = new ArrayList<>();
    List<Double> falseAlarms = new ArrayList<>();
    int k = 0;
    for (double value : all) {
      while (k < ranking.groups() && !Metrics.isPositive(ranking.score(k), value)) {
        k++;
      }
      hits.add(Numbers.of(positivesAbove[k]));
      falseAlarms.add(Numbers.of(negativesAbove[k]));
    }
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("values", all);
    map.put("truePositives", hits);
    map.put("falsePositives", falseAlarms);
    map.put("model", all.indexOf(threshold));
    return map;
  }

  /** Wilson's interval of 95 % around what came true. */
  private static Map<String, Object> calibration(Metrics.Calibration group) {
    double n = group.examples();
    double p = group.actual();
    double square = NORMAL * NORMAL;
    double middle = (p + square / (2 * n)) / (1 + square / n);
    double half = NORMAL / (1 + square / n) * Math.sqrt(p * (1 - p) / n + square / (4 * n * n));
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("examples", Numbers.of(n));
    map.put("predicted", Numbers.of(group.predicted()));
    map.put("actual", Numbers.of(p));
    map.put("low", Numbers.of(Math.max(0, middle - half)));
    map.put("high", Numbers.of(Math.min(1, middle + half)));
    return map;
  }

  /** How many of each class have a probability in each of some ranges of equal width. */
  private Map<String, Object> histogram() {
    double[] positives = new double[BINS];
    double[] negatives = new double[BINS];
    for (int k = 0; k < ranking.groups(); k++) {
      double a = LogisticModel.sigmoid(ranking.score(k));
      int bin = Math.min((int) (a * BINS), BINS - 1);
      positives[bin] += ranking.positives(k);
      negatives[bin] += ranking.negatives(k);
    }
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("positives", Numbers.of(positives));
    map.put("negatives", Numbers.of(negatives));
    return map;
  }
}
