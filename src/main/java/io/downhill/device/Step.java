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

  /**
   * Takes the step, as {@link Passes#update} has it.
   *
   * @param w [weights | bias], changed in place
   * @param pairs of the sums over all examples at w, [hi (n+2) | lo (n+2)]
   * @param trace row k of it receives the state before the step
   */
  public void take(float[] w, float[] pairs, int n, float[] trace, int k) {
    int row = k * traceRow(n);
    System.arraycopy(w, 0, trace, row, n + 1);
    System.arraycopy(pairs, 0, trace, row + n + 1, 2 * (n + 2));
    for (int j = 0; j < n; j++) {
      w[j] = Math.fma(-alpha, Math.fma(l2, w[j], mean(pairs, n + 2, j)), w[j]);
    }
    if (intercept) {
      w[n] = Math.fma(-alpha, mean(pairs, n + 2, n), w[n]);
    }
  }

  private float mean(float[] pairs, int columns, int j) {
    return (pairs[j] + pairs[columns + j]) * scale;
  }
}
