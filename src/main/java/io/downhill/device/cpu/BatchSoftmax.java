package io.downhill.device.cpu;

import io.downhill.sums.Tree;

/** {@link Softmax} class by class, in loops over rows that the JIT turns into vectors. */
final class BatchSoftmax implements Softmax {
  private final Loops loops;
  private final int classes;
  private final int pitch;
  private final float[] top;
  private final float[] best;
  private final float[] rest;
  private final float[] reciprocal;
  private final float[] logs;
  private final float[] label;
  private final float[] weight;
  private final float[] own;
  private final float[] mean;
  private final float[] row;

  /**
   * Room for some rows.
   *
   * @param pitch how many, a multiple of 32
   */
  BatchSoftmax(Loops loops, int classes, int pitch) {
    this.loops = loops;
    this.classes = classes;
    this.pitch = pitch;
    this.top = new float[pitch];
    this.best = new float[pitch];
    this.rest = new float[pitch];
    this.reciprocal = new float[pitch];
    this.logs = new float[pitch];
    this.label = new float[pitch];
    this.weight = new float[pitch];
    this.own = new float[pitch];
    this.mean = new float[pitch];
    this.row = new float[classes];
  }

  /** z := p; own := the margin of each row's own class. */
  private void probabilities(float[] z, int rows, float[] y, int first) {
    for (int i = 0; i < rows; i++) {
      label[i] = y[2 * (first + i)];
      weight[i] = y[2 * (first + i) + 1];
      own[i] = z[(int) label[i] * pitch + i];
    }
    loops.expTerms(z, classes, pitch, rows, top, best, rest);
    for (int i = 0; i < rows; i++) {
      float sum = 1 + rest[i];
      float low = Tree.error(1, rest[i], sum);
      reciprocal[i] = Elementary.reciprocalOfSum(sum, low);
      logs[i] = Elementary.logOfSum(sum, low);
    }
    for (int k = 0; k < classes; k++) {
      int at = k * pitch;
      for (int i = 0; i < rows; i++) {
        z[at + i] *= reciprocal[i];
      }
    }
  }

  /** The losses; own := the residual of each row's own class. */
  private void ownClass(float[] p, int rows, float[] losses) {
    for (int i = 0; i < rows; i++) {
      float c = weight[i];
      boolean isTop = label[i] == best[i];
      losses[i] = c * (logs[i] + (isTop ? 0 : top[i] - own[i]));
      own[i] = isTop ? -(c * (rest[i] * reciprocal[i])) : c * (p[(int) label[i] * pitch + i] - 1);
    }
  }

  /** u := u - u_a; mean := the sum of p u. */
  private void centre(float[] p, float[] u, int rows) {
    for (int i = 0; i < rows; i++) {
      top[i] = u[(int) best[i] * pitch + i];
      mean[i] = 0;
    }
    for (int k = 0; k < classes; k++) {
      int at = k * pitch;
      for (int i = 0; i < rows; i++) {
        u[at + i] -= top[i];
        mean[i] = Math.fma(p[at + i], u[at + i], mean[i]);
      }
    }
  }

  /** p := q, squares := the curvatures along the centred u. */
  private void curvatures(float[] p, float[] u, int rows, float[] squares) {
    java.util.Arrays.fill(squares, 0, rows, 0);
    for (int k = 0; k < classes; k++) {
      int at = k * pitch;
      for (int i = 0; i < rows; i++) {
        float centred = u[at + i] - mean[i];
        float q = (weight[i] * p[at + i]) * centred;
        p[at + i] = q;
        squares[i] = Math.fma(q, centred, squares[i]);
      }
    }
  }

  @Override
  public void residuals(float[] z, int rows, float[] y, int first, float[] losses) {
    probabilities(z, rows, y, first);
    ownClass(z, rows, losses);
    for (int k = 0; k < classes; k++) {
      int at = k * pitch;
      for (int i = 0; i < rows; i++) {
        z[at + i] *= weight[i];
      }
    }
    for (int i = 0; i < rows; i++) {
      z[(int) label[i] * pitch + i] = own[i];
    }
  }

  @Override
  public void products(float[] z, float[] u, int rows, float[] y, int first, float[] squares) {
    probabilities(z, rows, y, first);
    centre(z, u, rows);
    curvatures(z, u, rows, squares);
  }

  @Override
  public void line(float[] z, float[] d, int rows, float[] y, int first, float[][] sums) {
    probabilities(z, rows, y, first);
    ownClass(z, rows, sums[2]);
    centre(z, d, rows);
    float[] slopes = sums[0];
    java.util.Arrays.fill(slopes, 0, rows, 0);
    for (int k = 0; k < classes; k++) {
      int at = k * pitch;
      for (int i = 0; i < rows; i++) {
        float dz = label[i] == k ? own[i] : weight[i] * z[at + i];
        slopes[i] = Math.fma(dz, d[at + i], slopes[i]);
      }
    }
    curvatures(z, d, rows, sums[1]);
  }

  @Override
  public void coefficients(float[] z, int rows, float[] y, int first, float[] out) {
    probabilities(z, rows, y, first);
    int at = 0;
    for (int i = 0; i < rows; i++) {
      for (int k = 0; k < classes; k++) {
        row[k] = z[k * pitch + i];
      }
      at = blocks(weight[i], out, at);
    }
  }

  private int blocks(float c, float[] out, int first) {
    int at = first;
    for (int k = 0; k < classes; k++) {
      float weighted = c * row[k];
      float others = 0;
      for (int l = 0; l < k; l++) {
        float product = weighted * row[l];
        out[at++] = -product;
        others += product;
      }
      for (int l = k + 1; l < classes; l++) {
        others += (c * row[l]) * row[k];
      }
      out[at++] = others;
    }
    return at;
  }
}
