package io.downhill.device.cpu;

import io.downhill.sums.Tree;
import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShuffle;
import jdk.incubator.vector.VectorSpecies;

/**
 * The loops in vectors of 128 bits, for processors that have no wider ones: the eight lanes of the
 * margin are two vectors. Four rows a step in the margins, so that w is loaded once for them and
 * their trees over the lanes run side by side; otherwise as {@link Vector256Loops}.
 */
final class Vector128Loops implements Loops {
  private static final VectorSpecies<Float> LANES = FloatVector.SPECIES_128;
  private static final SparseEights EIGHTS = new Vector128Eights();
  private static final int WIDTH = 4;
  private static final int LANES_OF_MARGIN = 8;

  private static final VectorMask<Float> UPPER = VectorMask.fromLong(LANES, 0xc);
  private static final VectorMask<Float> ODD = VectorMask.fromLong(LANES, 0xa);
  private static final VectorShuffle<Float> SWAP_PAIRS =
      VectorShuffle.fromOp(LANES, lane -> lane ^ 2);
  private static final VectorShuffle<Float> SWAP_NEIGHBOURS =
      VectorShuffle.fromOp(LANES, lane -> lane ^ 1);

  @Override
  public String name() {
    return "vector (128 bits)";
  }

  @Override
  public void margins(float[] x, int at, int rows, int n, float[] w, float[] z, int zAt) {
    float[] lanes = new float[LANES_OF_MARGIN * WIDTH];
    int i = 0;
    for (; i + WIDTH <= rows; i += WIDTH) {
      int first = at + i * n;
      fourRows(x, first, n, w, lanes);
      tails(x, first, n, w, lanes);
      fourTrees(lanes).add(w[n]).intoArray(z, zAt + i);
    }
    for (; i < rows; i++) {
      z[zAt + i] = ScalarLoops.margin(x, at + i * n, n, w);
    }
  }

  /** The lanes of four rows over the features that fill all eight. */
  private static void fourRows(float[] x, int at, int n, float[] w, float[] lanes) {
    FloatVector a0 = FloatVector.zero(LANES);
    FloatVector b0 = FloatVector.zero(LANES);
    FloatVector a1 = FloatVector.zero(LANES);
    FloatVector b1 = FloatVector.zero(LANES);
    FloatVector a2 = FloatVector.zero(LANES);
    FloatVector b2 = FloatVector.zero(LANES);
    FloatVector a3 = FloatVector.zero(LANES);
    FloatVector b3 = FloatVector.zero(LANES);
    int whole = n & -LANES_OF_MARGIN;
    for (int j = 0; j < whole; j += LANES_OF_MARGIN) {
      FloatVector v = FloatVector.fromArray(LANES, w, j);
      FloatVector u = FloatVector.fromArray(LANES, w, j + WIDTH);
      a0 = FloatVector.fromArray(LANES, x, at + j).fma(v, a0);
      b0 = FloatVector.fromArray(LANES, x, at + WIDTH + j).fma(u, b0);
      a1 = FloatVector.fromArray(LANES, x, at + n + j).fma(v, a1);
      b1 = FloatVector.fromArray(LANES, x, at + n + WIDTH + j).fma(u, b1);
      a2 = FloatVector.fromArray(LANES, x, at + 2 * n + j).fma(v, a2);
      b2 = FloatVector.fromArray(LANES, x, at + 2 * n + WIDTH + j).fma(u, b2);
      a3 = FloatVector.fromArray(LANES, x, at + 3 * n + j).fma(v, a3);
      b3 = FloatVector.fromArray(LANES, x, at + 3 * n + WIDTH + j).fma(u, b3);
    }
    a0.intoArray(lanes, 0);
    b0.intoArray(lanes, WIDTH);
    a1.intoArray(lanes, 2 * WIDTH);
    b1.intoArray(lanes, 3 * WIDTH);
    a2.intoArray(lanes, 4 * WIDTH);
    b2.intoArray(lanes, 5 * WIDTH);
    a3.intoArray(lanes, 6 * WIDTH);
    b3.intoArray(lanes, 7 * WIDTH);
  }

  /** The features behind the last eight; lanes that have none keep their bits. */
  private static void tails(float[] x, int at, int n, float[] w, float[] lanes) {
    int whole = n & -LANES_OF_MARGIN;
    for (int j = whole; j < n; j++) {
      for (int i = 0; i < WIDTH; i++) {
        int lane = i * LANES_OF_MARGIN + j - whole;
        lanes[lane] = Math.fma(x[at + i * n + j], w[j], lanes[lane]);
      }
    }
  }

  /** The trees over the lanes of four rows, side by side. */
  private static FloatVector fourTrees(float[] lanes) {
    FloatVector c0 = addAcross(row(lanes, 0), row(lanes, 2), UPPER, SWAP_PAIRS);
    FloatVector c1 = addAcross(row(lanes, 1), row(lanes, 3), UPPER, SWAP_PAIRS);
    return addAcross(c0, c1, ODD, SWAP_NEIGHBOURS);
  }

  /** (t0+t4, t1+t5, t2+t6, t3+t7) of a row. */
  private static FloatVector row(float[] lanes, int i) {
    return FloatVector.fromArray(LANES, lanes, i * LANES_OF_MARGIN)
        .add(FloatVector.fromArray(LANES, lanes, i * LANES_OF_MARGIN + WIDTH));
  }

  /**
   * The lanes of r added to those that the swap exchanges them with, in the lanes without mask, and
   * the same of s in the lanes with it. Addition commutes, to the bit.
   */
  private static FloatVector addAcross(
      FloatVector r, FloatVector s, VectorMask<Float> mask, VectorShuffle<Float> swap) {
    return r.blend(s, mask).add(s.blend(r, mask).rearrange(swap));
  }

  /** In two loops, each small enough that the compiler keeps all of it in registers. */
  @Override
  public void residuals(float[] z, float[] y, int yAt, int rows, float[] dz, float[] losses) {
    int whole = rows & -WIDTH;
    wrongMargins(z, y, yAt, whole, dz, losses);
    for (int i = 0; i < whole; i += WIDTH) {
      FloatVector label = FloatVector.fromArray(LANES, y, yAt + i);
      FloatVector s = FloatVector.fromArray(LANES, dz, i);
      FloatVector e = FloatVector.fromArray(LANES, losses, i);
      label.neg().mul(VectorElementary.sigmoid(s, e)).intoArray(dz, i);
      label.abs().mul(VectorElementary.loss(s, e)).intoArray(losses, i);
    }
    Loops.residuals(z, y, yAt, whole, rows, dz, losses);
  }

  /** The margins s towards the wrong class, and e = exp(-|s|). */
  private static void wrongMargins(float[] z, float[] y, int yAt, int whole, float[] s, float[] e) {
    for (int i = 0; i < whole; i += WIDTH) {
      FloatVector wrong =
          VectorElementary.wrongMargin(
              FloatVector.fromArray(LANES, z, i), FloatVector.fromArray(LANES, y, yAt + i));
      wrong.intoArray(s, i);
      VectorElementary.expMinusAbs(wrong).intoArray(e, i);
    }
  }

  @Override
  public void softmaxRows(float[] z, int rows, boolean weighted, SoftmaxRows s) {
    VectorSoftmax.rows(z, rows, weighted, s);
  }

  @Override
  public void curvatures(float[] z, float[] y, int yAt, int rows, float[] k) {
    int i = 0;
    for (; i + WIDTH <= rows; i += WIDTH) {
      FloatVector label = FloatVector.fromArray(LANES, y, yAt + i);
      FloatVector e = VectorElementary.expMinusAbs(FloatVector.fromArray(LANES, z, i));
      label.abs().mul(VectorElementary.curvature(e)).intoArray(k, i);
    }
    Loops.curvatures(z, y, yAt, i, rows, k);
  }

  @Override
  public void stripeSums(float[] x, int at, int rows, int n, float[] dz, int dzAt, float[] g) {
    Arrays.fill(g, 0f);
    int i = 0;
    for (; i + 8 <= rows; i += 8) {
      eightRowSums(x, at + i * n, n, dz, dzAt + i, g);
    }
    for (; i < rows; i++) {
      oneRowSum(x, at + i * n, n, dz[dzAt + i], g);
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
    for (int j = 0; j < n; j += WIDTH) {
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
    for (int j = 0; j < n; j += WIDTH) {
      FloatVector sum = FloatVector.fromArray(LANES, g, j);
      FloatVector.fromArray(LANES, x, at + j).fma(dz, sum).intoArray(g, j);
    }
  }

  @Override
  public void stripeHessian(float[] x, int at, int rows, int n, float[] k, float[] h) {
    float[] r = new float[Tree.STRIPE];
    for (int j = 0; j <= n; j++) {
      for (int i = 0; i < rows; i++) {
        r[i] = j < n ? k[i] * x[at + i * n + j] : k[i];
      }
      int row = Loops.triangleRow(j);
      for (int l = 0; l <= j; l += WIDTH) {
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
    h[Loops.triangleRow(n) + n] = bias;
  }

  @Override
  public void eightMargins(float[] x, int at, int rows, int n, float[] w, int columns, float[] z) {
    Vector128Panel.margins(x, at, rows, n, w, columns, z);
  }

  @Override
  public void eightSums(
      float[] x, int at, int rows, int n, float[] dz, int first, int columns, float[] g) {
    Vector128Panel.sums(x, at, rows, n, dz, first, columns, g);
  }

  @Override
  public void eightTotals(float[] q, float[][] factors, int first, int rows, int n, float[] g) {
    Vector128Panel.totals(q, factors, first, rows, n, g);
  }

  @Override
  public void addStripe(float[] g, int columns, float[] hi, float[] lo) {
    for (int j = 0; j < columns; j += WIDTH) {
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
  public void sigmoid(float[] z, float[] a, int first, int end) {
    int i = first;
    for (; i + WIDTH <= end; i += WIDTH) {
      FloatVector v = FloatVector.fromArray(LANES, z, i);
      VectorElementary.sigmoid(v, VectorElementary.expMinusAbs(v)).intoArray(a, i);
    }
    Loops.super.sigmoid(z, a, i, end);
  }

  @Override
  public void loss(float[] z, float[] y, float[] l, int first, int end) {
    int i = first;
    for (; i + WIDTH <= end; i += WIDTH) {
      FloatVector label = FloatVector.fromArray(LANES, y, i);
      FloatVector s = VectorElementary.wrongMargin(FloatVector.fromArray(LANES, z, i), label);
      label.abs().mul(VectorElementary.loss(s, VectorElementary.expMinusAbs(s))).intoArray(l, i);
    }
    Loops.super.loss(z, y, l, i, end);
  }

  @Override
  public int scan(float[] x, int first, int end) {
    FloatVector a = FloatVector.zero(LANES);
    FloatVector b = a;
    FloatVector c = a;
    FloatVector d = a;
    int i = first;
    for (; i + 4 * WIDTH <= end; i += 4 * WIDTH) {
      a = a.add(FloatVector.fromArray(LANES, x, i));
      b = b.add(FloatVector.fromArray(LANES, x, i + WIDTH));
      c = c.add(FloatVector.fromArray(LANES, x, i + 2 * WIDTH));
      d = d.add(FloatVector.fromArray(LANES, x, i + 3 * WIDTH));
    }
    float sum = a.add(b).add(c.add(d)).reduceLanes(VectorOperators.ADD);
    for (; i < end; i++) {
      sum += x[i];
    }
    return Float.floatToRawIntBits(sum);
  }

  @Override
  public SparseEights sparseEights() {
    return EIGHTS;
  }
}
