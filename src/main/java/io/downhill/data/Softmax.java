package io.downhill.data;

import java.util.stream.IntStream;

/** The probabilities of K classes from their margins, in double and in class order. */
public final class Softmax {
  private Softmax() {}

  /** p = softmax(z); both of length K, and both may be the same. */
  public static void of(double[] z, int at, int classes, double[] p) {
    double greatest = greatest(z, at, classes);
    double sum = 0;
    for (int k = 0; k < classes; k++) {
      p[at + k] = exponential(z[at + k], greatest);
      sum += p[at + k];
    }
    for (int k = 0; k < classes; k++) {
      p[at + k] /= sum;
    }
  }

  /** Puts the probabilities of m examples of K classes in the place of their margins. */
  public static double[] inPlace(double[] z, int classes) {
    IntStream.range(0, z.length / classes).parallel().forEach(i -> of(z, i * classes, classes, z));
    return z;
  }

  /**
   * The loss -log p_y of an example, log S + (u - z_y), which keeps its digits where p is near 1.
   */
  public static double loss(double[] z, int at, int classes, int y) {
    double greatest = greatest(z, at, classes);
    int best = first(z, at, classes);
    double others = 0;
    for (int k = 0; k < classes; k++) {
      others += k == best ? 0 : exponential(z[at + k], greatest);
    }
    double below = z[at + y] == greatest ? 0 : greatest - z[at + y];
    return StrictMath.log1p(others) + below;
  }

  /** The class with the greatest margin, the first of equal ones. */
  public static int first(double[] z, int at, int classes) {
    int best = 0;
    for (int k = 1; k < classes; k++) {
      best = z[at + k] > z[at + best] ? k : best;
    }
    return best;
  }

  private static double greatest(double[] z, int at, int classes) {
    return z[at + first(z, at, classes)];
  }

  /** exp(z - greatest); 1 where they are equal, even if both are infinite. */
  public static double exponential(double z, double greatest) {
    return z == greatest ? 1 : StrictMath.exp(z - greatest);
  }
}
