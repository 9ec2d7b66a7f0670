package io.downhill.device;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
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
    Solver.Setting setting = new Solver.Setting(0.2, false, 60, Goal.LEAST, l1);
    double[] w =
        solver.optimizer(setting, true).minimize(f, new double[f.parameters()], Monitor.NONE).w();
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
