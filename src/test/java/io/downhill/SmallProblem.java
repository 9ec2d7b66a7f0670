package io.downhill;

import io.downhill.data.Classes;
import io.downhill.data.Dataset;
import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * A small random problem, of the kinds that bite: badly scaled, collinear, duplicated and constant
 * columns, weights, penalties, separable classes.
 *
 * @param x raw features
 * @param y labels
 * @param c weights of the examples, null if all are 1
 * @param options the penalties and what else does not depend on the solver
 * @param traits what is special about it
 */
record SmallProblem(
    float[][] x, int[] y, float[] c, TrainingOptions.Builder options, String traits) {

  static SmallProblem of(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    int m = 5 + random.nextInt(296);
    int n = 1 + random.nextInt(20);
    StringBuilder traits = new StringBuilder("seed " + seed + ": " + m + " x " + n);
    float[][] x = features(random, m, n, traits);
    int[] y = labels(random, x, traits);
    float[] c = weights(random, y, traits);
    return new SmallProblem(x, y, c, options(random, traits), traits.toString());
  }

  private static float[][] features(SplittableRandom random, int m, int n, StringBuilder traits) {
    double mix = random.nextInt(3) * 0.45;
    float[][] x = new float[m][n];
    for (float[] row : x) {
      double last = 0;
      for (int j = 0; j < n; j++) {
        last = mix * last + gaussian(random);
        // Few digits, so that sums of columns are exact and collinear ones truly are.
        row[j] = (float) (Math.rint(last * 1024) / 1024);
      }
    }
    int kind = random.nextInt(8);
    int at = random.nextInt(n);
    int other = random.nextInt(n);
    for (float[] row : x) {
      switch (kind) {
        case 0 -> row[at] *= 1e6f;
        case 1 -> row[at] *= 1e-3f;
        case 2 -> row[at] = row[other] + (n > 2 ? row[(other + 1) % n] : 0);
        case 3 -> row[at] = row[other];
        case 4 -> row[at] = 3;
        case 5 -> row[at] = 50 + 10 * row[at];
        default -> {}
      }
    }
    traits.append(
        switch (kind) {
          case 0 -> ", a column of 1e6";
          case 1 -> ", a column of 1e-3";
          case 2 -> ", collinear";
          case 3 -> ", duplicated";
          case 4 -> ", constant";
          case 5 -> ", far from 0";
          default -> "";
        });
    return x;
  }

  private static int[] labels(SplittableRandom random, float[][] x, StringBuilder traits) {
    int n = x[0].length;
    double[] w = new double[n];
    for (int j = 0; j < n; j++) {
      double squares = 1e-30;
      for (float[] row : x) {
        squares += (double) row[j] * row[j] / x.length;
      }
      w[j] = gaussian(random) * random.nextInt(2) / Math.sqrt(squares);
    }
    boolean separable = random.nextInt(8) == 0;
    traits.append(separable ? ", separable" : "");
    double bias = random.nextInt(3) - 1;
    int[] y = new int[x.length];
    for (int i = 0; i < y.length; i++) {
      double z = bias;
      for (int j = 0; j < n; j++) {
        z += w[j] * x[i][j];
      }
      y[i] = (separable ? 0.5 : random.nextDouble()) < 1 / (1 + StrictMath.exp(-z)) ? 1 : 0;
    }
    y[0] = 0;
    y[1] = 1;
    return y;
  }

  private static float[] weights(SplittableRandom random, int[] y, StringBuilder traits) {
    if (random.nextInt(3) > 0) {
      return null;
    }
    traits.append(", weighted");
    float[] c = new float[y.length];
    for (int i = 0; i < c.length; i++) {
      c[i] = i < 2 ? 1 : (float) (random.nextInt(4) * random.nextDouble());
    }
    return c;
  }

  private static TrainingOptions.Builder options(SplittableRandom random, StringBuilder traits) {
    int penalties = random.nextInt(5);
    double l1 = penalties == 1 || penalties == 3 ? power(random, -3, -1) : 0;
    double l2 = penalties == 2 || penalties == 3 ? power(random, -5, 0) : 0;
    boolean raw = random.nextInt(3) == 0;
    boolean standardize = random.nextInt(3) > 0;
    boolean intercept = random.nextInt(4) > 0;
    ClassWeight weight =
        switch (random.nextInt(6)) {
          case 0 -> ClassWeight.BALANCED;
          case 1 -> new ClassWeight(false, 0.5, 3);
          default -> ClassWeight.NONE;
        };
    traits.append(
        String.format(
            ", l1 %.3g, l2 %.3g, penalize %s%s%s, %s",
            l1,
            l2,
            raw ? "raw" : "standardized",
            standardize ? "" : ", not standardised",
            intercept ? "" : ", no intercept",
            weight));
    return TrainingOptions.builder()
        .device("cpu")
        .threads(1)
        .l1(l1)
        .l2(l2)
        .penalize(raw ? TrainingOptions.Penalize.RAW : TrainingOptions.Penalize.STANDARDIZED)
        .standardize(standardize)
        .intercept(intercept)
        .classWeight(weight);
  }

  private static double power(SplittableRandom random, int least, int most) {
    return StrictMath.pow(10, least + random.nextDouble() * (most - least));
  }

  private static double gaussian(SplittableRandom random) {
    double radius = Math.sqrt(-2 * StrictMath.log(1 - random.nextDouble()));
    return radius * StrictMath.cos(2 * Math.PI * random.nextDouble());
  }

  /** A data set of its own, for training standardises in place. */
  Dataset dataset() {
    Dataset.Builder builder = new Dataset.Builder(Dataset.defaultNames(x[0].length));
    float[] labels = new float[y.length];
    for (int i = 0; i < y.length; i++) {
      builder.addRow(x[i]);
      labels[i] = y[i];
    }
    if (c != null) {
      builder.weights(c.clone());
    }
    return builder.labels(labels, Classes.ZERO_ONE).build();
  }

  Reference reference() {
    TrainingOptions all = options.solver("auto").build();
    float[] weights = all.classWeight().apply(dataset()).weights();
    double[] both = new double[y.length];
    Arrays.fill(both, 1);
    for (int i = 0; weights != null && i < y.length; i++) {
      both[i] = weights[i];
    }
    return new Reference(x, y, c, both, all);
  }
}
