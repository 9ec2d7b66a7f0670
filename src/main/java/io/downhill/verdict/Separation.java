package io.downhill.verdict;

import io.downhill.data.Dataset;
import io.downhill.device.DeviceObjective;
import io.downhill.optim.Curvature;
import io.downhill.optim.Descent;
import io.downhill.optim.L1;
import io.downhill.optim.State;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.IntStream;

/**
 * Looks for a direction that separates the classes: d with s_i (x_i.d) at or above 0 for every
 * example, s = 1 or -1 by its class, and above 0 for one (Albert and Anderson 1984); of K classes
 * one with x_i.(d_y - d_k) at or above 0 for every other class k. Without a penalty J falls along
 * it for ever, and there is no optimum.
 *
 * <p>Candidates are w itself, and the steps of Newton's method from there: towards an optimum they
 * shrink, but where J falls like exp(-t) along d they stay about as long, and point along d. Of
 * more weights than a dense Hessian takes, each column alone is a candidate instead. What separates
 * is for {@link SeparatingDirection} to say.
 */
final class Separation {
  private static final int STEPS = 12;

  /**
   * Far from 0 the curvature along a direction that separates may be below the rounding of the
   * Hessian; then the search begins again nearer to 0. Not where every pivot is above this.
   */
  private static final double WEAK = 1e-3;

  /** A step that moves no margin by more leads to an optimum. */
  private static final double SHORT = 0.1;

  /**
   * A step that moves a margin by more is cut to this, unless J falls along all of it; and the
   * search that begins again does so where the largest margin is this.
   */
  private static final double LONG = 4;

  private final DeviceObjective objective;
  private final Dataset data;
  private final boolean intercept;
  private final L1 bounds;

  /**
   * Looks at the examples of an objective.
   *
   * @param intercept whether the bias is a parameter
   * @param bounds within which weights cannot grow for ever
   */
  Separation(DeviceObjective objective, Dataset data, boolean intercept, L1 bounds) {
    this.bounds = bounds;
    this.objective = objective;
    this.data = data;
    this.intercept = intercept;
  }

  /**
   * A direction that separates; empty if none was found.
   *
   * @param end where an optimiser ended
   * @param margins of the examples there, m, or m x K
   * @param curvature there; empty where there are too many features for it
   */
  Optional<SeparatingDirection> find(State end, double[] margins, Optional<Curvature> curvature) {
    double[] w = end.w();
    double[] d = w.clone();
    data.baseMargin().ifPresent(j -> d[j] = 0);
    bounds.recede(d);
    double[] along = Arrays.equals(d, w) ? margins : margins(d);
    if (curvature.isEmpty()) {
      Optional<SeparatingDirection> found =
          SeparatingDirection.unmended(data, along, d).filter(of -> of.isWithin(bounds));
      return found.filter(SeparatingDirection::complete).or(this::byOneColumn).or(() -> found);
    }
    Optional<SeparatingDirection> found =
        found(along, d).or(() -> byNewtonSteps(end, curvature.get()));
    double furthest = furthest(margins);
    if (found.isEmpty() && curvature.get().weakest() <= WEAK && furthest > LONG) {
      double[] nearer = moved(objective.origin(), LONG / furthest, d);
      found = byNewtonSteps(state(nearer), curvature(nearer));
    }
    return objective.columns() == 1 ? found : found.map(this::plainest);
  }

  /** Of classes one column instead, if it tells as much: a step has something of all columns. */
  private SeparatingDirection plainest(SeparatingDirection found) {
    return found.complete()
        ? found
        : byOneColumn()
            .filter(one -> one.certain() >= found.certain() && one.moved() >= found.moved())
            .orElse(found);
  }

  /** A direction that separates, and may be gone for ever. */
  private Optional<SeparatingDirection> found(double[] margins, double[] d) {
    return SeparatingDirection.of(data, margins, d).filter(found -> found.isWithin(bounds));
  }

  private State state(double[] w) {
    bounds.project(w);
    double[] gradient = new double[w.length];
    double cost = objective.costAndGradient(w, gradient);
    return new State(w, cost, gradient, Descent.slope(gradient));
  }

  private Curvature curvature(double[] w) {
    return new Curvature(objective.hessian(w), w.length);
  }

  /** The first column that separates alone some classes from the others. */
  private Optional<SeparatingDirection> byOneColumn() {
    ColumnRanges ranges = ColumnRanges.of(data, Math.max(2, objective.columns()));
    return IntStream.range(0, data.features())
        .filter(j -> !data.baseMargin().equals(OptionalInt.of(j)))
        .mapToObj(j -> ranges.cuts(j, intercept).map(lines -> direction(j, lines)))
        .flatMap(Optional::stream)
        .map(d -> SeparatingDirection.exact(data, d).filter(found -> found.isWithin(bounds)))
        .flatMap(Optional::stream)
        .findFirst();
  }

  /** Of two classes the line of the positive one against that of the other. */
  private double[] direction(int j, ColumnRanges.Lines lines) {
    int n = data.features();
    int columns = objective.columns();
    double[] d = new double[(n + 1) * columns];
    for (int k = 0; k < columns; k++) {
      int own = columns == 1 ? 1 : k;
      d[j * columns + k] = lines.slopes()[own] - (columns == 1 ? lines.slopes()[0] : 0);
      d[n * columns + k] = lines.biases()[own] - (columns == 1 ? lines.biases()[0] : 0);
    }
    return d;
  }

  /** Follows Newton's steps to one that separates; empty where they lead to an optimum. */
  private Optional<SeparatingDirection> byNewtonSteps(State start, Curvature curvature) {
    State s = start;
    Curvature here = curvature;
    for (int k = 1; ; k++) {
      // Where a column needs it, this one lifts the diagonal, and so is no further than it must be.
      double[] step =
          bounds.bounded() ? here.step(bounds, s.w(), s.gradient()) : here.step(s.gradient());
      double[] margins = margins(step);
      double[] d = step.clone();
      bounds.recede(d);
      Optional<SeparatingDirection> found = found(Arrays.equals(d, step) ? margins : margins(d), d);
      double furthest = furthest(margins);
      if (found.isPresent() || !(furthest > SHORT) || k == STEPS) {
        return found;
      }
      // A part of a step brings the rows on the plane only that part of the way to it.
      State whole = state(moved(s.w(), 1, step));
      boolean taken = furthest <= LONG || whole.cost() < s.cost();
      s = taken ? whole : state(moved(s.w(), LONG / furthest, step));
      here = curvature(s.w());
    }
  }

  private static double[] moved(double[] w, double share, double[] step) {
    double[] there = new double[w.length];
    for (int j = 0; j < w.length; j++) {
      there[j] = w[j] + share * step[j];
    }
    return there;
  }

  private double furthest(double[] margins) {
    double furthest = 0;
    for (int i = 0; i < margins.length; i++) {
      int example = i / objective.columns();
      boolean counts = data.weights() == null || data.weights()[example] > 0;
      furthest = counts ? Math.max(furthest, Math.abs(margins[i])) : furthest;
    }
    return furthest;
  }

  /** Of all examples along d, which is scaled for it, so that none overflows float32. */
  private double[] margins(double[] d) {
    double largest = 0;
    for (double component : d) {
      largest = Math.max(largest, Math.abs(component));
    }
    if (!(largest > 0) || !Double.isFinite(largest)) {
      return new double[data.examples() * objective.columns()];
    }
    double[] unit = new double[d.length];
    for (int j = 0; j < unit.length; j++) {
      unit[j] = d[j] / largest;
    }
    double[] margins = objective.margins(unit);
    for (int i = 0; i < margins.length; i++) {
      margins[i] *= largest;
    }
    return margins;
  }
}
