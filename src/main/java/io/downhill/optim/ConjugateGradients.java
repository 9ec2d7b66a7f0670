package io.downhill.optim;

import java.util.ArrayList;
import java.util.List;

/**
 * Newton's step without a Hessian: H d = -g by conjugate gradients on products Hv, each a pass, as
 * far as they bring much (Nash and Sofer 1990). The products of one step are the preconditioner of
 * the next ones (Morales and Nocedal 2000), which begins with the units of the parameters.
 */
final class ConjugateGradients implements Direction {
  private static final int PRODUCTS = 200;

  /** The last product brought less than this share of the mean of all. */
  private static final double LITTLE = 0.1;

  private final Objective f;
  private final InverseHessian inverse;
  private State last;
  private double[] step;

  ConjugateGradients(Objective f) {
    this.f = f;
    this.inverse = new InverseHessian(f.units());
  }

  @Override
  public double[] at(State s) {
    if (s != last) {
      step = solve(s);
      last = s;
    }
    return step;
  }

  @Override
  public double promise(State s) {
    return -Vectors.dot(s.gradient(), at(s));
  }

  private double[] solve(State s) {
    int length = s.w().length;
    double[] d = new double[length];
    double[] residual = Vectors.plus(d, -1, s.gradient());
    double[] free = inverse.times(residual);
    double[] axis = free;
    double size = Vectors.dot(residual, free);
    double decrease = 0;
    List<double[][]> pairs = new ArrayList<>();
    for (int k = 1; k <= PRODUCTS && size > 0; k++) {
      double[] product = new double[length];
      f.product(s.w(), axis, product);
      double curvature = Vectors.dot(axis, product);
      if (!(curvature > 0)) {
        break;
      }
      pairs.add(new double[][] {axis, product});
      double t = size / curvature;
      d = Vectors.plus(d, t, axis);
      residual = Vectors.plus(residual, -t, product);
      double gain = t * size;
      decrease += gain;
      if (k * gain <= LITTLE * decrease) {
        break;
      }
      free = inverse.times(residual);
      double next = Vectors.dot(residual, free);
      axis = Vectors.plus(free, next / size, axis);
      size = next;
    }
    for (double[][] pair : pairs) {
      inverse.learn(pair[0], pair[1]);
    }
    return pairs.isEmpty() ? free : d;
  }
}
