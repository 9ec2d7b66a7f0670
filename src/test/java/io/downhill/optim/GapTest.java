package io.downhill.optim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.downhill.LogisticRegression;
import io.downhill.Training;
import io.downhill.TrainingOptions;
import io.downhill.data.Dataset;
import io.downhill.data.Standardization;
import io.downhill.device.Device;
import io.downhill.device.DeviceObjective;
import io.downhill.device.cpu.CpuDevice;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What is said of J - J* where the features are too many for a Hessian, against the Hessian. */
class GapTest {
  private static final int N = 1010;

  /** Columns that leave little curvature in some direction, however they are scaled. */
  private enum Shape {
    /** Values above 0, in units from 1 to 0.01: their common mean is almost the intercept. */
    UNITS(1800, 0.3, 1e-7),
    /** Values far from 0. */
    OFFSET(1400, 1, 1e-5),
    /** Each column is the one before it and a little noise. */
    WALK(1400, 0.5, 1e-5),
    NEIGHBOURS(1400, 0.5, 1e-4),
    RARE(2000, 1, 1e-7),
    FEW_EXAMPLES(400, 0.5, 1e-6);

    private final int examples;
    private final double noise;
    private final double l2;

    Shape(int examples, double noise, double l2) {
      this.examples = examples;
      this.noise = noise;
      this.l2 = l2;
    }

    private double value(int j, double before, SplittableRandom random) {
      double scale = StrictMath.pow(0.01, (double) j / (N - 1));
      return switch (this) {
        case UNITS -> random.nextDouble() * scale;
        case OFFSET -> (random.nextDouble() + 3) * scale;
        case WALK -> before + random.nextDouble() - 0.5;
        case NEIGHBOURS -> 0.95 * before + random.nextDouble() - 0.5;
        case RARE -> random.nextDouble() < scale / 2 ? 1 : 0;
        case FEW_EXAMPLES -> random.nextDouble() - 0.5;
      };
    }

    private double mean(int j) {
      double scale = StrictMath.pow(0.01, (double) j / (N - 1));
      return switch (this) {
        case OFFSET -> 3.5 * scale;
        case RARE -> scale / 2;
        default -> 0;
      };
    }

    Dataset data() {
      SplittableRandom random = new SplittableRandom(7);
      double[] truth = new double[N];
      Arrays.setAll(truth, j -> random.nextGaussian());
      float[][] x = new float[examples][N];
      double[] z = new double[examples];
      double squares = 0;
      for (int i = 0; i < examples; i++) {
        double before = 0;
        for (int j = 0; j < N; j++) {
          before = value(j, before, random);
          x[i][j] = (float) before;
          z[i] += (before - mean(j)) * truth[j];
        }
        squares += z[i] * z[i] / examples;
      }
      int[] y = new int[examples];
      for (int i = 0; i < examples; i++) {
        y[i] = z[i] / Math.sqrt(squares) + noise * random.nextGaussian() > 0 ? 1 : 0;
      }
      return Dataset.of(x, y);
    }

    /** Of raw weights, to be the same for standardised ones. */
    double[] penalties(Dataset data) {
      return Arrays.stream(Standardization.of(data).deviations()).map(s -> l2 * s * s).toArray();
    }
  }

  /** Newton's steps by the dense Hessian. */
  private record Exact(Objective f, QuadraticModel model) implements Direction {
    @Override
    public double[] step(State s) {
      model.set(f.hessian(s.w()), s.w().length);
      return model.minimize(s);
    }
  }

  /** J - J*, by the steps that are left and the slopes at their ends. */
  private static double excess(Objective f, State end) {
    Solution least =
        new LineSearchDescent(f, L1.NONE, new Exact(f, new QuadraticModel(L1.NONE)), 2)
            .minimize(end, 3, Goal.slope(0), Monitor.NONE);
    return end.fall(State.of(f, L1.NONE, least.w()), L1.NONE);
  }

  @ParameterizedTest
  @CsvSource({
    "UNITS, lbfgs",
    "UNITS, newton",
    "OFFSET, lbfgs",
    "OFFSET, newton",
    "WALK, lbfgs",
    "NEIGHBOURS, lbfgs",
    "RARE, lbfgs",
    "FEW_EXAMPLES, newton"
  })
  @Tag("slow")
  void whatIsSaidOfTheEndIsTrue(Shape shape, String solver) {
    Dataset data = shape.data();
    Training training =
        new LogisticRegression(
                TrainingOptions.builder()
                    .device("cpu")
                    .threads(1)
                    .solver(solver)
                    .standardize(false)
                    .l2(shape.l2)
                    .build())
            .fit(data);
    double[] w = Arrays.copyOf(training.model().weights(), N + 1);
    w[N] = training.model().bias();
    try (Device device = CpuDevice.definition();
        DeviceObjective f = new DeviceObjective(device, data, shape.penalties(data), true)) {
      State end = State.of(f, L1.NONE, w);
      double excess = excess(f, end);
      double gap = training.report().verdict().gap();
      String what =
          String.format(
              "%s, %s: %s, J %.6g, J - J* %.2g J, said to be %.2g J",
              shape,
              solver,
              training.report().stop(),
              end.cost(),
              excess / end.cost(),
              gap / end.cost());
      assertTrue(excess <= gap, what);
      boolean least = gap <= Goal.SHARE * end.cost();
      assertEquals(least, training.report().stop() == Stop.CONVERGED, what);
      assertEquals(least, training.report().verdict().text().isEmpty(), what);
    }
  }

  @ParameterizedTest
  @EnumSource(Shape.class)
  @Tag("slow")
  void theEstimateOnTheWayIsThatOfTheDenseHessianOrNone(Shape shape) {
    Dataset data = shape.data();
    try (Device device = CpuDevice.definition();
        DeviceObjective f = new DeviceObjective(device, data, shape.penalties(data), true)) {
      double[] start = new double[N + 1];
      Solution s = new Lbfgs(30, Goal.LEAST, L1.NONE).minimize(f, start, Monitor.NONE);
      Curvature curvature = new Curvature(f.hessian(s.w()), N + 1);
      double dense = new Gauge(f, L1.NONE).byHessian(s.state(), curvature).value();
      double gap = new Gauge(f, L1.NONE).byFewProducts(s.state()).value();
      assertTrue(
          Double.isNaN(gap) || gap > 0.8 * dense && gap < 1.2 * dense,
          () -> shape + ": " + gap + ", by the Hessian " + dense);
    }
  }
}
