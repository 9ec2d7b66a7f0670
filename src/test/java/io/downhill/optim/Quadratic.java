package io.downhill.optim;

import java.util.SplittableRandom;

/** The bowl (w - bottom)'H(w - bottom)/2, H dense: what the optimisers must master first. */
record Quadratic(double[][] h, double[] bottom) implements Objective {

  /** H = R'R / rows + ridge, R random; its condition grows as the ridge falls. */
  static Quadratic random(int length, double ridge, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    double[][] r = new double[length + 3][length];
    for (double[] row : r) {
      for (int j = 0; j < length; j++) {
        row[j] = random.nextDouble() * 2 - 1;
      }
    }
    double[][] h = new double[length][length];
    double[] bottom = new double[length];
    for (int j = 0; j < length; j++) {
      bottom[j] = random.nextDouble() * 2 - 1;
      for (int k = 0; k < length; k++) {
        for (double[] row : r) {
          h[j][k] += row[j] * row[k] / r.length;
        }
      }
      h[j][j] += ridge;
    }
    return new Quadratic(h, bottom);
  }

  /** H with these curvatures along the axes. */
  static Quadratic diagonal(double... curvatures) {
    double[][] h = new double[curvatures.length][curvatures.length];
    double[] bottom = new double[curvatures.length];
    for (int j = 0; j < curvatures.length; j++) {
      h[j][j] = curvatures[j];
      bottom[j] = 1;
    }
    return new Quadratic(h, bottom);
  }

  double[] times(double[] v) {
    double[] product = new double[v.length];
    product(v, v, product);
    return product;
  }

  /** The lower triangle of H, row by row. */
  double[] triangle() {
    return hessian(bottom);
  }

  @Override
  public int weights() {
    return bottom.length - 1;
  }

  @Override
  public double costAndGradient(double[] w, double[] gradient) {
    double[] away = Vectors.plus(w, -1, bottom);
    product(w, away, gradient);
    return Vectors.dot(away, gradient) / 2;
  }

  @Override
  public void product(double[] w, double[] v, double[] product) {
    double[] result = new double[v.length];
    for (int j = 0; j < v.length; j++) {
      result[j] = Vectors.dot(h[j], v);
    }
    System.arraycopy(result, 0, product, 0, v.length);
  }
}
