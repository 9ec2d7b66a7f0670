package io.downhill;

import io.downhill.data.Dataset;
import io.downhill.data.Standardization;
import io.downhill.device.DeviceObjective;
import io.downhill.optim.Curvature;
import io.downhill.optim.Gap;
import io.downhill.optim.Goal;
import io.downhill.optim.L1;
import io.downhill.optim.Newton;
import io.downhill.optim.Objective;
import io.downhill.optim.Solution;
import io.downhill.optim.Stop;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Judges the end of a training run: how far it is from the optimum, and whether there is one. */
final class Judge {
  /**
   * Where J falls for ever along a direction, its examples are this far out when the slope is
   * small.
   */
  private static final double GROWN = 5;

  private static final String LEAST =
      "the iteration limit came first, but J is within 1e-9 of itself of its least";

  private final TrainingOptions options;
  private final Dataset data;
  private final DeviceObjective objective;
  private final Penalty penalty;

  Judge(TrainingOptions options, Dataset data, DeviceObjective objective, Penalty penalty) {
    this.options = options;
    this.data = data;
    this.objective = objective;
    this.penalty = penalty;
  }

  /**
   * Judges.
   *
   * @param alpha the learning rate, NaN for a solver that has none
   * @param margins of the examples at the end, length m
   */
  Verdict judge(Solution solution, double alpha, double[] margins) {
    if (solution.stop() == Stop.DIVERGED) {
      // What the data look like from there means nothing.
      return new Verdict(
          Double.NaN,
          Double.NaN,
          List.of(),
          List.of(),
          constants(),
          text(solution, Double.NaN, List.of(), alpha));
    }
    L1 l1 = penalty.l1();
    double[] w = solution.w();
    double[] gradient = new double[w.length];
    Objective part = objective.sample().orElse(objective);
    part.costAndGradient(new double[w.length], gradient);
    double slopeAtZero = l1.slope(new double[w.length], gradient);
    // The sample's Hessian will do, but a rare feature that it lacks may separate the classes; to
    // look for that takes the Hessian of all, which is cheap only where there is no sample.
    boolean suspicious = !penalized() && (part == objective || grown(margins));
    Optional<Curvature> curvature = curvature(suspicious ? objective : part, w);
    objective.costAndGradient(w, gradient);
    // J is at least 0, so J - J* is at most J.
    double gap =
        Math.min(
            solution.cost(),
            curvature
                .map(c -> c.gap(l1, w, gradient))
                .filter(Double::isFinite)
                .orElseGet(() -> gap(solution, gradient)));
    List<String> constant = constants();
    List<String> collinear =
        curvature.map(Curvature::dependent).map(this::names).orElse(new ArrayList<>());
    collinear = collinear.stream().filter(name -> !constant.contains(name)).toList();
    List<String> separated =
        suspicious ? names(new Separation(objective, data).columns(w, curvature)) : List.of();
    return new Verdict(
        slopeAtZero,
        separated.isEmpty() ? gap : Double.NaN,
        separated,
        collinear,
        constant,
        text(solution, gap, separated, alpha));
  }

  /**
   * Of many features, or where a sample's Hessian lacks one: what the solver found, or a bound, or
   * what the Hessian of all tells, or a few products.
   */
  private double gap(Solution solution, double[] gradient) {
    if (!Double.isNaN(solution.gap())) {
      return solution.gap();
    }
    L1 l1 = penalty.l1();
    double bound =
        options.l2() > 0
            ? gapByPenalty(solution.w(), l1.subgradient(solution.w(), gradient))
            : Double.NaN;
    if (bound <= Goal.SHARE * solution.cost() || solution.stop() == Stop.INTERRUPTED) {
      return bound;
    }
    double estimate = Gap.at(objective, l1, solution.w(), solution.cost(), gradient);
    return Double.isNaN(estimate) ? bound : estimate;
  }

  private List<String> constants() {
    return data.standardization()
        .map(Standardization::constants)
        .map(this::names)
        .orElse(List.of());
  }

  /** The Hessian at w; none for many features. */
  private Optional<Curvature> curvature(Objective f, double[] w) {
    if (objective.features() > Newton.DENSE) {
      return Optional.empty();
    }
    return Optional.of(new Curvature(f.hessian(w), w.length));
  }

  /** Whether some margin is so large that weights may have begun to grow without end. */
  private static boolean grown(double[] margins) {
    for (double z : margins) {
      if (!(Math.abs(z) < GROWN)) {
        return true;
      }
    }
    return false;
  }

  private boolean penalized() {
    return options.l1() > 0 || options.l2() > 0;
  }

  /**
   * J - J* is at most half of the sum of g_j^2 / l2_j, J being strongly convex; but the bias has no
   * penalty, so its curvature at w stands for one, and the half is left out for what it shares with
   * the features.
   */
  private double gapByPenalty(double[] w, double[] gradient) {
    double[] l2 = penalty.l2();
    double bound = 0;
    for (int j = 0; j < l2.length; j++) {
      bound += gradient[j] == 0 ? 0 : gradient[j] * gradient[j] / l2[j];
    }
    double bias = gradient[l2.length];
    if (bias == 0) {
      return bound;
    }
    double[] axis = new double[w.length];
    axis[l2.length] = 1;
    double[] product = new double[w.length];
    objective.product(w, axis, product);
    return bound + bias * bias / product[l2.length];
  }

  private List<String> names(List<Integer> columns) {
    return columns.stream().filter(j -> j < data.features()).map(data.featureNames()::get).toList();
  }

  private String text(Solution solution, double gap, List<String> separated, double alpha) {
    if (!separated.isEmpty()) {
      return "the classes are separated by "
          + String.join(", ", separated)
          + ": weights grow for ever and there is no optimum; give --l2 0.001 or so";
    }
    boolean least = gap <= Goal.SHARE * solution.cost();
    return switch (solution.stop()) {
      case CONVERGED -> "";
      case PRECISION -> least || options.tolerance().isPresent() ? "" : precision();
      case INTERRUPTED -> "ended before the optimum";
      case ITERATION_LIMIT -> least ? LEAST : iterationLimit();
      case DIVERGED -> diverged(alpha);
    };
  }

  private String precision() {
    String cure = options.standardize() ? "" : ": leave out --no-standardize";
    return "not yet at the optimum, but no step brings less that this arithmetic shows" + cure;
  }

  private String iterationLimit() {
    String solver = options.solver();
    String other = solver.equals("auto") ? "" : ", or leave out --solver " + solver;
    String looser = options.tolerance().isPresent() ? ", or raise --tolerance" : "";
    return "not yet at the optimum: raise --iterations" + other + looser;
  }

  private String diverged(double alpha) {
    if (Double.isNaN(alpha)) {
      return "a sum is not finite: the features are too large; leave out --no-standardize";
    }
    String scale = options.standardize() ? "" : ", or leave out --no-standardize";
    return String.format(
        Locale.ROOT,
        "alpha %.3g is too large for this data: try --alpha %.3g or less%s",
        alpha,
        LearningRate.safe(objective),
        scale);
  }
}
