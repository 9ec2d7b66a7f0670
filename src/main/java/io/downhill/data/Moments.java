package io.downhill.data;

/**
 * Mean and sum of squared differences from it, column by column. Chunks of rows are measured in two
 * passes while they are in cache, around their own mean, and put together by the formula of Chan,
 * Golub and LeVeque (1979), so that no digits cancel however far a column is from 0.
 */
final class Moments {
  private static final int CHUNK = 256;

  private final double[] means;
  private final double[] squares;
  private final float[] first;
  private final boolean[] varies;
  private double rows;

  private Moments(int n) {
    means = new double[n];
    squares = new double[n];
    first = new float[n];
    varies = new boolean[n];
  }

  /** The moments of the first rows of an example-major block. */
  static Moments of(float[] x, int rows, int n) {
    Moments moments = new Moments(n);
    System.arraycopy(x, 0, moments.first, 0, n);
    double[] chunkMeans = new double[n];
    double[] chunkSquares = new double[n];
    for (int i = 0; i < rows; i += CHUNK) {
      int count = Math.min(CHUNK, rows - i);
      moments.compare(x, i * n, count);
      measure(x, i * n, count, chunkMeans, chunkSquares);
      moments.add(chunkMeans, chunkSquares, count);
    }
    return moments;
  }

  private void compare(float[] x, int at, int count) {
    int n = first.length;
    for (int i = 0; i < count; i++) {
      for (int j = 0; j < n; j++) {
        varies[j] |= x[at + i * n + j] != first[j];
      }
    }
  }

  private static void measure(float[] x, int at, int count, double[] means, double[] squares) {
    int n = means.length;
    for (int j = 0; j < n; j++) {
      means[j] = 0;
      squares[j] = 0;
    }
    for (int i = 0; i < count; i++) {
      for (int j = 0; j < n; j++) {
        means[j] += x[at + i * n + j];
      }
    }
    for (int j = 0; j < n; j++) {
      means[j] /= count;
    }
    for (int i = 0; i < count; i++) {
      for (int j = 0; j < n; j++) {
        double d = x[at + i * n + j] - means[j];
        squares[j] += d * d;
      }
    }
  }

  /** Adds the moments of more rows, which come after these. */
  void add(Moments more) {
    for (int j = 0; j < first.length; j++) {
      varies[j] |= more.varies[j] || more.first[j] != first[j];
    }
    add(more.means, more.squares, more.rows);
  }

  private void add(double[] otherMeans, double[] otherSquares, double count) {
    double total = rows + count;
    for (int j = 0; j < means.length; j++) {
      double d = otherMeans[j] - means[j];
      means[j] += d * (count / total);
      squares[j] += otherSquares[j] + d * d * (rows * count / total);
    }
    rows = total;
  }

  /** The mean of each column; of a constant one its value. */
  double[] means() {
    double[] result = means.clone();
    for (int j = 0; j < result.length; j++) {
      result[j] = varies[j] ? result[j] : first[j];
    }
    return result;
  }

  /** The population deviation of each column, 0 of a constant one. */
  double[] deviations() {
    double[] result = new double[squares.length];
    for (int j = 0; j < result.length; j++) {
      result[j] = varies[j] ? Math.sqrt(squares[j] / rows) : 0;
    }
    return result;
  }
}
