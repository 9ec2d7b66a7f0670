package io.downhill;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.abort;

import io.downhill.data.Classes;
import io.downhill.data.Dataset;
import io.downhill.data.SparseTwin;
import io.downhill.data.Standardization;
import io.downhill.device.Device;
import io.downhill.device.DeviceObjective;
import io.downhill.optim.L1;
import io.downhill.optim.Monitor;
import io.downhill.optim.Solution;
import io.downhill.optim.Solver;
import io.downhill.tuning.Fitted;
import io.downhill.tuning.Folds;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every fit of a path has the bits of that fold and penalty alone. */
@Tag("slow")
class TuningBitsTest {
  /**
   * A path of penalties.
   *
   * @param m more than 16,384 have a sample, from which Newton's method starts
   * @param n of 48 and more few are looked at
   */
  private record Case(
      String solver, int m, int n, int classes, double l1Ratio, boolean weights, boolean balanced) {
    /** The same, half of the values 0. */
    Dataset rare() {
      Dataset full = data();
      float[][] x = new float[m][n];
      int[] y = new int[m];
      for (int i = 0; i < m; i++) {
        y[i] = (int) full.labels()[i];
        for (int j = 0; j < n; j++) {
          x[i][j] = (i * 31 + j * 17) % 7 < 3 ? full.x(i, j) : 0;
        }
      }
      Dataset data = Dataset.of(x, y, full.classes().orElseThrow());
      return weights ? data.weighted(full.weights()) : data;
    }

    Dataset data() {
      SplittableRandom random = new SplittableRandom(m + 7L * n);
      float[][] x = new float[m][n];
      float[] c = new float[m];
      int[] y = new int[m];
      for (int i = 0; i < m; i++) {
        double z = 0.4;
        for (int j = 0; j < n; j++) {
          x[i][j] = (float) ((random.nextDouble() * 4 - 2) * (j + 1) + j);
          z += (x[i][j] - j) * (j % 3 - 1) / (j + 1);
        }
        c[i] = random.nextInt(5) == 0 ? 0 : (float) (0.5 + random.nextDouble());
        double u = random.nextDouble();
        double a = 1 / (1 + Math.exp(-z));
        y[i] = u < a ? 1 : classes == 3 && u < a + (1 - a) * 0.4 ? 2 : 0;
      }
      Dataset data =
          classes == 2
              ? Dataset.of(x, y)
              : Dataset.of(x, y, new Classes(List.of("red", "green", "blue")));
      return weights ? data.weighted(c) : data;
    }

    TuningOptions options(String device, int threads) {
      return options(device, threads, true);
    }

    TuningOptions options(String device, int threads, boolean centre) {
      TrainingOptions.Builder training =
          TrainingOptions.builder().device(device).threads(threads).solver(solver).centre(centre);
      if (balanced) {
        training.classWeight(ClassWeight.BALANCED);
      }
      return TuningOptions.builder()
          .training(training.build())
          .folds(3)
          .l1Ratio(l1Ratio)
          .penalties(4)
          .share(0.01)
          .build();
    }
  }

  private static final List<Case> CASES =
      List.of(
          new Case("newton", 20_000, 4, 2, 0, true, true),
          new Case("newton", 20_000, 4, 2, 0.7, false, false),
          new Case("newton", 900, 9, 2, 1, true, false),
          new Case("lbfgs", 20_000, 4, 2, 0, false, true),
          new Case("lbfgs", 900, 9, 2, 1, true, false),
          new Case("newton", 900, 5, 3, 0, true, true),
          new Case("lbfgs", 900, 5, 3, 0.5, true, true),
          new Case("newton", 17_000, 60, 2, 0.7, true, false),
          new Case("lbfgs", 700, 101, 2, 1, false, false),
          new Case("lbfgs", 60, 300, 2, 0.5, true, false),
          new Case("auto", 60, 1100, 2, 1, false, false),
          new Case("newton", 500, 50, 3, 0.9, true, true));

  static Stream<Case> cases() {
    return CASES.stream();
  }

  /** What a fit came to, all digits of it. */
  private static String bits(double[][] parameters, double cost) {
    StringBuilder text = new StringBuilder();
    for (double[] column : parameters) {
      for (double w : column) {
        text.append(Double.toHexString(w)).append(' ');
      }
    }
    return text.append("J ").append(Double.toHexString(cost)).toString();
  }

  private static String name(int penalty, OptionalInt fold) {
    return penalty + (fold.isPresent() ? " without fold " + fold.getAsInt() : " of all rows");
  }

  private static Map<String, String> together(Case one, String device, int threads) {
    return together(one.data(), one.options(device, threads), one);
  }

  private static Map<String, String> together(Dataset data, TuningOptions options, Case one) {
    Map<String, String> fits = new ConcurrentSkipListMap<>();
    Tuning.Watcher watcher =
        new Tuning.Watcher() {
          @Override
          public void fit(Fitted fit) {
            fits.put(name(fit.penalty(), fit.fold()), bits(fit.parameters(), fit.cost()));
          }
        };
    Folds folds = Folds.stratified(data, options.folds(), options.seed());
    TuningResult result = Tuning.of(options).fit(data, folds, watcher);
    result.points().forEach(point -> assertTrue(point.converged(), one + ": " + point));
    return fits;
  }

  /** The same fits, each with the examples and the definition's device for itself. */
  private static Map<String, String> alone(Case one) {
    TuningOptions options = one.options("cpu", 1);
    TuningResult path = Tuning.of(options).fit(one.data());
    Dataset data = new LogisticRegression(options.training()).prepared(one.data());
    Folds folds = Folds.stratified(data, options.folds(), options.seed());
    List<OptionalInt> parts = new ArrayList<>(List.of(OptionalInt.empty()));
    for (int f = 0; f < folds.count(); f++) {
      parts.add(OptionalInt.of(f));
    }
    Map<String, String> fits = new ConcurrentSkipListMap<>();
    for (OptionalInt fold : parts) {
      Dataset own = fold.isPresent() ? folds.training(data, fold.getAsInt()) : data;
      double[] scale = new double[data.features()];
      Arrays.fill(scale, 1);
      if (fold.isPresent()) {
        scale = Standardization.of(own).deviations();
      }
      Dataset weighted = options.training().classWeight().apply(own);
      double[] w = Start.of(options.training(), weighted, Solver.NEWTON);
      for (int k = 0; k < path.points().size(); k++) {
        TrainingOptions training =
            options.training().penalized(path.points().get(k).l1(), path.points().get(k).l2());
        Solution end = fit(weighted, training, scale, w);
        w = end.w();
        double[][] raw = LogisticRegression.raw(data, w, Penalty.of(training, weighted));
        fits.put(name(k, fold), bits(raw, end.cost()));
      }
    }
    return fits;
  }

  /** One fit of its own: penalties are on features as the rows of the fold would scale them. */
  private static Solution fit(
      Dataset weighted, TrainingOptions training, double[] scale, double[] start) {
    int columns = Shape.of(weighted).columns();
    double[] l2 = new double[weighted.features() * columns];
    double[] l1 = new double[l2.length + columns];
    for (int p = 0; p < l2.length; p++) {
      double s = scale[p / columns];
      l2[p] = training.l2() * (s * s);
      l1[p] = training.l1() * s;
    }
    L1 rough = training.l1() > 0 ? new L1(l1) : L1.NONE;
    Solver.Setting setting =
        new Solver.Setting(Double.NaN, false, training.iterations(), training.goal(), rough);
    try (Device device = Devices.definition();
        DeviceObjective f = new DeviceObjective(device, weighted, l2, rough, true)) {
      return Tuning.optimizer(training, setting, weighted).minimize(f, start, Monitor.NONE);
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void fitsAreThoseOfEachAlone(Case one) {
    Map<String, String> alone = alone(one);
    assertEquals(16, alone.size());
    for (int threads : new int[] {1, 2, 7}) {
      assertEquals(alone, together(one, "cpu", threads), () -> one + ", threads: " + threads);
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void fitsOfSparseRowsAreThoseOfDenseOnes(Case one) {
    Dataset dense = one.rare();
    Map<String, String> expected = together(dense, one.options("cpu", 2, false), one);
    Dataset sparse = SparseTwin.of(dense);
    for (int threads : new int[] {1, 2, 7}) {
      assertEquals(
          expected,
          together(sparse, one.options("cpu", threads, false), one),
          () -> one + ", threads: " + threads);
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void fitsAreTheSameOnOpenCl(Case one) {
    Optional<String> trouble = Devices.openClTrouble();
    if (trouble.isPresent() && !"opencl".equals(System.getProperty("require.device"))) {
      abort("SKIPPED, OpenCL is not tested here: " + trouble.get());
    }
    assertEquals(together(one, "cpu", 2), together(one, "opencl", 2), one::toString);
  }
}
