package io.downhill.device.cpu;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The definition of softmax against double precision, and against two classes. */
class SoftmaxTest {
  /** Half an ulp of 1, what one rounding loses at most. */
  private static final double ROUNDING = 0x1p-24;

  private static float[] margins(SplittableRandom random, int classes, int row) {
    float[] z = new float[classes];
    float scale = new float[] {0f, 1e-3f, 1f, 10f, 100f, 1e4f}[row % 6];
    float level = new float[] {0f, 5f, -300f, 9999f}[row / 6 % 4];
    for (int k = 0; k < classes; k++) {
      z[k] = level + scale * (float) (2 * random.nextDouble() - 1);
    }
    return z;
  }

  private static double[] probabilities(float[] z) {
    double top = Double.NEGATIVE_INFINITY;
    for (float margin : z) {
      top = Math.max(top, margin);
    }
    double sum = 0;
    double[] p = new double[z.length];
    for (int k = 0; k < z.length; k++) {
      p[k] = StrictMath.exp(z[k] - top);
      sum += p[k];
    }
    for (int k = 0; k < z.length; k++) {
      p[k] /= sum;
    }
    return p;
  }

  /** log(1 + the sum over the others), with all digits where that is small. */
  private static double loss(float[] z, int label) {
    int top = 0;
    for (int k = 1; k < z.length; k++) {
      top = z[k] > z[top] ? k : top;
    }
    double rest = 0;
    for (int k = 0; k < z.length; k++) {
      rest += k == top ? 0 : StrictMath.exp((double) z[k] - z[top]);
    }
    return StrictMath.log1p(rest) + ((double) z[top] - z[label]);
  }

  /**
   * A difference of margins and a sum of K terms round: with s = K + 6 + the distance of the margin
   * from the greatest, a residual differs by at most s roundings of itself, and a loss by at most K
   * + 8 roundings of its largest term.
   */
  @ParameterizedTest
  @ValueSource(ints = {2, 3, 4, 7, 8, 9, 26, 100, 1000})
  void residualsAndLossesAreWithinTheirBounds(int classes) {
    SplittableRandom random = new SplittableRandom(classes);
    Softmax softmax = new DefinitionSoftmax(classes, 1);
    int rows = Math.max(240, 200_000 / classes);
    double worst = 0;
    for (int row = 0; row < rows; row++) {
      float[] z = margins(random, classes, row);
      int label = random.nextInt(classes);
      double[] p = probabilities(z);
      double exactLoss = loss(z, label);
      float[] dz = z.clone();
      float[] loss = new float[1];
      softmax.residuals(dz, 1, new float[] {label, 1}, 0, loss);
      double top = Double.NEGATIVE_INFINITY;
      for (float margin : z) {
        top = Math.max(top, margin);
      }
      double others = 0;
      double distance = 0;
      for (int k = 0; k < classes; k++) {
        others += k == label ? 0 : p[k];
        distance = Math.max(distance, Math.min(87.4, top - z[k]));
      }
      for (int k = 0; k < classes; k++) {
        double exact = k == label ? -others : p[k];
        double roundings = classes + 6 + (k == label ? distance : Math.min(87.4, top - z[k]));
        double bound = roundings * ROUNDING * Math.abs(exact) + classes * 1.2e-38;
        double error = Math.abs(dz[k] - exact);
        assertTrue(
            error <= bound,
            "K " + classes + ", row " + row + ", class " + k + ": " + dz[k] + " for " + exact);
        worst = Math.max(worst, error / ROUNDING);
      }
      double scale = Math.max(exactLoss, ROUNDING * ROUNDING);
      double bound = (classes + 8 + distance) * ROUNDING * scale + classes * 1.2e-38;
      assertTrue(
          Math.abs(loss[0] - exactLoss) <= bound,
          "K " + classes + ", row " + row + ": loss " + loss[0] + " for " + exactLoss);
    }
    // What counts in a sum of gradients is the error beside 1.
    assertTrue(worst <= 4, "K " + classes + ": a residual is off by " + worst + " roundings of 1");
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 3, 10, 1000})
  void equalMarginsShareEvenly(int classes) {
    Softmax softmax = new DefinitionSoftmax(classes, 1);
    for (float level : new float[] {0f, -0f, 1e4f, -1e4f, 0.1f}) {
      float[] z = new float[classes];
      java.util.Arrays.fill(z, level);
      float[] loss = new float[1];
      softmax.residuals(z, 1, new float[] {classes - 1, 1}, 0, loss);
      for (int k = 0; k < classes - 1; k++) {
        assertEquals(1.0 / classes, z[k], ROUNDING * 2 / classes);
      }
      assertEquals(1.0 / classes - 1, z[classes - 1], ROUNDING);
      assertEquals(StrictMath.log(classes), loss[0], 2 * Math.ulp(loss[0]));
    }
  }

  /** Two classes of which one has the margin 0 are the logistic case, to the bit. */
  @Test
  void twoClassesHaveTheLossOfTheLogisticCase() {
    Softmax softmax = new DefinitionSoftmax(2, 1);
    for (float margin = -100; margin < 100; margin += 0.137f) {
      for (int label = 0; label < 2; label++) {
        float[] z = {0, margin};
        float[] loss = new float[1];
        softmax.residuals(z, 1, new float[] {label, 1}, 0, loss);
        float s = Elementary.wrongMargin(margin, label == 1 ? 1 : -1);
        float e = Elementary.expMinusAbs(s);
        assertEquals(Elementary.loss(s, e), loss[0], "loss at " + margin);
        assertEquals(Elementary.sigmoid(s, e), z[1 - label], "residual at " + margin);
      }
    }
  }

  @Test
  void nanStaysNan() {
    Softmax softmax = new DefinitionSoftmax(3, 1);
    for (int k = 0; k < 3; k++) {
      float[] z = {1, 2, 3};
      z[k] = Float.NaN;
      float[] loss = new float[1];
      softmax.residuals(z, 1, new float[] {0, 1}, 0, loss);
      assertTrue(Float.isNaN(loss[0]) && Float.isNaN(z[1]), "NaN in class " + k);
    }
  }

  /** The Hessian of a row times a direction, by the blocks and by the product. */
  @ParameterizedTest
  @ValueSource(ints = {2, 3, 10})
  void productsAreThoseOfTheBlocks(int classes) {
    SplittableRandom random = new SplittableRandom(classes);
    Softmax softmax = new DefinitionSoftmax(classes, 1);
    for (int row = 0; row < 600; row++) {
      float[] z = margins(random, classes, row);
      double[] p = probabilities(z);
      float[] u = margins(random, classes, 2);
      float[] y = {0, 0.5f};
      float[] blocks = new float[classes * (classes + 1) / 2];
      float[] square = new float[1];
      softmax.coefficients(z.clone(), 1, y, 0, blocks);
      float[] q = z.clone();
      softmax.products(q, u, 1, y, 0, square);
      double form = 0;
      for (int k = 0; k < classes; k++) {
        double sum = 0;
        for (int l = 0; l < classes; l++) {
          int place = Math.max(k, l) * (Math.max(k, l) + 1) / 2 + Math.min(k, l);
          double exact = 0.5 * p[k] * ((k == l ? 1 : 0) - p[l]);
          assertEquals(exact, blocks[place], 16 * ROUNDING, "block " + k + ", " + l);
          sum += blocks[place] * (double) u[l];
        }
        assertEquals(sum, q[k], 16 * ROUNDING, "row " + row + ", class " + k);
        form += sum * u[k];
      }
      assertEquals(form, square[0], 32 * ROUNDING, "row " + row);
      assertTrue(square[0] >= 0);
    }
  }

  /** Slope and curvature are the derivatives of the loss in double, by differences. */
  @Test
  void lineHasTheDerivativesOfTheLoss() {
    SplittableRandom random = new SplittableRandom(5);
    Softmax softmax = new DefinitionSoftmax(5, 1);
    double h = 1e-4;
    for (int row = 0; row < 300; row++) {
      float[] z = margins(random, 5, 2);
      float[] d = margins(random, 5, 2);
      int label = random.nextInt(5);
      float[][] sums = new float[3][1];
      softmax.line(z.clone(), d, 1, new float[] {label, 1}, 0, sums);
      double before = along(z, d, -h, label);
      double here = along(z, d, 0, label);
      double after = along(z, d, h, label);
      assertEquals((after - before) / (2 * h), sums[0][0], 1e-6, "slope of row " + row);
      assertEquals((after - 2 * here + before) / (h * h), sums[1][0], 1e-6, "row " + row);
      assertEquals(here, sums[2][0], 1e-6, "loss of row " + row);
    }
  }

  private static double along(float[] z, float[] d, double t, int label) {
    double sum = 0;
    for (int k = 0; k < z.length; k++) {
      sum += StrictMath.exp(z[k] + t * d[k]);
    }
    return StrictMath.log(sum) - (z[label] + t * d[label]);
  }
}
