package io.downhill;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.downhill.data.Classes;
import io.downhill.data.DataException;
import io.downhill.data.Dataset;
import io.downhill.tuning.Fitted;
import io.downhill.tuning.Folds;
import io.downhill.tuning.Measure;
import io.downhill.tuning.Measured;
import io.downhill.tuning.Point;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class TuningTest {
  private static final int M = 400;
  private static final int N = 6;

  private static float[][] features(int m, int n) {
    SplittableRandom random = new SplittableRandom(m);
    float[][] x = new float[m][n];
    for (float[] row : x) {
      for (int j = 0; j < n; j++) {
        row[j] = (float) (random.nextDouble() * 3 + j);
      }
    }
    return x;
  }

  private static Dataset data(int classes) {
    SplittableRandom random = new SplittableRandom(classes);
    float[][] x = features(M, N);
    int[] y = new int[M];
    for (int i = 0; i < M; i++) {
      double z = 1.5 * (x[i][0] - 1.5) - (x[i][1] - 2.5);
      double noise = random.nextDouble() * 4 - 2;
      y[i] = z + noise > 0.8 ? 1 : classes == 3 && z + noise < -0.8 ? 2 : 0;
    }
    return classes == 2
        ? Dataset.of(x, y)
        : Dataset.of(x, y, new Classes(List.of("none", "more", "less")));
  }

  private static TuningOptions.Builder options() {
    return TuningOptions.builder()
        .training(TrainingOptions.builder().device("cpu").threads(2).build())
        .penalties(8);
  }

  /** The mean loss of some rows by the definition. */
  private static double loss(Dataset data, int[] rows, double[][] parameters) {
    double sum = 0;
    double all = 0;
    for (int i : rows) {
      double[] z = new double[Math.max(2, parameters.length)];
      for (int k = 0; k < parameters.length; k++) {
        double margin = parameters[k][N];
        for (int j = 0; j < N; j++) {
          margin += parameters[k][j] * data.x(i, j);
        }
        z[parameters.length == 1 ? 1 : k] = margin;
      }
      double c = data.weights() == null ? 1 : data.weights()[i];
      double e = 0;
      for (double margin : z) {
        e += Math.exp(margin);
      }
      sum += c * (Math.log(e) - z[(int) data.labels()[i]]);
      all += c;
    }
    return sum / all;
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 3})
  void heldOutLossesAreThoseOfTheDefinition(int classes) {
    float[] c = new float[M];
    for (int i = 0; i < M; i++) {
      c[i] = 0.5f + i % 3;
    }
    Dataset data = data(classes).weighted(c);
    Folds folds = Folds.stratified(data, 4, 9);
    Map<String, double[][]> fits = new ConcurrentHashMap<>();
    AtomicInteger told = new AtomicInteger();
    Tuning.Watcher watcher =
        new Tuning.Watcher() {
          @Override
          public void fit(Fitted fit) {
            fits.put(fit.penalty() + " " + fit.fold().orElse(-1), fit.parameters());
            told.incrementAndGet();
          }
        };
    TuningResult path = Tuning.of(options().l1Ratio(0.5).build()).fit(data, folds, watcher);
    assertEquals(5 * path.points().size(), told.get(), "each fit is told once");
    int[] everyRow = IntStream.range(0, M).toArray();
    for (int k = 0; k < path.points().size(); k++) {
      Point point = path.points().get(k);
      Measured held = point.held(Measure.LOGLOSS);
      double sum = 0;
      double all = 0;
      for (int f = 0; f < 4; f++) {
        int[] rows = folds.heldOut(f);
        double loss = loss(data, rows, fits.get(k + " " + f));
        assertEquals(loss, held.folds()[f], 2e-6, classes + " classes, penalty " + k);
        double weight = 0;
        for (int i : rows) {
          weight += c[i];
        }
        sum += weight * held.folds()[f];
        all += weight;
      }
      assertEquals(sum / all, held.mean(), 1e-12);
      assertEquals(loss(data, everyRow, point.parameters()), point.loss(), 2e-6);
      assertArrayEquals(fits.get(k + " -1")[0], point.parameters()[0]);
    }
  }

  @ParameterizedTest
  @EnumSource(Measure.class)
  void theRuleTakesTheLargestPenaltyWithinOneStandardError(Measure measure) {
    TuningOptions.Builder builder = options().measure(measure).penalties(12);
    TuningResult best = Tuning.of(builder.build()).fit(data(2));
    TuningResult within =
        Tuning.of(builder.rule(TuningOptions.Rule.ONE_STANDARD_ERROR).build()).fit(data(2));
    assertEquals(best.best(), best.chosen());
    assertEquals(within.oneStandardError(), within.chosen());
    boolean larger = measure == Measure.AUC || measure == Measure.ACCURACY;
    Measured top = best.points().get(best.best()).held(measure);
    for (int k = 0; k < best.points().size(); k++) {
      double mean = best.points().get(k).held(measure).mean();
      assertTrue(larger ? mean <= top.mean() : mean >= top.mean(), measure + ": the best one");
      assertTrue(k >= best.best() || mean != top.mean(), measure + ": of equals the largest");
      boolean near =
          larger
              ? mean >= top.mean() - top.standardError()
              : mean <= top.mean() + top.standardError();
      assertTrue(k >= within.oneStandardError() || !near, measure + ": a larger penalty is near");
      assertTrue(k != within.oneStandardError() || near, measure + ": it is near");
    }
    assertTrue(within.oneStandardError() < best.best(), measure + ": they differ here");
    assertEquals(within.choice().l2(), within.training().l2());
  }

  @Test
  void aPathThatIsEndedHasWhatWasFinished() {
    for (int after : new int[] {0, 1, 3}) {
      AtomicInteger finished = new AtomicInteger();
      Tuning.Watcher watcher =
          new Tuning.Watcher() {
            @Override
            public void penalty(int k, int all, Point point) {
              finished.incrementAndGet();
            }

            @Override
            public boolean cancelled() {
              return finished.get() >= after;
            }
          };
      Dataset data = data(2);
      Folds folds = Folds.stratified(data, 5, 1);
      TuningResult path = Tuning.of(options().build()).fit(data, folds, watcher);
      assertTrue(path.interrupted());
      assertEquals(after, path.points().size());
      if (after == 0) {
        assertEquals(-1, path.chosen());
        assertThrows(IllegalStateException.class, path::choice);
      } else {
        TuningResult whole = Tuning.of(options().build()).fit(data);
        assertFalse(whole.interrupted());
        assertArrayEquals(
            whole.points().get(after - 1).parameters()[0],
            path.points().get(after - 1).parameters()[0]);
      }
    }
  }

  /** A fit that is ended in the midst is no optimum, so that its penalty is not told of. */
  @Test
  void whatIsEndedInTheMidstOfAPenaltyDoesNotCount() {
    AtomicInteger fits = new AtomicInteger();
    Tuning.Watcher watcher =
        new Tuning.Watcher() {
          @Override
          public void fits(int done, int all) {
            fits.set(done);
          }

          @Override
          public boolean cancelled() {
            return fits.get() >= 8;
          }
        };
    Dataset data = data(2);
    TuningResult path =
        Tuning.of(options().build()).fit(data, Folds.stratified(data, 5, 1), watcher);
    assertEquals(1, path.points().size());
    assertTrue(path.interrupted());
  }

  @Test
  void aPathEndsWhereTheModelExplainsAll() {
    float[][] x = features(100, 2);
    int[] y = new int[100];
    for (int i = 0; i < 100; i++) {
      y[i] = x[i][0] > 1.5 ? 1 : 0;
    }
    TuningResult path =
        Tuning.of(options().l1Ratio(1).penalties(60).share(1e-7).build()).fit(Dataset.of(x, y));
    assertTrue(path.points().size() < 60);
    assertTrue(path.end().startsWith("the model explains 99.9 % of the loss"), path.end());
    assertTrue(path.points().get(path.points().size() - 1).explained() >= 0.999);
    assertFalse(path.interrupted());
  }

  @Test
  void oneFeatureIsEnough() {
    float[][] x = features(60, 1);
    int[] y = IntStream.range(0, 60).map(i -> x[i][0] + i % 4 > 3 ? 1 : 0).toArray();
    for (double ratio : new double[] {0, 1}) {
      TuningResult path = Tuning.of(options().l1Ratio(ratio).build()).fit(Dataset.of(x, y));
      assertTrue(path.best() >= 0, path.toString());
      assertTrue(path.points().get(path.points().size() - 1).nonzero() == 1);
    }
  }

  @Test
  void aConstantFeatureHasNoWeight() {
    float[][] x = features(80, 2);
    int[] y = new int[80];
    for (int i = 0; i < 80; i++) {
      x[i][1] = 7;
      y[i] = x[i][0] + i % 3 > 2.5 ? 1 : 0;
    }
    TuningResult path = Tuning.of(options().l1Ratio(1).build()).fit(Dataset.of(x, y));
    path.points().forEach(point -> assertEquals(0, point.parameters()[0][1]));
  }

  @Test
  void aFoldWithoutAClassEndsItInOneLine() {
    float[][] x = features(30, 2);
    int[] y = new int[30];
    y[4] = 1;
    DataException none =
        assertThrows(DataException.class, () -> Tuning.of(options().build()).fit(Dataset.of(x, y)));
    assertTrue(none.getMessage().contains("is trained on no row of the class 1"), none.toString());
  }

  @Test
  void foldsOfOtherRowsAreRefused() {
    Folds folds = new Folds(new int[] {0, 1, 0, 1}, 2, false);
    IllegalArgumentException other =
        assertThrows(
            IllegalArgumentException.class,
            () -> Tuning.of(options().build()).fit(data(2), folds, Tuning.Watcher.NONE));
    assertEquals("folds: of 4 examples, must be 400", other.getMessage());
  }

  /** What a watcher throws ends the path; it does not hang. */
  @Test
  void aWatcherThatFailsEndsThePath() {
    Tuning.Watcher watcher =
        new Tuning.Watcher() {
          @Override
          public void fit(Fitted fit) {
            throw new IllegalStateException("the disk is full");
          }
        };
    Dataset data = data(2);
    Folds folds = Folds.stratified(data, 3, 1);
    IllegalStateException full =
        assertThrows(
            IllegalStateException.class,
            () -> Tuning.of(options().build()).fit(data, folds, watcher));
    assertEquals("the disk is full", full.getMessage());
  }
}
