package io.downhill.device.cpu;

import io.downhill.sums.Tree;
import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * The loops in vectors of 256 bits, whose eight lanes are the lanes of the margin; eight rows a
 * step in the sums, so that g is loaded once; what goes element by element in the widest vectors
 * there are. No tail is a loop: reads go past a row into the padding, and what came from there is
 * masked out or overwritten.
 */
final class Vector256Loops implements Loops {
  private static final VectorSpecies<Float> LANES = FloatVector.SPECIES_256;
  private static final SparseEights EIGHTS = new Vector256Eights();
  private static final int EIGHT = 8;

  /** Features whose sums stay in registers from row to row. */
  private static final int NARROW = 4 * EIGHT;

  /**
   * Vectors of what goes element by element: as wide as there are, where the compiler of the JVM
   * bears vectors of two widths beside each other. On JDK 17 everything became slower by them.
   */
  private static final VectorSpecies<Float> WIDE =
      Runtime.version().feature() >= 25 ? FloatVector.SPECIES_PREFERRED : LANES;

  private static final int WIDTH = WIDE.length();

  @Override
  public String name() {
    return "vector (256 bits)";
  }

  @Override
  public void margins(float[] x, int at, int rows, int n, float[] w, float[] z, int zAt) {
    Vector256Margins.margins(x, at, rows, n, w, z, zAt);
  }

  /** In two loops, each small enough that the compiler keeps all of it in registers. */
  @Override
  public void residuals(float[] z, float[] y, int yAt, int rows, float[] dz, float[] losses) {
    int whole = rows & -WIDTH;
    wrongMargins(z, y, yAt, whole, dz, losses);
    for (int i = 0; i < whole; i += WIDTH) {
      FloatVector label = FloatVector.fromArray(WIDE, y, yAt + i);
      FloatVector s = FloatVector.fromArray(WIDE, dz, i);
      FloatVector e = FloatVector.fromArray(WIDE, losses, i);
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
              FloatVector.fromArray(WIDE, z, i), FloatVector.fromArray(WIDE, y, yAt + i));
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
      FloatVector label = FloatVector.fromArray(WIDE, y, yAt + i);
      FloatVector e = VectorElementary.expMinusAbs(FloatVector.fromArray(WIDE, z, i));
      label.abs().mul(VectorElementary.curvature(e)).intoArray(k, i);
    }
    Loops.curvatures(z, y, yAt, i, rows, k);
  }

  @Override
  public void stripeSums(float[] x, int at, int rows, int n, float[] dz, int dzAt, float[] g) {
    if (n <= NARROW) {
      narrowSums(x, at, rows, n, dz, dzAt, g);
      return;
    }
    Arrays.fill(g, 0f);
    int i = 0;
    for (; i + EIGHT <= rows; i += EIGHT) {
      eightRowSums(x, at + i * n, n, dz, dzAt + i, g);
    }
    for (; i < rows; i++) {
      oneRowSum(x, at + i * n, n, dz[dzAt + i], g);
    }
  }

  private static void narrowSums(
      float[] x, int at, int rows, int n, float[] dz, int dzAt, float[] g) {
    FloatVector g0 = FloatVector.zero(LANES);
    FloatVector g1 = FloatVector.zero(LANES);
    FloatVector g2 = FloatVector.zero(LANES);
    FloatVector g3 = FloatVector.zero(LANES);
    for (int i = 0; i < rows; i++) {
      int p = at + i * n;
      FloatVector d = FloatVector.broadcast(LANES, dz[dzAt + i]);
      g0 = FloatVector.fromArray(LANES, x, p).fma(d, g0);
      g1 = FloatVector.fromArray(LANES, x, p + EIGHT).fma(d, g1);
      g2 = FloatVector.fromArray(LANES, x, p + 2 * EIGHT).fma(d, g2);
      g3 = FloatVector.fromArray(LANES, x, p + 3 * EIGHT).fma(d, g3);
    }
    g0.intoArray(g, 0);
    g1.intoArray(g, EIGHT);
    g2.intoArray(g, 2 * EIGHT);
    g3.intoArray(g, 3 * EIGHT);
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

  /** Eight rows of the triangle at once, in vectors that they have in common. */
  @Override
  public void stripeHessian(float[] x, int at, int rows, int n, float[] k, float[] h) {
    float[] r = new float[Tree.STRIPE * EIGHT];
    for (int j = 0; j <= n; j += EIGHT) {
      for (int i = 0; i < rows; i++) {
        FloatVector.fromArray(LANES, x, at + i * n + j).mul(k[i]).intoArray(r, i * EIGHT);
        if (n - j < EIGHT) {
          r[i * EIGHT + n - j] = k[i];
        }
      }
      int target = Loops.triangleRow(j);
      for (int l = 0; l <= j; l += EIGHT) {
        eightHessianRows(x, at + l, rows, n, r, h, target + l, j + EIGHT);
      }
    }
    float bias = 0;
    for (int i = 0; i < rows; i++) {
      bias += k[i];
    }
    h[Loops.triangleRow(n) + n] = bias;
  }

  private static void eightHessianRows(
      float[] x, int at, int rows, int n, float[] r, float[] h, int target, int pitch) {
    FloatVector h0 = FloatVector.zero(LANES);
    FloatVector h1 = FloatVector.zero(LANES);
    FloatVector h2 = FloatVector.zero(LANES);
    FloatVector h3 = FloatVector.zero(LANES);
    FloatVector h4 = FloatVector.zero(LANES);
    FloatVector h5 = FloatVector.zero(LANES);
    FloatVector h6 = FloatVector.zero(LANES);
    FloatVector h7 = FloatVector.zero(LANES);
    for (int i = 0; i < rows; i++) {
      FloatVector v = FloatVector.fromArray(LANES, x, at + i * n);
      int p = i * EIGHT;
      h0 = v.fma(FloatVector.broadcast(LANES, r[p]), h0);
      h1 = v.fma(FloatVector.broadcast(LANES, r[p + 1]), h1);
      h2 = v.fma(FloatVector.broadcast(LANES, r[p + 2]), h2);
      h3 = v.fma(FloatVector.broadcast(LANES, r[p + 3]), h3);
      h4 = v.fma(FloatVector.broadcast(LANES, r[p + 4]), h4);
      h5 = v.fma(FloatVector.broadcast(LANES, r[p + 5]), h5);
      h6 = v.fma(FloatVector.broadcast(LANES, r[p + 6]), h6);
      h7 = v.fma(FloatVector.broadcast(LANES, r[p + 7]), h7);
    }
    h0.intoArray(h, target);
    h1.intoArray(h, target + pitch);
    h2.intoArray(h, target + 2 * pitch);
    h3.intoArray(h, target + 3 * pitch);
    h4.intoArray(h, target + 4 * pitch);
    h5.intoArray(h, target + 5 * pitch);
    h6.intoArray(h, target + 6 * pitch);
    h7.intoArray(h, target + 7 * pitch);
  }

  @Override
  public void eightMargins(float[] x, int at, int rows, int n, float[] w, int columns, float[] z) {
    Vector256Panel.margins(x, at, rows, n, w, columns, z);
  }

  @Override
  public void eightSums(
      float[] x, int at, int rows, int n, float[] dz, int first, int columns, float[] g) {
    Vector256Panel.sums(x, at, rows, n, dz, first, columns, g);
  }

  @Override
  public void eightTotals(float[] q, float[][] factors, int first, int rows, int n, float[] g) {
    Vector256Panel.totals(q, factors, first, rows, n, g);
  }

  @Override
  public void addStripe(float[] g, int columns, float[] hi, float[] lo) {
    for (int j = 0; j < columns; j += WIDTH) {
      FloatVector a = FloatVector.fromArray(WIDE, hi, j);
      FloatVector b = FloatVector.fromArray(WIDE, g, j);
      FloatVector sum = a.add(b);
      FloatVector bRounded = sum.sub(a);
      FloatVector error = a.sub(sum.sub(bRounded)).add(b.sub(bRounded));
      sum.intoArray(hi, j);
      FloatVector.fromArray(WIDE, lo, j).add(error).intoArray(lo, j);
    }
  }

  @Override
  public void sigmoid(float[] z, float[] a, int first, int end) {
    int i = first;
    for (; i + WIDTH <= end; i += WIDTH) {
      FloatVector v = FloatVector.fromArray(WIDE, z, i);
      VectorElementary.sigmoid(v, VectorElementary.expMinusAbs(v)).intoArray(a, i);
    }
    Loops.super.sigmoid(z, a, i, end);
  }

  @Override
  public void loss(float[] z, float[] y, float[] l, int first, int end) {
    int i = first;
    for (; i + WIDTH <= end; i += WIDTH) {
      FloatVector label = FloatVector.fromArray(WIDE, y, i);
      FloatVector s = VectorElementary.wrongMargin(FloatVector.fromArray(WIDE, z, i), label);
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
    for (; i + 4 * EIGHT <= end; i += 4 * EIGHT) {
      a = a.add(FloatVector.fromArray(LANES, x, i));
      b = b.add(FloatVector.fromArray(LANES, x, i + EIGHT));
      c = c.add(FloatVector.fromArray(LANES, x, i + 2 * EIGHT));
      d = d.add(FloatVector.fromArray(LANES, x, i + 3 * EIGHT));
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
