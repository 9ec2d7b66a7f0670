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
import java.util.List;
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
      String text = new RateAdvice(options, objective).diverged(alpha);
      return new Verdict(Double.NaN, Double.NaN, false, List.of(), 0, List.of(), constants(), text);
    }
    boolean suspicious = suspicious(margins);
    Remaining remaining = new Remaining(data, objective, penalty, options.intercept());
    Gap cheap = remaining.withoutHessian(solution);
    // Who ended the run does not wait for the Hessian of all examples.
    boolean enough = cheap.isKnown() || solution.stop() == Stop.INTERRUPTED;
    boolean sampled = enough && !suspicious && objective.sample().isPresent();
    Optional<Curvature> curvature = curvature(solution, sampled);
    Gap gap = remaining.gap(solution, cheap, curvature, sampled);
    Optional<SeparatingDirection> separating =
        suspicious
            ? new Separation(objective, data, options.intercept()).find(solution.w(), curvature)
            : Optional.empty();
    List<String> separated =
        separating.map(SeparatingDirection::strongest).map(this::names).orElse(List.of());
    return new Verdict(
        slopeAtZero(),
        separating.isEmpty() ? gap.value() : Double.NaN,
        separating.isEmpty() && gap.isEstimate(),
        separated,
        separating.map(SeparatingDirection::certain).orElse(0),
        collinear(separating.isEmpty() ? curvature : curvatureAtZero()),
        constants(),
        separating
            .map(direction -> SeparationText.of(direction, data, separated))
            .orElseGet(() -> text(solution, gap, alpha)));
  }

  private double slopeAtZero() {
    double[] zero = new double[data.features() + 1];
    L1 l1 = penalty.l1();
    return l1.slope(zero, gradient(zero));
  }

  private double[] gradient(double[] w) {
    double[] gradient = new double[w.length];
    objective.costAndGradient(w, gradient);
    return gradient;
  }

  /**
   * Whether weights may have begun to grow without end. To look for what separates is cheap where
   * the data are so small that they have no sample.
   */
  private boolean suspicious(double[] margins) {
    boolean penalized = options.l1() > 0 || options.l2() > 0;
    return !penalized && (objective.sample().isEmpty() || grown(margins));
  }

  static boolean grown(double[] margins) {
    for (double z : margins) {
      if (!(Math.abs(z) < GROWN)) {
        return true;
      }
    }
    return false;
  }

  /** The Hessian at the end, that of all examples or of a sample; none for many features. */
  private Optional<Curvature> curvature(Solution solution, boolean sampled) {
    if (!Newton.isDense(objective.features())) {
      return Optional.empty();
    }
    if (solution.gap().curvature().isPresent()) {
      return solution.gap().curvature();
    }
    if (sampled) {
      Curvature part = curvature(objective.sample().orElse(objective), solution);
      // A feature that the sample lacks looks like a sum of others.
      if (part.dependent().isEmpty() || solution.stop() == Stop.INTERRUPTED) {
        return Optional.of(part);
      }
    }
    return Optional.of(curvature(objective, solution));
  }

  /** The Hessian where no row is so far out that a column it needs looks like a sum of others. */
  private Optional<Curvature> curvatureAtZero() {
    double[] zero = new double[objective.features() + 1];
    return !Newton.isDense(objective.features())
        ? Optional.empty()
        : Optional.of(new Curvature(objective.hessian(zero), zero.length));
  }

  private static Curvature curvature(Objective f, Solution solution) {
    return new Curvature(f.hessian(solution.w()), solution.w().length);
  }

  private List<String> constants() {
    return data.standardization()
        .map(Standardization::constants)
        .map(this::names)
        .orElse(List.of());
  }

  private List<String> collinear(Optional<Curvature> curvature) {
    List<String> constant = constants();
    return curvature.map(Curvature::dependent).map(this::names).orElse(List.of()).stream()
        .filter(name -> !constant.contains(name))
        .toList();
  }

  private List<String> names(List<Integer> columns) {
    return columns.stream().filter(j -> j < data.features()).map(data.featureNames()::get).toList();
  }

  private String text(Solution solution, Gap gap, double alpha) {
    boolean least = gap.value() <= Goal.SHARE * solution.cost();
    return switch (solution.stop()) {
      case PRECISION -> least || options.tolerance().isPresent() ? "" : early(alpha, precision());
      case INTERRUPTED -> "ended before the optimum";
      case ITERATION_LIMIT -> least ? LEAST : early(alpha, iterationLimit());
      default -> "";
    };
  }

  /** The learning rate where it is the reason to end early, else another one. */
  private String early(double alpha, String other) {
    String rate = new RateAdvice(options, objective).early(alpha);
    return rate.isEmpty() ? other : rate;
  }

  private String precision() {
    String cure = options.standardize() ? "" : ": leave out --no-standardize";
    return "not yet at the optimum, but no step brings less that this arithmetic shows" + cure;
  }

  private String iterationLimit() {
    String other = options.namesSolver() ? ", or leave out --solver " + options.solver() : "";
    String looser = options.tolerance().isPresent() ? ", or raise --tolerance" : "";
    return "not yet at the optimum: raise --iterations" + other + looser;
  }
}
