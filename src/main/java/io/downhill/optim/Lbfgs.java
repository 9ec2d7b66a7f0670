package io.downhill.optim;

import java.util.Optional;

/**
 * L-BFGS (Liu and Nocedal 1989): steps by an {@link InverseHessian} that learns from them. With l1
 * it is that of the weights that are free, and a step ends for each weight where its sign would
 * change, at 0: orthant-wise (Andrew and Gao 2007) with the free weights apart (Schmidt 2010,
 * Graphical Model Structure Learning with L1-Regularization, section 2.3.2).
 *
 * @param iterations the most steps, at least 1
 * @param goal where it has converged
 * @param l1 the penalty that is not smooth
 */
public record Lbfgs(int iterations, Goal goal, L1 l1) implements Optimizer {
  /** Where curvatures differ much, the slope may rise for many steps while the cost falls. */
  private static final int PATIENCE = 40;

  @Override
  public Solution minimize(Objective f, double[] start, Monitor monitor) {
    return new LineSearchDescent(f, l1, new TwoLoop(f.units(), l1), PATIENCE)
        .minimize(start, iterations, goal, monitor);
  }

  private static final class TwoLoop implements Direction {
    private final InverseHessian inverse;
    private final L1 l1;

    TwoLoop(double[] units, L1 l1) {
      this.inverse = new InverseHessian(units);
      this.l1 = l1;
    }

    @Override
    public double[] step(State s) {
      double[] rest = l1.subgradient(s.w(), s.gradient());
      Face face = Face.of(l1, s.w(), rest);
      double[] d = face.put(inverse.restrictedTo(face).times(face.take(rest)));
      for (int j = 0; j < d.length; j++) {
        double w = s.w()[j];
        double step = l1.lambda(j) > 0 ? withinOrthant(w, rest[j], -d[j]) : -d[j];
        d[j] = l1.isBound(j, w + step) ? l1.within(j, w + step) - w : step;
      }
      return d;
    }

    /** The step of a weight, which goes no further than 0, and leaves 0 only downhill. */
    private static double withinOrthant(double w, double rest, double step) {
      double sign = w == 0 ? -rest : w;
      return (w + step) * sign > 0 ? step : -w;
    }

    @Override
    public Optional<InverseHessian> inverse() {
      return Optional.of(inverse);
    }

    @Override
    public void learn(State before, State after) {
      inverse.learn(
          Vectors.plus(after.w(), -1, before.w()),
          Vectors.plus(after.gradient(), -1, before.gradient()));
    }

    @Override
    public boolean forget() {
      return inverse.forget();
    }
  }
}
