package io.downhill.device.cpu;

import io.downhill.sums.Tree;
import java.util.Arrays;

/**
 * {@link GramPass} over sparse rows: of a row only the products of its values with each other, so
 * that its time goes by their squares and not by that of n. What a stripe does not touch would add
 * 0, which changes no bit.
 */
final class SparseGramPass implements BlockPass {
  /** Products of a row, as a share of the triangle, from which on the dense pass is as fast. */
  private static final int SHARE = 16;

  private final SparseExamples x;
  private final CpuExamples examples;
  private final float[] coefficients;
  private final int step;
  private final int column;
  private final float[] stripe;
  private final boolean[] isTouched;
  private final int[] touched;
  private int count;

  /**
   * Takes a column of coefficients.
   *
   * @param coefficients m x {@code step}
   */
  SparseGramPass(CpuExamples examples, float[] coefficients, int step, int column) {
    this.examples = examples;
    this.x = examples.sparse().orElseThrow();
    this.coefficients = coefficients;
    this.step = step;
    this.column = column;
    int length = row(x.features() + 1);
    this.stripe = new float[length];
    this.isTouched = new boolean[length];
    this.touched = new int[length];
  }

  /** Whether it takes less time than the dense pass. */
  static boolean serves(SparseExamples x) {
    double products = 0;
    for (int i = 0; i + 1 < x.starts().length; i++) {
      double own = x.starts()[i + 1] - x.starts()[i] + 1;
      products += own * own / 2;
    }
    double triangle = row(x.features() + 1);
    return products * SHARE < triangle * (x.starts().length - 1);
  }

  /** Where row j of a triangle begins. */
  private static int row(int j) {
    return j * (j + 1) / 2;
  }

  @Override
  public void sum(int block, float[] pairs) {
    Arrays.fill(pairs, 0f);
    int first = block * Tree.BLOCK;
    int end = first + examples.rows(block);
    for (int i = first; i < end; i++) {
      add(i);
      if ((i + 1) % Tree.STRIPE == 0 || i + 1 == end) {
        close(pairs);
      }
    }
  }

  /** Adds k x x' of row i, the larger feature first, with a one behind for the bias. */
  private void add(int i) {
    int from = x.starts()[i];
    int to = x.starts()[i + 1];
    float k = coefficients[i * step + column];
    for (int p = from; p < to; p++) {
      float r = k * x.values()[p];
      int row = row(x.columns()[p]);
      for (int q = from; q <= p; q++) {
        add(row + x.columns()[q], r, x.values()[q]);
      }
    }
    int bias = row(x.features());
    for (int q = from; q < to; q++) {
      add(bias + x.columns()[q], k, x.values()[q]);
    }
    add(bias + x.features(), k, 1f);
  }

  private void add(int place, float r, float value) {
    stripe[place] = Math.fma(r, value, stripe[place]);
    if (!isTouched[place]) {
      isTouched[place] = true;
      touched[count++] = place;
    }
  }

  /** Adds what the stripe touched to the pairs [hi | lo]. */
  private void close(float[] pairs) {
    int columns = stripe.length;
    for (int t = 0; t < count; t++) {
      int place = touched[t];
      float hi = pairs[place];
      float sum = hi + stripe[place];
      pairs[columns + place] += Tree.error(hi, stripe[place], sum);
      pairs[place] = sum;
      stripe[place] = 0;
      isTouched[place] = false;
    }
    count = 0;
  }
}
