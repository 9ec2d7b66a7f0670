package io.downhill.optim;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.downhill.data.Dataset;
import io.downhill.device.Device;
import io.downhill.device.DeviceObjective;
import io.downhill.device.cpu.CpuDevice;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** L-BFGS with l1, of more features than a dense Hessian is taken for otherwise. */
class LbfgsTest {
  private static final int N = 1010;

  /** Neighbouring columns are correlated by 0.9. */
  private static Dataset data(int examples) {
    SplittableRandom random = new SplittableRandom(3);
    float[][] x = new float[examples][N];
    int[] y = new int[examples];
    for (int i = 0; i < examples; i++) {
      double before = random.nextGaussian();
      double z = 0;
      for (int j = 0; j < N; j++) {
        before = 0.9 * before + Math.sqrt(0.19) * random.nextGaussian();
        x[i][j] = (float) before;
        z += j % 10 == 0 ? before / 10 : 0;
      }
      y[i] = z + random.nextGaussian() > 0 ? 1 : 0;
    }
    return Dataset.of(x, y);
  }

  /** A factor that the columns share tells the labels: a first step may make every row certain. */
  @ParameterizedTest
  @CsvSource({"2, 1e-4", "50, 1e-4", "50, 1e-2"})
  void l1OfSeparableClassesEndsAtTheLeast(int examples, double lambda) {
    SplittableRandom random = new SplittableRandom(5);
    float[][] x = new float[examples][N];
    int[] y = new int[examples];
    for (int i = 0; i < examples; i++) {
      y[i] = i % 2;
      double factor = (2 * y[i] - 1) * random.nextDouble(0.5, 1.5);
      for (int j = 0; j < N; j++) {
        x[i][j] = (float) (factor + random.nextGaussian());
      }
    }
    try (Device device = CpuDevice.open(1);
        DeviceObjective f = new DeviceObjective(device, Dataset.of(x, y), 0, true)) {
      L1 l1 = penalty(lambda);
      double[] start = new double[N + 1];
      Solution end = new Lbfgs(1000, Goal.LEAST, l1).minimize(f, start, Monitor.NONE);
      assertEquals(Stop.CONVERGED, end.stop(), () -> end.iterations() + " iterations");
      Solution least =
          new LineSearchDescent(f, l1, exact(f, l1), 2)
              .minimize(end.w(), 3, Goal.slope(0), Monitor.NONE);
      assertEquals(least.cost(), end.cost(), 1e-6 * end.cost());
    }
  }

  private static L1 penalty(double lambda) {
    double[] all = new double[N + 1];
    Arrays.fill(all, 0, N, lambda);
    return new L1(all);
  }

  private static Direction exact(Objective f, L1 l1) {
    QuadraticModel model = new QuadraticModel(l1);
    return s -> {
      model.set(f.hessian(s.w()), s.w().length);
      return model.minimize(s);
    };
  }

  private static boolean[] zeros(double[] w) {
    boolean[] zeros = new boolean[w.length];
    for (int j = 0; j < w.length; j++) {
      zeros[j] = w[j] == 0;
    }
    return zeros;
  }

  @ParameterizedTest
  @CsvSource({"1200, 0.01, 150", "1200, 0.001, 300", "500, 0.01, 200"})
  @Tag("slow")
  void l1EndsAtTheOptimumOfCoordinateDescentWithItsZeros(int examples, double lambda, int most) {
    L1 l1 = penalty(lambda);
    try (Device device = CpuDevice.definition();
        DeviceObjective f = new DeviceObjective(device, data(examples), 0, true)) {
      Solution found =
          new Lbfgs(1000, Goal.slope(5e-7), l1).minimize(f, new double[N + 1], Monitor.NONE);
      String what = examples + " examples, l1 " + lambda + ": " + found.stop();
      assertEquals(Stop.CONVERGED, found.stop(), what);
      assertTrue(f.passes() <= most, () -> what + ", " + f.passes() + " passes");
      State end = State.of(f, l1, found.w());
      // The conditions of Karush, Kuhn and Tucker.
      for (int j = 0; j <= N; j++) {
        double g = end.gradient()[j];
        double off =
            end.w()[j] == 0
                ? Math.max(Math.abs(g) - l1.lambda(j), 0)
                : Math.abs(g + Math.signum(end.w()[j]) * l1.lambda(j));
        assertTrue(off <= 5e-7, what + ", weight " + j + " is off by " + off);
      }
      Solution exact =
          new LineSearchDescent(f, l1, exact(f, l1), 3)
              .minimize(new double[N + 1], 50, Goal.slope(1e-7), Monitor.NONE);
      State least = State.of(f, l1, exact.w());
      double excess = end.fall(least, l1) / least.cost();
      assertTrue(Math.abs(excess) <= 1e-8, () -> what + ", J - J* " + excess + " J");
      assertArrayEquals(zeros(least.w()), zeros(end.w()), what);
    }
  }

  @ParameterizedTest
  @CsvSource({"1200, 0.01", "1200, 0.001", "500, 0.01"})
  void theGapOnTheFaceIsThatOfTheProximalModel(int examples, double lambda) {
    L1 l1 = penalty(lambda);
    try (Device device = CpuDevice.definition();
        DeviceObjective f = new DeviceObjective(device, data(examples), 0, true)) {
      Solution s = new Lbfgs(1000, Goal.LEAST, l1).minimize(f, new double[N + 1], Monitor.NONE);
      assertEquals(Stop.CONVERGED, s.stop());
      double[] gradient = new double[N + 1];
      f.costAndGradient(s.w(), gradient);
      double dense = new Curvature(f.hessian(s.w()), N + 1).gap(l1, s.w(), gradient);
      assertEquals(1, s.gap().value() / dense, 0.15, () -> s.gap() + ", by the Hessian " + dense);
    }
  }
}
