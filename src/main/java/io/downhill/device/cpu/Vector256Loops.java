package io.downhill.device.cpu;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShuffle;
import jdk.incubator.vector.VectorSpecies;

/**
 * The loops in vectors of 256 bits, whose eight lanes are the lanes of the margin. Eight rows a
 * step in the margins, so that w is loaded once for them and their trees over the lanes run side by
 * side; eight rows a step in the sums, so that g is loaded once; a whole vector a step in the
 * elementary functions. No tail is a loop: reads go past a row into the padding, and what came from
 * there is masked out or overwritten.
 */
final class Vector256Loops implements Loops {
  private static final VectorSpecies<Float> LANES = FloatVector.SPECIES_256;
  private static final VectorSpecies<Integer> INTS = IntVector.SPECIES_256;
  private static final int EIGHT = 8;

  /** Eight ones and eight zeros: from 8 - k on, a mask of the first k lanes. */
  private static final int[] TAILS = {-1, -1, -1, -1, -1, -1, -1, -1, 0, 0, 0, 0, 0, 0, 0, 0};

  private static final VectorMask<Float> UPPER_HALF = VectorMask.fromLong(LANES, 0xf0);
  private static final VectorMask<Float> UPPER_PAIRS = VectorMask.fromLong(LANES, 0xcc);
  private static final VectorMask<Float> ODD = VectorMask.fromLong(LANES, 0xaa);
  private static final VectorShuffle<Float> SWAP_HALVES =
      VectorShuffle.fromOp(LANES, lane -> lane ^ 4);
  private static final VectorShuffle<Float> SWAP_PAIRS =
      VectorShuffle.fromOp(LANES, lane -> lane ^ 2);
  private static final VectorShuffle<Float> SWAP_NEIGHBOURS =
      VectorShuffle.fromOp(LANES, lane -> lane ^ 1);

  @Override
  public String name() {
    return "vector (256 bits)";
  }

  @Override
  public void margins(float[] x, int at, int rows, int n, float[] w, float[] z, int zAt) {
    float[] lanes = new float[EIGHT * EIGHT];
    int i = 0;
    for (; i + EIGHT <= rows; i += EIGHT) {
      int from = at + i * n;
      eightRows(x, from, n, w, lanes);
      if ((n & 7) != 0) {
        tails(x, from, n, w, lanes, EIGHT);
      }
      eightTrees(lanes).add(w[n]).intoArray(z, zAt + i);
    }
    for (; i < rows; i++) {
      z[zAt + i] = oneMargin(x, at + i * n, n, w, lanes);
    }
  }

  /** The lanes of eight rows over the features that fill whole vectors. */
  private static void eightRows(float[] x, int at, int n, float[] w, float[] lanes) {
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
    t0.intoArray(lanes, 0);
    t1.intoArray(lanes, EIGHT);
    t2.intoArray(lanes, 2 * EIGHT);
    t3.intoArray(lanes, 3 * EIGHT);
    t4.intoArray(lanes, 4 * EIGHT);
    t5.intoArray(lanes, 5 * EIGHT);
    t6.intoArray(lanes, 6 * EIGHT);
    t7.intoArray(lanes, 7 * EIGHT);
  }

  /**
   * The features behind the last whole vector, for some rows; lanes that have none keep their bits.
   * Bit masks from a table, for masks made at run time are slow on JDK 17.
   */
  private static void tails(float[] x, int at, int n, float[] w, float[] lanes, int rows) {
    int whole = n & -EIGHT;
    FloatVector v = FloatVector.fromArray(LANES, w, whole);
    IntVector mask = IntVector.fromArray(INTS, TAILS, EIGHT - (n - whole));
    for (int i = 0; i < rows; i++) {
      FloatVector t = FloatVector.fromArray(LANES, lanes, i * EIGHT);
      FloatVector sum = FloatVector.fromArray(LANES, x, at + i * n + whole).fma(v, t);
      IntVector old = t.reinterpretAsInts();
      old.lanewise(
              VectorOperators.XOR,
              old.lanewise(VectorOperators.XOR, sum.reinterpretAsInts()).and(mask))
          .reinterpretAsFloats()
          .intoArray(lanes, i * EIGHT);
    }
  }

  /**
   * The trees over the lanes of eight rows, side by side: (t0+t4, t1+t5, t2+t6, t3+t7) of two rows
   * a vector, then pairs of four, then all eight.
   */
  private static FloatVector eightTrees(float[] lanes) {
    FloatVector b0 = addAcross(row(lanes, 0), row(lanes, 4), UPPER_HALF, SWAP_HALVES);
    FloatVector b1 = addAcross(row(lanes, 2), row(lanes, 6), UPPER_HALF, SWAP_HALVES);
    FloatVector b2 = addAcross(row(lanes, 1), row(lanes, 5), UPPER_HALF, SWAP_HALVES);
    FloatVector b3 = addAcross(row(lanes, 3), row(lanes, 7), UPPER_HALF, SWAP_HALVES);
    FloatVector c0 = addAcross(b0, b1, UPPER_PAIRS, SWAP_PAIRS);
    FloatVector c1 = addAcross(b2, b3, UPPER_PAIRS, SWAP_PAIRS);
    return addAcross(c0, c1, ODD, SWAP_NEIGHBOURS);
  }

  private static FloatVector row(float[] lanes, int i) {
    return FloatVector.fromArray(LANES, lanes, i * EIGHT);
  }

  /**
   * The lanes of r added to those that the swap exchanges them with, in the lanes without mask, and
   * the same of s in the lanes with it. Addition commutes, to the bit.
   */
  private static FloatVector addAcross(
      FloatVector r, FloatVector s, VectorMask<Float> mask, VectorShuffle<Float> swap) {
    return r.blend(s, mask).add(s.blend(r, mask).rearrange(swap));
  }

  private static float oneMargin(float[] x, int at, int n, float[] w, float[] lanes) {
    FloatVector t = FloatVector.zero(LANES);
    int whole = n & -EIGHT;
    for (int j = 0; j < whole; j += EIGHT) {
      t = FloatVector.fromArray(LANES, x, at + j).fma(FloatVector.fromArray(LANES, w, j), t);
    }
    t.intoArray(lanes, 0);
    if (whole < n) {
      tails(x, at, n, w, lanes, 1);
    }
    float even = (lanes[0] + lanes[4]) + (lanes[2] + lanes[6]);
    float odd = (lanes[1] + lanes[5]) + (lanes[3] + lanes[7]);
    return even + odd + w[n];
  }

  /** In two loops, each small enough that the compiler keeps all of it in registers. */
  @Override
  public void residuals(float[] z, float[] y, int yAt, int rows, float[] dz, float[] losses) {
    int whole = rows & -EIGHT;
    wrongMargins(z, y, yAt, whole, dz, losses);
    for (int i = 0; i < whole; i += EIGHT) {
      FloatVector label = FloatVector.fromArray(LANES, y, yAt + i);
      FloatVector s = FloatVector.fromArray(LANES, dz, i);
      FloatVector e = FloatVector.fromArray(LANES, losses, i);
      label.neg().mul(VectorElementary.sigmoid(s, e)).intoArray(dz, i);
      label.abs().mul(VectorElementary.loss(s, e)).intoArray(losses, i);
    }
    for (int i = whole; i < rows; i++) {
      float s = Elementary.wrongMargin(z[i], y[yAt + i]);
      float e = Elementary.expMinusAbs(s);
      dz[i] = -y[yAt + i] * Elementary.sigmoid(s, e);
      losses[i] = Math.abs(y[yAt + i]) * Elementary.loss(s, e);
    }
  }

  /** The margins s towards the wrong class, and e = exp(-|s|). */
  private static void wrongMargins(float[] z, float[] y, int yAt, int whole, float[] s, float[] e) {
    for (int i = 0; i < whole; i += EIGHT) {
      FloatVector wrong =
          VectorElementary.wrongMargin(
              FloatVector.fromArray(LANES, z, i), FloatVector.fromArray(LANES, y, yAt + i));
      wrong.intoArray(s, i);
      VectorElementary.expMinusAbs(wrong).intoArray(e, i);
    }
  }

  @Override
  public void curvatures(float[] z, float[] y, int yAt, int rows, float[] k) {
    int i = 0;
    for (; i + EIGHT <= rows; i += EIGHT) {
      FloatVector label = FloatVector.fromArray(LANES, y, yAt + i);
      FloatVector e = VectorElementary.expMinusAbs(FloatVector.fromArray(LANES, z, i));
      label.abs().mul(VectorElementary.curvature(e)).intoArray(k, i);
    }
    for (; i < rows; i++) {
      k[i] = Math.abs(y[yAt + i]) * Elementary.curvature(Elementary.expMinusAbs(z[i]));
    }
  }

  @Override
  public void stripeSums(float[] x, int at, int rows, int n, float[] dz, float[] g) {
    Arrays.fill(g, 0f);
    int i = 0;
    for (; i + EIGHT <= rows; i += EIGHT) {
      eightRowSums(x, at + i * n, n, dz, i, g);
    }
    for (; i < rows; i++) {
      oneRowSum(x, at + i * n, n, dz[i], g);
    }
  }

  private static void eightRowSums(float[] x, int at, int n, float[] dz, int i, float[] g) {
    FloatVector d0 = FloatVector.broadcast(LANES, dz[i]);
    FloatVector d1 = FloatVector.broadcast(LANES, dz[i + 1]);
    FloatVector d2 = FloatVector.broadcast(LANES, dz[i + 2]);
    FloatVector d3 = FloatVector.broadcast(LANES, dz[i + 3]);
    FloatVector d4 = FloatVector.broadcast(LANES, dz[i + 4]);
    FloatVector d5 = FloatVector.broadcast(LANES, dz[i + 5]);
    FloatVector d6 = FloatVector.broadcast(LANES, dz[i + 6]);
    FloatVector d7 = FloatVector.broadcast(LANES, dz[i + 7]);
    int at4 = at + 4 * n;
    for (int j = 0; j < n; j += EIGHT) {
      FloatVector sum = FloatVector.fromArray(LANES, g, j);
      sum = FloatVector.fromArray(LANES, x, at + j).fma(d0, sum);
      sum = FloatVector.fromArray(LANES, x, at + n + j).fma(d1, sum);
      sum = FloatVector.fromArray(LANES, x, at + 2 * n + j).fma(d2, sum);
      sum = FloatVector.fromArray(LANES, x, at + 3 * n + j).fma(d3, sum);
      sum = FloatVector.fromArray(LANES, x, at4 + j).fma(d4, sum);
      sum = FloatVector.fromArray(LANES, x, at4 + n + j).fma(d5, sum);
      sum = FloatVector.fromArray(LANES, x, at4 + 2 * n + j).fma(d6, sum);
      sum = FloatVector.fromArray(LANES, x, at4 + 3 * n + j).fma(d7, sum);
      sum.intoArray(g, j);
    }
  }

  private static void oneRowSum(float[] x, int at, int n, float d, float[] g) {
    FloatVector dz = FloatVector.broadcast(LANES, d);
    for (int j = 0; j < n; j += EIGHT) {
      FloatVector sum = FloatVector.fromArray(LANES, g, j);
      FloatVector.fromArray(LANES, x, at + j).fma(dz, sum).intoArray(g, j);
    }
  }

  @Override
  public void stripeHessian(float[] x, int at, int rows, int n, float[] k, float[] h, int pitch) {
    float[] r = new float[STRIPE];
    for (int j = 0; j <= n; j++) {
      for (int i = 0; i < rows; i++) {
        r[i] = j < n ? k[i] * x[at + i * n + j] : k[i];
      }
      int row = j * pitch;
      for (int l = 0; l <= j; l += EIGHT) {
        FloatVector sum = FloatVector.zero(LANES);
        for (int i = 0, p = at + l; i < rows; i++, p += n) {
          sum = FloatVector.fromArray(LANES, x, p).fma(FloatVector.broadcast(LANES, r[i]), sum);
        }
        sum.intoArray(h, row + l);
      }
    }
    float bias = 0;
    for (int i = 0; i < rows; i++) {
      bias += k[i];
    }
    h[n * pitch + n] = bias;
  }

  @Override
  public void addStripe(float[] g, int columns, float[] hi, float[] lo) {
    for (int j = 0; j < columns; j += EIGHT) {
      FloatVector a = FloatVector.fromArray(LANES, hi, j);
      FloatVector b = FloatVector.fromArray(LANES, g, j);
      FloatVector sum = a.add(b);
      FloatVector bRounded = sum.sub(a);
      FloatVector error = a.sub(sum.sub(bRounded)).add(b.sub(bRounded));
      sum.intoArray(hi, j);
      FloatVector.fromArray(LANES, lo, j).add(error).intoArray(lo, j);
    }
  }

  @Override
  public void sigmoid(float[] z, float[] a, int from, int to) {
    int i = from;
    for (; i + EIGHT <= to; i += EIGHT) {
      FloatVector v = FloatVector.fromArray(LANES, z, i);
      VectorElementary.sigmoid(v, VectorElementary.expMinusAbs(v)).intoArray(a, i);
    }
    for (; i < to; i++) {
      a[i] = Elementary.sigmoid(z[i]);
    }
  }

  @Override
  public void loss(float[] z, float[] y, float[] l, int from, int to) {
    int i = from;
    for (; i + EIGHT <= to; i += EIGHT) {
      FloatVector label = FloatVector.fromArray(LANES, y, i);
      FloatVector s = VectorElementary.wrongMargin(FloatVector.fromArray(LANES, z, i), label);
      label.abs().mul(VectorElementary.loss(s, VectorElementary.expMinusAbs(s))).intoArray(l, i);
    }
    for (; i < to; i++) {
      float s = Elementary.wrongMargin(z[i], y[i]);
      l[i] = Math.abs(y[i]) * Elementary.loss(s, Elementary.expMinusAbs(s));
    }
  }

  @Override
  public int scan(float[] x, int from, int to) {
    FloatVector a = FloatVector.zero(LANES);
    FloatVector b = a;
    FloatVector c = a;
    FloatVector d = a;
    int i = from;
    for (; i + 4 * EIGHT <= to; i += 4 * EIGHT) {
      a = a.add(FloatVector.fromArray(LANES, x, i));
      b = b.add(FloatVector.fromArray(LANES, x, i + EIGHT));
      c = c.add(FloatVector.fromArray(LANES, x, i + 2 * EIGHT));
      d = d.add(FloatVector.fromArray(LANES, x, i + 3 * EIGHT));
    }
    float sum = a.add(b).add(c.add(d)).reduceLanes(VectorOperators.ADD);
    for (; i < to; i++) {
      sum += x[i];
    }
    return Float.floatToRawIntBits(sum);
  }
}
