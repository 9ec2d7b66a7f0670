package io.downhill.optim;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.downhill.data.Classes;
import io.downhill.data.Dataset;
import io.downhill.device.Device;
import io.downhill.device.DeviceObjective;
import io.downhill.device.cpu.CpuDevice;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Wherever a run is stopped, going on from what it kept ends in its bits. */
class JournalTest {
  /** More than a dense Hessian takes. */
  private static final int WIDE = 1100;

  private record Run(
      String name, Solver solver, int examples, int features, int classes, double l1) {
    @Override
    public String toString() {
      return name;
    }

    Optimizer optimizer(DeviceObjective f, Objective asked) {
      double[] lambda = new double[f.parameters()];
      Arrays.fill(lambda, 0, f.weights(), l1);
      L1 penalty = l1 == 0 ? L1.NONE : new L1(lambda);
      double alpha = solver.takesRate() ? LearningRate.safe(asked) : Double.NaN;
      Solver.Setting setting = new Solver.Setting(alpha, false, 60, Goal.LEAST, penalty);
      boolean dense = f.holdsHessian();
      return name.startsWith("screened")
          ? new Screened(solver, setting, dense, 100)
          : solver.optimizer(setting, dense);
    }
  }

  static Stream<Run> runs() {
    return Stream.of(
        new Run("gd", Solver.GD, 900, 5, 2, 0),
        new Run("nesterov", Solver.NESTEROV, 900, 5, 2, 0),
        new Run("nesterov with l1", Solver.NESTEROV, 900, 5, 2, 0.02),
        new Run("lbfgs", Solver.LBFGS, 900, 5, 2, 0),
        new Run("lbfgs with l1", Solver.LBFGS, 900, 5, 2, 0.02),
        new Run("lbfgs of three classes", Solver.LBFGS, 900, 5, 3, 0),
        new Run("newton", Solver.NEWTON, 900, 5, 2, 0),
        new Run("newton on a sample", Solver.NEWTON, 20_000, 5, 2, 0),
        new Run("newton with l1", Solver.NEWTON, 20_000, 5, 2, 0.02),
        new Run("newton of three classes", Solver.NEWTON, 20_000, 4, 3, 0),
        new Run("newton by products", Solver.NEWTON, 60, WIDE, 2, 0),
        new Run("screened lbfgs", Solver.LBFGS, 300, 80, 2, 0.03));
  }

  private static Dataset data(Run run) {
    SplittableRandom random = new SplittableRandom(7);
    float[][] x = new float[run.examples()][run.features()];
    int[] y = new int[x.length];
    for (int i = 0; i < x.length; i++) {
      for (int j = 0; j < run.features(); j++) {
        x[i][j] = (float) random.nextDouble(-1, 1);
      }
      double z = x[i][0] - x[i][1] + random.nextDouble(-1, 1);
      y[i] = run.classes() == 2 ? (z > 0 ? 1 : 0) : z > 0.4 ? 2 : z > -0.4 ? 1 : 0;
    }
    return run.classes() == 2
        ? Dataset.of(x, y)
        : Dataset.of(x, y, new Classes(List.of("a", "b", "c")));
  }

  /** What a run shows: where it ends, and each iteration with its reads. */
  private record Shown(Solution end, List<String> told) {}

  private static Shown run(Run run, Device device, Dataset data, Journal journal) {
    List<String> told = new ArrayList<>();
    Monitor monitor =
        new Monitor() {
          private double passes;

          @Override
          public void effort(double sofar, double alpha) {
            passes = sofar;
          }

          @Override
          public void iteration(int k, double cost, double slope) {
            told.add(k + " " + cost + " " + slope + " " + Math.round(passes * 1e6));
          }
        };
    double[] l2 = new double[run.features() * (run.classes() == 2 ? 1 : run.classes())];
    Arrays.fill(l2, 0.01);
    try (DeviceObjective f = new DeviceObjective(device, data, l2, true)) {
      Objective asked = new RecordedObjective(f, journal);
      Optimizer optimizer = run.optimizer(f, asked);
      Solution end =
          optimizer.minimize(asked, new double[f.parameters()], journal.watching(monitor));
      return new Shown(end, told);
    }
  }

  @ParameterizedTest
  @MethodSource("runs")
  void goingOnFromAnyMomentEndsInTheSameBits(Run run) {
    Dataset data = data(run);
    try (Device device = CpuDevice.open(2)) {
      Shown whole = run(run, device, data, Journal.NONE);
      List<Journal.Content> kept = new ArrayList<>();
      Shown noted = run(run, device, data, new Journal(Journal.Content.EMPTY, kept::add, 0));
      assertSame(whole, noted, "noted");
      assertTrue(kept.size() > 5, "moments: " + kept.size());
      int step = Math.max(1, kept.size() / 40);
      for (int k = 0; k < kept.size(); k += step) {
        Shown resumed = run(run, device, data, new Journal(kept.get(k), content -> {}, 1L << 60));
        assertSame(whole, resumed, "moment " + k + " of " + kept.size());
      }
    }
  }

  /** One that goes on keeps what serves to go on once more. */
  @ParameterizedTest
  @MethodSource("runs")
  void runMayBeStoppedAgainAndAgain(Run run) {
    Dataset data = data(run);
    try (Device device = CpuDevice.open(2)) {
      Shown whole = run(run, device, data, Journal.NONE);
      Journal.Content from = Journal.Content.EMPTY;
      for (int stop = 3; stop < 40; stop += 9) {
        List<Journal.Content> kept = new ArrayList<>();
        run(run, device, data, new Journal(from, kept::add, 0));
        if (kept.isEmpty()) {
          break;
        }
        from = kept.get(Math.min(stop, kept.size() - 1));
      }
      assertSame(whole, run(run, device, data, new Journal(from, c -> {}, 1L << 60)), "at last");
    }
  }

  private static void assertSame(Shown expected, Shown actual, String when) {
    assertArrayEquals(expected.end().w(), actual.end().w(), when);
    assertEquals(expected.end().cost(), actual.end().cost(), when);
    assertEquals(expected.end().stop(), actual.end().stop(), when);
    assertEquals(expected.end().iterations(), actual.end().iterations(), when);
    assertEquals(expected.told(), actual.told(), when);
  }
}
