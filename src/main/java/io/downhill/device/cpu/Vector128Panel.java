package io.downhill.device.cpu;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorShuffle;
import jdk.incubator.vector.VectorSpecies;

/**
 * Eight columns of parameters in vectors of 128 bits: in margins a vector holds half of the lanes
 * of one, in sums four features. So a vector of x is loaded once for four columns, and a sum stays
 * in a register from row to row.
 *
 * <p>What lies behind a row's last feature is masked to 0 and meets weights of -0, which leaves
 * every number as it is. No method gives a vector to another: the launcher keeps them from being
 * inlined, and then it would be an object.
 */
final class Vector128Panel {
  private static final VectorSpecies<Float> LANES = FloatVector.SPECIES_128;
  private static final VectorSpecies<Integer> INTS = IntVector.SPECIES_128;
  private static final int EIGHT = 8;
  private static final int FOUR = 4;

  /** Elements of eight vectors. */
  private static final int SQUARE = EIGHT * EIGHT;

  /** Eight ones and eight zeros: from EIGHT - k on, a mask of the first k. */
  private static final int[] MASKS = new int[2 * EIGHT];

  static {
    Arrays.fill(MASKS, 0, EIGHT, -1);
  }

  private static final VectorMask<Float> UPPER = VectorMask.fromLong(LANES, 0xc);
  private static final VectorMask<Float> ODD = VectorMask.fromLong(LANES, 0xa);
  private static final VectorShuffle<Float> SWAP_PAIRS =
      VectorShuffle.fromOp(LANES, lane -> lane ^ 2);
  private static final VectorShuffle<Float> SWAP_NEIGHBOURS =
      VectorShuffle.fromOp(LANES, lane -> lane ^ 1);

  private Vector128Panel() {}

  /** {@link Loops#eightMargins}. */
  static void margins(float[] x, int at, int rows, int n, float[] w, int columns, float[] z) {
    float[] lanes = new float[EIGHT * SQUARE];
    for (int i = 0; i < rows; i += EIGHT) {
      int count = Math.min(EIGHT, rows - i);
      for (int r = 0; r < count; r += 2) {
        int row = at + (i + r) * n;
        int next = r + 1 < count ? row + n : row;
        for (int half = 0; half < EIGHT; half += FOUR) {
          int other = SQUARE / 2 + half;
          twoRows(x, row, next, n, w, half, lanes, r * SQUARE + half);
          if (columns > FOUR) {
            twoRows(x, row, next, n, w, other, lanes, r * SQUARE + other);
          }
        }
      }
      trees(lanes, 2 * count, w, Loops.panelBiases(n), z, i * EIGHT);
    }
  }

  /**
   * Half of the lanes of two rows for four columns, whose weights begin at {@code place}. The loop
   * counts by one: by eight the compiler keeps more of the range checks.
   */
  private static void twoRows(
      float[] x, int first, int second, int n, float[] w, int column, float[] lanes, int target) {
    FloatVector a0 = FloatVector.zero(LANES);
    FloatVector a1 = FloatVector.zero(LANES);
    FloatVector a2 = FloatVector.zero(LANES);
    FloatVector a3 = FloatVector.zero(LANES);
    FloatVector b0 = FloatVector.zero(LANES);
    FloatVector b1 = FloatVector.zero(LANES);
    FloatVector b2 = FloatVector.zero(LANES);
    FloatVector b3 = FloatVector.zero(LANES);
    int half = column % EIGHT;
    int whole = n / EIGHT;
    for (int k = 0; k < whole; k++) {
      FloatVector a = FloatVector.fromArray(LANES, x, first + half + k * EIGHT);
      FloatVector b = FloatVector.fromArray(LANES, x, second + half + k * EIGHT);
      int place = column + k * SQUARE;
      FloatVector v = FloatVector.fromArray(LANES, w, place);
      a0 = a.fma(v, a0);
      b0 = b.fma(v, b0);
      v = FloatVector.fromArray(LANES, w, place + EIGHT);
      a1 = a.fma(v, a1);
      b1 = b.fma(v, b1);
      v = FloatVector.fromArray(LANES, w, place + 2 * EIGHT);
      a2 = a.fma(v, a2);
      b2 = b.fma(v, b2);
      v = FloatVector.fromArray(LANES, w, place + 3 * EIGHT);
      a3 = a.fma(v, a3);
      b3 = b.fma(v, b3);
    }
    a0.intoArray(lanes, target);
    a1.intoArray(lanes, target + EIGHT);
    a2.intoArray(lanes, target + 2 * EIGHT);
    a3.intoArray(lanes, target + 3 * EIGHT);
    b0.intoArray(lanes, target + SQUARE);
    b1.intoArray(lanes, target + SQUARE + EIGHT);
    b2.intoArray(lanes, target + SQUARE + 2 * EIGHT);
    b3.intoArray(lanes, target + SQUARE + 3 * EIGHT);
    if (n % EIGHT != 0) {
      twoTails(x, first, second, n, w, column, lanes, target);
    }
  }

  /** Adds the features behind the last whole vector. */
  private static void twoTails(
      float[] x, int first, int second, int n, float[] w, int column, float[] lanes, int target) {
    int half = column % EIGHT;
    int whole = n & -EIGHT;
    IntVector mask = IntVector.fromArray(INTS, MASKS, EIGHT - (n - whole) + half);
    FloatVector a =
        FloatVector.fromArray(LANES, x, first + whole + half)
            .reinterpretAsInts()
            .and(mask)
            .reinterpretAsFloats();
    FloatVector b =
        FloatVector.fromArray(LANES, x, second + whole + half)
            .reinterpretAsInts()
            .and(mask)
            .reinterpretAsFloats();
    int place = column + whole * EIGHT;
    for (int k = 0; k < SQUARE / 2; k += EIGHT) {
      FloatVector v = FloatVector.fromArray(LANES, w, place + k);
      a.fma(v, FloatVector.fromArray(LANES, lanes, target + k)).intoArray(lanes, target + k);
      int other = target + SQUARE + k;
      b.fma(v, FloatVector.fromArray(LANES, lanes, other)).intoArray(lanes, other);
    }
  }

  /** The trees over the lanes for some times four columns, side by side, and the biases. */
  private static void trees(
      float[] lanes, int fours, float[] w, int biases, float[] z, int target) {
    for (int k = 0; k < fours; k++) {
      int at = k * FOUR * EIGHT;
      FloatVector r0 =
          FloatVector.fromArray(LANES, lanes, at)
              .add(FloatVector.fromArray(LANES, lanes, at + FOUR));
      FloatVector r1 =
          FloatVector.fromArray(LANES, lanes, at + EIGHT)
              .add(FloatVector.fromArray(LANES, lanes, at + EIGHT + FOUR));
      FloatVector r2 =
          FloatVector.fromArray(LANES, lanes, at + 2 * EIGHT)
              .add(FloatVector.fromArray(LANES, lanes, at + 2 * EIGHT + FOUR));
      FloatVector r3 =
          FloatVector.fromArray(LANES, lanes, at + 3 * EIGHT)
              .add(FloatVector.fromArray(LANES, lanes, at + 3 * EIGHT + FOUR));
      FloatVector c0 = r0.blend(r2, UPPER).add(r2.blend(r0, UPPER).rearrange(SWAP_PAIRS));
      FloatVector c1 = r1.blend(r3, UPPER).add(r3.blend(r1, UPPER).rearrange(SWAP_PAIRS));
      FloatVector bias = FloatVector.fromArray(LANES, w, biases + k % 2 * FOUR);
      c0.blend(c1, ODD)
          .add(c1.blend(c0, ODD).rearrange(SWAP_NEIGHBOURS))
          .add(bias)
          .intoArray(z, target + k * FOUR);
    }
  }

  /** {@link Loops#eightSums}. */
  static void sums(
      float[] x, int at, int rows, int n, float[] dz, int first, int columns, float[] g) {
    int pitch = Loops.panelPitch(n);
    for (int j = 0; j < n; j += EIGHT) {
      fourColumns(x, at + j, rows, n, dz, first * EIGHT, g, j, pitch);
      if (columns > FOUR) {
        fourColumns(x, at + j, rows, n, dz, first * EIGHT + FOUR, g, j + FOUR * pitch, pitch);
      }
    }
  }

  /** The sums of eight features for four columns. */
  private static void fourColumns(
      float[] x, int at, int rows, int n, float[] dz, int d, float[] g, int target, int pitch) {
    FloatVector a0 = FloatVector.zero(LANES);
    FloatVector a1 = FloatVector.zero(LANES);
    FloatVector a2 = FloatVector.zero(LANES);
    FloatVector a3 = FloatVector.zero(LANES);
    FloatVector b0 = FloatVector.zero(LANES);
    FloatVector b1 = FloatVector.zero(LANES);
    FloatVector b2 = FloatVector.zero(LANES);
    FloatVector b3 = FloatVector.zero(LANES);
    for (int i = 0; i < rows; i++) {
      FloatVector a = FloatVector.fromArray(LANES, x, at + i * n);
      FloatVector b = FloatVector.fromArray(LANES, x, at + i * n + FOUR);
      int weight = d + i * EIGHT;
      FloatVector v = FloatVector.broadcast(LANES, dz[weight]);
      a0 = a.fma(v, a0);
      b0 = b.fma(v, b0);
      v = FloatVector.broadcast(LANES, dz[weight + 1]);
      a1 = a.fma(v, a1);
      b1 = b.fma(v, b1);
      v = FloatVector.broadcast(LANES, dz[weight + 2]);
      a2 = a.fma(v, a2);
      b2 = b.fma(v, b2);
      v = FloatVector.broadcast(LANES, dz[weight + 3]);
      a3 = a.fma(v, a3);
      b3 = b.fma(v, b3);
    }
    a0.intoArray(g, target);
    b0.intoArray(g, target + FOUR);
    a1.intoArray(g, target + pitch);
    b1.intoArray(g, target + pitch + FOUR);
    a2.intoArray(g, target + 2 * pitch);
    b2.intoArray(g, target + 2 * pitch + FOUR);
    a3.intoArray(g, target + 3 * pitch);
    b3.intoArray(g, target + 3 * pitch + FOUR);
  }

  /** {@link Loops#eightTotals}. */
  static void totals(float[] q, float[][] factors, int first, int rows, int n, float[] g) {
    float[] one = factors[0];
    float[] other = factors[1];
    float[] totals = new float[2 * EIGHT];
    for (int half = 0; half < EIGHT; half += FOUR) {
      FloatVector plain = FloatVector.zero(LANES);
      FloatVector products = FloatVector.zero(LANES);
      for (int i = first; i < first + rows; i++) {
        int k = i * EIGHT + half;
        plain = plain.add(FloatVector.fromArray(LANES, q, k));
        FloatVector factor = FloatVector.fromArray(LANES, one, k);
        products = factor.fma(FloatVector.fromArray(LANES, other, k), products);
      }
      plain.intoArray(totals, half);
      products.intoArray(totals, EIGHT + half);
    }
    for (int b = 0; b < EIGHT; b++) {
      g[b * Loops.panelPitch(n) + n] = totals[b];
      g[b * Loops.panelPitch(n) + n + 1] = totals[EIGHT + b];
    }
  }
}
