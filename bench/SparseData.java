import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * Writes sparse data as the text that LIBLINEAR reads, the same on every machine: {@code java
 * bench/SparseData.java FILE [ROWS 1000000] [FEATURES 100000] [VALUES 40]}. Features come up as words do,
 * by a power law (exponent 1.1), and are numbered in no order; values go from 0.01 to 1; the classes
 * are those of a logistic model with a weight for every feature.
 */
final class SparseData {
  private static final double EXPONENT = 1.1;

  private SparseData() {}

  public static void main(String[] arguments) throws IOException {
    int m = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 1_000_000;
    int n = arguments.length > 2 ? Integer.parseInt(arguments[2]) : 100_000;
    int given = arguments.length > 3 ? Integer.parseInt(arguments[3]) : 40;
    SplittableRandom random = new SplittableRandom(18);
    int[] number = new int[n];
    double[] weights = new double[n];
    for (int j = 0; j < n; j++) {
      int other = random.nextInt(j + 1);
      number[j] = number[other];
      number[other] = j;
      weights[j] = random.nextGaussian() * 1.5;
    }
    double[] heads = heads(n);
    try (OutputStream out =
        new BufferedOutputStream(Files.newOutputStream(Path.of(arguments[0])), 1 << 20)) {
      StringBuilder line = new StringBuilder();
      int[] columns = new int[given];
      for (int i = 0; i < m; i++) {
        int count = distinct(columns, number, heads, random);
        double z = 0;
        line.setLength(0);
        for (int k = 0; k < count; k++) {
          int hundredths = 1 + random.nextInt(100);
          z += hundredths / 100.0 * weights[columns[k]];
          line.append(' ').append(columns[k] + 1).append(hundredths == 100 ? ":1" : ":0.");
          if (hundredths < 100) {
            line.append(hundredths < 10 ? "0" : "").append(hundredths);
          }
        }
        boolean positive = random.nextDouble() < 1 / (1 + Math.exp(-z));
        line.insert(0, positive ? "+1" : "-1").append('\n');
        out.write(line.toString().getBytes(StandardCharsets.US_ASCII));
      }
    }
  }

  /** The share of the features up to each, the most frequent first. */
  private static double[] heads(int n) {
    double[] heads = new double[n];
    double sum = 0;
    for (int j = 0; j < n; j++) {
      sum += Math.pow(j + 1, -EXPONENT);
      heads[j] = sum;
    }
    for (int j = 0; j < n; j++) {
      heads[j] /= sum;
    }
    return heads;
  }

  /** Draws features until there are enough that differ, and sorts them. */
  private static int distinct(int[] columns, int[] number, double[] heads, SplittableRandom random) {
    int count = 0;
    while (count < columns.length) {
      for (; count < columns.length; count++) {
        int place = Arrays.binarySearch(heads, random.nextDouble());
        columns[count] = number[Math.min(heads.length - 1, place < 0 ? -place - 1 : place)];
      }
      Arrays.sort(columns);
      count = (int) Arrays.stream(columns).distinct().count();
      int[] kept = Arrays.stream(columns).distinct().toArray();
      System.arraycopy(kept, 0, columns, 0, count);
    }
    return count;
  }
}
