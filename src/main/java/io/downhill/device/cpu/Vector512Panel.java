package io.downhill.device.cpu;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorShuffle;
import jdk.incubator.vector.VectorSpecies;

/**
 * Eight columns of parameters in vectors of 512 bits, which hold two features for each column: so a
 * vector of sixteen features of a row is loaded once and turned into eight by permutations, where
 * vectors of eight lanes need a load for each feature.
 *
 * <p>What lies behind a row's last feature is read and masked to 0, and meets weights of -0: that
 * adds -0, which leaves every number as it is. No method gives a vector to another, as there.
 */
final class Vector512Panel {
  private static final VectorSpecies<Float> WIDE = FloatVector.SPECIES_512;
  private static final VectorSpecies<Integer> INTS = IntVector.SPECIES_512;
  private static final int EIGHT = 8;
  private static final int SIXTEEN = 16;

  /** Sixteen ones and sixteen zeros: from SIXTEEN - k on, a mask of the first k. */
  private static final int[] MASKS = new int[2 * SIXTEEN];

  static {
    Arrays.fill(MASKS, 0, SIXTEEN, -1);
  }

  /** The features 2k and 2k + 1, each eight times. */
  private static final VectorShuffle<Float> P0 = features(0);

  private static final VectorShuffle<Float> P1 = features(1);
  private static final VectorShuffle<Float> P2 = features(2);
  private static final VectorShuffle<Float> P3 = features(3);
  private static final VectorShuffle<Float> P4 = features(4);
  private static final VectorShuffle<Float> P5 = features(5);
  private static final VectorShuffle<Float> P6 = features(6);
  private static final VectorShuffle<Float> P7 = features(7);

  /** The lower or the upper half, twice. */
  private static final VectorShuffle<Float> LOWER = VectorShuffle.fromOp(WIDE, i -> i % EIGHT);

  private static final VectorShuffle<Float> UPPER =
      VectorShuffle.fromOp(WIDE, i -> EIGHT + i % EIGHT);

  private Vector512Panel() {}

  private static VectorShuffle<Float> features(int k) {
    return VectorShuffle.fromOp(WIDE, i -> 2 * k + i / EIGHT);
  }

  /** {@link Loops#eightMargins}. */
  static void margins(float[] x, int at, int rows, int n, float[] w, float[] z) {
    float[] lanes = new float[EIGHT * EIGHT * EIGHT];
    for (int i = 0; i < rows; i += EIGHT) {
      int count = Math.min(EIGHT, rows - i);
      for (int r = 0; r < count; r += 2) {
        int row = at + (i + r) * n;
        twoRows(x, row, r + 1 < count ? row + n : row, n, w, lanes, r * EIGHT * EIGHT);
      }
      Vector256Panel.trees(lanes, count, n, w, z, i * EIGHT);
    }
  }

  /** The lanes of two rows for each column, those of lane l at 8 l. */
  private static void twoRows(
      float[] x, int first, int second, int n, float[] w, float[] lanes, int target) {
    FloatVector a0 = FloatVector.zero(WIDE);
    FloatVector a1 = FloatVector.zero(WIDE);
    FloatVector a2 = FloatVector.zero(WIDE);
    FloatVector a3 = FloatVector.zero(WIDE);
    FloatVector b0 = FloatVector.zero(WIDE);
    FloatVector b1 = FloatVector.zero(WIDE);
    FloatVector b2 = FloatVector.zero(WIDE);
    FloatVector b3 = FloatVector.zero(WIDE);
    for (int j = 0; j < n; j += SIXTEEN) {
      IntVector mask = IntVector.fromArray(INTS, MASKS, SIXTEEN - Math.min(SIXTEEN, n - j));
      FloatVector a =
          FloatVector.fromArray(WIDE, x, first + j)
              .reinterpretAsInts()
              .and(mask)
              .reinterpretAsFloats();
      FloatVector b =
          FloatVector.fromArray(WIDE, x, second + j)
              .reinterpretAsInts()
              .and(mask)
              .reinterpretAsFloats();
      int place = j * EIGHT;
      FloatVector v = FloatVector.fromArray(WIDE, w, place);
      a0 = a.rearrange(P0).fma(v, a0);
      b0 = b.rearrange(P0).fma(v, b0);
      v = FloatVector.fromArray(WIDE, w, place + 16);
      a1 = a.rearrange(P1).fma(v, a1);
      b1 = b.rearrange(P1).fma(v, b1);
      v = FloatVector.fromArray(WIDE, w, place + 32);
      a2 = a.rearrange(P2).fma(v, a2);
      b2 = b.rearrange(P2).fma(v, b2);
      v = FloatVector.fromArray(WIDE, w, place + 48);
      a3 = a.rearrange(P3).fma(v, a3);
      b3 = b.rearrange(P3).fma(v, b3);
      v = FloatVector.fromArray(WIDE, w, place + 64);
      a0 = a.rearrange(P4).fma(v, a0);
      b0 = b.rearrange(P4).fma(v, b0);
      v = FloatVector.fromArray(WIDE, w, place + 80);
      a1 = a.rearrange(P5).fma(v, a1);
      b1 = b.rearrange(P5).fma(v, b1);
      v = FloatVector.fromArray(WIDE, w, place + 96);
      a2 = a.rearrange(P6).fma(v, a2);
      b2 = b.rearrange(P6).fma(v, b2);
      v = FloatVector.fromArray(WIDE, w, place + 112);
      a3 = a.rearrange(P7).fma(v, a3);
      b3 = b.rearrange(P7).fma(v, b3);
    }
    a0.intoArray(lanes, target);
    a1.intoArray(lanes, target + 16);
    a2.intoArray(lanes, target + 32);
    a3.intoArray(lanes, target + 48);
    b0.intoArray(lanes, target + 64);
    b1.intoArray(lanes, target + 80);
    b2.intoArray(lanes, target + 96);
    b3.intoArray(lanes, target + 112);
  }

  /** {@link Loops#eightSums}. */
  static void sums(float[] x, int at, int rows, int n, float[] dz, int first, float[] g) {
    Arrays.fill(g, 0, Loops.biasRow(n) * EIGHT, 0f);
    int i = 0;
    for (; i + 4 <= rows; i += 4) {
      fourRows(x, at + i * n, n, dz, (first + i) * EIGHT, g);
    }
    for (; i < rows; i++) {
      oneRow(x, at + i * n, n, dz, (first + i) * EIGHT, g);
    }
  }

  private static void fourRows(float[] x, int at, int n, float[] dz, int d, float[] g) {
    FloatVector two = FloatVector.fromArray(WIDE, dz, d);
    FloatVector d0 = two.rearrange(LOWER);
    FloatVector d1 = two.rearrange(UPPER);
    FloatVector next = FloatVector.fromArray(WIDE, dz, d + 16);
    FloatVector d2 = next.rearrange(LOWER);
    FloatVector d3 = next.rearrange(UPPER);
    for (int j = 0; j < n; j += SIXTEEN) {
      FloatVector a = FloatVector.fromArray(WIDE, x, at + j);
      FloatVector b = FloatVector.fromArray(WIDE, x, at + n + j);
      FloatVector c = FloatVector.fromArray(WIDE, x, at + 2 * n + j);
      FloatVector e = FloatVector.fromArray(WIDE, x, at + 3 * n + j);
      int place = j * EIGHT;
      FloatVector g0 = FloatVector.fromArray(WIDE, g, place + 0);
      g0 = a.rearrange(P0).fma(d0, g0);
      g0 = b.rearrange(P0).fma(d1, g0);
      g0 = c.rearrange(P0).fma(d2, g0);
      e.rearrange(P0).fma(d3, g0).intoArray(g, place + 0);
      FloatVector g1 = FloatVector.fromArray(WIDE, g, place + 16);
      g1 = a.rearrange(P1).fma(d0, g1);
      g1 = b.rearrange(P1).fma(d1, g1);
      g1 = c.rearrange(P1).fma(d2, g1);
      e.rearrange(P1).fma(d3, g1).intoArray(g, place + 16);
      FloatVector g2 = FloatVector.fromArray(WIDE, g, place + 32);
      g2 = a.rearrange(P2).fma(d0, g2);
      g2 = b.rearrange(P2).fma(d1, g2);
      g2 = c.rearrange(P2).fma(d2, g2);
      e.rearrange(P2).fma(d3, g2).intoArray(g, place + 32);
      FloatVector g3 = FloatVector.fromArray(WIDE, g, place + 48);
      g3 = a.rearrange(P3).fma(d0, g3);
      g3 = b.rearrange(P3).fma(d1, g3);
      g3 = c.rearrange(P3).fma(d2, g3);
      e.rearrange(P3).fma(d3, g3).intoArray(g, place + 48);
      FloatVector g4 = FloatVector.fromArray(WIDE, g, place + 64);
      g4 = a.rearrange(P4).fma(d0, g4);
      g4 = b.rearrange(P4).fma(d1, g4);
      g4 = c.rearrange(P4).fma(d2, g4);
      e.rearrange(P4).fma(d3, g4).intoArray(g, place + 64);
      FloatVector g5 = FloatVector.fromArray(WIDE, g, place + 80);
      g5 = a.rearrange(P5).fma(d0, g5);
      g5 = b.rearrange(P5).fma(d1, g5);
      g5 = c.rearrange(P5).fma(d2, g5);
      e.rearrange(P5).fma(d3, g5).intoArray(g, place + 80);
      FloatVector g6 = FloatVector.fromArray(WIDE, g, place + 96);
      g6 = a.rearrange(P6).fma(d0, g6);
      g6 = b.rearrange(P6).fma(d1, g6);
      g6 = c.rearrange(P6).fma(d2, g6);
      e.rearrange(P6).fma(d3, g6).intoArray(g, place + 96);
      FloatVector g7 = FloatVector.fromArray(WIDE, g, place + 112);
      g7 = a.rearrange(P7).fma(d0, g7);
      g7 = b.rearrange(P7).fma(d1, g7);
      g7 = c.rearrange(P7).fma(d2, g7);
      e.rearrange(P7).fma(d3, g7).intoArray(g, place + 112);
    }
  }

  private static void oneRow(float[] x, int at, int n, float[] dz, int d, float[] g) {
    float[] weights = Arrays.copyOfRange(dz, d, d + EIGHT);
    for (int j = 0; j < n; j++) {
      for (int b = 0; b < EIGHT; b++) {
        g[j * EIGHT + b] = Math.fma(weights[b], x[at + j], g[j * EIGHT + b]);
      }
    }
  }
}
