package io.downhill.device;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.downhill.Devices;
import io.downhill.data.Dataset;
import io.downhill.device.cpu.CpuDevice;
import io.downhill.optim.Descent;
import io.downhill.optim.Line;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DeviceObjectiveTest {
  private static Dataset random(int m, int n, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    float[][] x = new float[m][n];
    int[] y = new int[m];
    for (int i = 0; i < m; i++) {
      for (int j = 0; j < n; j++) {
        x[i][j] = (float) (random.nextDouble() * 4 - 2);
      }
      y[i] = random.nextInt(2);
    }
    return Dataset.of(x, y);
  }

  private static double[] parameters(int n, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    double[] w = new double[n + 1];
    for (int j = 0; j <= n; j++) {
      w[j] = (float) ((random.nextDouble() - 0.5) * 2);
    }
    return w;
  }

  /** J in double precision, by the textbook formula. */
  private static double cost(Dataset data, double[] w, double l2) {
    int n = data.features();
    double sum = 0;
    for (int i = 0; i < data.examples(); i++) {
      double z = w[n];
      for (int j = 0; j < n; j++) {
        z += data.x(i, j) * w[j];
      }
      double s = data.labels()[i] > 0 ? -z : z;
      sum += StrictMath.log1p(StrictMath.exp(-Math.abs(s))) + Math.max(s, 0);
    }
    double squares = 0;
    for (int j = 0; j < n; j++) {
      squares += w[j] * w[j];
    }
    return sum / data.examples() + l2 / 2 * squares;
  }

  @ParameterizedTest
  @CsvSource({"1, 1, 0", "33, 3, 0.1", "1025, 20, 0", "5000, 7, 0.01"})
  void costMatchesDoublePrecision(int m, int n, double l2) {
    Dataset data = random(m, n, 1);
    double[] w = parameters(n, 2);
    try (Device device = Devices.open("cpu", 2);
        DeviceObjective objective = new DeviceObjective(device, data, l2, true)) {
      double expected = cost(data, w, l2);
      assertEquals(expected, objective.costAndGradient(w, new double[n + 1]), 2e-7 * expected);
    }
  }

  @ParameterizedTest
  @CsvSource({"1, 1, 0", "33, 3, 0.1", "1025, 20, 0", "5000, 7, 0.01"})
  void gradientMatchesFiniteDifferences(int m, int n, double l2) {
    Dataset data = random(m, n, 3);
    double[] w = parameters(n, 4);
    double[] gradient = new double[n + 1];
    try (Device device = Devices.open("cpu", 2);
        DeviceObjective objective = new DeviceObjective(device, data, l2, true)) {
      objective.costAndGradient(w, gradient);
    }
    double h = 1e-5;
    for (int j = 0; j <= n; j++) {
      double[] right = w.clone();
      double[] left = w.clone();
      right[j] += h;
      left[j] -= h;
      double expected = (cost(data, right, l2) - cost(data, left, l2)) / (2 * h);
      assertEquals(expected, gradient[j], 1e-6, "component " + j + " of " + m + " x " + n);
    }
  }

  @Test
  void sumsOfManyExamplesKeepTheirDigits() {
    // A million equal examples: plain float32 addition would be off by percents. What is left is
    // the rounding inside a stripe of 32, which equal terms cannot average away.
    int m = 1_000_000;
    Dataset.Builder builder = new Dataset.Builder(Dataset.defaultNames(1));
    builder.grow(m);
    for (int i = 0; i < m; i++) {
      builder.block(i)[builder.offset(i)] = 0.1f;
    }
    Dataset data = builder.labels(new float[m], io.downhill.data.Classes.ZERO_ONE).build();
    double[] gradient = new double[2];
    try (Device device = Devices.open("cpu", 2);
        DeviceObjective objective = new DeviceObjective(device, data, 0, true)) {
      double cost = objective.costAndGradient(new double[2], gradient);
      assertEquals(StrictMath.log(2), cost, 31 * 0x1p-24 * StrictMath.log(2));
      assertEquals(0.5, gradient[1], 1e-15);
      assertEquals(0.5 * 0.1f, gradient[0], 31 * 0x1p-24 * 0.05);
    }
  }

  @Test
  void descentOnTheDeviceIsDescentStepByStep() {
    Dataset data = random(2000, 5, 5);
    double[] start = parameters(5, 6);
    try (Device device = Devices.open("cpu", 2);
        DeviceObjective objective = new DeviceObjective(device, data, 0.01, true)) {
      Descent whole = objective.descend(start, 0.1, 7);
      Descent first = objective.descend(start, 0.1, 3);
      Descent second = objective.descend(first.weights()[3], 0.1, 4);
      for (int k = 0; k <= 7; k++) {
        double[] expected = whole.weights()[k];
        double[] actual = k < 3 ? first.weights()[k] : second.weights()[k - 3];
        assertEquals(0, java.util.Arrays.compare(expected, actual), "parameters before step " + k);
      }
      assertEquals(whole.costs()[5], second.costs()[2]);
    }
  }

  @Test
  void withoutAnInterceptTheBiasStaysWhereItIs() {
    Dataset data = random(500, 2, 7);
    try (Device device = Devices.open("cpu", 2);
        DeviceObjective objective = new DeviceObjective(device, data, 0, false)) {
      Descent descent = objective.descend(new double[] {0, 0, 0.25}, 0.5, 5);
      assertEquals(0.25, descent.weights()[5][2]);
      assertTrue(descent.weights()[5][0] != 0);
    }
  }

  @Test
  void theSlopePointsUphillOnBothSidesOfTheMinimum() {
    // The lecture's picture: left of the minimum dw < 0 and w grows, right of it dw > 0.
    Dataset data =
        Dataset.of(new float[][] {{-2}, {-1}, {1}, {2}, {-1}, {1}}, new int[] {0, 0, 1, 1, 1, 0});
    double[] gradient = new double[2];
    try (Device device = Devices.open("cpu", 1);
        DeviceObjective objective = new DeviceObjective(device, data, 0, true)) {
      objective.costAndGradient(new double[] {-3, 0}, gradient);
      assertTrue(gradient[0] < 0, "left: dw = " + gradient[0]);
      assertTrue(objective.descend(new double[] {-3, 0}, 0.1, 1).weights()[1][0] > -3);
      objective.costAndGradient(new double[] {5, 0}, gradient);
      assertTrue(gradient[0] > 0, "right: dw = " + gradient[0]);
      assertTrue(objective.descend(new double[] {5, 0}, 0.1, 1).weights()[1][0] < 5);
    }
  }

  @ParameterizedTest
  @CsvSource({"46340", "65535", "2097150"})
  void hessianThatNoArrayHoldsIsRefused(int n) {
    IllegalArgumentException e =
        assertThrows(IllegalArgumentException.class, () -> DeviceHessian.triangleLength(n));
    assertEquals("features: " + n + ", a Hessian takes at most 46339", e.getMessage());
  }

  /** They would share the margins on the device. */
  @Test
  void secondLineBesideTheFirstIsRefused() {
    double[] w = new double[3];
    try (Device device = Devices.open("cpu", 1);
        DeviceObjective objective = new DeviceObjective(device, random(3, 2, 8), 0, true);
        Line first = objective.line(w, new double[] {1, 2, 3})) {
      assertThrows(IllegalStateException.class, () -> objective.line(w, w));
      first.close();
      assertEquals(StrictMath.log(2), objective.line(w, w).at(0).cost(), 1e-7);
    }
  }

  @Test
  void parametersOfAnotherLengthAreRefused() {
    try (Device device = Devices.open("cpu", 1);
        DeviceObjective objective = new DeviceObjective(device, random(3, 2, 8), 0, true)) {
      assertThrows(
          IllegalArgumentException.class,
          () -> objective.costAndGradient(new double[2], new double[3]));
    }
  }

  /** A sample takes 4096 rows or 32 for a feature, and there is one for four times as many. */
  @ParameterizedTest
  @CsvSource({
    "16383, 1, false",
    "16384, 1, true",
    "16384, 128, true",
    "16511, 129, false",
    "16512, 129, true"
  })
  void samplesAreOfManyRowsButFewOfAll(int m, int n, boolean sampled) {
    try (Device device = CpuDevice.scalar(1);
        DeviceObjective objective = new DeviceObjective(device, random(m, n, 1), 0, true)) {
      assertEquals(sampled, objective.sample().isPresent(), m + " x " + n);
    }
  }

  /** Up to 4096 rows all count in the units, and not all of more. */
  @ParameterizedTest
  @CsvSource({"4095, true", "4096, true", "4097, false", "4129, false"})
  void unitsAreOfAllRowsIfTheyAreFew(int m, boolean all) {
    Dataset data = random(m, 1, 2);
    double mean = 0;
    for (int i = 0; i < m; i++) {
      mean += (double) data.x(i, 0) * data.x(i, 0) / 4 / m;
    }
    try (Device device = CpuDevice.scalar(1);
        DeviceObjective objective = new DeviceObjective(device, data, 0, true)) {
      double unit = objective.units()[0];
      assertEquals(all, Math.abs(unit - mean) < 1e-12, m + " rows: " + unit + ", mean " + mean);
    }
  }

  @Test
  void stepsWithPenaltiesThatDifferEndInFloat32Values() {
    Dataset data = random(500, 3, 8);
    try (Device device = Devices.open("cpu", 1);
        DeviceObjective objective =
            new DeviceObjective(device, data, new double[] {0.1, 0.2, 0.3}, true)) {
      double[] end = objective.descend(parameters(3, 9), 0.3, 5).weights()[5];
      double[] rounded = end.clone();
      objective.round(rounded);
      org.junit.jupiter.api.Assertions.assertArrayEquals(rounded, end, 0);
    }
  }
}
