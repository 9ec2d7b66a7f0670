package io.downhill;

import io.downhill.data.Classes;
import io.downhill.data.Dataset;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.zip.GZIPInputStream;

/** Real data of three classes and more, as they are. */
final class ClassSamples {
  private ClassSamples() {}

  /** 3823 handwritten digits of 8 x 8 pixels; see the file beside them for their source. */
  static Dataset digits() throws IOException {
    return table(lines("data/optdigits-train.csv.gz"), null);
  }

  /** 20,000 letters, each 16 measures of its picture. */
  static Dataset letters() throws IOException {
    return table(lines("letter.csv.gz"), lines("letter-names.txt.gz").get(0));
  }

  /** Fisher's 150 irises on [-1, 1], as Apache Spark brings them. */
  static Dataset irises() throws IOException {
    return table(lines("iris.csv"), null);
  }

  /** Columns of numbers, the last one being the label unless names holds one character a row. */
  private static Dataset table(List<String> lines, String names) {
    int m = lines.size() - 1;
    float[][] x = new float[m][];
    String[] label = new String[m];
    for (int i = 0; i < m; i++) {
      String[] cells = lines.get(i + 1).split(",");
      int n = cells.length - 1;
      x[i] = new float[n];
      for (int j = 0; j < n; j++) {
        x[i][j] = Float.parseFloat(cells[j]);
      }
      label[i] = names == null ? cells[n] : names.substring(i, i + 1);
    }
    List<String> classes = Arrays.stream(label).distinct().sorted().toList();
    int[] y = Arrays.stream(label).mapToInt(classes::indexOf).toArray();
    return Dataset.of(x, y, new Classes(classes));
  }

  private static List<String> lines(String resource) throws IOException {
    try (InputStream file = ClassSamples.class.getResourceAsStream(resource);
        InputStream bytes = resource.endsWith(".gz") ? new GZIPInputStream(file) : file;
        BufferedReader text =
            new BufferedReader(new InputStreamReader(bytes, StandardCharsets.UTF_8))) {
      return text.lines().toList();
    }
  }

  /** The 10,000 examples of three classes of Apache Spark's tests, by their rule. */
  static Dataset spark() {
    double[][] w = {
      {0, 0, 0, 0, 0},
      {-0.57997, 0.912083, -0.371077, -0.819866, 2.688191},
      {-0.16624, -0.84355, -0.048509, -0.301789, 4.170682}
    };
    double[] mean = {5.843, 3.057, 3.758, 1.199};
    double[] variance = {0.6856, 0.1899, 3.116, 0.581};
    Random random = new Random(42);
    double[][] features = new double[10_000][4];
    for (double[] row : features) {
      Arrays.setAll(row, j -> random.nextGaussian());
    }
    float[][] x = new float[features.length][4];
    int[] y = new int[features.length];
    for (int i = 0; i < y.length; i++) {
      double[] e = {0, w[1][4], w[2][4]};
      for (int j = 0; j < 4; j++) {
        double value = features[i][j] * Math.sqrt(variance[j]) + mean[j];
        x[i][j] = (float) value;
        e[1] += w[1][j] * value;
        e[2] += w[2][j] * value;
      }
      double top = Arrays.stream(e).max().orElseThrow();
      double drawn = 0;
      for (int k = 0; k < 3; k++) {
        e[k] = StrictMath.exp(e[k] - top);
        drawn += e[k];
      }
      drawn *= random.nextDouble();
      y[i] = drawn < e[0] ? 0 : drawn < e[0] + e[1] ? 1 : 2;
    }
    return Dataset.of(x, y, new Classes(List.of("0", "1", "2")));
  }
}
