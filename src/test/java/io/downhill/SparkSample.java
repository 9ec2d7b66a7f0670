package io.downhill;

import io.downhill.data.Classes;
import io.downhill.data.Dataset;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Random;

/**
 * The examples of Apache Spark's tests of logistic regression, by their rule: 10,000 margins of
 * Gaussian features, and weights that {@code rand(42)} draws over four partitions.
 */
final class SparkSample {
  private static final int EXAMPLES = 10_000;
  private static final int PARTITIONS = 4;
  private static final double[] W = {-0.57997, 0.912083, -0.371077, -0.819866};
  private static final double BIAS = 2.688191;
  private static final double[] MEAN = {5.843, 3.057, 3.758, 1.199};
  private static final double[] VARIANCE = {0.6856, 0.1899, 3.116, 0.581};

  private SparkSample() {}

  static Dataset plain() {
    return builder().build();
  }

  static Dataset weighted() {
    float[] weights = new float[EXAMPLES];
    int each = EXAMPLES / PARTITIONS;
    for (int k = 0; k < PARTITIONS; k++) {
      Random random = new XorShift(42 + k);
      for (int i = 0; i < each; i++) {
        weights[k * each + i] = (float) random.nextDouble();
      }
    }
    return builder().weights(weights).build();
  }

  private static Dataset.Builder builder() {
    Random random = new Random(42);
    double[][] gaussians = new double[EXAMPLES][4];
    for (double[] row : gaussians) {
      Arrays.setAll(row, j -> random.nextGaussian());
    }
    Dataset.Builder builder = new Dataset.Builder(Dataset.defaultNames(4));
    float[] labels = new float[EXAMPLES];
    float[] row = new float[4];
    for (int i = 0; i < EXAMPLES; i++) {
      double z = BIAS;
      for (int j = 0; j < 4; j++) {
        double value = gaussians[i][j] * Math.sqrt(VARIANCE[j]) + MEAN[j];
        row[j] = (float) value;
        z += W[j] * value;
      }
      builder.addRow(row);
      labels[i] = random.nextDouble() < 1 / (1 + StrictMath.exp(z)) ? 0 : 1;
    }
    return builder.labels(labels, Classes.ZERO_ONE);
  }

  /**
   * Marsaglia's xorshift, as Spark seeds it: by MurmurHash3 of the seed in a long array of bytes.
   */
  private static final class XorShift extends Random {
    private static final long serialVersionUID = 1L;
    private static final int ARRAY_SEED = 0x3c074a61;

    private long state;

    XorShift(long seed) {
      byte[] bytes = ByteBuffer.allocate(Long.SIZE).putLong(seed).array();
      int low = murmur(bytes, ARRAY_SEED);
      int high = murmur(bytes, low);
      state = (long) high << 32 | low & 0xffffffffL;
    }

    @Override
    protected int next(int bits) {
      state ^= state << 21;
      state ^= state >>> 35;
      state ^= state << 4;
      return (int) (state & (1L << bits) - 1);
    }

    private static int murmur(byte[] bytes, int seed) {
      int hash = seed;
      for (int i = 0; i < bytes.length; i += 4) {
        int word = Integer.reverseBytes(ByteBuffer.wrap(bytes).getInt(i));
        hash ^= Integer.rotateLeft(word * 0xcc9e2d51, 15) * 0x1b873593;
        hash = Integer.rotateLeft(hash, 13) * 5 + 0xe6546b64;
      }
      hash ^= bytes.length;
      hash = (hash ^ hash >>> 16) * 0x85ebca6b;
      hash = (hash ^ hash >>> 13) * 0xc2b2ae35;
      return hash ^ hash >>> 16;
    }
  }
}
