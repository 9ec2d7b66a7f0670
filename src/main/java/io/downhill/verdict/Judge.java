package io.downhill.verdict;

import io.downhill.data.Dataset;
import io.downhill.data.Standardization;
import io.downhill.device.DeviceObjective;
import io.downhill.optim.Curvature;
import io.downhill.optim.Exact;
import io.downhill.optim.Gap;
import io.downhill.optim.Goal;
import io.downhill.optim.Objective;
import io.downhill.optim.Solution;
import io.downhill.optim.State;
import io.downhill.optim.Stop;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/** Judges the end of a training run: how far it is from the optimum, and whether there is one. */
public final class Judge {
  /**
   * Where J falls for ever along a direction, some margin is above this once the slope is small.
   */
  private static final double GROWN = 5;

  /**
   * With each pivot above this share of its diagonal, float32 products move no standard error by
   * more than 5e-5 of itself.
   */
  private static final double CLEAR = 5e-3;

  /**
   * The most products for a Hessian of all examples that nobody asked for: 10,000,000 x 100, about
   * two seconds on two cores.
   */
  private static final double CHEAP = 1e11;

  private static final String LEAST =
      "the iteration limit came first, but J is within 1e-9 of itself of its least";

  private final Terms terms;
  private final Dataset data;
  private final DeviceObjective objective;

  /**
   * Judges runs on the examples of an objective.
   *
   * @param data those examples
   */
  public Judge(Terms terms, Dataset data, DeviceObjective objective) {
    this.terms = terms;
    this.data = data;
    this.objective = objective;
  }

  /**
   * Judges.
   *
   * @param alpha the learning rate, NaN for a solver that has none
   * @param margins of the examples at the end, length m
   * @param slopeAtZero the slope at w = 0, if the run has seen it
   */
  public Findings judge(Solution end, double alpha, double[] margins, OptionalDouble slopeAtZero) {
    if (end.stop() == Stop.DIVERGED) {
      return diverged(alpha); // What the data look like from there means nothing.
    }
    boolean suspicious = isSuspicious(margins);
    Distance distance = distance(end, suspicious);
    double slope = slopeAtZero.orElseGet(this::slopeAtZero);
    return direction(end, margins, distance, suspicious)
        .map(direction -> separated(direction, slope))
        .orElseGet(() -> overlapping(end, alpha, distance, slope));
  }

  /**
   * How far J is above its least, the curvature where there are few features, and that of all
   * examples where it is wanted.
   */
  private record Distance(Gap gap, Optional<Curvature> curvature, Optional<Curvature> ofAll) {}

  private Distance distance(Solution end, boolean suspicious) {
    Remaining remaining = new Remaining(data, objective, terms);
    Gap cheap = remaining.withoutHessian(end);
    // Who ended the run does not wait for the Hessian of all examples.
    boolean enough = cheap.isKnown() || end.stop() == Stop.INTERRUPTED;
    boolean wanted = terms.hessian() != Terms.Hessian.ANY && end.stop() != Stop.INTERRUPTED;
    boolean asked =
        wanted
            && (terms.hessian() == Terms.Hessian.EXACT
                || isCheap(data.examples(), objective.weights()));
    boolean sampled = enough && !suspicious && !asked && objective.sample().isPresent();
    boolean ofAll = !sampled || end.gap().curvature().isPresent();
    Optional<Curvature> curvature = curvature(end, sampled);
    return new Distance(
        remaining.gap(end, cheap, curvature, sampled),
        curvature,
        curvature.filter(c -> wanted && ofAll).map(c -> exact(c, end, remaining)));
  }

  /** Whether the Hessian of all examples takes a small part of a run. */
  static boolean isCheap(double examples, double weights) {
    return examples * weights * weights <= CHEAP;
  }

  /** In double where it is so or the host is done at once, or float32 products are too coarse. */
  private Curvature exact(Curvature curvature, Solution end, Remaining remaining) {
    if (curvature.isInDouble()) {
      return curvature;
    }
    boolean allowed = terms.hessian() == Terms.Hessian.EXACT || objective.isAffordableInDouble();
    return allowed && !curvature.isClear(CLEAR)
        ? remaining.inDouble(end).curvature()
        : objective.exact(end.w()).map(Exact::curvature).orElse(curvature);
  }

  private Optional<SeparatingDirection> direction(
      Solution end, double[] margins, Distance distance, boolean suspicious) {
    return suspicious
        ? new Separation(objective, data, terms.intercept(), terms.l1())
            .find(end.state(), margins, distance.curvature)
        : Optional.empty();
  }

  private Findings diverged(double alpha) {
    String text = new RateAdvice(terms, objective).diverged(alpha);
    return new Findings(
        Double.NaN,
        Double.NaN,
        false,
        List.of(),
        0,
        List.of(),
        constants(),
        text,
        Optional.empty());
  }

  private Findings separated(SeparatingDirection direction, double slopeAtZero) {
    List<String> names = names(direction.strongest());
    // At 0 no row is so far out that a column it needs looks like a sum of others.
    Optional<Curvature> curvature = curvature(objective, objective.origin());
    return new Findings(
        slopeAtZero,
        Double.NaN,
        false,
        names,
        direction.certain(),
        collinear(curvature),
        constants(),
        SeparationText.of(direction, data, names),
        Optional.empty());
  }

  private Findings overlapping(Solution end, double alpha, Distance distance, double slopeAtZero) {
    Gap gap = distance.gap;
    return new Findings(
        slopeAtZero,
        gap.value(),
        gap.isEstimate(),
        List.of(),
        0,
        collinear(distance.curvature),
        constants(),
        text(end, gap, alpha),
        distance.ofAll);
  }

  private double slopeAtZero() {
    return State.of(objective, terms.l1(), objective.origin()).slope();
  }

  /**
   * Whether weights may have begun to grow without end. To look for what separates is cheap where
   * the data are so small that they have no sample.
   */
  private boolean isSuspicious(double[] margins) {
    return !terms.penalized()
        && (objective.sample().isEmpty() || hasGrown(margins, objective.columns()));
  }

  /** Of classes their differences grow. */
  static boolean hasGrown(double[] margins, int columns) {
    for (int first = 0; first < margins.length; first += columns) {
      double least = columns == 1 ? 0 : margins[first];
      double most = least;
      for (int k = 0; k < columns; k++) {
        double z = margins[first + k];
        if (Double.isNaN(z)) {
          return true;
        }
        least = Math.min(least, z);
        most = Math.max(most, z);
      }
      if (!(most - least < GROWN)) {
        return true;
      }
    }
    return false;
  }

  /** The Hessian at the end, that of all examples or of a sample; none for many features. */
  private Optional<Curvature> curvature(Solution end, boolean sampled) {
    if (end.gap().curvature().isPresent()) {
      return end.gap().curvature();
    }
    if (sampled) {
      Optional<Curvature> part = curvature(objective.sample().orElse(objective), end.w());
      // A feature that the sample lacks looks like a sum of others.
      boolean complete = part.filter(c -> !c.dependent().isEmpty()).isEmpty();
      if (complete || end.stop() == Stop.INTERRUPTED) {
        return part;
      }
    }
    return curvature(objective, end.w());
  }

  private static Optional<Curvature> curvature(Objective f, double[] w) {
    return f.holdsHessian() ? Optional.of(new Curvature(f.hessian(w), w.length)) : Optional.empty();
  }

  private List<String> constants() {
    return data.standardization()
        .map(Standardization::constants)
        .map(this::names)
        .orElse(List.of());
  }

  private List<String> collinear(Optional<Curvature> curvature) {
    List<String> constant = constants();
    return curvature
        .map(c -> c.ofColumn(objective.columns()).dependent())
        .map(this::names)
        .orElse(List.of())
        .stream()
        .filter(name -> !constant.contains(name))
        .toList();
  }

  private List<String> names(List<Integer> columns) {
    return columns.stream().filter(j -> j < data.features()).map(data.featureNames()::get).toList();
  }

  private String text(Solution solution, Gap gap, double alpha) {
    boolean least = gap.value() <= Goal.SHARE * solution.cost();
    return switch (solution.stop()) {
      case PRECISION -> least || terms.toleranceGiven() ? "" : early(alpha, precision());
      case INTERRUPTED -> "ended before the optimum";
      case ITERATION_LIMIT -> least ? LEAST : early(alpha, iterationLimit());
      default -> "";
    };
  }

  /** The learning rate where it is the reason to end early, else another one. */
  private String early(double alpha, String other) {
    String rate = new RateAdvice(terms, objective).early(alpha);
    return rate.isEmpty() ? other : rate;
  }

  private String precision() {
    String cure = terms.standardized() ? "" : ": leave out --no-standardize";
    return "not yet at the optimum, but no step brings less that this arithmetic shows" + cure;
  }

  private String iterationLimit() {
    String other = terms.solverNamed() ? ", or leave out --solver " + terms.solver().text() : "";
    String looser = terms.toleranceGiven() ? ", or raise --tolerance" : "";
    return "not yet at the optimum: raise --iterations" + other + looser;
  }
}
