package io.downhill;

import java.util.Arrays;

/**
 * Logistic regression in double precision, slow and plain, to judge the solvers by: damped Newton,
 * with l1 proximal, by coordinate descent; on features that it scales itself, so that badly scaled
 * ones are no harder for it.
 */
final class Reference {
  private static final int STEPS = 200;

  private final TrainingOptions options;
  private final float[][] raw;
  private final int[] y;
  private final double[] c;
  private final double[][] x;
  private final double[] shift;
  private final double[] scale;
  private final double[] deviation;
  private final double[] l1;
  private final double[] l2;
  private double total;
  private double[] lastStep;

  /**
   * Takes a problem.
   *
   * @param own the weights of the examples alone, by which features are scaled; null if all are 1
   * @param c the weights of the examples, those of the classes included
   */
  Reference(float[][] raw, int[] y, float[] own, double[] c, TrainingOptions options) {
    this.options = options;
    this.raw = raw;
    this.y = y;
    this.c = c;
    int n = raw[0].length;
    shift = new double[n];
    scale = new double[n];
    deviation = new double[n];
    l1 = new double[n + 1];
    l2 = new double[n + 1];
    for (int j = 0; j < n; j++) {
      scale(j, own);
      // A weight for x' = (x - shift) / scale is scale times the one for x.
      boolean rawWeights = options.penalize() == TrainingOptions.Penalize.RAW;
      double factor = (rawWeights ? 1 : deviation[j]) / scale[j];
      l1[j] = options.l1() * factor;
      l2[j] = options.l2() * factor * factor;
    }
    x = new double[raw.length][n + 1];
    for (int i = 0; i < raw.length; i++) {
      total += c[i];
      for (int j = 0; j < n; j++) {
        boolean dropped = options.intercept() && options.standardize() && deviation[j] == 0;
        x[i][j] = dropped ? 0 : (raw[i][j] - shift[j]) / scale[j];
      }
      x[i][n] = options.intercept() ? 1 : 0;
    }
  }

  private void scale(int j, float[] own) {
    double all = 0;
    double sum = 0;
    double first = Double.NaN;
    boolean varies = false;
    for (int i = 0; i < raw.length; i++) {
      double weight = own == null ? 1 : own[i];
      if (weight > 0) {
        first = Double.isNaN(first) ? raw[i][j] : first;
        all += weight;
        sum += weight * (raw[i][j] - first);
        varies |= raw[i][j] != first;
      }
    }
    double mean = first + sum / all;
    double squares = 0;
    for (int i = 0; i < raw.length; i++) {
      squares += (own == null ? 1 : own[i]) * (raw[i][j] - mean) * (raw[i][j] - mean);
    }
    deviation[j] = varies ? Math.sqrt(squares / all) : 0;
    if (!options.intercept() && !varies) {
      deviation[j] = Math.abs(first);
    }
    shift[j] = options.intercept() ? mean : 0;
    scale[j] = deviation[j];
    if (!(scale[j] > 0)) {
      scale[j] = 1;
    }
  }

  /** The weights that the reference sees, from a model's. */
  double[] scaled(LogisticModel model) {
    int n = raw[0].length;
    double[] v = new double[n + 1];
    v[n] = model.bias();
    for (int j = 0; j < n; j++) {
      v[j] = model.weights()[j] * scale[j];
      v[n] += model.weights()[j] * shift[j];
    }
    return v;
  }

  /** J at scaled weights, penalties included. */
  double cost(double[] v) {
    double cost = 0;
    for (int i = 0; i < x.length; i++) {
      double z = dot(x[i], v);
      double s = y[i] > 0 ? -z : z;
      cost += c[i] / total * (StrictMath.log1p(StrictMath.exp(-Math.abs(s))) + Math.max(s, 0));
    }
    for (int j = 0; j < v.length; j++) {
      cost += l1[j] * Math.abs(v[j]) + l2[j] / 2 * v[j] * v[j];
    }
    return cost;
  }

  /** The gradient of J without l1. */
  double[] gradient(double[] v) {
    double[] gradient = new double[v.length];
    for (int i = 0; i < x.length; i++) {
      double dz = c[i] / total * (sigmoid(dot(x[i], v)) - y[i]);
      for (int j = 0; j < v.length; j++) {
        gradient[j] += dz * x[i][j];
      }
    }
    for (int j = 0; j < v.length; j++) {
      gradient[j] += l2[j] * v[j];
    }
    return gradient;
  }

  /** How far |gradient_j| of the smooth part stays below l1_j: above 0, v_j is 0 for certain. */
  double slack(double[] gradient, int j) {
    return l1[j] - Math.abs(gradient[j]);
  }

  /**
   * Of each parameter at v, by the inverse of the Hessian of the log likelihood, or by the sandwich
   * with n/(n-1); each example counts once.
   */
  double[] standardErrors(double[] v, boolean robust) {
    int m = x.length;
    double[][] inverse = new double[v.length][];
    double[][] h = hessian(v);
    for (int j = 0; j < v.length; j++) {
      double[] axis = new double[v.length];
      axis[j] = -1;
      inverse[j] = newton(h, axis);
    }
    double[] variances = new double[v.length];
    for (int j = 0; j < v.length; j++) {
      variances[j] = inverse[j][j] / m;
    }
    if (robust) {
      Arrays.fill(variances, 0);
      for (int i = 0; i < m; i++) {
        double dz = sigmoid(dot(x[i], v)) - y[i];
        for (int j = 0; j < v.length; j++) {
          double influence = dz * dot(inverse[j], x[i]) / m;
          variances[j] += influence * influence * m / (m - 1);
        }
      }
    }
    return Arrays.stream(variances).map(Math::sqrt).toArray();
  }

  private double[][] hessian(double[] v) {
    double[][] h = new double[v.length][v.length];
    for (int i = 0; i < x.length; i++) {
      double a = sigmoid(dot(x[i], v));
      double q = c[i] / total * a * (1 - a);
      for (int j = 0; j < v.length; j++) {
        double qx = q * x[i][j];
        for (int k = 0; k <= j; k++) {
          h[j][k] += qx * x[i][k];
        }
      }
    }
    for (int j = 0; j < v.length; j++) {
      for (int k = 0; k < j; k++) {
        h[k][j] = h[j][k];
      }
      // The lift keeps the steps defined where columns are collinear; it moves no optimum.
      h[j][j] += l2[j] + 1e-13;
    }
    return h;
  }

  /** The scaled weights at which J is least. */
  double[] minimize() {
    double[] v = new double[raw[0].length + 1];
    double cost = cost(v);
    for (int k = 0; k < STEPS; k++) {
      double[] g = gradient(v);
      double[][] h = hessian(v);
      double[] d = options.l1() > 0 ? coordinateDescent(h, g, v) : newton(h, g);
      double predicted = 0;
      for (int j = 0; j < v.length; j++) {
        predicted += g[j] * d[j] + l1[j] * (Math.abs(v[j] + d[j]) - Math.abs(v[j]));
      }
      lastStep = d;
      double t = 1;
      double[] next = plus(v, t, d);
      while (t > 1e-12 && !(cost(next) <= cost + 1e-4 * t * predicted)) {
        t /= 2;
        next = plus(v, t, d);
      }
      if (!(predicted < -1e-16 * cost) || t <= 1e-12) {
        break;
      }
      v = next;
      cost = cost(v);
    }
    return v;
  }

  /**
   * Whether some direction has no example on its wrong side, and one on its right one; to be asked
   * after {@link #minimize}, whose end and last step are the candidates.
   */
  boolean separable(double[] end) {
    return options.l1() == 0 && options.l2() == 0 && (separates(end) || separates(lastStep));
  }

  private boolean separates(double[] d) {
    double least = Double.POSITIVE_INFINITY;
    double most = 0;
    for (int i = 0; i < x.length; i++) {
      if (c[i] > 0) {
        double right = (y[i] > 0 ? 1 : -1) * dot(x[i], d);
        least = Math.min(least, right);
        most = Math.max(most, right);
      }
    }
    return most > 0 && least > -1e-5 * most;
  }

  private static double[] newton(double[][] h, double[] g) {
    int n = g.length;
    double[][] l = new double[n][n];
    for (int j = 0; j < n; j++) {
      for (int k = 0; k <= j; k++) {
        double sum = h[j][k];
        for (int i = 0; i < k; i++) {
          sum -= l[j][i] * l[k][i];
        }
        l[j][k] = j == k ? Math.sqrt(Math.max(sum, 1e-14)) : sum / l[k][k];
      }
    }
    double[] d = new double[n];
    for (int j = 0; j < n; j++) {
      d[j] = -g[j];
      for (int k = 0; k < j; k++) {
        d[j] -= l[j][k] * d[k];
      }
      d[j] /= l[j][j];
    }
    for (int j = n - 1; j >= 0; j--) {
      for (int k = j + 1; k < n; k++) {
        d[j] -= l[k][j] * d[k];
      }
      d[j] /= l[j][j];
    }
    return d;
  }

  private double[] coordinateDescent(double[][] h, double[] g, double[] v) {
    double[] d = new double[v.length];
    double[] slope = g.clone();
    for (int sweep = 0; sweep < 20_000; sweep++) {
      double largest = 0;
      for (int j = 0; j < v.length; j++) {
        double at = v[j] + d[j];
        double free = at - slope[j] / h[j][j];
        double to = Math.copySign(Math.max(Math.abs(free) - l1[j] / h[j][j], 0), free);
        if (to == at) {
          continue;
        }
        for (int k = 0; k < v.length; k++) {
          slope[k] += (to - at) * h[k][j];
        }
        d[j] = to == 0 ? -v[j] : d[j] + (to - at);
        largest = Math.max(largest, Math.abs(to - at) * h[j][j]);
      }
      if (largest <= 1e-14) {
        break;
      }
    }
    return d;
  }

  private static double[] plus(double[] v, double t, double[] d) {
    double[] sum = Arrays.copyOf(v, v.length);
    for (int j = 0; j < v.length; j++) {
      sum[j] += t * d[j];
    }
    return sum;
  }

  private static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int j = 0; j < a.length; j++) {
      sum += a[j] * b[j];
    }
    return sum;
  }

  private static double sigmoid(double z) {
    return 1 / (1 + StrictMath.exp(-z));
  }
}
