package io.downhill.optim;

/**
 * Newton's step without a Hessian: H d = -g by conjugate gradients on products Hv, each a pass, to
 * a residual that falls with the slope (Eisenstat and Walker), so that few products are spent far
 * from the optimum.
 */
final class ConjugateGradients implements Direction {
  private static final int PRODUCTS = 50;

  private final Objective f;

  ConjugateGradients(Objective f) {
    this.f = f;
  }

  @Override
  public double[] at(State s) {
    int length = s.w().length;
    double[] d = new double[length];
    double[] residual = Vectors.plus(d, -1, s.gradient());
    double[] axis = residual.clone();
    double[] product = new double[length];
    double square = Vectors.dot(residual, residual);
    double norm = Math.sqrt(square);
    double goal = Math.min(0.5, Math.sqrt(norm)) * norm;
    for (int k = 0; k < PRODUCTS && Math.sqrt(square) > goal; k++) {
      f.product(s.w(), axis, product);
      double curvature = Vectors.dot(axis, product);
      if (!(curvature > 1e-14 * Vectors.dot(axis, axis))) {
        break;
      }
      double t = square / curvature;
      d = Vectors.plus(d, t, axis);
      residual = Vectors.plus(residual, -t, product);
      double next = Vectors.dot(residual, residual);
      axis = Vectors.plus(residual, next / square, axis);
      square = next;
    }
    return Vectors.norm(d) > 0 ? d : residual;
  }
}
