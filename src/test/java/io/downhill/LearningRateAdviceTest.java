package io.downhill;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.downhill.data.Dataset;
import io.downhill.optim.Stop;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A learning rate is safe for all rows, and one that is not is named as the reason. */
class LearningRateAdviceTest {
  private static final int ROWS = 30_000;
  private static final int COLUMNS = 14;

  /**
   * Most columns are correlated, and not 0 in a hundred rows that no sample has: standardised, they
   * make L ten times as large.
   */
  private static Dataset rare() {
    SplittableRandom random = new SplittableRandom(3);
    float[][] x = new float[ROWS][COLUMNS];
    int[] y = new int[ROWS];
    for (int i = 0; i < ROWS; i++) {
      x[i][0] = (float) (2 * random.nextDouble() - 1);
      x[i][1] = (float) (2 * random.nextDouble() - 1);
      y[i] = random.nextDouble() < 1 / (1 + StrictMath.exp(-3 * x[i][0])) ? 1 : 0;
    }
    int[] others = SampledRows.others(ROWS);
    for (int k = 0; k < 100; k++) {
      double common = 1 + random.nextDouble();
      for (int j = 2; j < COLUMNS; j++) {
        x[others[k]][j] = (float) (common + 0.1 * random.nextDouble());
      }
    }
    return Dataset.of(x, y);
  }

  private static Dataset plain() {
    SplittableRandom random = new SplittableRandom(4);
    float[][] x = new float[500][3];
    int[] y = new int[500];
    for (int i = 0; i < 500; i++) {
      double common = random.nextDouble();
      for (int j = 0; j < 3; j++) {
        x[i][j] = (float) (common + random.nextDouble());
      }
      y[i] = random.nextDouble() < 1 / (1 + StrictMath.exp(3 - 2 * x[i][0])) ? 1 : 0;
    }
    return Dataset.of(x, y);
  }

  private static TrainingOptions.Builder options(String solver) {
    return TrainingOptions.builder().device("cpu").threads(2).solver(solver);
  }

  private static TrainingReport fit(TrainingOptions.Builder options, Dataset data) {
    return new LogisticRegression(options.build()).fit(data).report();
  }

  @Test
  void noStepOfTheChosenRateRaisesTheCost() {
    double[] last = {Double.POSITIVE_INFINITY};
    new LogisticRegression(options("gd").iterations(100).build())
        .fit(
            rare(),
            (iteration, cost, slope) -> {
              assertTrue(cost <= last[0] * (1 + 1e-6), "J rose to " + cost + " at " + iteration);
              last[0] = cost;
            });
  }

  @Test
  void momentumArrivesByTheChosenRate() {
    double least = fit(options("newton"), rare()).cost();
    TrainingReport report = fit(options("nesterov").iterations(3000), rare());
    assertEquals(least, report.cost(), 1e-5 * least, () -> report.alpha() + ": " + report.stop());
  }

  private static double advised(TrainingReport report) {
    String text = report.verdict().text();
    assertTrue(text.contains("--alpha "), text);
    return Double.parseDouble(text.replaceAll("(?s).*--alpha (\\S+) .*", "$1"));
  }

  @ParameterizedTest
  @CsvSource({"gd, 4", "gd, 30", "nesterov, 30", "gd, 1000"})
  void rateThatIsTooLargeIsNamedWithOneThatIsSafe(String solver, double times) {
    double safe = fit(options(solver).iterations(1), plain()).alpha();
    TrainingReport report = fit(options(solver).alpha(2 * times * safe).iterations(3000), plain());
    assertTrue(report.verdict().text().contains("is too large"), report.verdict()::text);
    assertEquals(safe, advised(report), 0.01 * safe);
  }

  @Test
  void swingsOfMomentumAreNoLimitOfPrecision() {
    double safe = fit(options("nesterov").iterations(1), plain()).alpha();
    TrainingReport report = fit(options("nesterov").alpha(20 * safe).iterations(100_000), plain());
    assertEquals(Stop.DIVERGED, report.stop(), report.verdict()::text);
    assertEquals(safe, advised(report), 0.01 * safe);
  }

  @ParameterizedTest
  @ValueSource(strings = {"gd", "nesterov"})
  void rateThatIsTooSmallIsNamedWithABetterOne(String solver) {
    double safe = fit(options(solver).iterations(1), plain()).alpha();
    TrainingReport report = fit(options(solver).alpha(1e-3 * safe).iterations(50), plain());
    assertTrue(report.verdict().text().contains("is small for this data"), report.verdict()::text);
    assertEquals(safe, advised(report), 0.01 * safe);
  }

  @Test
  void rateSoSmallThatNoWeightMovesIsNamed() {
    TrainingReport report =
        fit(options("gd").alpha(1e-30).init(TrainingOptions.Init.RANDOM), plain());
    assertTrue(report.verdict().text().contains("is small for this data"), report.verdict()::text);
  }

  @Test
  void goodRateIsNotBlamed() {
    double safe = fit(options("gd").iterations(1), plain()).alpha();
    TrainingReport report = fit(options("gd").alpha(safe).iterations(3), plain());
    assertTrue(report.verdict().text().contains("raise --iterations"), report.verdict()::text);
  }
}
