package io.downhill.device;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.downhill.data.Dataset;
import io.downhill.device.PanelObjective.Column;
import io.downhill.device.cpu.CpuDevice;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every column has the bits that the objective gives it alone. */
class PanelObjectiveTest {
  private static final int M = 2500;
  private static final int N = 6;

  private final SplittableRandom random = new SplittableRandom(11);

  private Dataset data() {
    float[][] x = new float[M][N];
    int[] y = new int[M];
    for (int i = 0; i < M; i++) {
      for (int j = 0; j < N; j++) {
        x[i][j] = (float) random.nextDouble(-2, 2);
      }
      y[i] = random.nextInt(2);
    }
    return Dataset.of(x, y);
  }

  /** Every second column leaves a third of the rows out, and every third has no bias. */
  private List<Column> columns(int count, boolean own) {
    List<Column> columns = new ArrayList<>();
    for (int b = 0; b < count; b++) {
      double[] l2 = new double[N];
      Arrays.fill(l2, 0.01 * b);
      float[] c = new float[M];
      for (int i = 0; i < M; i++) {
        c[i] = random.nextInt(3) == 0 ? 0 : 1 + b;
      }
      boolean folded = own && b % 2 == 1;
      columns.add(new Column(folded ? Optional.of(c) : Optional.empty(), l2, b % 3 < 2));
    }
    return columns;
  }

  private double[][] vectors(int count) {
    double[][] vectors = new double[count][N + 1];
    for (double[] vector : vectors) {
      Arrays.setAll(vector, j -> random.nextDouble(-1, 1));
    }
    return vectors;
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void everyColumnIsAsIfAlone(boolean own) {
    Dataset data = data();
    List<Column> columns = columns(5, own);
    double[][] w = vectors(5);
    double[][] v = vectors(5);
    double[][] gradients = new double[5][N + 1];
    double[][] products = new double[5][N + 1];
    try (Device device = CpuDevice.open(2);
        PanelObjective panel = new PanelObjective(device, data, columns)) {
      double[] costs = panel.costsAndGradients(w, gradients);
      panel.products(w, v, products);
      for (int b = 0; b < panel.columns(); b++) {
        Column column = columns.get(b);
        Dataset alone = column.weights().map(data::weighted).orElse(data);
        double[] result = new double[N + 1];
        try (DeviceObjective f =
            new DeviceObjective(device, alone, column.l2(), column.intercept())) {
          assertEquals(f.costAndGradient(w[b], result), costs[b], "cost of column " + b);
          assertArrayEquals(result, gradients[b], 0, "gradient of column " + b);
          f.product(w[b], v[b], result);
          assertArrayEquals(result, products[b], 0, "product of column " + b);
        }
      }
    }
  }

  private static float[] filled(float value) {
    float[] weights = new float[M];
    Arrays.fill(weights, value);
    return weights;
  }

  @Test
  void columnsThatCannotBeAreRefused() {
    Dataset data = data();
    try (Device device = CpuDevice.open(1)) {
      for (Column column :
          List.of(
              new Column(new double[N + 1], true),
              new Column(Optional.of(new float[M - 1]), new double[N], true),
              new Column(Optional.of(new float[M]), new double[N], true),
              new Column(Optional.of(filled(-1)), new double[N], true),
              new Column(Optional.of(filled(Float.NaN)), new double[N], true))) {
        assertThrows(
            IllegalArgumentException.class,
            () -> new PanelObjective(device, data, List.of(column)).close());
      }
      assertThrows(
          IllegalArgumentException.class,
          () -> new PanelObjective(device, data, List.of()).close());
    }
  }
}
