package io.downhill.optim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class SolverTest {
  private static Optimizer optimizer(Solver solver, int features) {
    return solver.optimizer(
        new Solver.Setting(0.5, true, 7, Goal.LEAST, new L1(new double[] {1, 0})),
        Newton.isDense(features));
  }

  @ParameterizedTest
  @EnumSource(Solver.class)
  void isFoundByItsName(Solver solver) {
    assertEquals(Optional.of(solver), Solver.of(solver.text()));
  }

  @Test
  void otherNamesAreNoSolver() {
    assertEquals(Optional.empty(), Solver.of("auto"));
    assertEquals(Optional.empty(), Solver.of("GD"));
    assertEquals(List.of("gd", "nesterov", "lbfgs", "newton"), Solver.texts());
  }

  @Test
  void newtonHoldsAHessianUpToItsLimit() {
    assertInstanceOf(Newton.class, optimizer(Solver.NEWTON, Newton.DENSE));
    assertEquals(new TruncatedNewton(7, Goal.LEAST), optimizer(Solver.NEWTON, Newton.DENSE + 1));
  }

  @Test
  void nesterovKeepsTheRateThatWasGiven() {
    assertEquals(
        new Nesterov(0.5, 7, Goal.LEAST, L1.NONE, true),
        Solver.NESTEROV.optimizer(new Solver.Setting(0.5, true, 7, Goal.LEAST, L1.NONE), true));
  }

  @ParameterizedTest
  @CsvSource({
    "false, false, 1000, NEWTON",
    "false, true, 1000, NEWTON",
    "false, false, 1001, LBFGS",
    "false, true, 1001, LBFGS",
    "true, false, 10, GD",
    "true, true, 10, NESTEROV"
  })
  void theOneThatSuitsDependsOnRateAndL1AndFeatures(
      boolean rate, boolean l1, int features, Solver expected) {
    assertEquals(expected, Solver.suited(rate, l1, Newton.isDense(features)));
  }

  @ParameterizedTest
  @CsvSource({"GD, 1, false", "NESTEROV, 5000, true", "LBFGS, 5000, true", "NEWTON, 1000, true"})
  void l1IsTakenByAllButGradientDescent(Solver solver, int features, boolean expected) {
    assertEquals(expected, solver.takesL1(Newton.isDense(features)));
  }

  @Test
  void newtonTakesL1UpToItsLimit() {
    assertEquals(false, Solver.NEWTON.takesL1(Newton.isDense(Newton.DENSE + 1)));
  }
}
