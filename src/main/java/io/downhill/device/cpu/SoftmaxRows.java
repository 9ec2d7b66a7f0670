package io.downhill.device.cpu;

import io.downhill.sums.Tree;

/**
 * Some rows of softmax: their targets, and what the classes of a row share. Scratch of one thread;
 * beyond the rows in hand, up to pitch, a form may spoil everything.
 */
final class SoftmaxRows {
  final int classes;

  /** Room for rows, a multiple of 32; row i of class k stands at k pitch + i. */
  final int pitch;

  /** In: the class of each row, and its weight c. */
  final float[] label;

  final float[] weight;

  /** Out: the greatest margin, and the first class that has it. */
  final float[] top;

  final float[] best;

  /** Out: the sum of exp(z_k - top) over the other classes, and 1/(1 + rest). */
  final float[] rest;

  final float[] reciprocal;

  /** Out: c times the loss, and dz of the row's own class. */
  final float[] losses;

  final float[] own;

  SoftmaxRows(int classes, int pitch) {
    this.classes = classes;
    this.pitch = pitch;
    this.label = new float[pitch];
    this.weight = new float[pitch];
    this.top = new float[pitch];
    this.best = new float[pitch];
    this.rest = new float[pitch];
    this.reciprocal = new float[pitch];
    this.losses = new float[pitch];
    this.own = new float[pitch];
  }

  /** Takes the targets of rows from y, class and weight side by side. */
  void show(float[] y, int first, int rows) {
    for (int i = 0; i < rows; i++) {
      label[i] = y[2 * (first + i)];
      weight[i] = y[2 * (first + i) + 1];
    }
  }

  /** {@link Loops#softmaxRows}, class by class, in loops that the JIT turns into vectors. */
  void byClass(float[] z, int rows, boolean weighted) {
    greatest(z, rows);
    for (int i = 0; i < rows; i++) {
      own[i] = z[(int) label[i] * pitch + i];
      rest[i] = 0;
    }
    for (int k = 0; k < classes; k++) {
      int at = k * pitch;
      for (int i = 0; i < rows; i++) {
        float e = Elementary.expMinusAbs(top[i] - z[at + i]);
        boolean isTop = best[i] == k;
        z[at + i] = isTop ? 1 : e;
        rest[i] += isTop ? 0 : e;
      }
    }
    for (int i = 0; i < rows; i++) {
      float sum = 1 + rest[i];
      float low = Tree.error(1, rest[i], sum);
      float log = Elementary.logOfSum(sum, low);
      reciprocal[i] = Elementary.reciprocalOfSum(sum, low);
      losses[i] = weight[i] * (log + (label[i] == best[i] ? 0 : top[i] - own[i]));
    }
    for (int i = 0; i < rows; i++) {
      float c = weight[i];
      float p = z[(int) label[i] * pitch + i] * reciprocal[i];
      own[i] = label[i] == best[i] ? -(c * (rest[i] * reciprocal[i])) : c * (p - 1);
    }
    for (int k = 0; k < classes; k++) {
      int at = k * pitch;
      for (int i = 0; i < rows; i++) {
        z[at + i] = (weighted ? weight[i] : 1) * (z[at + i] * reciprocal[i]);
      }
    }
  }

  private void greatest(float[] z, int rows) {
    for (int i = 0; i < rows; i++) {
      top[i] = z[i];
      best[i] = 0;
    }
    for (int k = 1; k < classes; k++) {
      int at = k * pitch;
      for (int i = 0; i < rows; i++) {
        boolean greater = z[at + i] > top[i];
        top[i] = greater ? z[at + i] : top[i];
        best[i] = greater ? k : best[i];
      }
    }
  }
}
