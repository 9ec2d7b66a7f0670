package io.downhill;

import io.downhill.data.Dataset;
import io.downhill.device.DeviceObjective;
import io.downhill.optim.Curvature;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Looks for a direction that separates the classes: d with s_i (x_i.d) at or above 0 for every
 * example, s = 1 or -1 by its class, and above 0 for one (Albert and Anderson 1984). Without a
 * penalty J falls along it for ever, and there is no optimum.
 *
 * <p>Candidates are w itself, and the steps of Newton's method from there: towards an optimum they
 * shrink, but where J falls like exp(-t) along d they stay about as long, and point along d.
 */
final class Separation {
  private static final int STEPS = 12;
  private static final int NAMED = 5;

  /** A step that moves no margin by more leads to an optimum. */
  private static final double SHORT = 0.1;

  /** No step moves a margin further, for far from an optimum Newton's steps are too long. */
  private static final double LONG = 4;

  /** Margins below this share of the largest are rounding. */
  private static final double ROUNDING = 1e-4;

  private final DeviceObjective objective;
  private final Dataset data;

  Separation(DeviceObjective objective, Dataset data) {
    this.objective = objective;
    this.data = data;
  }

  /**
   * The columns with the largest share in a separating direction, largest first; empty if the
   * classes overlap.
   *
   * @param end where an optimiser ended
   * @param curvature there; empty where there are too many features for it
   */
  List<Integer> columns(double[] end, Optional<Curvature> curvature) {
    if (reach(end).separates()) {
      return strongest(end);
    }
    double[] w = end.clone();
    double[] gradient = new double[w.length];
    Optional<Curvature> here = curvature;
    for (int k = 0; k < STEPS && here.isPresent(); k++) {
      objective.costAndGradient(w, gradient);
      double[] step = here.get().step(gradient);
      Reach reach = reach(step);
      if (reach.separates()) {
        return strongest(step);
      }
      if (!(reach.furthest() > SHORT)) {
        break;
      }
      double share = Math.min(1, LONG / reach.furthest());
      for (int j = 0; j < w.length; j++) {
        w[j] += share * step[j];
      }
      here = Optional.of(new Curvature(objective.hessian(w), w.length));
    }
    return List.of();
  }

  /**
   * The margins along a direction, counted as positive on the right side of their class.
   *
   * @param least the least of them
   * @param most the largest, or 0
   */
  private record Reach(double least, double most) {
    boolean separates() {
      return most > 0 && least > -ROUNDING * most;
    }

    double furthest() {
      return Math.max(most, -least);
    }
  }

  private Reach reach(double[] d) {
    double largest = 0;
    for (double component : d) {
      largest = Math.max(largest, Math.abs(component));
    }
    if (!(largest > 0) || !Double.isFinite(largest)) {
      return new Reach(0, 0);
    }
    // Scaled, so that no margin overflows float32.
    double[] unit = new double[d.length];
    for (int j = 0; j < unit.length; j++) {
      unit[j] = d[j] / largest;
    }
    double[] margins = objective.margins(unit);
    float[] signs = data.signedWeights();
    double least = Double.POSITIVE_INFINITY;
    double most = 0;
    for (int i = 0; i < signs.length; i++) {
      // An example without weight tells nothing.
      if (signs[i] != 0) {
        double right = signs[i] > 0 ? margins[i] : -margins[i];
        least = Math.min(least, right);
        most = Math.max(most, right);
      }
    }
    return new Reach(least * largest, most * largest);
  }

  private List<Integer> strongest(double[] d) {
    double[] units = objective.units();
    double[] share = new double[data.features()];
    double largest = 0;
    for (int j = 0; j < share.length; j++) {
      share[j] = Math.abs(d[j]) * Math.sqrt(units[j]);
      largest = Math.max(largest, share[j]);
    }
    double named = 0.05 * largest;
    return IntStream.range(0, share.length)
        .boxed()
        .filter(j -> share[j] > named)
        .sorted(Comparator.comparingDouble((Integer j) -> -share[j]))
        .limit(NAMED)
        .toList();
  }
}
