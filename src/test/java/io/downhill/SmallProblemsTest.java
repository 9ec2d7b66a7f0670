package io.downhill;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.downhill.optim.Stop;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What holds for every solver on every problem, on a thousand small ones that are made to bite. */
class SmallProblemsTest {
  private static final int PROBLEMS = 1000;

  /**
   * The first-order solvers would take thousands of passes: they get so many, and twenty times as
   * many of one problem in ten.
   */
  private static final int FEW = 100;

  private static final double TOLERANCE = 1e-9;

  /**
   * A problem and what a solver made of it.
   *
   * @param best the reference's weights, scaled
   * @param separable whether the classes are, by the reference
   */
  private record Outcome(
      SmallProblem problem,
      Reference reference,
      double[] best,
      boolean separable,
      Training training) {

    double least() {
      return reference.cost(best);
    }

    double[] scaled() {
      return reference.scaled(training.model());
    }

    double excess() {
      return reference.cost(scaled()) - least();
    }

    String solver() {
      return training.report().solver();
    }

    boolean secondOrder() {
      return solver().equals("newton") || solver().equals("lbfgs");
    }

    boolean arrived() {
      Stop stop = training.report().stop();
      return stop == Stop.CONVERGED || stop == Stop.PRECISION;
    }

    boolean named() {
      return !training.report().verdict().separated().isEmpty();
    }

    @Override
    public String toString() {
      TrainingReport report = training.report();
      return String.format(
          "%s | %s: %s after %d iterations, slope %.2g, J* %.6g, J - J* %.2g, separated %s",
          problem.traits(),
          solver(),
          report.stop(),
          report.iterations(),
          report.slope(),
          least(),
          excess(),
          report.verdict().separated());
    }
  }

  private static List<Outcome> outcomes;

  @BeforeAll
  static void solveThemAll() {
    outcomes =
        IntStream.range(0, PROBLEMS)
            .parallel()
            .mapToObj(SmallProblemsTest::solve)
            .flatMap(List::stream)
            .toList();
  }

  private static List<Outcome> solve(int seed) {
    SmallProblem problem = SmallProblem.of(seed);
    Reference reference = problem.reference();
    double[] best = reference.minimize();
    boolean separable = reference.separable(best);
    return solvers(problem, seed).stream()
        .map(options -> new LogisticRegression(options).fit(problem.dataset()))
        .map(training -> new Outcome(problem, reference, best, separable, training))
        .toList();
  }

  private static List<TrainingOptions> solvers(SmallProblem problem, int seed) {
    List<TrainingOptions> solvers = new ArrayList<>();
    boolean l1 = problem.options().solver("newton").build().l1() > 0;
    if (seed % 2 == 0) {
      problem.options().tolerance(TOLERANCE);
    }
    solvers.add(problem.options().solver("newton").build());
    solvers.add(problem.options().solver("lbfgs").build());
    int iterations = seed % 10 == 0 ? 20 * FEW : FEW;
    solvers.add(problem.options().solver("nesterov").iterations(iterations).build());
    if (!l1) {
      solvers.add(problem.options().solver("gd").build());
    }
    return solvers;
  }

  private static void assertNone(Function<Outcome, Boolean> wrong, String what) {
    List<String> failures = new ArrayList<>();
    for (Outcome outcome : outcomes) {
      if (wrong.apply(outcome)) {
        failures.add(outcome.toString());
      }
    }
    assertTrue(
        failures.isEmpty(),
        () ->
            failures.size()
                + " of "
                + outcomes.size()
                + " "
                + what
                + ":\n"
                + String.join("\n", failures));
  }

  @Test
  void noNumberIsNan() {
    assertNone(
        o ->
            DoubleStream.of(o.training().model().weights()).anyMatch(w -> !Double.isFinite(w))
                || !Double.isFinite(o.training().report().cost())
                || !Double.isFinite(o.training().report().slope()),
        "are not finite");
  }

  @Test
  void secondOrderSolversFindTheLeastCost() {
    assertNone(
        o -> o.secondOrder() && !o.separable() && !(o.excess() <= 1e-8 * Math.max(o.least(), 0.05)),
        "stay above the reference's cost");
  }

  @Test
  void secondOrderSolversEndBeforeTheirLimit() {
    assertNone(o -> o.secondOrder() && !o.arrived(), "did not arrive");
  }

  @Test
  void firstOrderSolversEndBelowTheFirstCost() {
    assertNone(
        o -> !(o.reference().cost(o.scaled()) <= o.reference().cost(start(o)) + 1e-6),
        "are above J at w = 0");
  }

  private static double[] start(Outcome o) {
    return new double[o.best().length];
  }

  @Test
  void convergedFirstOrderSolversAreAtTheLeastCost() {
    assertNone(
        o ->
            o.training().report().stop() == Stop.CONVERGED
                && !o.separable()
                && !(o.excess() <= 1e-7 * Math.max(o.least(), 0.05)),
        "converged above the reference's cost");
  }

  @Test
  void separationIsNamedWhereverASolverEnds() {
    // Far above the least, first-order solvers tell that they are not there yet.
    assertNone(
        o -> o.separable() && !o.named() && (o.arrived() || o.excess() <= 0.05),
        "are separable, not named so");
  }

  @Test
  void overlapIsNeverNamedSeparation() {
    assertNone(o -> !o.separable() && o.named(), "are not separable, but named so");
  }

  @Test
  void theL1PenaltyLeavesTheReferencesZeros() {
    assertNone(
        o -> {
          double[] weights = o.training().model().weights();
          double[] gradient = o.reference().gradient(o.best());
          for (int j = 0; j < weights.length; j++) {
            if (o.arrived() && o.reference().slack(gradient, j) > 1e-5 && weights[j] != 0) {
              return true;
            }
          }
          return false;
        },
        "have weights where the reference has zeros");
  }

  @Test
  void theL1PenaltyKeepsTheReferencesWeights() {
    assertNone(
        o -> {
          double[] weights = o.training().model().weights();
          // Of collinear columns one may stand for another.
          boolean unique = o.training().report().verdict().collinear().isEmpty();
          for (int j = 0; j < weights.length; j++) {
            if (o.arrived() && unique && Math.abs(o.best()[j]) > 1e-2 && weights[j] == 0) {
              return true;
            }
          }
          return false;
        },
        "have zeros where the reference has weights");
  }

  @Test
  void theGapBoundsWhatIsLeft() {
    long[] seen = new long[2];
    for (Outcome o : outcomes) {
      double gap = o.training().report().verdict().gap();
      if (!o.separable() && o.excess() > 1e-7 && !Double.isNaN(gap)) {
        seen[0]++;
        seen[1] += o.excess() > gap + 1e-7 ? 1 : 0;
      }
    }
    assertTrue(
        seen[1] <= 0.05 * seen[0], () -> seen[1] + " of " + seen[0] + " gaps are below J - J*");
  }
}
