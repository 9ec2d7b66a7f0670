package io.downhill;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.downhill.TrainingOptions.Init;
import io.downhill.data.DataException;
import io.downhill.data.Dataset;
import io.downhill.optim.Stop;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LogisticRegressionTest {
  private static Dataset overlapping(int m) {
    SplittableRandom random = new SplittableRandom(42);
    float[][] x = new float[m][3];
    int[] y = new int[m];
    for (int i = 0; i < m; i++) {
      double z = 0.5;
      for (int j = 0; j < 3; j++) {
        x[i][j] = (float) (random.nextDouble() * 10 + 100 * j);
        z += (x[i][j] - 5 - 100 * j) * (j - 1) * 0.5;
      }
      y[i] = random.nextDouble() < 1 / (1 + Math.exp(-z)) ? 1 : 0;
    }
    return Dataset.of(x, y);
  }

  private static TrainingOptions options(int threads, Init init, long seed) {
    return TrainingOptions.builder()
        .device("cpu")
        .threads(threads)
        .solver("gd")
        .iterations(20_000)
        .tolerance(2e-7)
        .init(init)
        .seed(seed)
        .build();
  }

  @Test
  void everyStartArrivesAtTheSameOptimum() {
    Training zeros = new LogisticRegression(options(2, Init.ZEROS, 0)).fit(overlapping(3000));
    assertEquals(Stop.CONVERGED, zeros.report().stop());
    for (int seed = 1; seed <= 5; seed++) {
      Training random =
          new LogisticRegression(options(2, Init.RANDOM, seed)).fit(overlapping(3000));
      assertArrayEquals(
          zeros.model().weights(), random.model().weights(), 2e-5, "weights from seed " + seed);
      assertEquals(zeros.report().cost(), random.report().cost(), 1e-9, "cost from seed " + seed);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "gd, 0, 0",
    "nesterov, 0, 0",
    "nesterov, 0.01, 0",
    "lbfgs, 0, 0.001",
    "newton, 0, 0.001",
    "newton, 0.01, 0",
    "newton, 0.01, 0.001"
  })
  void theNumberOfThreadsDoesNotShow(String solver, double l1, double l2) {
    // Enough examples for a sample, and for more than one block a thread.
    Training one = fit(solver, l1, l2, 1);
    for (int threads : new int[] {2, 7}) {
      Training many = fit(solver, l1, l2, threads);
      String what = solver + ", l1 " + l1 + ", l2 " + l2 + ", " + threads + " threads";
      assertArrayEquals(one.model().weights(), many.model().weights(), what);
      assertEquals(one.report().cost(), many.report().cost(), what);
    }
  }

  private static Training fit(String solver, double l1, double l2, int threads) {
    TrainingOptions options =
        TrainingOptions.builder()
            .device("cpu")
            .threads(threads)
            .solver(solver)
            .l1(l1)
            .l2(l2)
            .iterations(200)
            .build();
    return new LogisticRegression(options).fit(overlapping(20_000));
  }

  @Test
  void fittingADataSetTwiceGivesTheSameModel() {
    Dataset data = overlapping(1000);
    Training first = new LogisticRegression(options(1, Init.ZEROS, 0)).fit(data);
    Training second = new LogisticRegression(options(1, Init.ZEROS, 0)).fit(data);
    assertArrayEquals(first.model().weights(), second.model().weights());
  }

  @Test
  void aLearningRateThatIsTooLargeStopsWithAdvice() {
    // Raw features near 200 under a rate of 1: the cost swings far above its first value.
    TrainingOptions raw =
        TrainingOptions.builder()
            .device("cpu")
            .threads(1)
            .solver("gd")
            .alpha(1)
            .iterations(5000)
            .tolerance(0)
            .standardize(false)
            .build();
    TrainingReport report = new LogisticRegression(raw).fit(overlapping(300)).report();
    assertTrue(report.verdict().text().contains("try --alpha"), report.verdict()::text);
    double advised =
        Double.parseDouble(report.verdict().text().replaceAll(".*try --alpha (\\S+) or.*", "$1"));
    TrainingOptions safe =
        TrainingOptions.builder()
            .device("cpu")
            .threads(1)
            .solver("gd")
            .alpha(advised)
            .iterations(500)
            .tolerance(0)
            .standardize(false)
            .build();
    double[] last = {Double.POSITIVE_INFINITY};
    new LogisticRegression(safe)
        .fit(
            overlapping(300),
            (iteration, cost, slope) -> {
              assertTrue(cost <= last[0] + 1e-7, "J rose to " + cost + " at " + iteration);
              last[0] = cost;
            });
  }

  @Test
  void aConstantColumnKeepsTheWeightZero() {
    float[][] x = {{1, 7}, {2, 7}, {3, 7}, {4, 7}};
    Training training =
        new LogisticRegression(options(1, Init.RANDOM, 3))
            .fit(Dataset.of(x, new int[] {0, 1, 0, 1}));
    assertEquals(0, training.model().weights()[1]);
    assertTrue(training.model().weights()[0] > 0);
  }

  @Test
  void oneClassIsRefused() {
    Dataset data = Dataset.of(new float[][] {{1}, {2}}, new int[] {1, 1});
    DataException e =
        assertThrows(
            DataException.class,
            () -> new LogisticRegression(TrainingOptions.defaults()).fit(data));
    assertTrue(e.getMessage().contains("training needs both"), e::getMessage);
  }

  @Test
  void newtonWithL1IsRefusedWhereItsHessianWouldBeTooLarge() {
    float[][] x = new float[4][1001];
    x[1][0] = 1;
    TrainingOptions options = TrainingOptions.builder().solver("newton").l1(0.1).build();
    IllegalArgumentException e =
        assertThrows(
            IllegalArgumentException.class,
            () -> new LogisticRegression(options).fit(Dataset.of(x, new int[] {0, 1, 0, 1})));
    assertTrue(e.getMessage().contains("use lbfgs"), e::getMessage);
  }

  @Test
  void divergedRunSaysNothingOfGapOrColumns() {
    TrainingOptions options =
        TrainingOptions.builder().device("cpu").threads(1).alpha(1e30).iterations(500).build();
    TrainingReport report = new LogisticRegression(options).fit(overlapping(300)).report();
    assertEquals(Stop.DIVERGED, report.stop());
    assertTrue(Double.isNaN(report.verdict().gap()), () -> "gap " + report.verdict().gap());
    assertEquals(List.of(), report.verdict().collinear());
    assertEquals(List.of(), report.verdict().separated());
  }

  @Test
  void autoTakesLbfgsWhereL1MeetsManyFeatures() {
    float[][] x = new float[4][1001];
    x[1][0] = 1;
    x[2][0] = 1;
    TrainingOptions options = TrainingOptions.builder().device("cpu").l1(0.1).build();
    Training training = new LogisticRegression(options).fit(Dataset.of(x, new int[] {0, 1, 0, 1}));
    assertEquals("lbfgs", training.report().solver());
  }

  /** Random examples with features of different scales. */
  private static Dataset scattered(int m) {
    java.util.SplittableRandom random = new java.util.SplittableRandom(m);
    float[][] x = new float[m][3];
    int[] y = new int[m];
    for (int i = 0; i < m; i++) {
      x[i] =
          new float[] {
            (float) random.nextDouble(100, 200), random.nextInt(5), (float) random.nextDouble(-1, 1)
          };
      y[i] = x[i][2] + random.nextDouble(-1, 1) > 0 ? 1 : 0;
    }
    return Dataset.of(x, y);
  }

  @ParameterizedTest
  @ValueSource(ints = {300, 20_000})
  void aFitLeavesTheDataSetAsItWas(int m) {
    Dataset data = scattered(m);
    float[] before = data.block(0).clone();
    LogisticRegression trainer =
        new LogisticRegression(TrainingOptions.builder().device("cpu").l2(0.01).build());
    double[] first = trainer.fit(data).model().weights();
    assertArrayEquals(before, data.block(0));
    assertArrayEquals(first, trainer.fit(data).model().weights(), 0);
  }

  @ParameterizedTest
  @ValueSource(ints = {300, 20_000})
  void aDataSetThatIsGivenAwayGivesTheSameModelAndIsGone(int m) {
    TrainingOptions options = TrainingOptions.builder().device("cpu").build();
    Dataset data = scattered(m);
    LogisticRegression trainer = new LogisticRegression(options);
    Training kept = trainer.fit(data);
    Training given = trainer.fit(data.givenAway());
    assertArrayEquals(kept.model().weights(), given.model().weights(), 0);
    assertEquals(kept.report().verdict().text(), given.report().verdict().text());
    assertThrows(IllegalStateException.class, () -> trainer.fit(data));
  }
}
