package io.downhill.device.cpu;

/**
 * What margins of several classes become, some rows at a time, with the scratch of one thread.
 *
 * <p>With a the first class of the greatest margin z_a: e_k = exp(-(z_a - z_k)), e_a = 1; rest =
 * the sum of the others' e in class order; S = 1 + rest, with what its rounding lost as low; p_k =
 * e_k / (S + low). The greatest is added last so that a row which is well told keeps all digits of
 * its loss and of p_a - 1 = -rest/S, as in two classes.
 *
 * <p>Margins stand class by class: row i of class k at k pitch + i. Targets y have two values for
 * each example, its class and its weight c; {@code first} is the example that row 0 is.
 */
interface Softmax {
  /** z := dz = c (p - [k = y]); losses_i := c (log(S + low) + (z_a - z_y)). */
  void residuals(float[] z, int rows, float[] y, int first, float[] losses);

  /**
   * z := q_k = c p_k (t_k - mean), with t_k = u_k - u_a and mean = the sum of p_k t_k; squares_i :=
   * the sum of q_k (t_k - mean), the curvature along u. Sums go by fma in class order. May spoil u.
   */
  void products(float[] z, float[] u, int rows, float[] y, int first, float[] squares);

  /**
   * The derivatives at margins z along d, of each row: the sum of dz_k t_k by fma in class order,
   * t_k = d_k - d_a; the curvature as {@link #products} has it; the loss. Spoils z and d.
   */
  void line(float[] z, float[] d, int rows, float[] y, int first, float[][] sums);

  /**
   * The blocks of the Hessian, K (K+1)/2 for each row side by side, (k, l) at k(k+1)/2 + l, l &lt;=
   * k: -(c p_k) p_l, and on the diagonal the sum of (c p_k) p_l over the other classes in their
   * order, the greater class first in each product. Spoils z.
   */
  void coefficients(float[] z, int rows, float[] y, int first, float[] out);
}
