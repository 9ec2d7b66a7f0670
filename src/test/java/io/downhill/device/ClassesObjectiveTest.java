package io.downhill.device;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.downhill.Devices;
import io.downhill.data.Classes;
import io.downhill.data.Dataset;
import io.downhill.optim.Exact;
import io.downhill.optim.Line;
import io.downhill.optim.Objective;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** J of K classes against its textbook formula in double, and its derivatives against J. */
class ClassesObjectiveTest {
  static Dataset random(int m, int n, int classes, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    Dataset.Builder builder = new Dataset.Builder(Dataset.defaultNames(n));
    float[] y = new float[m];
    float[] c = new float[m];
    for (int i = 0; i < m; i++) {
      float[] row = new float[n];
      for (int j = 0; j < n; j++) {
        row[j] = (float) (random.nextDouble() * 4 - 2);
      }
      builder.addRow(row);
      y[i] = random.nextInt(classes);
      c[i] = i % 5 == 4 ? 0 : 0.5f + i % 3;
    }
    return builder
        .labels(y, new Classes(IntStream.range(0, classes).mapToObj(k -> "c" + k).toList()))
        .weights(c)
        .build();
  }

  static double[] parameters(int length, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    double[] w = new double[length];
    for (int j = 0; j < length; j++) {
      w[j] = (float) ((random.nextDouble() - 0.5) * 2);
    }
    return w;
  }

  private static double cost(Dataset data, int classes, double[] w, double[] l2) {
    int n = data.features();
    double sum = 0;
    for (int i = 0; i < data.examples(); i++) {
      double[] z = new double[classes];
      double all = 0;
      for (int k = 0; k < classes; k++) {
        z[k] = w[n * classes + k];
        for (int j = 0; j < n; j++) {
          z[k] += data.x(i, j) * w[j * classes + k];
        }
        all += StrictMath.exp(z[k]);
      }
      sum += data.weights()[i] * (StrictMath.log(all) - z[(int) data.labels()[i]]);
    }
    double penalty = 0;
    for (int p = 0; p < l2.length; p++) {
      penalty += l2[p] / 2 * w[p] * w[p];
    }
    return sum / data.totalWeight() + penalty;
  }

  private static double[] penalties(int n, int classes) {
    double[] l2 = new double[n * classes];
    for (int p = 0; p < l2.length; p++) {
      l2[p] = 0.01 * (1 + p / classes);
    }
    return l2;
  }

  @ParameterizedTest
  @CsvSource({"33, 3, 3", "1025, 20, 2", "1025, 9, 5", "5000, 7, 10"})
  void costAndGradientMatchDoublePrecision(int m, int n, int classes) {
    Dataset data = random(m, n, classes, 1);
    double[] l2 = penalties(n, classes);
    double[] w = parameters((n + 1) * classes, 2);
    centre(w, classes);
    double[] gradient = new double[w.length];
    try (Device device = Devices.open("cpu", 2);
        DeviceObjective f = new DeviceObjective(device, data, l2, true)) {
      double expected = cost(data, classes, w, l2);
      assertEquals(expected, f.costAndGradient(w, gradient), 2e-7 * expected);
      assertArrayEquals(f.inDouble(w).gradient(), gradient, 2e-7);
    }
    double h = 1e-5;
    for (int p = 0; p < w.length; p++) {
      double[] right = w.clone();
      double[] left = w.clone();
      right[p] += h;
      left[p] -= h;
      double expected = (cost(data, classes, right, l2) - cost(data, classes, left, l2)) / (2 * h);
      assertEquals(expected, gradient[p], 1e-6, "parameter " + p);
    }
  }

  /** So that the parameters of each feature, and the biases, sum to 0 over the classes. */
  private static void centre(double[] w, int classes) {
    for (int first = 0; first < w.length; first += classes) {
      double sum = 0;
      for (int k = 1; k < classes; k++) {
        sum += w[first + k];
      }
      w[first] = -sum;
    }
  }

  @ParameterizedTest
  @CsvSource({"33, 3, 3, true", "1025, 9, 5, true", "600, 4, 2, true", "600, 4, 3, false"})
  void hessianMatchesProductsAndDouble(int m, int n, int classes, boolean intercept) {
    Dataset data = random(m, n, classes, 3);
    int length = (n + 1) * classes;
    double[] w = parameters(length, 4);
    centre(w, classes);
    if (!intercept) {
      java.util.Arrays.fill(w, n * classes, length, 0);
    }
    double[] v = parameters(length, 5);
    centre(v, classes);
    try (Device device = Devices.open("cpu", 2);
        DeviceObjective f = new DeviceObjective(device, data, penalties(n, classes), intercept)) {
      double[] expected = new double[length];
      f.product(w, v, expected);
      double[] triangle = f.hessian(w);
      double[] actual = new double[length];
      for (int p = 0; p < length; p++) {
        for (int q = 0; q < length; q++) {
          int below = Math.max(p, q);
          actual[p] += triangle[below * (below + 1) / 2 + Math.min(p, q)] * v[q];
        }
      }
      // Along a direction that sums to 0 over the classes what makes it firm adds nothing.
      assertArrayEquals(expected, actual, 1e-6);
      Exact exact = f.inDouble(w);
      double[] gradient = new double[length];
      f.costAndGradient(w, gradient);
      assertArrayEquals(
          exact.curvature().step(gradient),
          new io.downhill.optim.Curvature(triangle, length).step(gradient),
          2e-5);
      double sum = 0;
      for (double component : exact.curvature().step(gradient)) {
        sum += component;
      }
      assertEquals(0, sum, 1e-9);
    }
  }

  @Test
  void linesFollowTheObjective() {
    Dataset data = random(700, 6, 4, 6);
    double[] w = parameters(28, 7);
    double[] d = parameters(28, 8);
    try (Device device = Devices.open("cpu", 2);
        DeviceObjective f = new DeviceObjective(device, data, penalties(6, 4), true)) {
      try (Line line = f.line(w, d)) {
        double t = 0.3f;
        double[] at = new double[28];
        for (int p = 0; p < at.length; p++) {
          at[p] = w[p] + t * d[p];
        }
        Line.Point point = line.at(t);
        assertEquals(cost(data, 4, at, penalties(6, 4)), point.cost(), 1e-6);
        double h = 1e-3;
        Line.Point right = line.at(t + h);
        Line.Point left = line.at(t - h);
        assertEquals((right.cost() - left.cost()) / (2 * h), point.slope(), 1e-3);
        assertEquals((right.slope() - left.slope()) / (2 * h), point.curvature(), 1e-3);
      }
    }
  }

  @Test
  void biasHessianIsThatOfTheBiases() {
    Dataset data = random(700, 6, 4, 6);
    double[] w = parameters(28, 7);
    try (Device device = Devices.open("cpu", 2);
        DeviceObjective f = new DeviceObjective(device, data, penalties(6, 4), true)) {
      double[] plain = f.biasHessian(w);
      double[] whole = f.hessian(w);
      double mean = 0;
      for (int k = 0; k < 4; k++) {
        mean += plain[k * (k + 1) / 2 + k] / 4;
      }
      for (int k = 0; k < 4; k++) {
        for (int l = 0; l <= k; l++) {
          int row = 24 + k;
          double firm = whole[row * (row + 1) / 2 + 24 + l];
          assertEquals(firm - mean / 4, plain[k * (k + 1) / 2 + l], 1e-7);
        }
      }
    }
  }

  @Test
  void labelsBeyondTheClassesAreRefused() {
    Dataset data = random(40, 2, 3, 1);
    data.labels()[7] = 3;
    try (Device device = Devices.open("cpu", 1)) {
      IllegalArgumentException e =
          assertThrows(
              IllegalArgumentException.class,
              () -> new DeviceObjective(device, data, penalties(2, 3), true));
      assertTrue(e.getMessage().contains("row 8: label 3.0"), e.getMessage());
    }
  }

  @Test
  void theSampleIsAnObjectiveOfTheSameClasses() {
    Dataset data = random(80_000, 4, 3, 9);
    double[] w = parameters(15, 2);
    centre(w, 3);
    try (Device device = Devices.open("cpu", 2);
        DeviceObjective f = new DeviceObjective(device, data, penalties(4, 3), true)) {
      Objective sample = f.sample().orElseThrow();
      assertEquals(15, sample.parameters());
      double[] all = new double[15];
      double[] some = new double[15];
      assertEquals(f.costAndGradient(w, all), sample.costAndGradient(w, some), 0.05);
      assertArrayEquals(all, some, 0.05);
      assertTrue(f.leastHessian(w).isPresent());
    }
  }

  /** A sample of some thousand rows has none in which a rare feature is not 0. */
  @Test
  void unitsOfStandardisedFeaturesAreThoseOfAllRows() {
    int m = 50_000;
    Dataset.Builder builder = new Dataset.Builder(Dataset.defaultNames(2));
    float[] y = new float[m];
    for (int i = 0; i < m; i++) {
      builder.addRow(new float[] {i == 777 ? 1 : 0, i % 13});
      y[i] = i % 3;
    }
    Dataset data = builder.labels(y, new Classes(java.util.List.of("a", "b", "c"))).build();
    Dataset scaled = data.standardized(io.downhill.data.Standardization.of(data));
    double[] l2 = {0.1, 0.1, 0.1, 0.2, 0.2, 0.2};
    try (Device device = Devices.open("cpu", 1);
        DeviceObjective f = new DeviceObjective(device, scaled, l2, true)) {
      assertArrayEquals(
          new double[] {0.35, 0.35, 0.35, 0.45, 0.45, 0.45, 0.25, 0.25, 0.25}, f.units(), 1e-12);
    }
  }
}
