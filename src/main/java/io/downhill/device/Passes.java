package io.downhill.device;

/**
 * The passes over resident examples. A pass over X reads it once and serves all columns of a {@link
 * Panel}; its sums are those of the {@link io.downhill.sums.Tree} over all examples, or of the part
 * of it that the examples are.
 *
 * <p>Parameters w and directions v are [weights | bias] of each column, (n+1) x B, in vectors that
 * may be longer. The device holds the label and the weight c of an example as one signed weight, c
 * for y = 1 and -c for y = 0; without weights c is 1.
 */
public interface Passes {
  /** The length of what {@link #scan} gives. */
  int SCAN_LENGTH = 1 << 14;

  /** The sums of {@link #line} for a column: slope, curvature and loss. */
  int LINE_SUMS = 3;

  /** z := X w + b for each column, m x B; z is left alone beyond that. */
  void margins(DeviceExamples e, Panel panel, DeviceVector w, DeviceVector z);

  /** a := sigmoid(z), element by element; both have one length. */
  void sigmoid(DeviceVector z, DeviceVector a);

  /** l_i := c_i L(sigmoid(z_i), y_i); z and l have the length m or more. */
  void loss(DeviceVector z, DeviceExamples e, DeviceVector l);

  /**
   * g := the sums of [x dz | dz | loss] at w, dz = c (a - y), (n+2) x B of them, in one read of X.
   * Of classes: dz_k = c (p_k - [y = k]), (n+1) x B sums and then the loss, c (-log p_y).
   */
  void gradient(DeviceExamples e, Panel panel, DeviceVector w, DeviceSums g);

  /**
   * w := w - alpha (dw + l2 w), in place, the bias without l2; and before that, the state into row
   * k of the trace: [w (n+1) | sums hi (n+2) | sums lo (n+2)].
   *
   * @param g the sums over all examples at w, one column
   * @param trace rows of length {@link Step#traceRow}
   */
  void update(DeviceVector w, DeviceSums g, Step step, DeviceVector trace, int k);

  /**
   * g := the sums of [x q | q | q u], with u = x.v + v_b and q = c a(1-a) u at w: the Hessian of
   * the loss times v, and v'Hv last; (n+2) x B of them, in one read of X. Of classes: q_k = c p_k
   * (u_k - sum of p_l u_l), (n+1) x B sums and then v'Hv.
   */
  void product(DeviceExamples e, Panel panel, DeviceVector w, DeviceVector v, DeviceSums g);

  /**
   * The sums at the margins z + t d, X not read: [slope | curvature | loss], that is dz d, c a(1-a)
   * d^2 and the loss; 3 x B of them. Of classes: three sums at one t.
   *
   * @param z margins, m x B
   * @param d margins of the directions, m x B
   * @param t length B; of classes 1
   */
  void line(
      DeviceExamples e, Panel panel, DeviceVector z, DeviceVector d, float[] t, DeviceSums sums);

  /**
   * k := c a(1-a) at the margins z, m x B: what weighs the examples in the Hessian of the loss. Of
   * classes: c p_k ([k = l] - p_l) for each block of its lower triangle, m x B(B+1)/2, (k, l) at
   * k(k+1)/2 + l.
   *
   * @param k may be z, but not of classes
   */
  void coefficients(DeviceExamples e, Panel panel, DeviceVector z, DeviceVector k);

  /**
   * sums := those of k x x' over the examples, with a one behind x for the bias, in one read of X:
   * the lower triangle row by row, element (j, l) at j(j+1)/2 + l, l &lt;= j &lt;= n, (n+1)(n+2)/2
   * of them.
   *
   * @param k coefficients, m x {@link Panel#coefficients}
   * @param column which of them count
   */
  void gram(DeviceExamples e, Panel panel, DeviceVector k, int column, DeviceSums sums);

  /**
   * Reads X once and does next to nothing with it: what a pass over X could reach at best on this
   * memory. Not part of the arithmetic.
   *
   * @param out receives numbers that depend on all of X; length {@link #SCAN_LENGTH} or more
   */
  void scan(DeviceExamples e, DeviceVector out);

  /**
   * out := the first values of X, example-major, as many as both have, read and written as fast as
   * this memory allows; out is left alone beyond that.
   */
  void copy(DeviceExamples e, DeviceVector out);
}
