package io.downhill;

import io.downhill.data.Dataset;
import io.downhill.device.DeviceObjective;
import io.downhill.optim.Curvature;
import java.util.Arrays;
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
 * shrink, but where J falls like exp(-t) along d they stay about as long, and point along d. Of
 * more features than a dense Hessian takes, each column alone is a candidate instead.
 */
final class Separation {
  private static final int STEPS = 12;

  /**
   * Where examples are far out, the curvature along the direction that sent them there drowns in
   * rounding; at half the weights it shows. Nothing is hidden where every pivot is above this.
   */
  private static final double WEAK = 1e-3;

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
    if (curvature.isEmpty()) {
      return alone();
    }
    List<Integer> columns = walk(end, curvature.get());
    if (!columns.isEmpty() || curvature.get().weakest() > WEAK) {
      return columns;
    }
    double[] nearer = new double[end.length];
    for (int j = 0; j < end.length; j++) {
      nearer[j] = end[j] / 2;
    }
    return walk(nearer, new Curvature(objective.hessian(nearer), nearer.length));
  }

  /** The columns that separate alone: no value of one class is beyond the least of the other. */
  private List<Integer> alone() {
    int n = data.features();
    float[][] least = new float[2][n];
    float[][] most = new float[2][n];
    for (int c = 0; c < 2; c++) {
      Arrays.fill(least[c], Float.POSITIVE_INFINITY);
      Arrays.fill(most[c], Float.NEGATIVE_INFINITY);
    }
    float[] signs = data.signedWeights();
    for (int i = 0; i < signs.length; i++) {
      int c = signs[i] > 0 ? 1 : 0;
      for (int j = 0; j < n && signs[i] != 0; j++) {
        float x = data.x(i, j);
        least[c][j] = Math.min(least[c][j], x);
        most[c][j] = Math.max(most[c][j], x);
      }
    }
    return IntStream.range(0, n)
        .filter(j -> Math.min(least[0][j], least[1][j]) < Math.max(most[0][j], most[1][j]))
        .filter(j -> most[0][j] <= least[1][j] || most[1][j] <= least[0][j])
        .boxed()
        .limit(NAMED)
        .toList();
  }

  /** Follows Newton's steps to one that separates; empty where they lead to an optimum. */
  private List<Integer> walk(double[] start, Curvature curvature) {
    double[] w = start.clone();
    double[] gradient = new double[w.length];
    Curvature here = curvature;
    for (int k = 0; k < STEPS; k++) {
      objective.costAndGradient(w, gradient);
      double[] step = here.step(gradient);
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
      here = new Curvature(objective.hessian(w), w.length);
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
