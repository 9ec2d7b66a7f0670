package io.downhill.optim;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Where only rounding is left, a run ends at the best state that it saw. */
class NesterovPrecisionTest {
  private static final int PATIENCE = 1000;

  /** Slopes that go to and fro whatever w, and two that are less. */
  private static final class Rounding implements Objective {
    private final int good;
    private final int best;
    private final List<double[]> seen = new ArrayList<>();

    Rounding(int good, int best) {
      this.good = good;
      this.best = best;
    }

    @Override
    public int weights() {
      return 0;
    }

    @Override
    public double costAndGradient(double[] w, double[] gradient) {
      int k = seen.size();
      gradient[0] = k == best ? 0.01 : k == good ? 0.1 : k % 2 == 0 ? 1 : -1;
      seen.add(w.clone());
      return 1;
    }

    @Override
    public void product(double[] w, double[] v, double[] product) {
      throw new UnsupportedOperationException();
    }
  }

  /** Steps so short that no cost falls. */
  private static Solution minimize(Rounding objective) {
    return new Nesterov(1e-20, 10_000, Goal.slope(0), L1.NONE)
        .minimize(objective, new double[1], Monitor.NONE);
  }

  @ParameterizedTest
  @CsvSource({"2, 3", "3, 1000", "900, 1700"})
  void endsAtTheBestState(int good, int best) {
    Rounding objective = new Rounding(good, best);
    Solution end = minimize(objective);
    assertEquals(Stop.PRECISION, end.stop());
    assertEquals(0.01, end.slope());
    assertArrayEquals(objective.seen.get(best), end.w());
    assertEquals(best + Math.max(PATIENCE, best) + 1, end.iterations());
  }
}
