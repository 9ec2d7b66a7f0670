package io.downhill.device.cpu;

import io.downhill.sums.Tree;
import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorShuffle;
import jdk.incubator.vector.VectorSpecies;

/**
 * Margins in vectors of 256 bits, whose eight lanes are the lanes of the margin. First the lanes of
 * a stripe of rows, into scratch; then the trees over the lanes, eight rows side by side.
 *
 * <p>What lies behind a row's last feature is read, masked to 0 and multiplied by -0: that adds -0,
 * which leaves every number as it is.
 *
 * <p>The compiler gives up on inlining in the middle of a method that calls too many vector
 * operations, and then each vector is an object. So the methods are cut such that each is either
 * small, or too long to be inlined into another (over 325 bytes of code).
 */
final class Vector256Margins {
  private static final VectorSpecies<Float> LANES = FloatVector.SPECIES_256;
  private static final VectorSpecies<Integer> INTS = IntVector.SPECIES_256;
  private static final int EIGHT = 8;

  /** Features whose weights stay in registers from row to row. */
  private static final int NARROW = 4 * EIGHT;

  /** Ones and zeros: from NARROW - k on, a mask of the first k lanes of some vectors. */
  private static final int[] MASKS = new int[2 * NARROW];

  static {
    Arrays.fill(MASKS, 0, NARROW, -1);
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

  private Vector256Margins() {}

  /** {@link Loops#margins}. */
  static void margins(float[] x, int at, int rows, int n, float[] w, float[] z, int zAt) {
    float[] lanes = new float[Tree.STRIPE * EIGHT];
    boolean narrow = n <= NARROW;
    float[] padded = narrow ? padded(w, 0, n, NARROW) : padded(w, n & -EIGHT, n, EIGHT);
    for (int i = 0; i < rows; i += Tree.STRIPE) {
      int count = Math.min(Tree.STRIPE, rows - i);
      int first = at + i * n;
      if (narrow) {
        narrowRows(x, first, count, n, padded, lanes);
      } else {
        wideRows(x, first, count, n, w, lanes);
        if ((n & 7) != 0) {
          tails(x, first, count, n, padded, lanes);
        }
      }
      trees(lanes, count, w[n], z, zAt + i);
    }
  }

  /** The weights from {@code first} to before n, and -0 behind them. */
  private static float[] padded(float[] w, int first, int n, int length) {
    float[] padded = new float[length];
    for (int j = 0; j < length; j++) {
      padded[j] = first + j < n ? w[first + j] : -0f;
    }
    return padded;
  }

  /** The lanes of rows with up to four vectors of features, whose weights stay in registers. */
  private static void narrowRows(float[] x, int at, int rows, int n, float[] w, float[] lanes) {
    FloatVector w0 = FloatVector.fromArray(LANES, w, 0);
    FloatVector w1 = FloatVector.fromArray(LANES, w, EIGHT);
    FloatVector w2 = FloatVector.fromArray(LANES, w, 2 * EIGHT);
    FloatVector w3 = FloatVector.fromArray(LANES, w, 3 * EIGHT);
    IntVector m0 = IntVector.fromArray(INTS, MASKS, NARROW - n);
    IntVector m1 = IntVector.fromArray(INTS, MASKS, NARROW - n + EIGHT);
    IntVector m2 = IntVector.fromArray(INTS, MASKS, NARROW - n + 2 * EIGHT);
    IntVector m3 = IntVector.fromArray(INTS, MASKS, NARROW - n + 3 * EIGHT);
    FloatVector zero = FloatVector.zero(LANES);
    for (int i = 0; i < rows; i++) {
      int p = at + i * n;
      FloatVector t = features(x, p, m0).fma(w0, zero);
      t = features(x, p + EIGHT, m1).fma(w1, t);
      t = features(x, p + 2 * EIGHT, m2).fma(w2, t);
      features(x, p + 3 * EIGHT, m3).fma(w3, t).intoArray(lanes, i * EIGHT);
    }
  }

  private static FloatVector features(float[] x, int at, IntVector mask) {
    return FloatVector.fromArray(LANES, x, at).reinterpretAsInts().and(mask).reinterpretAsFloats();
  }

  private static void wideRows(float[] x, int at, int rows, int n, float[] w, float[] lanes) {
    int i = 0;
    for (; i + EIGHT <= rows; i += EIGHT) {
      eightRows(x, at + i * n, n, w, lanes, i * EIGHT);
    }
    for (; i < rows; i++) {
      oneRow(x, at + i * n, n, w, lanes, i * EIGHT);
    }
  }

  /** The lanes of eight rows over the features that fill whole vectors. */
  private static void eightRows(float[] x, int at, int n, float[] w, float[] lanes, int target) {
    FloatVector t0 = FloatVector.zero(LANES);
    FloatVector t1 = FloatVector.zero(LANES);
    FloatVector t2 = FloatVector.zero(LANES);
    FloatVector t3 = FloatVector.zero(LANES);
    FloatVector t4 = FloatVector.zero(LANES);
    FloatVector t5 = FloatVector.zero(LANES);
    FloatVector t6 = FloatVector.zero(LANES);
    FloatVector t7 = FloatVector.zero(LANES);
    int whole = n & -EIGHT;
    int at4 = at + 4 * n;
    for (int j = 0; j < whole; j += EIGHT) {
      FloatVector v = FloatVector.fromArray(LANES, w, j);
      t0 = FloatVector.fromArray(LANES, x, at + j).fma(v, t0);
      t1 = FloatVector.fromArray(LANES, x, at + n + j).fma(v, t1);
      t2 = FloatVector.fromArray(LANES, x, at + 2 * n + j).fma(v, t2);
      t3 = FloatVector.fromArray(LANES, x, at + 3 * n + j).fma(v, t3);
      t4 = FloatVector.fromArray(LANES, x, at4 + j).fma(v, t4);
      t5 = FloatVector.fromArray(LANES, x, at4 + n + j).fma(v, t5);
      t6 = FloatVector.fromArray(LANES, x, at4 + 2 * n + j).fma(v, t6);
      t7 = FloatVector.fromArray(LANES, x, at4 + 3 * n + j).fma(v, t7);
    }
    t0.intoArray(lanes, target);
    t1.intoArray(lanes, target + EIGHT);
    t2.intoArray(lanes, target + 2 * EIGHT);
    t3.intoArray(lanes, target + 3 * EIGHT);
    t4.intoArray(lanes, target + 4 * EIGHT);
    t5.intoArray(lanes, target + 5 * EIGHT);
    t6.intoArray(lanes, target + 6 * EIGHT);
    t7.intoArray(lanes, target + 7 * EIGHT);
  }

  private static void oneRow(float[] x, int at, int n, float[] w, float[] lanes, int target) {
    FloatVector t = FloatVector.zero(LANES);
    int whole = n & -EIGHT;
    for (int j = 0; j < whole; j += EIGHT) {
      t = FloatVector.fromArray(LANES, x, at + j).fma(FloatVector.fromArray(LANES, w, j), t);
    }
    t.intoArray(lanes, target);
  }

  /** Adds the features behind the last whole vector. */
  private static void tails(float[] x, int at, int rows, int n, float[] w, float[] lanes) {
    int whole = n & -EIGHT;
    IntVector mask = IntVector.fromArray(INTS, MASKS, NARROW - (n - whole));
    FloatVector v = FloatVector.fromArray(LANES, w, 0);
    for (int i = 0; i < rows; i++) {
      FloatVector t = FloatVector.fromArray(LANES, lanes, i * EIGHT);
      features(x, at + i * n + whole, mask).fma(v, t).intoArray(lanes, i * EIGHT);
    }
  }

  /**
   * The trees over the lanes, eight rows side by side: (t0+t4, t1+t5, t2+t6, t3+t7) of two rows a
   * vector, then pairs of four, then all eight. A blend and a swap of neighbours bring the addends
   * together; addition commutes, to the bit.
   */
  private static void trees(float[] lanes, int rows, float b, float[] z, int zAt) {
    int i = 0;
    for (; i + EIGHT <= rows; i += EIGHT) {
      int at = i * EIGHT;
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
      d.add(b).intoArray(z, zAt + i);
    }
    for (; i < rows; i++) {
      int t = i * EIGHT;
      float even = (lanes[t] + lanes[t + 4]) + (lanes[t + 2] + lanes[t + 6]);
      float odd = (lanes[t + 1] + lanes[t + 5]) + (lanes[t + 3] + lanes[t + 7]);
      z[zAt + i] = even + odd + b;
    }
  }
}
