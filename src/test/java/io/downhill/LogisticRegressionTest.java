package io.downhill;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.downhill.TrainingOptions.Init;
import io.downhill.data.DataException;
import io.downhill.data.Dataset;
import io.downhill.optim.Stop;
import java.util.OptionalDouble;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

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
    return new TrainingOptions(
        "cpu", threads, "gd", OptionalDouble.empty(), 20_000, 2e-7, 0, init, seed, true, true);
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

  @Test
  void theNumberOfThreadsDoesNotShow() {
    Training one = new LogisticRegression(options(1, Init.ZEROS, 0)).fit(overlapping(5000));
    for (int threads : new int[] {2, 7}) {
      Training many =
          new LogisticRegression(options(threads, Init.ZEROS, 0)).fit(overlapping(5000));
      assertArrayEquals(one.model().weights(), many.model().weights(), threads + " threads");
      assertEquals(one.report().cost(), many.report().cost());
    }
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
        new TrainingOptions(
            "cpu", 1, "gd", OptionalDouble.of(1), 5000, 0, 0, Init.ZEROS, 0, true, false);
    TrainingReport report = new LogisticRegression(raw).fit(overlapping(300)).report();
    assertTrue(report.advice().contains("try --alpha"), report::advice);
    double advised =
        Double.parseDouble(report.advice().replaceAll(".*try --alpha (\\S+) or.*", "$1"));
    TrainingOptions safe =
        new TrainingOptions(
            "cpu", 1, "gd", OptionalDouble.of(advised), 500, 0, 0, Init.ZEROS, 0, true, false);
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
}
