package io.downhill.device.cpu;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.downhill.data.CsrRows;
import io.downhill.data.Dataset;
import io.downhill.data.Rows;
import io.downhill.data.StripeSample;
import io.downhill.device.Device;
import io.downhill.device.DeviceExamples;
import io.downhill.device.DeviceSums;
import io.downhill.device.DeviceVector;
import io.downhill.device.Panel;
import io.downhill.sums.Span;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Passes over sparse rows have the bits of the definition on the same numbers, dense. */
class SparsePassesTest {
  private static final String[] PASSES = {
    "gradient", "product", "product at w2", "gradient at w2", "gradient", "product at w2"
  };

  /** The same numbers both ways; with empty rows, an empty column, and columns of many values. */
  private record Both(Rows sparse, Rows dense) {
    static Both random(int m, int n, long seed) {
      SplittableRandom random = new SplittableRandom(seed);
      float[][] x = new float[m][n];
      int[] starts = new int[m + 1];
      int[] columns = new int[m * n];
      float[] values = new float[m * n];
      int count = 0;
      for (int i = 0; i < m; i++) {
        for (int j = 0; j < n; j++) {
          boolean dense = j == 1 && i % 7 != 3;
          boolean given = dense || random.nextInt(j == 3 ? 400 : 9) == 0;
          if (given && i % 11 != 5 && j != 2) {
            x[i][j] = value(random);
            columns[count] = j;
            values[count++] = x[i][j];
          }
        }
        starts[i + 1] = count;
      }
      return new Both(
          new CsrRows(
              starts,
              java.util.Arrays.copyOf(columns, count),
              java.util.Arrays.copyOf(values, count),
              n),
          Dataset.of(x, new int[m]).rows());
    }

    /** Also tiny ones, negative zeros, and large ones. */
    private static float value(SplittableRandom random) {
      float plain = (float) (random.nextDouble() * 4 - 2);
      return switch (random.nextInt(20)) {
        case 0 -> plain * 1e-41f;
        case 1 -> -0f;
        case 2 -> plain * 1e4f;
        default -> plain;
      };
    }
  }

  private static double[] random(int length, double size, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    double[] values = new double[length];
    for (int i = 0; i < length; i++) {
      values[i] = (float) ((random.nextDouble() - 0.5) * size);
    }
    return values;
  }

  private static DeviceVector vector(Device device, double[] values) {
    DeviceVector v = device.vector(values.length);
    device.write(v, values);
    return v;
  }

  /**
   * Margins of a panel, and then gradient and product where the pass before was at the same
   * parameters and where it was not, since margins of the last ones are kept.
   */
  private static double[][] passes(
      Device device, Rows rows, Span span, int columns, boolean softmax, boolean own) {
    int m = rows.examples();
    int n = rows.features();
    float[] y = new float[m];
    double[] targets = new double[softmax ? 2 * m : m * columns];
    SplittableRandom random = new SplittableRandom(m);
    for (int i = 0; i < m; i++) {
      y[i] = (random.nextBoolean() ? 1 : -1) * random.nextInt(3);
    }
    for (int p = 0; p < targets.length; p++) {
      targets[p] =
          !softmax || p % 2 == 1 ? random.nextInt(3) - (softmax ? 0 : 1) : random.nextInt(columns);
    }
    try (DeviceExamples e = device.load(rows, y, span)) {
      DeviceVector own1 = vector(device, targets);
      Panel panel =
          softmax
              ? Panel.softmax(columns, own1)
              : own ? Panel.of(columns, own1) : Panel.of(columns);
      DeviceVector w = vector(device, random((n + 1) * columns, 2, 3));
      DeviceVector w2 = vector(device, random((n + 1) * columns, 2, 5));
      DeviceVector v = vector(device, random((n + 1) * columns, 2, 4));
      DeviceVector z = device.vector(m * columns);
      device.margins(e, panel, w, z);
      double[] margins = new double[m * columns];
      device.read(z, margins);
      double[][] all = new double[PASSES.length + 1][];
      all[0] = margins;
      for (int pass = 1; pass < all.length; pass++) {
        DeviceSums g = DeviceSums.allocate(device, e, DeviceSums.columns(n, panel));
        switch (PASSES[pass - 1]) {
          case "gradient" -> device.gradient(e, panel, w, g);
          case "product" -> device.product(e, panel, w, v, g);
          case "product at w2" -> device.product(e, panel, w2, v, g);
          default -> device.gradient(e, panel, w2, g);
        }
        all[pass] = new double[g.pairs().length()];
        device.read(g.pairs(), all[pass]);
      }
      return all;
    }
  }

  private static void assertSame(double[][] expected, double[][] actual, String story) {
    assertArrayEquals(expected[0], actual[0], "margins " + story);
    for (int pass = 1; pass < expected.length; pass++) {
      assertArrayEquals(expected[pass], actual[pass], PASSES[pass - 1] + " " + story);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "1, 1",
    "31, 4",
    "32, 5",
    "33, 7",
    "1000, 65",
    "1024, 8",
    "1025, 9",
    "3000, 12",
    "40000, 6"
  })
  void bitsAreThoseOfTheDenseDefinition(int m, int n) {
    Both both = Both.random(m, n, m + n);
    for (int threads : new int[] {1, 2, 7}) {
      try (Device dense = CpuDevice.definition();
          Device sparse = CpuDevice.open(threads)) {
        for (int columns : new int[] {1, 2, 3, 8, 11}) {
          for (int kind = 0; kind < 3; kind++) {
            boolean softmax = kind == 2 && columns > 1;
            Span span = Span.whole(m);
            double[][] expected = passes(dense, both.dense, span, columns, softmax, kind == 1);
            double[][] actual = passes(sparse, both.sparse, span, columns, softmax, kind == 1);
            String story = m + " x " + n + ", " + columns + " columns, kind " + kind;
            assertSame(expected, actual, story);
          }
        }
      }
      if (m > 10_000) {
        break;
      }
    }
  }

  /** Each form, not the one that wins; eight columns, fewer, more, and the last feature's. */
  @ParameterizedTest
  @MethodSource("io.downhill.device.cpu.CpuDevice#forms")
  void formsHaveTheSameBits(String form) {
    for (int[] shape : new int[][] {{1, 1}, {70, 3}, {1030, 19}, {2100, 90}}) {
      Both both = Both.random(shape[0], shape[1], shape[0]);
      Span span = Span.whole(shape[0]);
      for (int columns : new int[] {1, 6, 8, 13}) {
        for (int threads : new int[] {1, 7}) {
          for (int kind = 0; kind < 3; kind++) {
            boolean softmax = kind == 2 && columns > 1;
            try (Device dense = CpuDevice.definition();
                Device sparse = CpuDevice.open(threads, form)) {
              assertSame(
                  passes(dense, both.dense, span, columns, softmax, kind == 1),
                  passes(sparse, both.sparse, span, columns, softmax, kind == 1),
                  form + ", " + shape[0] + " x " + shape[1] + ", " + columns + ", kind " + kind);
            }
          }
        }
      }
    }
  }

  /** More features in a block than there are chars. */
  @ParameterizedTest
  @CsvSource({"1", "3"})
  void blocksOfManyFeaturesHaveTheSameBits(int columns) {
    int m = 70;
    int n = 70_000;
    SplittableRandom random = new SplittableRandom(1);
    float[][] x = new float[m][n];
    int[] starts = new int[m + 1];
    int[] features = new int[m * n / 10];
    float[] values = new float[features.length];
    for (int i = 0; i < m; i++) {
      starts[i + 1] = starts[i];
      for (int j = i % 10; j < n; j += 10) {
        x[i][j] = (float) random.nextGaussian();
        features[starts[i + 1]] = j;
        values[starts[i + 1]++] = x[i][j];
      }
    }
    Rows dense = Dataset.of(x, new int[m]).rows();
    try (Device definition = CpuDevice.definition();
        Device device = CpuDevice.open(2)) {
      Span span = Span.whole(m);
      assertSame(
          passes(definition, dense, span, columns, false, false),
          passes(device, new CsrRows(starts, features, values, n), span, columns, false, false),
          "wide");
    }
  }

  /** A part of all examples: some blocks, whose sums are the nodes of a forest. */
  @ParameterizedTest
  @CsvSource({"0, 3, 100", "5, 40, 100", "31, 98, 200", "64, 65, 70", "97, 100, 100"})
  void partsHaveTheNodesOfTheDenseOnes(int first, int end, int all) {
    int m = (end - first) * 1024 - (end == all ? 700 : 0);
    Both both = Both.random(m, 5, m);
    Span span = new Span(first, end, all);
    try (Device dense = CpuDevice.open(2);
        Device sparse = CpuDevice.open(2)) {
      double[][] expected = passes(dense, both.dense, span, 1, false, false);
      double[][] actual = passes(sparse, both.sparse, span, 1, false, false);
      assertSame(expected, actual, first + " to " + end);
    }
  }

  @ParameterizedTest
  @CsvSource({"20000, 9"})
  void samplesAreThoseOfTheDenseRows(int m, int n) {
    Both both = Both.random(m, n, 5);
    StripeSample stripes = StripeSample.of(m, 4096).orElseThrow();
    Rows some = both.sparse.of(stripes);
    assertTrue(some instanceof CsrRows);
    float[] expected = new float[stripes.examples() * n];
    float[] actual = new float[expected.length];
    both.dense.of(stripes).copy(0, stripes.examples(), expected, 0);
    some.copy(0, stripes.examples(), actual, 0);
    assertArrayEquals(expected, actual);
  }
}
