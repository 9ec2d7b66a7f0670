package io.downhill.device.cpu;

import io.downhill.sums.Tree;

/** {@link Softmax} as it is defined: one row after the other, in the plainest loops. */
final class DefinitionSoftmax implements Softmax {
  private final int classes;
  private final int pitch;
  private final float[] z;
  private final float[] p;
  private final float[] dz;
  private final float[] t;
  private int top;
  private float rest;
  private float sum;
  private float low;
  private float reciprocal;

  DefinitionSoftmax(int classes, int pitch) {
    this.classes = classes;
    this.pitch = pitch;
    this.z = new float[classes];
    this.p = new float[classes];
    this.dz = new float[classes];
    this.t = new float[classes];
  }

  /** Everything that does not depend on the target. */
  private void probabilities(float[] margins, int i) {
    for (int k = 0; k < classes; k++) {
      z[k] = margins[k * pitch + i];
    }
    top = 0;
    for (int k = 1; k < classes; k++) {
      if (z[k] > z[top]) {
        top = k;
      }
    }
    rest = 0;
    for (int k = 0; k < classes; k++) {
      if (k == top) {
        p[k] = 1;
      } else {
        p[k] = Elementary.expMinusAbs(z[top] - z[k]);
        rest += p[k];
      }
    }
    sum = 1 + rest;
    low = Tree.error(1, rest, sum);
    reciprocal = Elementary.reciprocalOfSum(sum, low);
    for (int k = 0; k < classes; k++) {
      p[k] *= reciprocal;
    }
  }

  private void residual(int label, float c) {
    for (int k = 0; k < classes; k++) {
      dz[k] = c * p[k];
    }
    dz[label] = label == top ? -(c * (rest * reciprocal)) : c * (p[label] - 1);
  }

  private float loss(int label, float c) {
    return c * (Elementary.logOfSum(sum, low) + (label == top ? 0 : z[top] - z[label]));
  }

  /** t := the direction from its mean; dz := q; gives the curvature. */
  private float curvature(float[] u, int i, float c) {
    float mean = 0;
    for (int k = 0; k < classes; k++) {
      t[k] = u[k * pitch + i] - u[top * pitch + i];
      mean = Math.fma(p[k], t[k], mean);
    }
    float square = 0;
    for (int k = 0; k < classes; k++) {
      float centred = t[k] - mean;
      dz[k] = (c * p[k]) * centred;
      square = Math.fma(dz[k], centred, square);
    }
    return square;
  }

  private void store(float[] margins, int i) {
    for (int k = 0; k < classes; k++) {
      margins[k * pitch + i] = dz[k];
    }
  }

  @Override
  public void residuals(float[] margins, int rows, float[] y, int first, float[] losses) {
    for (int i = 0; i < rows; i++) {
      int label = (int) y[2 * (first + i)];
      float c = y[2 * (first + i) + 1];
      probabilities(margins, i);
      residual(label, c);
      losses[i] = loss(label, c);
      store(margins, i);
    }
  }

  @Override
  public void products(
      float[] margins, float[] u, int rows, float[] y, int first, float[] squares) {
    for (int i = 0; i < rows; i++) {
      probabilities(margins, i);
      squares[i] = curvature(u, i, y[2 * (first + i) + 1]);
      store(margins, i);
    }
  }

  @Override
  public void line(float[] margins, float[] d, int rows, float[] y, int first, float[][] sums) {
    for (int i = 0; i < rows; i++) {
      int label = (int) y[2 * (first + i)];
      float c = y[2 * (first + i) + 1];
      probabilities(margins, i);
      residual(label, c);
      float slope = 0;
      for (int k = 0; k < classes; k++) {
        slope = Math.fma(dz[k], d[k * pitch + i] - d[top * pitch + i], slope);
      }
      sums[0][i] = slope;
      sums[1][i] = curvature(d, i, c);
      sums[2][i] = loss(label, c);
    }
  }

  @Override
  public void coefficients(float[] margins, int rows, float[] y, int first, float[] out) {
    int at = 0;
    for (int i = 0; i < rows; i++) {
      float c = y[2 * (first + i) + 1];
      probabilities(margins, i);
      for (int k = 0; k < classes; k++) {
        for (int l = 0; l < k; l++) {
          out[at++] = -((c * p[k]) * p[l]);
        }
        float others = 0;
        for (int l = 0; l < classes; l++) {
          if (l != k) {
            others += (c * p[Math.max(k, l)]) * p[Math.min(k, l)];
          }
        }
        out[at++] = others;
      }
    }
  }
}
