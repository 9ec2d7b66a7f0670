package io.downhill.device.cpu;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorShuffle;
import jdk.incubator.vector.VectorSpecies;

/**
 * Eight columns of parameters in vectors of 256 bits: in margins a vector holds the lanes of one,
 * in sums eight features. So a vector of x is loaded once for four columns, and a sum stays in a
 * register from row to row.
 *
 * <p>What lies behind a row's last feature is masked to 0 and meets weights of -0, which leaves
 * every number as it is. No method gives a vector to another: the launcher keeps them from being
 * inlined, and then it would be an object.
 */
final class Vector256Panel {
  private static final VectorSpecies<Float> LANES = FloatVector.SPECIES_256;
  private static final VectorSpecies<Integer> INTS = IntVector.SPECIES_256;
  private static final int EIGHT = 8;
  private static final int FOUR = 4;

  /** Elements of eight vectors. */
  private static final int SQUARE = EIGHT * EIGHT;

  /** Eight ones and eight zeros: from EIGHT - k on, a mask of the first k. */
  private static final int[] MASKS = new int[2 * EIGHT];

  static {
    Arrays.fill(MASKS, 0, EIGHT, -1);
  }

  private static final VectorMask<Float> UPPER_HALF = VectorMask.fromLong(LANES, 0xf0);
  private static final VectorMask<Float> UPPER_PAIRS = VectorMask.fromLong(LANES, 0xcc);
  private static final VectorMask<Float> ODD = VectorMask.fromLong(LANES, 0xaa);
  private static final VectorShuffle<Float> SWAP_HALVES =
      VectorShuffle.fromOp(LANES, lane -> lane ^ 4);
  private static final VectorShuffle<Float> SWAP_PAIRS =
      VectorShuffle.fromOp(LANES, lane -> lane ^ 2);
  private static final VectorShuffle<Float> SWAP_NEIGHBOURS =
      VectorShuffle.fromOp(LANES, lane -> lane ^ 1);

  private Vector256Panel() {}

  /** {@link Loops#eightMargins}. */
  static void margins(float[] x, int at, int rows, int n, float[] w, int columns, float[] z) {
    float[] lanes = new float[EIGHT * SQUARE];
    for (int i = 0; i < rows; i += EIGHT) {
      int count = Math.min(EIGHT, rows - i);
      for (int r = 0; r < count; r += 2) {
        int row = at + (i + r) * n;
        int next = r + 1 < count ? row + n : row;
        twoRows(x, row, next, n, w, 0, lanes, r * SQUARE);
        if (columns > FOUR) {
          twoRows(x, row, next, n, w, SQUARE / 2, lanes, r * SQUARE + SQUARE / 2);
        }
      }
      trees(lanes, count, w, Loops.panelBiases(n), z, i * EIGHT);
    }
  }

  /**
   * The lanes of two rows for four columns. The loop counts by one: by eight the compiler keeps
   * more of the range checks.
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
    int whole = n / EIGHT;
    for (int k = 0; k < whole; k++) {
      FloatVector a = FloatVector.fromArray(LANES, x, first + k * EIGHT);
      FloatVector b = FloatVector.fromArray(LANES, x, second + k * EIGHT);
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
    IntVector mask = IntVector.fromArray(INTS, MASKS, EIGHT - n % EIGHT);
    FloatVector a =
        FloatVector.fromArray(LANES, x, first + whole * EIGHT)
            .reinterpretAsInts()
            .and(mask)
            .reinterpretAsFloats();
    FloatVector b =
        FloatVector.fromArray(LANES, x, second + whole * EIGHT)
            .reinterpretAsInts()
            .and(mask)
            .reinterpretAsFloats();
    int place = column + whole * SQUARE;
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
    a0.intoArray(lanes, target);
    a1.intoArray(lanes, target + EIGHT);
    a2.intoArray(lanes, target + 2 * EIGHT);
    a3.intoArray(lanes, target + 3 * EIGHT);
    b0.intoArray(lanes, target + SQUARE);
    b1.intoArray(lanes, target + SQUARE + EIGHT);
    b2.intoArray(lanes, target + SQUARE + 2 * EIGHT);
    b3.intoArray(lanes, target + SQUARE + 3 * EIGHT);
  }

  /**
   * The trees over the lanes of some rows, their eight columns side by side, and the biases. A
   * blend and a swap of neighbours bring the addends together; addition commutes, to the bit.
   */
  private static void trees(float[] lanes, int rows, float[] w, int biases, float[] z, int target) {
    FloatVector bias = FloatVector.fromArray(LANES, w, biases);
    for (int r = 0; r < rows; r++) {
      int at = r * SQUARE;
      FloatVector t0 = FloatVector.fromArray(LANES, lanes, at + 0);
      FloatVector t1 = FloatVector.fromArray(LANES, lanes, at + 8);
      FloatVector t2 = FloatVector.fromArray(LANES, lanes, at + 16);
      FloatVector t3 = FloatVector.fromArray(LANES, lanes, at + 24);
      FloatVector t4 = FloatVector.fromArray(LANES, lanes, at + 32);
      FloatVector t5 = FloatVector.fromArray(LANES, lanes, at + 40);
      FloatVector t6 = FloatVector.fromArray(LANES, lanes, at + 48);
      FloatVector t7 = FloatVector.fromArray(LANES, lanes, at + 56);
      FloatVector b0 =
          t0.blend(t4, UPPER_HALF).add(t4.blend(t0, UPPER_HALF).rearrange(SWAP_HALVES));
      FloatVector b1 =
          t2.blend(t6, UPPER_HALF).add(t6.blend(t2, UPPER_HALF).rearrange(SWAP_HALVES));
      FloatVector b2 =
          t1.blend(t5, UPPER_HALF).add(t5.blend(t1, UPPER_HALF).rearrange(SWAP_HALVES));
      FloatVector b3 =
          t3.blend(t7, UPPER_HALF).add(t7.blend(t3, UPPER_HALF).rearrange(SWAP_HALVES));
      FloatVector c0 =
          b0.blend(b1, UPPER_PAIRS).add(b1.blend(b0, UPPER_PAIRS).rearrange(SWAP_PAIRS));
      FloatVector c1 =
          b2.blend(b3, UPPER_PAIRS).add(b3.blend(b2, UPPER_PAIRS).rearrange(SWAP_PAIRS));
      FloatVector d = c0.blend(c1, ODD).add(c1.blend(c0, ODD).rearrange(SWAP_NEIGHBOURS));
      d.add(bias).intoArray(z, target + r * EIGHT);
    }
  }

  /** {@link Loops#eightSums}. */
  static void sums(
      float[] x, int at, int rows, int n, float[] dz, int first, int columns, float[] g) {
    int pitch = Loops.panelPitch(n);
    for (int j = 0; j < n; j += 2 * EIGHT) {
      fourColumns(x, at + j, rows, n, dz, first * EIGHT, g, j, pitch);
      if (columns > FOUR) {
        fourColumns(x, at + j, rows, n, dz, first * EIGHT + FOUR, g, j + FOUR * pitch, pitch);
      }
    }
  }

  /** The sums of sixteen features for four columns. */
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
      FloatVector b = FloatVector.fromArray(LANES, x, at + i * n + EIGHT);
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
    b0.intoArray(g, target + EIGHT);
    a1.intoArray(g, target + pitch);
    b1.intoArray(g, target + pitch + EIGHT);
    a2.intoArray(g, target + 2 * pitch);
    b2.intoArray(g, target + 2 * pitch + EIGHT);
    a3.intoArray(g, target + 3 * pitch);
    b3.intoArray(g, target + 3 * pitch + EIGHT);
  }

  /** {@link Loops#eightTotals}. */
  static void totals(float[] q, float[][] factors, int first, int rows, int n, float[] g) {
    float[] one = factors[0];
    float[] other = factors[1];
    FloatVector plain = FloatVector.zero(LANES);
    FloatVector products = FloatVector.zero(LANES);
    for (int i = first; i < first + rows; i++) {
      int k = i * EIGHT;
      plain = plain.add(FloatVector.fromArray(LANES, q, k));
      FloatVector factor = FloatVector.fromArray(LANES, one, k);
      products = factor.fma(FloatVector.fromArray(LANES, other, k), products);
    }
    float[] totals = new float[2 * EIGHT];
    plain.intoArray(totals, 0);
    products.intoArray(totals, EIGHT);
    for (int b = 0; b < EIGHT; b++) {
      g[b * Loops.panelPitch(n) + n] = totals[b];
      g[b * Loops.panelPitch(n) + n + 1] = totals[EIGHT + b];
    }
  }
}
