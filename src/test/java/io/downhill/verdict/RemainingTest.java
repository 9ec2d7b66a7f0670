package io.downhill.verdict;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.downhill.LogisticRegression;
import io.downhill.TrainingOptions;
import io.downhill.data.Classes;
import io.downhill.data.Dataset;
import io.downhill.device.Device;
import io.downhill.device.DeviceObjective;
import io.downhill.device.cpu.CpuDevice;
import io.downhill.optim.Gap;
import io.downhill.optim.L1;
import io.downhill.optim.Solution;
import io.downhill.optim.Solver;
import io.downhill.optim.State;
import io.downhill.optim.Stop;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The bound on what remains of J where there is no Hessian, as of many features. */
class RemainingTest {
  private static final float[][] X = {{1, 2}, {-1, 0}, {0, 1}, {2, -1}, {-2, -2}, {1, 0}};
  private static final int[] Y = {1, 0, 1, 1, 0, 0};

  private static Terms terms(double[] l2, boolean intercept) {
    return new Terms(
        Solver.NEWTON, true, false, false, false, intercept, true, L1.NONE, l2, Terms.Hessian.ANY);
  }

  /** What is told at w of a run that was ended, and so waits for no products. */
  private static Gap told(Dataset data, double[] l2, boolean intercept, double[] w) {
    try (Device device = CpuDevice.definition();
        DeviceObjective f = new DeviceObjective(device, data, l2, intercept)) {
      State state = State.of(f, L1.NONE, w.clone());
      Solution end = new Solution(state, 1, Stop.INTERRUPTED, Gap.NONE, Double.NaN);
      return new Remaining(data, f, terms(l2, intercept))
          .gap(end, Gap.NONE, Optional.empty(), false);
    }
  }

  /** The curvature of K biases takes m K^2 products. */
  @Test
  void whoEndedTheRunDoesNotWaitForTheCurvatureOfManyBiases() {
    for (int classes : new int[] {30, 1000}) {
      int m = 1001;
      float[][] x = new float[m][1];
      int[] y = new int[m];
      for (int i = 0; i < m; i++) {
        x[i][0] = i % 7;
        y[i] = i % classes;
      }
      List<String> names = IntStream.range(0, classes).mapToObj(k -> "c" + k).toList();
      Dataset data = Dataset.of(x, y, new Classes(names));
      double[] l2 = new double[classes];
      Arrays.fill(l2, 0.1);
      double[] w = new double[2 * classes];
      w[classes] = 0.1; // A bias.
      assertEquals(classes == 30, told(data, l2, true, w).isKnown(), classes + " classes");
    }
  }

  /** J, its gradient and its curvature along the bias, in double. */
  private static double[] inDouble(float[][] x, int[] y, double[] l2, double[] w) {
    int n = l2.length;
    double[] all = new double[n + 3];
    for (int i = 0; i < y.length; i++) {
      double z = w[n];
      for (int j = 0; j < n; j++) {
        z += w[j] * x[i][j];
      }
      double a = 1 / (1 + Math.exp(-z));
      all[n + 2] -= Math.log(y[i] == 1 ? a : 1 - a) / y.length;
      all[n + 1] += a * (1 - a) / y.length;
      for (int j = 0; j <= n; j++) {
        all[j] += (a - y[i]) * (j < n ? x[i][j] : 1) / y.length;
      }
    }
    for (int j = 0; j < n; j++) {
      all[j] += l2[j] * w[j];
      all[n + 2] += l2[j] / 2 * w[j] * w[j];
    }
    return all;
  }

  @Test
  void boundHasAPartForEachWeightAndOneForTheBias() {
    double[] w = {0.25, -0.125, 0.75};
    double[] l2 = {8, 2};
    double[] exact = inDouble(X, Y, l2, w);
    double weights = exact[0] * exact[0] / 8 + exact[1] * exact[1] / 2;
    double bias = exact[2] * exact[2] / exact[3];
    assertTrue(weights > 0.1 && bias > 0.01, weights + ", " + bias);
    assertEquals(weights + bias, told(Dataset.of(X, Y), l2, true, w).value(), 1e-6);
  }

  @Test
  void withoutABiasItHasNoPart() {
    double[] w = {0.25, -0.125, 0};
    double[] l2 = {8, 2};
    double[] exact = inDouble(X, Y, l2, w);
    double weights = exact[0] * exact[0] / 8 + exact[1] * exact[1] / 2;
    assertEquals(weights, told(Dataset.of(X, Y), l2, false, w).value(), 1e-6);
  }

  @Test
  void aWeightWithoutAPenaltyHasNoBound() {
    Gap gap = told(Dataset.of(X, Y), new double[] {1, 0}, true, new double[] {0.25, -0.125, 0.75});
    assertFalse(gap.isKnown(), gap::toString);
  }

  @Test
  void aWeightThatCannotMoveNeedsNoPenalty() {
    float[][] x = new float[X.length][2];
    Arrays.setAll(x, i -> new float[] {X[i][0], 0});
    double[] w = {0.25, 0, 0.75};
    double[] exact = inDouble(x, Y, new double[] {8, 0}, w);
    double expected = exact[0] * exact[0] / 8 + exact[2] * exact[2] / exact[3];
    assertEquals(expected, told(Dataset.of(x, Y), new double[] {8, 0}, true, w).value(), 1e-6);
  }

  @Test
  void costIsABoundWhereTheOtherIsAboveIt() {
    double[] w = {3, -3, 2};
    double[] l2 = {1e-3, 1e-3};
    Gap gap = told(Dataset.of(X, Y), l2, true, w);
    assertEquals(inDouble(X, Y, l2, w)[4], gap.value(), 1e-6);
    assertFalse(gap.isEstimate());
  }

  @Test
  void boundHoldsWhereverARunEnds() {
    double[] l2 = {0.5, 2};
    TrainingOptions.Builder options =
        TrainingOptions.builder().device("cpu").threads(1).standardize(false).solver("newton");
    for (double penalty : new double[] {0.05, 0.5, 2}) {
      Arrays.fill(l2, penalty);
      double least =
          new LogisticRegression(options.l2(penalty).penalize(TrainingOptions.Penalize.RAW).build())
              .fit(Dataset.of(X, Y))
              .report()
              .cost();
      SplittableRandom random = new SplittableRandom(1);
      for (int k = 0; k < 100; k++) {
        double[] w = new double[3];
        Arrays.setAll(w, j -> (float) random.nextDouble(-2, 2));
        double rest = inDouble(X, Y, l2, w)[4] - least;
        double told = told(Dataset.of(X, Y), l2, true, w).value();
        assertTrue(told >= rest - 1e-7, "seed 1, " + k + ": told " + told + " of " + rest);
      }
    }
  }
}
