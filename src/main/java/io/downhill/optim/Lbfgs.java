package io.downhill.optim;

import java.util.Optional;

/**
 * L-BFGS (Liu and Nocedal 1989): steps by an {@link InverseHessian} that learns from them.
 *
 * @param iterations the most steps, at least 1
 * @param goal where it has converged
 */
public record Lbfgs(int iterations, Goal goal) implements Optimizer {
  /** Where curvatures differ much, the slope swings up for a while as the cost creeps down. */
  private static final int PATIENCE = 40;

  @Override
  public Solution minimize(Objective f, double[] start, Monitor monitor) {
    return new LineSearchDescent(f, L1.NONE, new TwoLoop(f.units()), PATIENCE)
        .minimize(start, iterations, goal, monitor);
  }

  private static final class TwoLoop implements Direction {
    private final InverseHessian inverse;

    TwoLoop(double[] units) {
      inverse = new InverseHessian(units);
    }

    @Override
    public double[] at(State s) {
      return Vectors.plus(new double[s.w().length], -1, inverse.times(s.gradient()));
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
