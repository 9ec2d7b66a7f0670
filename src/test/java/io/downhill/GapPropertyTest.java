package io.downhill;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.downhill.data.Dataset;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * The gap that is told bounds J - J*, whatever the data and wherever a run ends: problems that are
 * made to fool an estimate, judged in double precision.
 */
@Tag("slow")
class GapPropertyTest {
  private static final int SMALL = 350;
  private static final int LARGE = 30;

  /** The fit runs on features and weights that are rounded to float32: J is known to this share. */
  private static final double ROUNDING = 1e-9;

  /** What is hard about a problem. */
  private enum Kind {
    PLAIN,
    SORTED_BY_FEATURE,
    SORTED_BY_LABEL,
    RARE_FEATURES,
    HEAVY_TAILS,
    NEAR_TWINS,
    HEAVY_TWINS
  }

  /**
   * A problem and how it is fitted.
   *
   * @param x raw features
   * @param y labels
   */
  record Problem(float[][] x, int[] y, TrainingOptions options, String traits) {
    static Problem of(int seed, boolean large) {
      SplittableRandom random = new SplittableRandom(seed + (large ? 1_000_000 : 0));
      // More than 16,384 rows have a sample.
      int few = seed % 3 == 0 ? 3 + random.nextInt(20) : 30 + random.nextInt(1500);
      int m = large ? 16_500 + random.nextInt(3000) : few;
      int n = 1 + random.nextInt(large ? 5 : 10);
      Kind kind = Kind.values()[seed % Kind.values().length];
      float[][] x = features(random, m, n, kind);
      int[] y = labels(random, x);
      if (kind == Kind.SORTED_BY_FEATURE) {
        sort(x, y, Comparator.comparingDouble(i -> x[i][0]));
      } else if (kind == Kind.SORTED_BY_LABEL) {
        sort(x, y, Comparator.comparingInt(i -> y[i]));
      }
      TrainingOptions options = options(random);
      String traits = String.format("seed %d: %d x %d, %s, %s", seed, m, n, kind, options);
      return new Problem(x, y, options, traits);
    }

    private static float[][] features(SplittableRandom random, int m, int n, Kind kind) {
      float[][] x = new float[m][n];
      double tail = 1 + 2 * random.nextDouble();
      int rows = Math.max(8, m / 200);
      for (int i = 0; i < m; i++) {
        for (int j = 0; j < n; j++) {
          double g = gaussian(random);
          boolean rare = kind == Kind.RARE_FEATURES && j % 2 == 0;
          x[i][j] =
              (float)
                  (rare
                      ? i < rows ? Math.rint(4 * g) / 4 : 0
                      : kind == Kind.HEAVY_TAILS || kind == Kind.HEAVY_TWINS
                          ? StrictMath.exp(tail * g)
                          : g);
        }
        if ((kind == Kind.NEAR_TWINS || kind == Kind.HEAVY_TWINS) && n > 1) {
          x[i][n - 1] = (float) (x[i][0] + 1e-3 * gaussian(random));
        }
      }
      return x;
    }

    private static int[] labels(SplittableRandom random, float[][] x) {
      int[] y = new int[x.length];
      double bias = gaussian(random);
      double[] w = new double[x[0].length];
      Arrays.setAll(w, j -> gaussian(random));
      for (int i = 0; i < y.length; i++) {
        double z = bias;
        for (int j = 0; j < w.length; j++) {
          z += w[j] * x[i][j];
        }
        // Some are wrong whatever z, so that classes overlap.
        boolean wrong = random.nextInt(20) == 0;
        y[i] = (random.nextDouble() < 1 / (1 + StrictMath.exp(-z))) != wrong ? 1 : 0;
      }
      y[0] = 0;
      y[1] = 1;
      return y;
    }

    private static void sort(float[][] x, int[] y, Comparator<Integer> by) {
      List<Integer> order = IntStream.range(0, y.length).boxed().sorted(by).toList();
      float[][] sortedX = new float[y.length][];
      int[] sortedY = new int[y.length];
      for (int i = 0; i < y.length; i++) {
        sortedX[i] = x[order.get(i)];
        sortedY[i] = y[order.get(i)];
      }
      System.arraycopy(sortedX, 0, x, 0, y.length);
      System.arraycopy(sortedY, 0, y, 0, y.length);
    }

    private static TrainingOptions options(SplittableRandom random) {
      String solver = List.of("newton", "lbfgs", "nesterov", "gd").get(random.nextInt(4));
      double l1 = solver.equals("gd") || random.nextInt(3) > 0 ? 0 : power(random, -4, -1);
      double l2 = random.nextInt(2) == 0 ? 0 : power(random, -5, -1);
      TrainingOptions.Builder options =
          TrainingOptions.builder()
              .device("cpu")
              .threads(1)
              .solver(solver)
              .l1(l1)
              .l2(l2)
              .standardize(random.nextInt(4) > 0);
      switch (random.nextInt(3)) {
        case 0 -> options.iterations(1 + random.nextInt(5));
        case 1 -> options.tolerance(power(random, -5, -1)).iterations(200);
        default -> options.iterations(300);
      }
      return options.build();
    }

    private static double power(SplittableRandom random, int least, int most) {
      return StrictMath.pow(10, least + random.nextDouble() * (most - least));
    }

    private static double gaussian(SplittableRandom random) {
      double radius = Math.sqrt(-2 * StrictMath.log(1 - random.nextDouble()));
      return radius * StrictMath.cos(2 * Math.PI * random.nextDouble());
    }

    /** What is wrong with the gap that is told; empty if nothing. */
    String trouble() {
      Training training = new LogisticRegression(options).fit(Dataset.of(x, y));
      Verdict verdict = training.report().verdict();
      if (!verdict.separated().isEmpty()) {
        return "";
      }
      double[] ones = new double[y.length];
      Arrays.fill(ones, 1);
      Reference reference = new Reference(x, y, null, ones, options);
      double least = reference.cost(reference.minimize());
      double cost = reference.cost(reference.scaled(training.model()));
      double bound = (verdict.gapSampled() ? 2 : 1) * verdict.gap() + ROUNDING * cost;
      boolean hollow = verdict.gap() > training.report().cost();
      return cost - least <= bound && !hollow
          ? ""
          : String.format(
              "%s: J %.9g, J - J* %.3g, told %s %.3g, %s",
              traits,
              cost,
              cost - least,
              verdict.gapSampled() ? "about" : "at most",
              verdict.gap(),
              training.report().stop());
    }
  }

  private static void assertTold(int problems, boolean large) {
    List<String> troubles =
        IntStream.range(0, problems)
            .parallel()
            .mapToObj(seed -> Problem.of(seed, large).trouble())
            .filter(trouble -> !trouble.isEmpty())
            .toList();
    assertTrue(troubles.isEmpty(), () -> String.join("\n", troubles));
  }

  @Test
  void whatIsToldOfSmallDataIsTrue() {
    assertTold(SMALL, false);
  }

  @Test
  void whatIsToldOfDataThatHaveASampleIsTrue() {
    assertTold(LARGE, true);
  }

  @Test
  void featureOfTheFirstRowsAloneIsNotUnderrated() {
    // As a file that is sorted has it: one feature is 0 but in 700 of 200,000 rows.
    SplittableRandom random = new SplittableRandom(2);
    int m = 200_000;
    float[][] x = new float[m][6];
    int[] y = new int[m];
    for (int i = 0; i < m; i++) {
      for (int j = 0; j < 6; j++) {
        x[i][j] = j == 5 && i >= 700 ? 0 : (float) Problem.gaussian(random);
      }
      y[i] = random.nextDouble() < 1 / (1 + StrictMath.exp(-x[i][0] - x[i][5])) ? 1 : 0;
    }
    TrainingOptions.Builder options = TrainingOptions.builder().device("cpu").threads(2);
    Training best = new LogisticRegression(options.build()).fit(Dataset.of(x, y));
    double[] moved = best.model().weights().clone();
    moved[5] += 0.2; // No margin moves by more than 1.
    LogisticModel start =
        new LogisticModel(
            best.model().features(),
            moved,
            best.model().bias(),
            best.model().classes(),
            Optional.empty(),
            Optional.empty());
    TrainingReport there =
        new LogisticRegression(options.start(start).solver("gd").alpha(1e-6).iterations(1).build())
            .fit(Dataset.of(x, y))
            .report();
    double excess = there.cost() - best.report().cost();
    double gap = there.verdict().gap();
    assertTrue(excess > 1e-6 && gap >= excess && gap < 4 * excess, gap + " told of " + excess);
  }
}
