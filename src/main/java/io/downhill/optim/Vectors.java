package io.downhill.optim;

/** Sums over parameters, in double and in ascending order, so that they are the same everywhere. */
final class Vectors {
  private Vectors() {}

  static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int j = 0; j < a.length; j++) {
      sum += a[j] * b[j];
    }
    return sum;
  }

  /** a + t b, as a new array. */
  static double[] plus(double[] a, double t, double[] b) {
    double[] sum = new double[a.length];
    for (int j = 0; j < a.length; j++) {
      sum[j] = a[j] + t * b[j];
    }
    return sum;
  }

  /** -a, as a new array. */
  static double[] negative(double[] a) {
    double[] negative = new double[a.length];
    for (int j = 0; j < a.length; j++) {
      negative[j] = -a[j];
    }
    return negative;
  }

  static boolean finite(double[] a) {
    for (double component : a) {
      if (!Double.isFinite(component)) {
        return false;
      }
    }
    return true;
  }

  static double norm(double[] a) {
    return Math.sqrt(dot(a, a));
  }
}
