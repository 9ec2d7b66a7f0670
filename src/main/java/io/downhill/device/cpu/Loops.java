package io.downhill.device.cpu;

import io.downhill.data.Dataset;

/**
 * The inner loops of the passes, over stripes of up to 32 examples. A closed set of forms: {@link
 * DefinitionLoops} says what the result is, the others are faster and give the same bits.
 *
 * <p>Stateless, so one instance serves all threads. X is example-major: the value of feature j of
 * row i stands at {@code at + i * n + j}, and {@value #PADDING} elements behind the last row may be
 * read. Parameters w are [weights | bias] and {@value #PADDING} elements more; labels y are signed
 * weights.
 */
interface Loops {
  /** Examples in a stripe. */
  int STRIPE = 32;

  /** Elements behind x, g, hi and lo that a form may touch to avoid a tail. */
  int PADDING = Dataset.PADDING;

  /** What the log calls this form. */
  String name();

  /** z_i := x_i . w + b for some rows, into z from zAt on. */
  void margins(float[] x, int at, int rows, int n, float[] w, float[] z, int zAt);

  /** dz_i := c (sigmoid(z_i) - y_i) and c times the loss, for up to a stripe of rows. */
  void residuals(float[] z, float[] y, int yAt, int rows, float[] dz, float[] losses);

  /** k_i := c a(1-a) at z_i, for up to a stripe of rows. */
  void curvatures(float[] z, float[] y, int yAt, int rows, float[] k);

  /**
   * g_j := sum over the rows of dz_i x_ij by fma, in the order of the rows, for j &lt; n; may spoil
   * g for {@value #PADDING} elements more.
   */
  void stripeSums(float[] x, int at, int rows, int n, float[] dz, float[] g);

  /**
   * h_jl := sum over the rows of r_i x_il by fma, in the order of the rows, r_i = k_i x_ij rounded,
   * for l &lt;= j &lt;= n with x_in = 1. Row j of h begins at {@code j * pitch}; may spoil what
   * lies behind the diagonal.
   *
   * @param pitch at least n + 1 + {@value #PADDING}
   */
  void stripeHessian(float[] x, int at, int rows, int n, float[] k, float[] h, int pitch);

  /**
   * Adds the sums of a stripe to pairs: TwoSum of hi and g, the error into lo, for so many columns;
   * may spoil {@value #PADDING} elements more.
   */
  void addStripe(float[] g, int columns, float[] hi, float[] lo);

  /** a_i := sigmoid(z_i) for i from {@code from} to before {@code to}. */
  void sigmoid(float[] z, float[] a, int from, int to);

  /** l_i := c L(sigmoid(z_i), y_i) for i from {@code from} to before {@code to}. */
  void loss(float[] z, float[] y, float[] l, int from, int to);

  /** Something that depends on every x from {@code from} to before {@code to}; for bandwidth. */
  int scan(float[] x, int from, int to);
}
