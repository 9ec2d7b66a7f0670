package io.downhill.device.cpu;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/** Eight columns of parameters in vectors of 128 bits, four columns and then the other four. */
final class Vector128Panel {
  private static final VectorSpecies<Float> LANES = FloatVector.SPECIES_128;
  private static final int EIGHT = 8;
  private static final int FOUR = 4;

  private Vector128Panel() {}

  /** {@link Loops#eightMargins}. */
  static void margins(float[] x, int at, int rows, int n, float[] w, float[] z) {
    for (int i = 0; i < rows; i++) {
      margin(x, at + i * n, n, w, 0, z, i * EIGHT);
      margin(x, at + i * n, n, w, FOUR, z, i * EIGHT);
    }
  }

  /**
   * The margins of one row for four columns: the lanes t0 to t7 of each column are eight vectors.
   */
  private static void margin(float[] x, int at, int n, float[] w, int half, float[] z, int target) {
    FloatVector t0 = FloatVector.zero(LANES);
    FloatVector t1 = FloatVector.zero(LANES);
    FloatVector t2 = FloatVector.zero(LANES);
    FloatVector t3 = FloatVector.zero(LANES);
    FloatVector t4 = FloatVector.zero(LANES);
    FloatVector t5 = FloatVector.zero(LANES);
    FloatVector t6 = FloatVector.zero(LANES);
    FloatVector t7 = FloatVector.zero(LANES);
    int whole = n & -EIGHT;
    for (int j = 0; j < whole; j += EIGHT) {
      int p = at + j;
      int v = j * EIGHT + half;
      t0 = FloatVector.broadcast(LANES, x[p]).fma(FloatVector.fromArray(LANES, w, v), t0);
      t1 = FloatVector.broadcast(LANES, x[p + 1]).fma(FloatVector.fromArray(LANES, w, v + 8), t1);
      t2 = FloatVector.broadcast(LANES, x[p + 2]).fma(FloatVector.fromArray(LANES, w, v + 16), t2);
      t3 = FloatVector.broadcast(LANES, x[p + 3]).fma(FloatVector.fromArray(LANES, w, v + 24), t3);
      t4 = FloatVector.broadcast(LANES, x[p + 4]).fma(FloatVector.fromArray(LANES, w, v + 32), t4);
      t5 = FloatVector.broadcast(LANES, x[p + 5]).fma(FloatVector.fromArray(LANES, w, v + 40), t5);
      t6 = FloatVector.broadcast(LANES, x[p + 6]).fma(FloatVector.fromArray(LANES, w, v + 48), t6);
      t7 = FloatVector.broadcast(LANES, x[p + 7]).fma(FloatVector.fromArray(LANES, w, v + 56), t7);
    }
    int tail = n - whole;
    int p = at + whole;
    int v = whole * EIGHT + half;
    t0 = tail > 0 ? term(x, p, w, v, t0) : t0;
    t1 = tail > 1 ? term(x, p + 1, w, v + 8, t1) : t1;
    t2 = tail > 2 ? term(x, p + 2, w, v + 16, t2) : t2;
    t3 = tail > 3 ? term(x, p + 3, w, v + 24, t3) : t3;
    t4 = tail > 4 ? term(x, p + 4, w, v + 32, t4) : t4;
    t5 = tail > 5 ? term(x, p + 5, w, v + 40, t5) : t5;
    t6 = tail > 6 ? term(x, p + 6, w, v + 48, t6) : t6;
    FloatVector even = t0.add(t4).add(t2.add(t6));
    FloatVector odd = t1.add(t5).add(t3.add(t7));
    even.add(odd)
        .add(FloatVector.fromArray(LANES, w, n * EIGHT + half))
        .intoArray(z, target + half);
  }

  private static FloatVector term(float[] x, int at, float[] w, int v, FloatVector t) {
    return FloatVector.broadcast(LANES, x[at]).fma(FloatVector.fromArray(LANES, w, v), t);
  }

  /** {@link Loops#eightSums}. */
  static void sums(float[] x, int at, int rows, int n, float[] dz, int first, float[] g) {
    java.util.Arrays.fill(g, 0, n * EIGHT, 0f);
    int i = 0;
    for (; i + EIGHT <= rows; i += EIGHT) {
      eightRows(x, at + i * n, n, dz, (first + i) * EIGHT, g, 0);
      eightRows(x, at + i * n, n, dz, (first + i) * EIGHT + FOUR, g, FOUR);
    }
    for (; i < rows; i++) {
      oneRow(x, at + i * n, n, dz, (first + i) * EIGHT, g, 0);
      oneRow(x, at + i * n, n, dz, (first + i) * EIGHT + FOUR, g, FOUR);
    }
  }

  private static void eightRows(float[] x, int at, int n, float[] dz, int d, float[] g, int half) {
    FloatVector d0 = FloatVector.fromArray(LANES, dz, d);
    FloatVector d1 = FloatVector.fromArray(LANES, dz, d + 8);
    FloatVector d2 = FloatVector.fromArray(LANES, dz, d + 16);
    FloatVector d3 = FloatVector.fromArray(LANES, dz, d + 24);
    FloatVector d4 = FloatVector.fromArray(LANES, dz, d + 32);
    FloatVector d5 = FloatVector.fromArray(LANES, dz, d + 40);
    FloatVector d6 = FloatVector.fromArray(LANES, dz, d + 48);
    FloatVector d7 = FloatVector.fromArray(LANES, dz, d + 56);
    int at4 = at + 4 * n;
    for (int j = 0; j < n; j++) {
      FloatVector sum = FloatVector.fromArray(LANES, g, j * EIGHT + half);
      sum = FloatVector.broadcast(LANES, x[at + j]).fma(d0, sum);
      sum = FloatVector.broadcast(LANES, x[at + n + j]).fma(d1, sum);
      sum = FloatVector.broadcast(LANES, x[at + 2 * n + j]).fma(d2, sum);
      sum = FloatVector.broadcast(LANES, x[at + 3 * n + j]).fma(d3, sum);
      sum = FloatVector.broadcast(LANES, x[at4 + j]).fma(d4, sum);
      sum = FloatVector.broadcast(LANES, x[at4 + n + j]).fma(d5, sum);
      sum = FloatVector.broadcast(LANES, x[at4 + 2 * n + j]).fma(d6, sum);
      sum = FloatVector.broadcast(LANES, x[at4 + 3 * n + j]).fma(d7, sum);
      sum.intoArray(g, j * EIGHT + half);
    }
  }

  /** {@link Loops#eightTotals}. */
  static void totals(float[] q, float[][] factors, int first, int rows, float[] g, int place) {
    float[] one = factors[0];
    float[] other = factors[1];
    for (int half = 0; half < EIGHT; half += LANES.length()) {
      FloatVector plain = FloatVector.zero(LANES);
      FloatVector products = FloatVector.zero(LANES);
      for (int i = first; i < first + rows; i++) {
        int k = i * EIGHT + half;
        plain = plain.add(FloatVector.fromArray(LANES, q, k));
        products =
            FloatVector.fromArray(LANES, one, k)
                .fma(FloatVector.fromArray(LANES, other, k), products);
      }
      plain.intoArray(g, place + half);
      products.intoArray(g, place + EIGHT + half);
    }
  }

  private static void oneRow(float[] x, int at, int n, float[] dz, int d, float[] g, int half) {
    FloatVector weight = FloatVector.fromArray(LANES, dz, d);
    for (int j = 0; j < n; j++) {
      FloatVector sum = FloatVector.fromArray(LANES, g, j * EIGHT + half);
      FloatVector.broadcast(LANES, x[at + j]).fma(weight, sum).intoArray(g, j * EIGHT + half);
    }
  }
}
