package io.downhill.verdict;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.downhill.data.Dataset;
import io.downhill.device.Device;
import io.downhill.device.DeviceObjective;
import io.downhill.device.cpu.CpuDevice;
import io.downhill.optim.Goal;
import io.downhill.optim.L1;
import io.downhill.optim.Monitor;
import io.downhill.optim.Solution;
import io.downhill.optim.Solver;
import io.downhill.optim.Stop;
import java.util.OptionalDouble;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How often the end of a run is read: X is what costs. */
class JudgePassesTest {
  private static final double[] L2 = {0.01, 0.01, 0.01};

  private static Dataset data() {
    SplittableRandom random = new SplittableRandom(8);
    float[][] x = new float[300][3];
    int[] y = new int[300];
    for (int i = 0; i < 300; i++) {
      for (int j = 0; j < 3; j++) {
        x[i][j] = (float) random.nextDouble(-1, 1);
      }
      y[i] = x[i][0] > random.nextDouble(-1, 1) ? 1 : 0;
    }
    return Dataset.of(x, y);
  }

  private static double passes(Solver solver, int iterations, OptionalDouble slopeAtZero) {
    Dataset data = data();
    try (Device device = CpuDevice.definition();
        DeviceObjective f = new DeviceObjective(device, data, L2, true)) {
      Goal goal = Goal.within(1e-9);
      Solution end =
          solver
              .optimizer(new Solver.Setting(0.5, true, iterations, goal, L1.NONE), true)
              .minimize(f, new double[4], Monitor.NONE);
      assertEquals(iterations < 1000 ? Stop.ITERATION_LIMIT : Stop.CONVERGED, end.stop());
      double[] margins = f.margins(end.w());
      double before = f.passes();
      Terms terms =
          new Terms(solver, true, false, false, false, true, true, L1.NONE, L2, Terms.Hessian.ANY);
      new Judge(terms, data, f).judge(end, Double.NaN, margins, slopeAtZero);
      return f.passes() - before;
    }
  }

  /** The Hessian that proved the gap serves the verdict; what is left is the slope at w = 0. */
  @ParameterizedTest
  @CsvSource({"GD, 1", "NESTEROV, 1", "LBFGS, 1", "NEWTON, 1"})
  void endOfARunThatConvergedIsNotEvaluatedAgain(Solver solver, double expected) {
    assertEquals(expected, passes(solver, 5000, OptionalDouble.empty()));
  }

  @Test
  void slopeAtZeroThatTheRunHasSeenTakesNoPass() {
    assertEquals(0, passes(Solver.GD, 5000, OptionalDouble.of(0.1)));
  }

  /** Two for the Hessian, one for the slope at w = 0, and none for the gradient. */
  @Test
  void endAtTheIterationLimitTakesAHessian() {
    assertEquals(3, passes(Solver.LBFGS, 3, OptionalDouble.empty()));
  }

  @Test
  void anUnaskedHessianIsOfUpToTenMillionRowsOfAHundredFeatures() {
    assertTrue(Judge.isCheap(10_000_000, 100));
    assertTrue(Judge.isCheap(100_000, 1000));
    assertFalse(Judge.isCheap(10_000_001, 100));
  }

  /** From a margin of 5 on, weights may have begun to grow without end. */
  @Test
  void marginsFromFiveOnHaveGrown() {
    assertFalse(Judge.hasGrown(new double[] {4.999, -4.999}, 1));
    assertTrue(Judge.hasGrown(new double[] {0, 5}, 1));
    assertTrue(Judge.hasGrown(new double[] {-5, 0}, 1));
    assertTrue(Judge.hasGrown(new double[] {0, Double.NaN}, 1));
  }
}
