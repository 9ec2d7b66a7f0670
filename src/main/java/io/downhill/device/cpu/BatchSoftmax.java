package io.downhill.device.cpu;

import java.util.Arrays;

/** {@link Softmax} class by class, in loops over rows that the JIT turns into vectors. */
final class BatchSoftmax implements Softmax {
  private final Loops loops;
  private final int classes;
  private final int pitch;
  private final SoftmaxRows shared;
  private final float[] base;
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
    this.shared = new SoftmaxRows(classes, pitch);
    this.base = new float[pitch];
    this.mean = new float[pitch];
    this.row = new float[classes];
  }

  /** u := u - u_a; mean := the sum of p u. */
  private void centre(float[] p, float[] u, int rows) {
    for (int i = 0; i < rows; i++) {
      base[i] = u[(int) shared.best[i] * pitch + i];
      mean[i] = 0;
    }
    for (int k = 0; k < classes; k++) {
      int at = k * pitch;
      for (int i = 0; i < rows; i++) {
        u[at + i] -= base[i];
        mean[i] = Math.fma(p[at + i], u[at + i], mean[i]);
      }
    }
  }

  /** p := q, squares := the curvatures along the centred u. */
  private void curvatures(float[] p, float[] u, int rows, float[] squares) {
    float[] weight = shared.weight;
    Arrays.fill(squares, 0, rows, 0);
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
    shared.show(y, first, rows);
    loops.softmaxRows(z, rows, true, shared);
    System.arraycopy(shared.losses, 0, losses, 0, rows);
    for (int i = 0; i < rows; i++) {
      z[(int) shared.label[i] * pitch + i] = shared.own[i];
    }
  }

  @Override
  public void products(float[] z, float[] u, int rows, float[] y, int first, float[] squares) {
    shared.show(y, first, rows);
    loops.softmaxRows(z, rows, false, shared);
    centre(z, u, rows);
    curvatures(z, u, rows, squares);
  }

  @Override
  public void line(float[] z, float[] d, int rows, float[] y, int first, float[][] sums) {
    shared.show(y, first, rows);
    loops.softmaxRows(z, rows, false, shared);
    System.arraycopy(shared.losses, 0, sums[2], 0, rows);
    centre(z, d, rows);
    float[] slopes = sums[0];
    Arrays.fill(slopes, 0, rows, 0);
    for (int k = 0; k < classes; k++) {
      int at = k * pitch;
      for (int i = 0; i < rows; i++) {
        float dz = shared.label[i] == k ? shared.own[i] : shared.weight[i] * z[at + i];
        slopes[i] = Math.fma(dz, d[at + i], slopes[i]);
      }
    }
    curvatures(z, d, rows, sums[1]);
  }

  @Override
  public void coefficients(float[] z, int rows, float[] y, int first, float[] out) {
    shared.show(y, first, rows);
    loops.softmaxRows(z, rows, false, shared);
    int at = 0;
    for (int i = 0; i < rows; i++) {
      for (int k = 0; k < classes; k++) {
        row[k] = z[k * pitch + i];
      }
      at = blocks(shared.weight[i], out, at);
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
