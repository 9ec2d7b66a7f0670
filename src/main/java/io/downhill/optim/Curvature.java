package io.downhill.optim;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** What the Hessian at a point tells about it; one factor of it serves all questions. */
public final class Curvature {
  private final Factors factors;

  private Curvature(Factors factors) {
    this.factors = factors;
  }

  /**
   * Takes a Hessian of float32 products.
   *
   * @param triangle its lower triangle, row by row
   * @param length its rows
   */
  public Curvature(double[] triangle, int length) {
    this(Factors.of(triangle, length, false));
  }

  /** Takes a Hessian of products in double. */
  public static Curvature inDouble(double[] triangle, int length) {
    return new Curvature(Factors.of(triangle, length, true));
  }

  Factors factors() {
    return factors;
  }

  /** Whether a pivot may be the rounding of float32 sums alone, so that no gap can be told. */
  public boolean isDoubtful() {
    if (factors.isInDouble()) {
      return false;
    }
    double[] pivots = factors.pivots();
    return IntStream.range(0, pivots.length)
        .anyMatch(j -> factors.diagonal(j) != 0 && !(pivots[j] > Factors.RANK));
  }

  /** Whether it is of products in double. */
  public boolean isInDouble() {
    return factors.isInDouble();
  }

  /**
   * The inverse on the parameters that the examples determine.
   *
   * @throws IllegalStateException if the Hessian is not finite
   */
  public Inverse inverse() {
    if (!factors.isFinite()) {
      throw new IllegalStateException("the Hessian is not finite");
    }
    return factors.inverse();
  }

  /**
   * Whether each pivot, but of a row of zeros, is above a share of its diagonal, so that rounding
   * changes the inverse by little.
   */
  public boolean isClear(double share) {
    double[] pivots = factors.pivots();
    return factors.isFinite()
        && IntStream.range(0, pivots.length)
            .allMatch(j -> factors.diagonal(j) == 0 || pivots[j] > share);
  }

  /** Newton's step for a gradient, -H^-1 g. */
  public double[] step(double[] gradient) {
    return factors.solve(Vectors.negative(gradient));
  }

  /** Newton's step from w, with l1 the proximal one. */
  public double[] step(L1 l1, double[] w, double[] gradient) {
    if (factors.isInDouble() && !l1.present()) {
      return factors.solveInDouble(Vectors.negative(gradient));
    }
    double slope = Descent.slope(l1.subgradient(w, gradient));
    return new QuadraticModel(l1, factors).minimize(new State(w, Double.NaN, gradient, slope));
  }

  /**
   * An upper estimate of J - J*: the square of Newton's decrement, g'H^-1 g, twice what a quadratic
   * would give, which covers the change of the curvature on the way; with l1 the decrease that the
   * slope promises for the proximal step; NaN where the Hessian is not finite, infinite where it
   * knows nothing of a parameter that is to move, as that of a sample without a rare feature.
   *
   * @param gradient of the smooth part at w
   */
  public double gap(L1 l1, double[] w, double[] gradient) {
    double[] rest = l1.subgradient(w, gradient);
    for (int j = 0; j < rest.length; j++) {
      if (factors.diagonal(j) == 0 && rest[j] != 0) {
        return Double.POSITIVE_INFINITY;
      }
    }
    State s = new State(w, Double.NaN, gradient, Descent.slope(rest));
    double promised = Math.max(0, new QuadraticModel(l1, factors).decrement(s));
    Face face = Face.of(l1, w, rest);
    return Math.max(promised, factors.restrictedTo(face).decrement(face.take(rest)));
  }

  /**
   * What of K columns side by side that one has with itself which has the most curvature: columns
   * that are sums of others are so in each. Itself for one column.
   */
  public Curvature ofColumn(int columns) {
    int biases = factors.length() - columns;
    int most = 0;
    for (int k = 1; k < columns; k++) {
      most = factors.diagonal(biases + k) > factors.diagonal(biases + most) ? k : most;
    }
    return columns == 1 ? this : new Curvature(factors.ofColumn(most, columns));
  }

  /** The rows whose columns are combinations of those before them. */
  public List<Integer> dependent() {
    List<Integer> dependent = new ArrayList<>();
    double[] pivots = factors.pivots();
    for (int j = 0; j < pivots.length; j++) {
      if (!(pivots[j] > Factors.RANK)) {
        dependent.add(j);
      }
    }
    return dependent;
  }

  /** The least pivot as a share of its diagonal: small where there is hardly any curvature. */
  public double weakest() {
    double least = 1;
    for (double pivot : factors.pivots()) {
      least = Math.min(least, pivot);
    }
    return least;
  }
}
