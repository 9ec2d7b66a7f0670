package io.downhill.device;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.downhill.data.Classes;
import io.downhill.data.Dataset;
import io.downhill.device.cpu.CpuDevice;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The units of the parameters where there are many features. */
class UnitsTest {
  private static final int EXAMPLES = 9000;
  private static final int FEATURES = 1001;

  /** Feature 0 is in every row, and each of the others in one: row 8 j. */
  private static Dataset sparse() {
    int[] starts = new int[EXAMPLES + 1];
    int[] columns = new int[EXAMPLES + FEATURES];
    float[] values = new float[columns.length];
    int count = 0;
    for (int i = 0; i < EXAMPLES; i++) {
      columns[count] = 0;
      values[count++] = i % 3;
      if (i % 8 == 0 && i > 0 && i / 8 < FEATURES) {
        columns[count] = i / 8;
        values[count++] = 2;
      }
      starts[i + 1] = count;
    }
    int[] places = java.util.Arrays.copyOf(columns, count);
    float[] given = java.util.Arrays.copyOf(values, count);
    return Dataset.ofCsr(starts, places, given, FEATURES, labels(), Classes.ZERO_ONE);
  }

  private static Dataset dense() {
    float[][] x = new float[EXAMPLES][FEATURES];
    for (int i = 0; i < EXAMPLES; i++) {
      x[i][0] = i % 3;
      if (i % 8 == 0 && i > 0 && i / 8 < FEATURES) {
        x[i][i / 8] = 2;
      }
    }
    return Dataset.of(x, labels());
  }

  private static int[] labels() {
    return IntStream.range(0, EXAMPLES).map(i -> i % 2).toArray();
  }

  private static double[] units(Dataset data) {
    try (Device device = CpuDevice.open(2);
        DeviceObjective objective = new DeviceObjective(device, data, 0.5, true)) {
      return objective.units();
    }
  }

  @Test
  void rareFeaturesHaveTheirMeanOfSquaresOverAllExamples() {
    double[] units = units(sparse());
    assertEquals(0.5 + 5.0 / 3 / 4, units[0], 1e-12);
    for (int j = 1; j < FEATURES; j++) {
      assertEquals(0.5 + 4.0 / EXAMPLES / 4, units[j], 1e-15, "feature " + j);
    }
    assertEquals(0.25, units[FEATURES]);
  }

  @Test
  void unitsOfDenseRowsHaveTheBitsOfThoseOfSparseOnes() {
    assertArrayEquals(units(sparse()), units(dense()));
  }
}
