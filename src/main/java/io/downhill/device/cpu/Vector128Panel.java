package io.downhill.device.cpu;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Eight columns of parameters in vectors of 128 bits, four and then the other four. No method gives
 * a vector to another: the launcher keeps them from being inlined, and then it would be an object.
 */
final class Vector128Panel {
  private static final VectorSpecies<Float> LANES = FloatVector.SPECIES_128;
  private static final int EIGHT = 8;
  private static final int FOUR = 4;

  private Vector128Panel() {}

  /** {@link Loops#eightMargins}. */
  static void margins(float[] x, int at, int rows, int n, float[] w, float[] z) {
    float[] lanes = new float[EIGHT * EIGHT * EIGHT];
    int i = 0;
    for (; i + EIGHT <= rows; i += EIGHT) {
      for (int lane = 0; lane < EIGHT; lane++) {
        eightRowsOfLane(x, at + i * n, n, w, lane, 0, lanes);
        eightRowsOfLane(x, at + i * n, n, w, lane, FOUR, lanes);
      }
      trees(lanes, EIGHT, n, w, z, i * EIGHT);
    }
    for (; i < rows; i++) {
      for (int lane = 0; lane < EIGHT; lane++) {
        oneRowOfLane(x, at + i * n, n, w, lane, 0, lanes);
        oneRowOfLane(x, at + i * n, n, w, lane, FOUR, lanes);
      }
      trees(lanes, 1, n, w, z, i * EIGHT);
    }
  }

  /**
   * A lane of eight rows for each column, row r to 64 r + 8 lane. The loop counts by one: by eight
   * the compiler keeps the range checks, and it takes twice as long.
   */
  private static void eightRowsOfLane(
      float[] x, int at, int n, float[] w, int lane, int half, float[] lanes) {
    FloatVector t0 = FloatVector.zero(LANES);
    FloatVector t1 = FloatVector.zero(LANES);
    FloatVector t2 = FloatVector.zero(LANES);
    FloatVector t3 = FloatVector.zero(LANES);
    FloatVector t4 = FloatVector.zero(LANES);
    FloatVector t5 = FloatVector.zero(LANES);
    FloatVector t6 = FloatVector.zero(LANES);
    FloatVector t7 = FloatVector.zero(LANES);
    int first = at + lane;
    int at4 = first + 4 * n;
    int count = (n - lane + EIGHT - 1) / EIGHT;
    for (int k = 0; k < count; k++) {
      int j = k * EIGHT;
      FloatVector v = FloatVector.fromArray(LANES, w, (j + lane) * EIGHT + half);
      t0 = FloatVector.broadcast(LANES, x[first + j]).fma(v, t0);
      t1 = FloatVector.broadcast(LANES, x[first + n + j]).fma(v, t1);
      t2 = FloatVector.broadcast(LANES, x[first + 2 * n + j]).fma(v, t2);
      t3 = FloatVector.broadcast(LANES, x[first + 3 * n + j]).fma(v, t3);
      t4 = FloatVector.broadcast(LANES, x[at4 + j]).fma(v, t4);
      t5 = FloatVector.broadcast(LANES, x[at4 + n + j]).fma(v, t5);
      t6 = FloatVector.broadcast(LANES, x[at4 + 2 * n + j]).fma(v, t6);
      t7 = FloatVector.broadcast(LANES, x[at4 + 3 * n + j]).fma(v, t7);
    }
    int target = lane * EIGHT + half;
    t0.intoArray(lanes, target);
    t1.intoArray(lanes, target + 64);
    t2.intoArray(lanes, target + 128);
    t3.intoArray(lanes, target + 192);
    t4.intoArray(lanes, target + 256);
    t5.intoArray(lanes, target + 320);
    t6.intoArray(lanes, target + 384);
    t7.intoArray(lanes, target + 448);
  }

  private static void oneRowOfLane(
      float[] x, int at, int n, float[] w, int lane, int half, float[] lanes) {
    FloatVector t = FloatVector.zero(LANES);
    for (int j = lane; j < n; j += EIGHT) {
      t =
          FloatVector.broadcast(LANES, x[at + j])
              .fma(FloatVector.fromArray(LANES, w, j * EIGHT + half), t);
    }
    t.intoArray(lanes, lane * EIGHT + half);
  }

  /** The trees over the lanes of some rows, and the biases. */
  private static void trees(float[] lanes, int rows, int n, float[] w, float[] z, int target) {
    for (int half = 0; half < EIGHT; half += FOUR) {
      FloatVector bias = FloatVector.fromArray(LANES, w, Loops.biasRow(n) * EIGHT + half);
      for (int r = 0; r < rows; r++) {
        int t = r * EIGHT * EIGHT + half;
        FloatVector t04 =
            FloatVector.fromArray(LANES, lanes, t).add(FloatVector.fromArray(LANES, lanes, t + 32));
        FloatVector t26 =
            FloatVector.fromArray(LANES, lanes, t + 16)
                .add(FloatVector.fromArray(LANES, lanes, t + 48));
        FloatVector t15 =
            FloatVector.fromArray(LANES, lanes, t + 8)
                .add(FloatVector.fromArray(LANES, lanes, t + 40));
        FloatVector t37 =
            FloatVector.fromArray(LANES, lanes, t + 24)
                .add(FloatVector.fromArray(LANES, lanes, t + 56));
        t04.add(t26).add(t15.add(t37)).add(bias).intoArray(z, target + r * EIGHT + half);
      }
    }
  }

  /** {@link Loops#eightSums}. */
  static void sums(float[] x, int at, int rows, int n, float[] dz, int first, float[] g) {
    Arrays.fill(g, 0, n * EIGHT, 0f);
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
