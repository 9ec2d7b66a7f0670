package io.downhill.device.cpu;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.downhill.data.CsrRows;
import io.downhill.data.DenseRows;
import io.downhill.data.Rows;
import io.downhill.device.Device;
import io.downhill.device.DeviceExamples;
import io.downhill.device.DeviceSums;
import io.downhill.device.DeviceVector;
import io.downhill.device.Panel;
import io.downhill.sums.Span;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The Hessian of sparse rows has the bits of that of dense ones. */
class SparseGramPassTest {
  private static final int FEATURES = 60;

  /** Rows of 0 to 4 values, the last feature frequent, the first in one row alone. */
  private static CsrRows rows(int m) {
    SplittableRandom random = new SplittableRandom(m);
    int[] starts = new int[m + 1];
    List<Integer> columns = new ArrayList<>();
    List<Float> values = new ArrayList<>();
    for (int i = 0; i < m; i++) {
      int many = i % 7 == 0 ? 0 : i == m / 2 ? FEATURES : random.nextInt(4);
      for (int j = 0; j < FEATURES; j++) {
        boolean has =
            many == FEATURES || many > 0 && (j == FEATURES - 1 || random.nextInt(20) == 0);
        if (has) {
          columns.add(j);
          values.add((float) random.nextDouble(-3, 3) * (random.nextInt(50) == 0 ? 1e-20f : 1));
        }
      }
      starts[i + 1] = columns.size();
    }
    float[] x = new float[values.size()];
    for (int p = 0; p < x.length; p++) {
      x[p] = values.get(p);
    }
    return new CsrRows(starts, columns.stream().mapToInt(j -> j).toArray(), x, FEATURES);
  }

  private static double[] gram(Device device, Rows rows, int step, int column) {
    int m = rows.examples();
    SplittableRandom random = new SplittableRandom(9);
    double[] k = new double[m * step];
    for (int i = 0; i < k.length; i++) {
      k[i] = i % 11 == 0 ? 0 : random.nextDouble(-0.1, 0.3);
    }
    Panel panel = step == 1 ? Panel.ONE : Panel.of(step);
    try (DeviceExamples e = device.load(rows, new float[m], Span.whole(m));
        DeviceVector coefficients = device.vector(k.length);
        DeviceSums sums = DeviceSums.allocate(device, e, (FEATURES + 1) * (FEATURES + 2) / 2)) {
      device.write(coefficients, k);
      device.gram(e, panel, coefficients, column, sums);
      double[] values = new double[sums.pairs().length()];
      device.read(sums.pairs(), values);
      return values;
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 31, 33, 1024, 1025, 5000, 40_000})
  void bitsAreThoseOfDenseRows(int m) {
    CsrRows sparse = rows(m);
    DenseRows dense = DenseRows.inMemory(DenseRows.of(m, FEATURES, sparse::copy));
    boolean serves = SparseGramPass.serves(SparseExamples.of(sparse, Span.whole(m)));
    assertTrue(serves || m < 100, "not asked");
    try (Device definition = CpuDevice.definition();
        Device fast = CpuDevice.open(2)) {
      for (int step = 1; step <= 3; step += 2) {
        assertArrayEquals(
            gram(definition, dense, step, step - 1), gram(fast, sparse, step, step - 1));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = 2000)
  void rowsOfManyValuesAreLeftToTheDensePass(int m) {
    int[] starts = new int[m + 1];
    int[] columns = new int[m * FEATURES];
    float[] values = new float[columns.length];
    for (int p = 0; p < columns.length; p++) {
      columns[p] = p % FEATURES;
      values[p] = 1;
      starts[p / FEATURES + 1] = p + 1;
    }
    CsrRows full = new CsrRows(starts, columns, values, FEATURES);
    assertFalse(SparseGramPass.serves(SparseExamples.of(full, Span.whole(m))));
  }
}
