package io.downhill.data;

import java.util.ArrayList;
import java.util.List;

/**
 * The scale that gives each feature mean 0 and deviation 1: x' = (x - mean) / deviation.
 *
 * <p>A constant feature has the deviation 0 recorded; its standardised value is 0 for every
 * example, so its weight stays where it starts and is 0 in raw units.
 *
 * @param means length n, in raw units
 * @param deviations length n, population deviations (divided by m), in raw units, 0 if constant
 */
public record Standardization(double[] means, double[] deviations) {
  /** Checks that the lengths agree and that each deviation is finite and not negative. */
  public Standardization {
    if (means.length != deviations.length) {
      throw new IllegalArgumentException(
          "means: " + means.length + " values, deviations: " + deviations.length);
    }
    for (int j = 0; j < means.length; j++) {
      if (!Double.isFinite(means[j]) || !(deviations[j] >= 0) || !Double.isFinite(deviations[j])) {
        throw new IllegalArgumentException(
            "feature " + j + ": mean " + means[j] + ", deviation " + deviations[j]);
      }
    }
  }

  /**
   * Learns means and deviations in two passes in double precision, in the order of the examples, so
   * that they are the same on every machine.
   */
  public static Standardization of(Dataset data) {
    int n = data.features();
    double[] means = new double[n];
    double[] first = new double[n];
    double[] squares = new double[n];
    boolean[] varies = new boolean[n];
    for (int j = 0; j < n; j++) {
      first[j] = data.x(0, j);
    }
    // Shifting by the first example keeps the digits of a feature far from 0.
    for (int k = 0; k < data.blockCount(); k++) {
      float[] x = data.block(k);
      for (int i = 0, at = 0; i < data.blockRows(k); i++, at += n) {
        for (int j = 0; j < n; j++) {
          means[j] += x[at + j] - first[j];
          varies[j] |= x[at + j] != first[j];
        }
      }
    }
    double m = data.examples();
    for (int j = 0; j < n; j++) {
      means[j] = first[j] + means[j] / m;
    }
    for (int k = 0; k < data.blockCount(); k++) {
      float[] x = data.block(k);
      for (int i = 0, at = 0; i < data.blockRows(k); i++, at += n) {
        for (int j = 0; j < n; j++) {
          double d = x[at + j] - means[j];
          squares[j] += d * d;
        }
      }
    }
    for (int j = 0; j < n; j++) {
      squares[j] = varies[j] ? Math.sqrt(squares[j] / m) : 0;
    }
    return new Standardization(means, squares);
  }

  /** The number of features. */
  public int features() {
    return means.length;
  }

  /** The indices of the features that are constant. */
  public List<Integer> constants() {
    List<Integer> constants = new ArrayList<>();
    for (int j = 0; j < deviations.length; j++) {
      if (deviations[j] == 0) {
        constants.add(j);
      }
    }
    return constants;
  }

  /**
   * The weights for raw features that give the margins which w gives for standardised ones: w_j /
   * deviation_j, and the bias less the sum of what the means contribute.
   *
   * @param w length n + 1, bias last
   */
  public double[] toRaw(double[] w) {
    int n = features();
    double[] raw = new double[n + 1];
    double bias = w[n];
    for (int j = 0; j < n; j++) {
      raw[j] = deviations[j] == 0 ? 0 : w[j] / deviations[j];
      bias -= raw[j] * means[j];
    }
    raw[n] = bias;
    return raw;
  }

  /**
   * The reverse of {@link #toRaw}: the weights for standardised features from those for raw ones.
   *
   * @param raw length n + 1, bias last
   */
  public double[] fromRaw(double[] raw) {
    int n = features();
    double[] w = new double[n + 1];
    double bias = raw[n];
    for (int j = 0; j < n; j++) {
      w[j] = raw[j] * deviations[j];
      bias += raw[j] * means[j];
    }
    w[n] = bias;
    return w;
  }

  void checkFeatures(int features) {
    if (features != means.length) {
      throw new IllegalArgumentException(
          "features differ: standardisation " + means.length + ", data " + features);
    }
  }

  /** Rescales the first rows of an example-major block in place. */
  void apply(float[] x, int rows) {
    int n = means.length;
    for (int i = 0, at = 0; i < rows; i++, at += n) {
      for (int j = 0; j < n; j++) {
        double deviation = deviations[j];
        x[at + j] = deviation == 0 ? 0 : (float) ((x[at + j] - means[j]) / deviation);
      }
    }
  }
}
