package io.downhill.device;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.downhill.Devices;
import io.downhill.data.Dataset;
import io.downhill.optim.Goal;
import io.downhill.optim.L1;
import io.downhill.optim.Monitor;
import io.downhill.optim.Objective;
import io.downhill.optim.Solver;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Fits that read together have the bits that each has alone. */
class SharedReadsTest {
  private static final int FITS = 5;

  private static Dataset data(int m, int n) {
    SplittableRandom random = new SplittableRandom(m);
    float[][] x = new float[m][n];
    int[] y = new int[m];
    for (int i = 0; i < m; i++) {
      double z = 0.3;
      for (int j = 0; j < n; j++) {
        x[i][j] = (float) (random.nextDouble() * 4 - 2);
        z += x[i][j] * (j - 2) / 3;
      }
      y[i] = random.nextDouble() < 1 / (1 + Math.exp(-z)) ? 1 : 0;
    }
    return Dataset.of(x, y);
  }

  /** The data without every FITS-th row; all of it for the last. */
  private static Dataset fold(Dataset data, int fold) {
    float[] c = new float[data.examples()];
    for (int i = 0; i < c.length; i++) {
      c[i] = i % (FITS - 1) == fold ? 0 : 1;
    }
    return data.weighted(c);
  }

  private static double[] penalties(int n, int fold) {
    double[] l2 = new double[n];
    Arrays.fill(l2, 0.001 * (fold + 1));
    return l2;
  }

  private static double[] fit(Objective f, Solver solver, L1 l1) {
    return fit(f, solver, l1, Monitor.NONE);
  }

  private static double[] fit(Objective f, Solver solver, L1 l1, Monitor monitor) {
    Solver.Setting setting = new Solver.Setting(0.2, false, 60, Goal.LEAST, l1);
    double[] w =
        solver.optimizer(setting, true).minimize(f, new double[f.parameters()], monitor).w();
    double[] gradient = new double[w.length];
    double[] product = new double[w.length];
    double cost = f.costAndGradient(w, gradient);
    f.product(w, gradient, product);
    double[] all = Arrays.copyOf(w, 3 * w.length + 1);
    System.arraycopy(gradient, 0, all, w.length, w.length);
    System.arraycopy(product, 0, all, 2 * w.length, w.length);
    all[3 * w.length] = cost;
    return all;
  }

  @ParameterizedTest
  @CsvSource({
    "newton, 50000, 6, 0, cpu",
    "newton, 50000, 6, 0.01, cpu",
    "newton, 3000, 6, 0.01, cpu",
    "lbfgs, 50000, 6, 0, cpu",
    "lbfgs, 3000, 6, 0.01, cpu",
    "nesterov, 3000, 6, 0.01, cpu",
    "gd, 3000, 6, 0, cpu"
  })
  void bitsAreThoseOfEachAlone(String name, int m, int n, double lambda, String id) {
    Solver solver = Solver.of(name).orElseThrow();
    Dataset data = data(m, n);
    double[] first = new double[n + 1];
    Arrays.fill(first, 0, n, lambda);
    L1 l1 = lambda == 0 ? L1.NONE : new L1(first);
    double[][] together = new double[FITS][];
    double[][] margins = new double[FITS][];
    double separate = 0;
    double shared;
    try (Device device = Devices.open(id, 2);
        SharedReads reads = new SharedReads(device, data)) {
      List<SharedReads.Fit> fits = new ArrayList<>();
      for (int b = 0; b < FITS; b++) {
        int fold = b;
        Dataset own = fold(data, fold);
        fits.add(
            reader -> {
              try (SharedReads.Reading f = reader.open(own, penalties(n, fold), l1, true)) {
                together[fold] = fit(f, solver, l1);
                margins[fold] = f.margins(Arrays.copyOf(together[fold], n + 1));
              }
            });
      }
      assertEquals(List.of(Optional.empty()), reads.run(fits).stream().distinct().toList());
      shared = reads.passes();
    }
    for (int fold = 0; fold < FITS; fold++) {
      try (Device device = Devices.open(id, 1);
          DeviceObjective f =
              new DeviceObjective(device, fold(data, fold), penalties(n, fold), l1, true)) {
        double[] alone = fit(f, solver, l1);
        assertArrayEquals(alone, together[fold], name + ", fold " + fold);
        assertArrayEquals(f.margins(Arrays.copyOf(alone, n + 1)), margins[fold]);
        separate += f.passes() + 1;
      }
    }
    double reads = shared;
    double all = separate;
    assertTrue(
        solver == Solver.GD ? reads < all : reads < 0.7 * all,
        () -> reads + " reads together, " + all + " apart");
  }

  @Test
  void aFitThatFailsHoldsNobodyUp() {
    Dataset data = data(3000, 4);
    double[][] w = new double[3][];
    List<Optional<Throwable>> failures;
    try (Device device = Devices.open("cpu", 2);
        SharedReads reads = new SharedReads(device, data)) {
      List<SharedReads.Fit> fits = new ArrayList<>();
      for (int b = 0; b < 3; b++) {
        int fold = b;
        fits.add(
            reader -> {
              try (SharedReads.Reading f =
                  reader.open(fold(data, fold), penalties(4, fold), L1.NONE, true)) {
                f.costAndGradient(new double[5], new double[5]);
                if (fold == 1) {
                  throw new IllegalStateException("out of luck");
                }
                w[fold] = fit(f, Solver.LBFGS, L1.NONE);
              }
            });
      }
      failures = reads.run(fits);
    }
    assertEquals("out of luck", failures.get(1).orElseThrow().getMessage());
    for (int fold : new int[] {0, 2}) {
      assertTrue(failures.get(fold).isEmpty());
      try (Device device = Devices.open("cpu", 1);
          DeviceObjective f =
              new DeviceObjective(device, fold(data, fold), penalties(4, fold), L1.NONE, true)) {
        assertArrayEquals(fit(f, Solver.LBFGS, L1.NONE), w[fold]);
      }
    }
  }

  private static double[] alone(Dataset data, int fold, Solver solver) {
    try (Device device = Devices.open("cpu", 1);
        DeviceObjective f =
            new DeviceObjective(
                device, fold(data, fold), penalties(data.features(), fold), L1.NONE, true)) {
      return fit(f, solver, L1.NONE);
    }
  }

  /** Who asks first is a matter of chance, and of no matter. */
  @ParameterizedTest
  @CsvSource({"newton, 20000, 1", "newton, 3000, 2", "lbfgs, 20000, 3", "lbfgs, 3000, 4"})
  void delaysChangeNoBit(String name, int m, int seed) {
    Solver solver = Solver.of(name).orElseThrow();
    Dataset data = data(m, 5);
    double[][] together = new double[FITS][];
    try (Device device = Devices.open("cpu", 2);
        SharedReads reads = new SharedReads(device, data)) {
      List<SharedReads.Fit> fits = new ArrayList<>();
      for (int b = 0; b < FITS; b++) {
        int fold = b;
        SplittableRandom random = new SplittableRandom(31L * seed + fold);
        Monitor slow = (iteration, cost, slope) -> LockSupport.parkNanos(random.nextInt(4_000_000));
        fits.add(
            reader -> {
              LockSupport.parkNanos(random.nextInt(4_000_000));
              try (SharedReads.Reading f =
                  reader.open(fold(data, fold), penalties(5, fold), L1.NONE, true)) {
                together[fold] = fit(f, solver, L1.NONE, slow);
              }
            });
      }
      assertEquals(List.of(Optional.empty()), reads.run(fits).stream().distinct().toList());
    }
    for (int fold = 0; fold < FITS; fold++) {
      assertArrayEquals(alone(data, fold, solver), together[fold], name + ", fold " + fold);
    }
  }

  @ParameterizedTest
  @CsvSource({"newton, 20000, 1", "newton, 20000, 2", "newton, 20000, 3", "lbfgs, 3000, 4"})
  void panelsThatHaveNoRoomForAllAreSplit(String name, int m, int most) {
    Solver solver = Solver.of(name).orElseThrow();
    Dataset data = data(m, 5);
    double[][] together = new double[FITS][];
    double[] passes = new double[2];
    for (int k = 0; k < 2; k++) {
      try (Device device = Devices.open("cpu", 2);
          SharedReads reads = new SharedReads(device, data, k == 0 ? most : FITS)) {
        List<SharedReads.Fit> fits = new ArrayList<>();
        for (int b = 0; b < FITS; b++) {
          int fold = b;
          fits.add(
              reader -> {
                try (SharedReads.Reading f =
                    reader.open(fold(data, fold), penalties(5, fold), L1.NONE, true)) {
                  together[fold] = fit(f, solver, L1.NONE);
                }
              });
        }
        assertEquals(List.of(Optional.empty()), reads.run(fits).stream().distinct().toList());
        passes[k] = reads.passes();
      }
      for (int fold = 0; fold < FITS; fold++) {
        String what = name + ", at most " + most + ", fold " + fold;
        assertArrayEquals(alone(data, fold, solver), together[fold], what);
      }
    }
    assertTrue(passes[0] > passes[1], passes[0] + " reads split, " + passes[1] + " in one");
  }

  @Test
  void aPanelFitsIntoMemoryAndIntoAVector() {
    long gib = 1L << 30;
    assertEquals(33, SharedExamples.most(500_000, 100, gib), "a sixteenth of a GiB of targets");
    assertEquals(1, SharedExamples.most(100_000_000, 10, gib), "one has always room");
    assertEquals(2, SharedExamples.most(1_000_000_000, 1, 1024 * gib), "2^31 elements");
    assertEquals(10, SharedExamples.most(1, 107_374_180, 1024 * gib), "2^31 sums");
    assertEquals(1, SharedExamples.most(Dataset.MAX_EXAMPLES, 1, 1024 * gib));
  }

  @Test
  void aFitThatIsCancelledHoldsNobodyUp() {
    Dataset data = data(3000, 4);
    double[][] w = new double[3][];
    try (Device device = Devices.open("cpu", 2);
        SharedReads reads = new SharedReads(device, data)) {
      List<SharedReads.Fit> fits = new ArrayList<>();
      for (int b = 0; b < 3; b++) {
        int fold = b;
        Monitor monitor =
            new Monitor() {
              private int steps;

              @Override
              public void iteration(int iteration, double cost, double slope) {
                steps++;
              }

              @Override
              public boolean cancelled() {
                return fold == 1 && steps > 1;
              }
            };
        fits.add(
            reader -> {
              try (SharedReads.Reading f =
                  reader.open(fold(data, fold), penalties(4, fold), L1.NONE, true)) {
                w[fold] = fit(f, Solver.LBFGS, L1.NONE, monitor);
              }
            });
      }
      assertEquals(List.of(Optional.empty()), reads.run(fits).stream().distinct().toList());
    }
    assertFalse(Arrays.equals(alone(data, 1, Solver.LBFGS), w[1]), "it was cancelled");
    for (int fold : new int[] {0, 2}) {
      assertArrayEquals(alone(data, fold, Solver.LBFGS), w[fold]);
    }
  }

  @Test
  void whatOneAsksWronglyFailsForItAlone() {
    Dataset data = data(200, 3);
    try (Device device = Devices.open("cpu", 1);
        SharedReads reads = new SharedReads(device, data)) {
      List<Optional<Throwable>> failures =
          reads.run(
              List.of(
                  reader -> reader.open(data, new double[2], L1.NONE, true).close(),
                  reader -> reader.open(data, new double[3], L1.NONE, true).close()));
      assertTrue(failures.get(0).orElseThrow() instanceof IllegalArgumentException);
      assertTrue(failures.get(1).isEmpty());
    }
  }
}
