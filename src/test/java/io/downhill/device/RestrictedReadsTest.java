package io.downhill.device;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.downhill.Devices;
import io.downhill.data.Classes;
import io.downhill.data.Dataset;
import io.downhill.data.SparseTwin;
import io.downhill.optim.L1;
import io.downhill.optim.Line;
import io.downhill.optim.Objective;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Few features in columns of their own have the bits that the whole has where others are 0. */
class RestrictedReadsTest {
  private static final int FITS = 3;

  private static Dataset data(int m, int n, int classes) {
    SplittableRandom random = new SplittableRandom(m + n);
    float[][] x = new float[m][n];
    int[] y = new int[m];
    float[] c = new float[m];
    for (int i = 0; i < m; i++) {
      for (int j = 0; j < n; j++) {
        x[i][j] = random.nextInt(9) == 0 ? 0 : (float) (random.nextDouble() * 4 - 2);
      }
      y[i] = random.nextInt(classes);
      c[i] = random.nextInt(7) == 0 ? 0 : (float) random.nextDouble();
    }
    List<String> names = IntStream.range(0, classes).mapToObj(k -> "c" + k).toList();
    Dataset data = classes == 2 ? Dataset.of(x, y) : Dataset.of(x, y, new Classes(names));
    return data.weighted(c);
  }

  /** Features of a fit: others for each, some of them shared. */
  private static int[] features(int n, int fit) {
    SplittableRandom random = new SplittableRandom(fit);
    int[] some = IntStream.range(0, n).filter(j -> random.nextInt(3) == 0).toArray();
    return some.length > 0 ? some : new int[] {n - 1};
  }

  private static double[] random(int length, long seed) {
    return new SplittableRandom(seed).doubles(length, -1, 1).toArray();
  }

  /** All that an objective tells at some parameters, and its sample. */
  private static List<double[]> told(Objective f, int seed) {
    List<double[]> told = new ArrayList<>();
    double[] w = random(f.parameters(), seed);
    double[] v = random(f.parameters(), seed + 100);
    double[] gradient = new double[w.length];
    double[] product = new double[w.length];
    told.add(new double[] {f.costAndGradient(w, gradient), f.weights(), f.columns()});
    f.product(w, v, product);
    told.add(gradient);
    told.add(product);
    told.add(f.hessian(w));
    told.add(f.biasHessian(w));
    told.add(f.units());
    try (Line line = f.line(w, v)) {
      Line.Point at = line.at(0.3);
      told.add(new double[] {at.cost(), at.slope(), at.curvature()});
    }
    f.leastHessian(w).ifPresent(told::add);
    f.sample().ifPresent(part -> told.addAll(told(part, seed + 1)));
    return told;
  }

  @ParameterizedTest
  @CsvSource({
    "700, 9, 2, cpu, false",
    "700, 70, 2, cpu, false",
    "2500, 133, 2, cpu, false",
    "40000, 60, 2, cpu, false",
    "1100, 31, 3, cpu, false",
    "700, 70, 2, opencl, false",
    "1100, 31, 3, opencl, false",
    "700, 70, 2, cpu, true",
    "2500, 133, 2, cpu, true",
    "40000, 60, 2, cpu, true",
    "1100, 31, 3, cpu, true",
    "2500, 133, 2, opencl, true",
    "1100, 31, 3, opencl, true"
  })
  void bitsAreThoseOfTheWhole(int m, int n, int classes, String id, boolean sparse) {
    assumeTrue(id.equals("cpu") || Devices.openClTrouble().isEmpty(), "SKIPPED: no OpenCL is here");
    Dataset dense = data(m, n, classes);
    Dataset data = sparse ? SparseTwin.of(dense) : dense;
    int columns = classes == 2 ? 1 : classes;
    double[] l2 = random(n * columns, 7);
    for (int p = 0; p < l2.length; p++) {
      l2[p] = Math.abs(l2[p]) / 10;
    }
    double[] lambda = new double[(n + 1) * columns];
    Arrays.fill(lambda, 0, n * columns, 0.01);
    L1 l1 = new L1(lambda);
    List<List<double[]>> together = new ArrayList<>(List.of(List.of(), List.of(), List.of()));
    double[][] margins = new double[FITS][];
    try (Device device = Devices.open(id, 2);
        SharedReads reads = new SharedReads(device, data)) {
      List<SharedReads.Fit> fits = new ArrayList<>();
      for (int b = 0; b < FITS; b++) {
        int fit = b;
        fits.add(
            reader -> {
              try (SharedReads.Reading f = reader.open(data, l2, l1, true)) {
                f.restrictedTo(features(n, 17)); // Another is open before.
                Objective own = f.restrictedTo(features(n, fit));
                together.set(fit, told(own, fit));
                margins[fit] = f.margins(whole(own, random(own.parameters(), fit), n, fit));
              }
            });
      }
      assertEquals(List.of(Optional.empty()), reads.run(fits).stream().distinct().toList());
    }
    for (int fit = 0; fit < FITS; fit++) {
      try (Device device = Devices.definition();
          DeviceObjective f = new DeviceObjective(device, dense, l2, l1, true)) {
        Objective own = f.restrictedTo(features(n, fit));
        List<double[]> alone = told(own, fit);
        assertEquals(alone.size(), together.get(fit).size());
        for (int k = 0; k < alone.size(); k++) {
          assertArrayEquals(alone.get(k), together.get(fit).get(k), "fit " + fit + ", " + k);
        }
        assertTrue(m < 20_000 || alone.size() > 8, "it has a sample");
        double[] w = whole(own, random(own.parameters(), fit), n, fit);
        assertArrayEquals(f.margins(w), margins[fit], "margins of fit " + fit);
      }
    }
  }

  /** Parameters of all features. */
  private static double[] whole(Objective own, double[] w, int n, int fit) {
    int columns = own.columns();
    int[] features = features(n, fit);
    double[] all = new double[(n + 1) * columns];
    for (int p = 0; p < w.length; p++) {
      int j = p < own.weights() ? features[p / columns] : n;
      all[j * columns + p % columns] = w[p];
    }
    return all;
  }
}
