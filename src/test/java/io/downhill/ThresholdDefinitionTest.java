package io.downhill;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The threshold of each goal is the best of all that part the rows otherwise, in exact fractions;
 * of equals it is the one nearest to 0.5.
 */
class ThresholdDefinitionTest {
  private static final int ROUNDS = 500;

  /** Rows that count once, of few probabilities. */
  private record Rows(double[] a, float[] y) {
    /** What a threshold is worth, times a number that is the same for all. */
    private record Worth(long part, long whole) implements Comparable<Worth> {
      @Override
      public int compareTo(Worth other) {
        return Long.compare(part * other.whole, other.part * whole);
      }
    }

    long count(int label, double threshold) {
      return IntStream.range(0, a.length).filter(i -> y[i] == label && a[i] > threshold).count();
    }

    Worth worth(String goal, double threshold) {
      long positives = count(1, -1);
      long negatives = count(0, -1);
      long hits = count(1, threshold);
      long falseAlarms = count(0, threshold);
      return switch (goal) {
        case "f1" -> new Worth(2 * hits, Math.max(hits + falseAlarms + positives, 1));
        case "youden" ->
            new Worth(
                hits * Math.max(negatives, 1) - falseAlarms * Math.max(positives, 1),
                Math.max(positives, 1) * Math.max(negatives, 1));
        case "cost 1,3" -> new Worth(-(falseAlarms + 3 * (positives - hits)), 1);
        case "cost 0.3,0.1" -> new Worth(-(3 * falseAlarms + positives - hits), 10);
        default -> throw new IllegalArgumentException(goal);
      };
    }

    /** None is positive, and halfway between neighbours; the lowest one's neighbour is 0. */
    List<Double> thresholds() {
      double[] values =
          DoubleStream.concat(DoubleStream.of(0), DoubleStream.of(a)).distinct().sorted().toArray();
      return DoubleStream.concat(
              DoubleStream.of(1),
              IntStream.range(1, values.length)
                  .mapToDouble(k -> (values[k - 1] + values[k]) / 2)
                  .map(t -> -t)
                  .sorted()
                  .map(t -> -t))
          .boxed()
          .toList();
    }

    /** The first of the best from above. */
    double best(String goal) {
      double best = 1;
      for (double t : thresholds()) {
        int better = worth(goal, t).compareTo(worth(goal, best));
        if (better > 0 || better == 0 && Math.abs(t - 0.5) < Math.abs(best - 0.5)) {
          best = t;
        }
      }
      return best;
    }
  }

  private static Rows rows(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    int m = 1 + random.nextInt(24);
    double[] a = new double[m];
    float[] y = new float[m];
    for (int i = 0; i < m; i++) {
      // From 0 to 1, both of which a margin far out has.
      a[i] = random.nextInt(9) / 8.0;
      y[i] = random.nextInt(2);
    }
    return new Rows(a, y);
  }

  @ParameterizedTest
  @ValueSource(strings = {"f1", "youden", "cost 1,3", "cost 0.3,0.1"})
  void isTheBestOfAll(String goal) {
    for (int seed = 0; seed < ROUNDS; seed++) {
      Rows rows = rows(seed);
      double expected = rows.best(goal);
      double actual = Threshold.parse(goal).choose(rows.a, rows.y);
      assertEquals(expected, actual, goal + ", seed " + seed);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"f1", "youden", "cost 1,3", "cost 0.3,0.1"})
  void dependsOnNoOrderOfTheRows(String goal) {
    for (int seed = 0; seed < ROUNDS; seed++) {
      Rows rows = rows(seed);
      int m = rows.a.length;
      double[] a = new double[m];
      float[] y = new float[m];
      for (int i = 0; i < m; i++) {
        a[i] = rows.a[m - 1 - i];
        y[i] = rows.y[m - 1 - i];
      }
      Threshold rule = Threshold.parse(goal);
      assertEquals(rule.choose(rows.a, rows.y), rule.choose(a, y), goal + ", seed " + seed);
    }
  }

  @Test
  void neighboursInTheDoublesArePartedByTheLower() {
    double low = 0.7;
    for (int k = 0; k < 4; k++, low = Math.nextUp(low)) { // halfway is rounded down and up in turn
      double high = Math.nextUp(low);
      double chosen = Threshold.parse("f1").choose(new double[] {low, high}, new float[] {0, 1});
      assertEquals(low, chosen);
    }
  }
}
