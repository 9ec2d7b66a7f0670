package io.downhill.device.cpu;

import java.util.Arrays;

/** Plain loops in the shapes that the JIT compiles well; for a JVM without the Vector API. */
final class ScalarLoops implements Loops {
  @Override
  public String name() {
    return "scalar";
  }

  @Override
  public void margins(float[] x, int at, int rows, int n, float[] w, float[] z, int zAt) {
    for (int i = 0; i < rows; i++) {
      z[zAt + i] = margin(x, at + i * n, n, w);
    }
  }

  static float margin(float[] x, int at, int n, float[] w) {
    float t0 = 0, t1 = 0, t2 = 0, t3 = 0, t4 = 0, t5 = 0, t6 = 0, t7 = 0;
    int whole = n & -8;
    for (int j = 0; j < whole; j += 8) {
      t0 = Math.fma(x[at + j], w[j], t0);
      t1 = Math.fma(x[at + j + 1], w[j + 1], t1);
      t2 = Math.fma(x[at + j + 2], w[j + 2], t2);
      t3 = Math.fma(x[at + j + 3], w[j + 3], t3);
      t4 = Math.fma(x[at + j + 4], w[j + 4], t4);
      t5 = Math.fma(x[at + j + 5], w[j + 5], t5);
      t6 = Math.fma(x[at + j + 6], w[j + 6], t6);
      t7 = Math.fma(x[at + j + 7], w[j + 7], t7);
    }
    int p = at + whole;
    int tail = n - whole;
    if (tail > 0) {
      t0 = Math.fma(x[p], w[whole], t0);
    }
    if (tail > 1) {
      t1 = Math.fma(x[p + 1], w[whole + 1], t1);
    }
    if (tail > 2) {
      t2 = Math.fma(x[p + 2], w[whole + 2], t2);
    }
    if (tail > 3) {
      t3 = Math.fma(x[p + 3], w[whole + 3], t3);
    }
    if (tail > 4) {
      t4 = Math.fma(x[p + 4], w[whole + 4], t4);
    }
    if (tail > 5) {
      t5 = Math.fma(x[p + 5], w[whole + 5], t5);
    }
    if (tail > 6) {
      t6 = Math.fma(x[p + 6], w[whole + 6], t6);
    }
    return (((t0 + t4) + (t2 + t6)) + ((t1 + t5) + (t3 + t7))) + w[n];
  }

  /** Four rows at a time, so that g is read and written a quarter as often. */
  @Override
  public void stripeSums(float[] x, int at, int rows, int n, float[] dz, int dzAt, float[] g) {
    rowSums(x, at, rows, n, dz, dzAt, n, g, 0);
  }

  /** The sums of the first so many columns, into g from {@code target} on. */
  private static void rowSums(
      float[] x,
      int at,
      int rows,
      int n,
      float[] dz,
      int dzAt,
      int columns,
      float[] g,
      int target) {
    Arrays.fill(g, target, target + columns, 0f);
    int i = 0;
    for (; i + 4 <= rows; i += 4) {
      int d = dzAt + i;
      fourRows(x, at + i * n, n, dz[d], dz[d + 1], dz[d + 2], dz[d + 3], columns, g, target);
    }
    for (; i < rows; i++) {
      oneRow(x, at + i * n, dz[dzAt + i], columns, g, target);
    }
  }

  private static void fourRows(
      float[] x,
      int at,
      int n,
      float d0,
      float d1,
      float d2,
      float d3,
      int columns,
      float[] g,
      int target) {
    int at1 = at + n;
    int at2 = at1 + n;
    int at3 = at2 + n;
    for (int j = 0; j < columns; j++) {
      g[target + j] =
          Math.fma(
              d3,
              x[at3 + j],
              Math.fma(
                  d2,
                  x[at2 + j],
                  Math.fma(d1, x[at1 + j], Math.fma(d0, x[at + j], g[target + j]))));
    }
  }

  private static void oneRow(float[] x, int at, float d, int columns, float[] g, int target) {
    for (int j = 0; j < columns; j++) {
      g[target + j] = Math.fma(d, x[at + j], g[target + j]);
    }
  }

  /** Row j of the triangle is a stripe's sums of its first j columns, with r for dz. */
  @Override
  public void stripeHessian(float[] x, int at, int rows, int n, float[] k, float[] h) {
    float[] r = new float[rows];
    for (int j = 0; j < n; j++) {
      for (int i = 0; i < rows; i++) {
        r[i] = k[i] * x[at + i * n + j];
      }
      rowSums(x, at, rows, n, r, 0, j + 1, h, Loops.triangleRow(j));
    }
    int last = Loops.triangleRow(n);
    rowSums(x, at, rows, n, k, 0, n, h, last);
    h[last + n] = 0;
    for (int i = 0; i < rows; i++) {
      h[last + n] += k[i];
    }
  }
}
