package io.downhill;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.downhill.data.Dataset;
import io.downhill.optim.Monitor;
import io.downhill.optim.Stop;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JudgeTest {
  /** Two columns of noise and one, column1, that the caller makes of the label. */
  private interface Tell {
    double of(int y, SplittableRandom random);
  }

  private static Dataset data(Tell tell) {
    SplittableRandom random = new SplittableRandom(11);
    float[][] x = new float[200][3];
    int[] y = new int[200];
    for (int i = 0; i < 200; i++) {
      y[i] = i % 2;
      x[i][0] = (float) random.nextDouble();
      x[i][1] = (float) tell.of(y[i], random);
      x[i][2] = (float) random.nextDouble();
    }
    return Dataset.of(x, y);
  }

  private static TrainingOptions.Builder options(String solver) {
    return TrainingOptions.builder().device("cpu").threads(1).solver(solver);
  }

  private static Verdict verdict(TrainingOptions.Builder options, Dataset data) {
    return new LogisticRegression(options.build()).fit(data).report().verdict();
  }

  @ParameterizedTest
  @ValueSource(strings = {"newton", "lbfgs", "nesterov", "gd"})
  void perfectSeparationIsNamedWithItsColumn(String solver) {
    Verdict verdict = verdict(options(solver), data((y, random) -> 3 * y + random.nextDouble()));
    assertEquals("column1", verdict.separated().get(0), solver);
    assertTrue(verdict.text().contains("separated by column1"), verdict::text);
    assertTrue(Double.isNaN(verdict.gap()), () -> "gap " + verdict.gap());
  }

  @ParameterizedTest
  @ValueSource(strings = {"newton", "lbfgs"})
  void quasiCompleteSeparationIsNamedWithItsColumn(String solver) {
    // At 0 there are both classes, above it only one.
    Tell tell = (y, random) -> y == 1 && random.nextInt(3) == 0 ? 1 : 0;
    assertEquals("column1", verdict(options(solver), data(tell)).separated().get(0), solver);
  }

  @ParameterizedTest
  @ValueSource(strings = {"newton", "lbfgs"})
  void quasiCompleteSeparationIsNamedWhereRoundingHidesIt(String solver) {
    // A level in twenty rows of one class: the other columns settle long before its weight is
    // large.
    SplittableRandom random = new SplittableRandom(3);
    float[][] x = new float[4000][6];
    int[] y = new int[4000];
    for (int i = 0; i < 4000; i++) {
      y[i] = random.nextInt(2);
      x[i][0] = y[i] == 1 && i < 40 ? 1 : 0;
      for (int j = 1; j < 6; j++) {
        x[i][j] = random.nextInt(3) == 0 ? 1 : 0;
      }
    }
    TrainingOptions.Builder longer = options(solver).tolerance(1e-10);
    assertEquals("column0", verdict(longer, Dataset.of(x, y)).separated().get(0), solver);
  }

  @ParameterizedTest
  @ValueSource(strings = {"newton", "lbfgs"})
  @Tag("slow")
  void ofManyFeaturesTheOneThatSeparatesIsNamed(String solver) {
    SplittableRandom random = new SplittableRandom(4);
    float[][] x = new float[2500][1001];
    int[] y = new int[2500];
    for (int i = 0; i < 2500; i++) {
      y[i] = random.nextInt(2);
      for (int j = 0; j < 1001; j++) {
        x[i][j] = j == 1000 ? (y[i] == 1 && i < 20 ? 1 : 0) : (float) random.nextDouble();
      }
    }
    assertEquals(
        List.of("column1000"), verdict(options(solver), Dataset.of(x, y)).separated(), solver);
    x[0][1000] = 1 - y[0];
    x[2400][1000] = y[2400] == 1 ? 0 : 1;
    x[2401][1000] = y[2401] == 1 ? 0 : 1;
    Verdict overlap = verdict(options(solver), Dataset.of(x, y));
    assertEquals(List.of(), overlap.separated(), solver);
    assertTrue(overlap.gap() < 1e-8, () -> solver + ": gap " + overlap.gap());
  }

  @ParameterizedTest
  @ValueSource(strings = {"newton", "lbfgs", "nesterov", "gd"})
  void classesThatOverlapByOneExampleAreNotSeparated(String solver) {
    Dataset data = data((y, random) -> 3 * y + random.nextDouble());
    // The first example, of class 0, far among the others of class 1.
    data.block(0)[1] = 3.5f;
    assertEquals(List.of(), verdict(options(solver), data).separated(), solver);
  }

  @Test
  void separationUnderAPenaltyIsNoWorry() {
    Dataset data = data((y, random) -> 3 * y + random.nextDouble());
    assertEquals("", verdict(options("newton").l2(0.01), data).text());
  }

  @Test
  void anExampleWithoutWeightDoesNotHideSeparation() {
    Dataset data = data((y, random) -> 3 * y + random.nextDouble());
    data.block(0)[1] = 3.5f;
    float[] weights = new float[200];
    Arrays.fill(weights, 1, 200, 1);
    assertEquals("column1", verdict(options("newton"), data.weighted(weights)).separated().get(0));
  }

  @Test
  void constantColumnsAreNamed() {
    Verdict verdict = verdict(options("newton"), data((y, random) -> 7));
    assertEquals(List.of("column1"), verdict.constant());
  }

  @Test
  void collinearColumnsAreNamed() {
    Dataset data = data((y, random) -> 0);
    for (int i = 0; i < 200; i++) {
      float[] x = data.block(0);
      x[3 * i + 1] = 2 * x[3 * i] + 1;
    }
    assertEquals(List.of("column1"), verdict(options("newton"), data).collinear());
  }

  @Test
  void iterationLimitComesWithTheCure() {
    Tell tell = (y, random) -> y + 3 * random.nextDouble();
    Verdict verdict = verdict(options("gd").iterations(2), data(tell));
    assertTrue(verdict.text().contains("raise --iterations"), verdict::text);
  }

  @ParameterizedTest
  @ValueSource(strings = {"nesterov", "gd"})
  void iterationLimitAtTheLeastCostIsSaidToBeThere(String solver) {
    Tell tell = (y, random) -> y + 3 * random.nextDouble();
    Verdict verdict = verdict(options(solver).l2(0.1).tolerance(0).iterations(900), data(tell));
    assertTrue(verdict.gap() < 1e-9, () -> "gap " + verdict.gap());
    assertTrue(verdict.text().contains("within 1e-9 of itself of its least"), verdict::text);
  }

  @Test
  void costItselfIsABoundAndNoEstimate() {
    // So many rows have a sample, by which a run is judged that a signal ended.
    SplittableRandom random = new SplittableRandom(5);
    float[][] x = new float[20_000][1];
    int[] y = new int[x.length];
    for (int i = 0; i < x.length; i++) {
      x[i][0] = (float) random.nextDouble(-1, 1);
      y[i] = x[i][0] > random.nextDouble(-0.1, 0.1) ? 1 : 0;
    }
    Monitor signal =
        new Monitor() {
          @Override
          public void iteration(int iteration, double cost, double slope) {}

          @Override
          public boolean cancelled() {
            return true;
          }
        };
    TrainingReport report =
        new LogisticRegression(options("gd").build()).fit(Dataset.of(x, y), signal).report();
    assertEquals(Stop.INTERRUPTED, report.stop());
    assertEquals(report.cost(), report.verdict().gap());
    assertFalse(report.verdict().gapSampled(), report.verdict()::toString);
  }
}
