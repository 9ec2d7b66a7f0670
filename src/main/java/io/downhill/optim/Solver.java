package io.downhill.optim;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The optimisers that a run may choose from, and what is to be known of each before it is made. */
public enum Solver {
  /** {@link GradientDescent}; takes no l1. */
  GD {
    @Override
    public boolean takesRate() {
      return true;
    }

    @Override
    public boolean takesL1(boolean dense) {
      return false;
    }

    @Override
    public boolean startsAtZero() {
      return true;
    }

    @Override
    public long reads(int iterations) {
      return iterations;
    }

    @Override
    public Optimizer optimizer(Setting s, boolean dense) {
      return new GradientDescent(s.alpha(), s.iterations(), s.goal());
    }
  },

  /** {@link Nesterov}. */
  NESTEROV {
    @Override
    public boolean takesRate() {
      return true;
    }

    @Override
    public long reads(int iterations) {
      return iterations;
    }

    @Override
    public Optimizer optimizer(Setting s, boolean dense) {
      return new Nesterov(s.alpha(), s.iterations(), s.goal(), s.l1(), s.fixedAlpha());
    }
  },

  /** {@link Lbfgs}. */
  LBFGS {
    @Override
    public long reads(int iterations) {
      return 50;
    }

    @Override
    public Optimizer optimizer(Setting s, boolean dense) {
      return new Lbfgs(s.iterations(), s.goal(), s.l1());
    }
  },

  /**
   * {@link Newton} up to {@link Newton#DENSE} weights, and beyond that {@link TruncatedNewton},
   * which takes no l1.
   */
  NEWTON {
    @Override
    public boolean takesL1(boolean dense) {
      return dense;
    }

    /** 3.4 to 8.6 of large data were measured (docs/benchmarks.md). */
    @Override
    public long reads(int iterations) {
      return 8;
    }

    @Override
    public Optimizer optimizer(Setting s, boolean dense) {
      return dense
          ? new Newton(s.iterations(), s.goal(), s.l1())
          : new TruncatedNewton(s.iterations(), s.goal());
    }
  };

  /**
   * What an optimiser is made with.
   *
   * @param alpha the learning rate; NaN for a solver that takes none
   * @param fixedAlpha whether it is kept although it turns out too large
   * @param iterations the most iterations, at least 1
   * @param goal where it has converged
   * @param l1 the penalty that is not smooth
   */
  public record Setting(double alpha, boolean fixedAlpha, int iterations, Goal goal, L1 l1) {}

  /** Whether it takes a learning rate. */
  public boolean takesRate() {
    return false;
  }

  /**
   * Whether it takes l1, and bounds.
   *
   * @param dense whether there are so few weights that a dense Hessian is held
   */
  public boolean takesL1(boolean dense) {
    return true;
  }

  /**
   * Whether the bias starts at 0, so that costs are those of the course; else it starts at the
   * log-odds of the classes, the optimum for w = 0.
   */
  public boolean startsAtZero() {
    return false;
  }

  /** About how many reads of X a run takes. */
  public abstract long reads(int iterations);

  /**
   * Makes the optimiser.
   *
   * @param dense whether there are so few weights that a dense Hessian is held
   */
  public abstract Optimizer optimizer(Setting setting, boolean dense);

  /** The name on the command line, in reports and in model files. */
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** All names, in order. */
  public static List<String> texts() {
    return Arrays.stream(values()).map(Solver::text).toList();
  }

  /** The solver of a name; empty if there is none. */
  public static Optional<Solver> of(String text) {
    return Arrays.stream(values()).filter(solver -> solver.text().equals(text)).findFirst();
  }

  /**
   * The solver that suits: with a learning rate one that takes it, else the one that reads least.
   *
   * @param dense whether a dense Hessian is held, and does not take longer than it brings
   */
  public static Solver suited(boolean rate, boolean l1, boolean dense) {
    if (rate) {
      return l1 ? NESTEROV : GD;
    }
    return dense ? NEWTON : LBFGS;
  }
}
