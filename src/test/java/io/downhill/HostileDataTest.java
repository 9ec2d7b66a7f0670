package io.downhill;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.downhill.data.Dataset;
import io.downhill.optim.Stop;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Data that would make a solver call something the optimum that is none. */
class HostileDataTest {
  private static final int BLOCK = 1024;

  private static Dataset overlapping(int m, float unit) {
    SplittableRandom random = new SplittableRandom(7);
    float[][] x = new float[m][2];
    int[] y = new int[m];
    for (int i = 0; i < m; i++) {
      double[] at = {random.nextDouble() - 0.5, random.nextDouble() - 0.5};
      x[i] = new float[] {(float) (at[0] * unit), (float) at[1]};
      y[i] = random.nextDouble() < 1 / (1 + Math.exp(-3 * at[0] - at[1])) ? 1 : 0;
    }
    return Dataset.of(x, y);
  }

  private static TrainingOptions.Builder options() {
    return TrainingOptions.builder().device("cpu").threads(2);
  }

  private static Training fit(TrainingOptions.Builder options, Dataset data) {
    return new LogisticRegression(options.build()).fit(data);
  }

  @ParameterizedTest
  @ValueSource(strings = {"newton", "lbfgs"})
  void sampleWithoutWeightIsNotAsked(String solver) {
    Dataset data = overlapping(64 * BLOCK, 1);
    float[] c = new float[data.examples()];
    Arrays.fill(c, 1);
    for (int row : SampledRows.of(data.examples())) {
      c[row] = 0;
    }
    Verdict verdict = fit(options().solver(solver), data.weighted(c)).report().verdict();
    assertEquals(List.of(), verdict.collinear());
    assertTrue(verdict.slopeAtZero() > 0.01, "slope at 0: " + verdict.slopeAtZero());
    assertTrue(verdict.gap() > 0, "gap: " + verdict.gap());
  }

  @ParameterizedTest
  @ValueSource(strings = {"newton", "lbfgs", "nesterov"})
  void featureThatTheSampleLacksIsNotForgotten(String solver) {
    Dataset plain = overlapping(64 * BLOCK, 1);
    float[][] x = new float[plain.examples()][3];
    int[] y = new int[plain.examples()];
    for (int i = 0; i < y.length; i++) {
      x[i] = new float[] {plain.x(i, 0), plain.x(i, 1), 0};
      y[i] = (int) plain.labels()[i];
    }
    // Twelve of sixteen that are not sampled.
    int[] others = SampledRows.others(y.length);
    for (int k = 0; k < 16; k++) {
      x[others[k]][2] = 1;
      y[others[k]] = k % 4 == 0 ? 0 : 1;
    }
    Training training =
        fit(options().solver(solver).standardize(false).iterations(100_000), Dataset.of(x, y));
    double odds = training.model().weights()[2] + training.model().bias();
    assertTrue(odds > 0.5, () -> solver + " stays at " + odds + ", about ln 3 at the optimum");
    assertTrue(training.report().verdict().gap() <= 1e-8 * training.report().cost());
  }

  @Test
  void costThatIsSmallByWeightsAloneIsNoOptimum() {
    Dataset data = overlapping(400, 1);
    Training heavy = fit(options().classWeight(new ClassWeight(false, 1, 1e-8)), data);
    assertTrue(heavy.report().iterations() > 0, "no step");
    assertTrue(heavy.report().verdict().gap() <= 1e-8 * heavy.report().cost());
  }

  @Test
  void hessianThatOverflowsIsNoOptimum() {
    Training training = fit(options().solver("newton").standardize(false), overlapping(60, 1e21f));
    assertEquals(Stop.DIVERGED, training.report().stop());
    assertNotEquals("", training.report().verdict().text());
  }

  @Test
  void startBringsNoBiasWhereThereIsNone() {
    Dataset data = overlapping(400, 1);
    LogisticModel start = fit(options(), data).model();
    Training plain = fit(options().intercept(false).standardize(false), overlapping(400, 1));
    Training warm =
        fit(options().intercept(false).standardize(false).start(start), overlapping(400, 1));
    assertEquals(0, warm.model().bias());
    assertEquals(plain.model().weights()[0], warm.model().weights()[0], 1e-4);
  }
}
