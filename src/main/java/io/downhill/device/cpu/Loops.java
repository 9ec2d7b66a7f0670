package io.downhill.device.cpu;

import io.downhill.data.Rows;
import io.downhill.sums.Tree;

/**
 * The inner loops of the passes, over stripes of up to 32 examples. A closed set of forms: {@link
 * DefinitionLoops} says what the result is, the others are faster and give the same bits. What goes
 * element by element is defined here, in loops that the JIT compiles well as they are.
 *
 * <p>Stateless, so one instance serves all threads. X is example-major: the value of feature j of
 * row i stands at {@code at + i * n + j}, and {@value #PADDING} elements behind the last row may be
 * read. Parameters w are [weights | bias] and {@value #PADDING} elements more; labels y are signed
 * weights.
 */
interface Loops {
  /** Lanes of a margin. */
  int LANE_COUNT = 8;

  /** Elements behind x, w, g, hi and lo that a form may touch to avoid a tail. */
  int PADDING = Rows.PADDING;

  /** What the log calls this form. */
  String name();

  /** z_i := x_i . w + b for some rows, into z from zAt on. */
  void margins(float[] x, int at, int rows, int n, float[] w, float[] z, int zAt);

  /** dz_i := c (sigmoid(z_i) - y_i) and c times the loss, for some rows. */
  default void residuals(float[] z, float[] y, int yAt, int rows, float[] dz, float[] losses) {
    residuals(z, y, yAt, 0, rows, dz, losses);
  }

  /** The same for the rows from {@code first} on: what whole vectors leave. */
  static void residuals(
      float[] z, float[] y, int yAt, int first, int rows, float[] dz, float[] losses) {
    for (int i = first; i < rows; i++) {
      float s = Elementary.wrongMargin(z[i], y[yAt + i]);
      float e = Elementary.expMinusAbs(s);
      dz[i] = -y[yAt + i] * Elementary.sigmoid(s, e);
      losses[i] = Math.abs(y[yAt + i]) * Elementary.loss(s, e);
    }
  }

  /** k_i := c a(1-a) at z_i, for some rows. */
  default void curvatures(float[] z, float[] y, int yAt, int rows, float[] k) {
    curvatures(z, y, yAt, 0, rows, k);
  }

  /** The same for the rows from {@code first} on. */
  static void curvatures(float[] z, float[] y, int yAt, int first, int rows, float[] k) {
    for (int i = first; i < rows; i++) {
      k[i] = Math.abs(y[yAt + i]) * Elementary.curvature(Elementary.expMinusAbs(z[i]));
    }
  }

  /**
   * g_j := sum over the rows of dz_i x_ij by fma, in the order of the rows, for j &lt; n; may spoil
   * g for {@value #PADDING} elements more. Row 0 has its dz at dzAt.
   */
  void stripeSums(float[] x, int at, int rows, int n, float[] dz, int dzAt, float[] g);

  /**
   * Where the weight of feature j stands among those of eight columns, for the first of them; that
   * of the next is {@value #LANE_COUNT} elements on. Eight features of a column lie together, so a
   * form can take the lanes of a margin from there.
   */
  static int panelWeight(int j) {
    return j / LANE_COUNT * LANE_COUNT * LANE_COUNT + j % LANE_COUNT;
  }

  /** Where their eight biases stand: behind the last vectors of features, which are never full. */
  static int panelBiases(int n) {
    return panelWeight((n / LANE_COUNT + 1) * LANE_COUNT);
  }

  /** From the sums of a column to those of the next: n + 2, made up to sixteens. */
  static int panelPitch(int n) {
    return (n + 2 + 15) & -16;
  }

  /**
   * The margins of some rows for up to eight columns of parameters, into z from 0 on: z[8 i + b]
   * has the bits of {@link #margins} with column b; of columns that are not there it may be
   * anything.
   *
   * @param w element (j, b) at {@link #panelWeight} + 8 b, -0 behind the last feature, the biases
   *     at {@link #panelBiases}
   */
  default void eightMargins(float[] x, int at, int rows, int n, float[] w, int columns, float[] z) {
    float[] column = new float[n + 1 + PADDING];
    float[] margins = new float[rows];
    for (int b = 0; b < columns; b++) {
      for (int j = 0; j < n; j++) {
        column[j] = w[panelWeight(j) + b * LANE_COUNT];
      }
      column[n] = w[panelBiases(n) + b];
      margins(x, at, rows, n, column, margins, 0);
      for (int i = 0; i < rows; i++) {
        z[i * LANE_COUNT + b] = margins[i];
      }
    }
  }

  /**
   * g[b p + j] := sum over the rows of dz[8 i + b] x_ij by fma, in the order of the rows, for j
   * &lt; n, b &lt; {@code columns} and p = {@link #panelPitch}; may spoil g up to j = p and for
   * other b. Row 0 is row {@code first} of dz.
   */
  default void eightSums(
      float[] x, int at, int rows, int n, float[] dz, int first, int columns, float[] g) {
    java.util.Arrays.fill(g, 0f);
    for (int i = 0; i < rows; i++) {
      int row = at + i * n;
      for (int b = 0; b < columns; b++) {
        float d = dz[(first + i) * LANE_COUNT + b];
        int target = b * panelPitch(n);
        for (int j = 0; j < n; j++) {
          g[target + j] = Math.fma(d, x[row + j], g[target + j]);
        }
      }
    }
  }

  /**
   * The last two sums of eight columns over some rows, in their order: that of q by plain addition
   * to g[b p + n], and that of the products of two factors by fma, which with a factor of 1 is
   * plain addition too, to g[b p + n + 1]. Row 0 is row {@code first} of all.
   */
  default void eightTotals(float[] q, float[][] factors, int first, int rows, int n, float[] g) {
    for (int b = 0; b < LANE_COUNT; b++) {
      float plain = 0;
      float products = 0;
      for (int i = first; i < first + rows; i++) {
        int k = i * LANE_COUNT + b;
        plain += q[k];
        products = Math.fma(factors[0][k], factors[1][k], products);
      }
      g[b * panelPitch(n) + n] = plain;
      g[b * panelPitch(n) + n + 1] = products;
    }
  }

  /**
   * h_jl := sum over the rows of r_i x_il by fma, in the order of the rows, r_i = k_i x_ij rounded,
   * for l &lt;= j &lt;= n with x_in = 1. Row j of h begins at {@link #triangleRow}; may spoil what
   * lies behind the diagonal, up to {@link #triangleLength}.
   */
  void stripeHessian(float[] x, int at, int rows, int n, float[] k, float[] h);

  /**
   * Where row j of a triangle begins whose rows fill whole vectors of eight: rows 0 to 7 have one,
   * rows 8 to 15 two, and so on.
   */
  static int triangleRow(int j) {
    int vectors = j / LANE_COUNT + 1;
    return LANE_COUNT * vectors * (j - LANE_COUNT / 2 * (vectors - 1));
  }

  /** Elements of a triangle of so many rows, the last group of eight full. */
  static int triangleLength(int rows) {
    return triangleRow((rows + LANE_COUNT - 1) / LANE_COUNT * LANE_COUNT);
  }

  /**
   * Adds the sums of a stripe to pairs: TwoSum of hi and g, the error into lo, for so many columns;
   * may spoil {@value #PADDING} elements more.
   */
  default void addStripe(float[] g, int columns, float[] hi, float[] lo) {
    for (int j = 0; j < columns; j++) {
      float sum = hi[j] + g[j];
      lo[j] += Tree.error(hi[j], g[j], sum);
      hi[j] = sum;
    }
  }

  /** The loops over the values of sparse rows for eight columns. */
  default SparseEights sparseEights() {
    return SparseEights.PLAIN;
  }

  /** What softmax makes of so many rows at once, a multiple of 32. */
  default Softmax softmax(int classes, int rows) {
    return new BatchSoftmax(this, classes, rows);
  }

  /**
   * z_k := p_k, or c p_k where {@code weighted}, of each class k of some rows, by the formulas of
   * {@link Softmax}; what their classes share goes to {@code s}, which has their targets.
   *
   * @param z class by class, row i of class k at k pitch + i; may be spoilt beyond the rows up to
   *     pitch
   */
  default void softmaxRows(float[] z, int rows, boolean weighted, SoftmaxRows s) {
    s.byClass(z, rows, weighted);
  }

  /** a_i := sigmoid(z_i) for i from {@code first} to before {@code end}. */
  default void sigmoid(float[] z, float[] a, int first, int end) {
    for (int i = first; i < end; i++) {
      a[i] = Elementary.sigmoid(z[i]);
    }
  }

  /** l_i := c L(sigmoid(z_i), y_i) for i from {@code first} to before {@code end}. */
  default void loss(float[] z, float[] y, float[] l, int first, int end) {
    for (int i = first; i < end; i++) {
      float s = Elementary.wrongMargin(z[i], y[i]);
      l[i] = Math.abs(y[i]) * Elementary.loss(s, Elementary.expMinusAbs(s));
    }
  }

  /** Something that depends on every x from {@code first} to before {@code end}; for bandwidth. */
  default int scan(float[] x, int first, int end) {
    int sum = 0;
    for (int i = first; i < end; i++) {
      sum += Float.floatToRawIntBits(x[i]);
    }
    return sum;
  }
}
