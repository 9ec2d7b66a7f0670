package io.downhill;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.downhill.data.Dataset;
import io.downhill.optim.Gap;
import io.downhill.optim.Monitor;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a run tells while it goes: it must be true, and change nothing. */
class WatchedRunTest {
  /** J is known to this share of itself. */
  private static final double ROUNDING = 1e-7;

  /** An iteration as it was told. */
  private record Told(double cost, double passes, double alpha, List<Gap> gaps) {}

  /** Keeps all that it is told. */
  private static final class Listener implements Monitor {
    private final List<Told> told = new ArrayList<>();
    private double passes = Double.NaN;
    private double alpha = Double.NaN;

    @Override
    public void effort(double reads, double rate) {
      passes = reads;
      alpha = rate;
    }

    @Override
    public void iteration(int iteration, double cost, double slope) {
      assertEquals(told.size(), iteration, "iterations are told in order");
      told.add(new Told(cost, passes, alpha, new ArrayList<>()));
    }

    @Override
    public void gap(Gap gap) {
      told.get(told.size() - 1).gaps().add(gap);
    }
  }

  private static Dataset data(int m) {
    SplittableRandom random = new SplittableRandom(3);
    float[][] x = new float[m][3];
    int[] y = new int[m];
    for (int i = 0; i < m; i++) {
      double z = 0.3;
      for (int j = 0; j < 3; j++) {
        x[i][j] = (float) (random.nextDouble() * (j + 1) - 0.5);
        z += (j - 1.2) * x[i][j];
      }
      y[i] = random.nextDouble() < 1 / (1 + StrictMath.exp(-z)) ? 1 : 0;
    }
    return Dataset.of(x, y);
  }

  private static TrainingOptions.Builder options(String solver) {
    return TrainingOptions.builder().device("cpu").solver(solver).iterations(400);
  }

  @ParameterizedTest
  @CsvSource({
    "gd, 500",
    "nesterov, 500",
    "lbfgs, 500",
    "newton, 500",
    "gd, 40000",
    "nesterov, 40000",
    "lbfgs, 40000",
    "newton, 40000"
  })
  void gapsThatAreToldAreTrue(String solver, int m) {
    double least = new LogisticRegression(options("newton").build()).fit(data(m)).report().cost();
    Listener seen = new Listener();
    new LogisticRegression(options(solver).build()).fit(data(m), seen);
    int known = 0;
    for (Told at : seen.told) {
      double gap = at.cost() - least;
      double noise = ROUNDING * at.cost();
      for (Gap told : at.gaps()) {
        known++;
        String where = solver + ", J " + at.cost() + ": " + gap + " by " + told;
        assertTrue(told.isKnown() && told.value() >= 0, where);
        assertTrue(told.isEstimate() || gap <= told.value() + noise, where);
        assertTrue(!told.isLeast() || told.value() <= gap + noise, where);
      }
    }
    assertTrue(
        known >= seen.told.size() - 1, solver + " told " + known + " of " + seen.told.size());
  }

  @ParameterizedTest
  @ValueSource(strings = {"gd", "nesterov", "lbfgs", "newton"})
  void effortIsThatOfTheReport(String solver) {
    Listener seen = new Listener();
    TrainingReport report =
        new LogisticRegression(options(solver).tolerance(1e-3).build())
            .fit(data(500), seen)
            .report();
    double before = 0;
    for (Told at : seen.told) {
      assertTrue(at.passes() >= before + 1, solver + ": " + before + " reads, then " + at.passes());
      assertEquals(report.alpha(), at.alpha(), solver);
      before = at.passes();
    }
    assertEquals(report.iterations() + 1, seen.told.size(), solver);
    // Gradient descent takes steps ahead of what it looks at.
    assertTrue(before <= report.passes(), solver + ": " + before + " of " + report.passes());
  }

  @ParameterizedTest
  @ValueSource(strings = {"gd", "nesterov", "lbfgs", "newton"})
  void whoWatchesChangesNoBit(String solver) {
    LogisticRegression trainer = new LogisticRegression(options(solver).build());
    LogisticModel alone = trainer.fit(data(40_000)).model();
    LogisticModel watched = trainer.fit(data(40_000), new Listener()).model();
    assertArrayEquals(alone.weights(), watched.weights(), solver);
    assertEquals(alone.bias(), watched.bias(), solver);
  }
}
