package io.downhill.device;

/**
 * The passes over resident examples. A pass over X reads it once and gives sums, and sums of parts
 * add up to the sum of the whole.
 *
 * <p>Parameters w and directions v are vectors of length n + 1 or more, [weights | bias | not
 * used]. The device holds the label and the weight c of an example as one signed weight, c for y =
 * 1 and -c for y = 0; without weights c is 1.
 */
public interface Passes {
  /** The length of what {@link #scan} gives. */
  int SCAN_LENGTH = 1 << 14;

  /** z := X w + b; z has the length m or more, and is left alone beyond m. */
  void margins(DeviceExamples e, DeviceVector w, DeviceVector z);

  /** a := sigmoid(z), element by element; both have one length. */
  void sigmoid(DeviceVector z, DeviceVector a);

  /** l_i := c_i L(sigmoid(z_i), y_i); z and l have the length m or more. */
  void loss(DeviceVector z, DeviceExamples e, DeviceVector l);

  /**
   * g := the sums over all examples of [x dz | dz | loss] at w, dz = c (a - y), in one read of X.
   */
  void gradient(DeviceExamples e, DeviceVector w, DeviceSums g);

  /**
   * w := w - alpha (dw + l2 w), in place, the bias without l2; and before that, the state into row
   * k of the trace: [w (n+1) | sums hi (n+2) | sums lo (n+2)].
   *
   * @param g the sums at w
   * @param trace rows of length {@link DeviceSums#traceRow}
   */
  void update(DeviceVector w, DeviceSums g, Step step, DeviceVector trace, int k);

  /**
   * g := the sums over all examples of [x q | q | q u], with u = x.v + v_b and q = c a(1-a) u at w:
   * the Hessian of the loss times v, and v'Hv last; in one read of X.
   */
  void product(DeviceExamples e, DeviceVector w, DeviceVector v, DeviceSums g);

  /**
   * The sums at the margins z + t d, X not read: [slope | curvature | loss], that is dz d, c a(1-a)
   * d^2 and the loss.
   *
   * @param z margins, length m or more
   * @param d margins of the direction, length m or more
   * @param sums receives [hi (3) | lo (3)], length 6 or more
   */
  void line(DeviceExamples e, DeviceVector z, DeviceVector d, float t, DeviceVector sums);

  /**
   * The Hessian of the loss at w, sum of c a(1-a) x x' with a one behind x for the bias, in one
   * read of X: the lower triangle row by row, element (j, k) at j(j+1)/2 + k, k &lt;= j &lt;= n.
   *
   * @param sums receives [hi (p) | lo (p)] with p = (n+1)(n+2)/2
   */
  void hessian(DeviceExamples e, DeviceVector w, DeviceVector sums);

  /**
   * Reads X once and does next to nothing with it: what a pass over X could reach at best on this
   * memory. Not part of the arithmetic.
   *
   * @param out receives numbers that depend on all of X; length {@link #SCAN_LENGTH} or more
   */
  void scan(DeviceExamples e, DeviceVector out);
}
