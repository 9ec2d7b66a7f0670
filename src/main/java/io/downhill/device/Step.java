package io.downhill.device;

/**
 * One step of gradient descent, w_j := fma(-alpha, fma(l2, w_j, d_j), w_j) with d_j = (hi_j + lo_j)
 * * scale, in float32; the bias has no l2, and stays as it is without an intercept.
 *
 * @param scale 1/m, or one over the sum of the weights, which turns sums into means
 * @param alpha the learning rate
 * @param l2 the penalty of |w|^2 / 2
 * @param intercept whether the bias moves
 */
public record Step(float scale, float alpha, float l2, boolean intercept) {
  /** The length of one row of the trace that {@link Passes#update} writes: 3 n + 5. */
  public static int traceRow(int features) {
    return (features + 1) + 2 * (features + 2);
  }
}
