package io.downhill;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.downhill.data.Classes;
import io.downhill.data.Dataset;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Separation is named where it is, in words that fit, and nowhere else. */
class SeparationTest {
  private static TrainingReport fit(Dataset data, boolean standardize) {
    TrainingOptions options =
        TrainingOptions.builder().device("cpu").threads(2).standardize(standardize).build();
    return new LogisticRegression(options).fit(data).report();
  }

  private static Dataset named(float[][] x, int[] y, String... names) {
    Dataset.Builder builder = new Dataset.Builder(List.of(names));
    Arrays.stream(x).forEach(builder::addRow);
    float[] labels = new float[y.length];
    for (int i = 0; i < y.length; i++) {
      labels[i] = y[i];
    }
    return builder.labels(labels, new Classes("no", "yes")).build();
  }

  private static double gaussian(SplittableRandom random) {
    double radius = Math.sqrt(-2 * StrictMath.log(1 - random.nextDouble()));
    return radius * StrictMath.cos(2 * Math.PI * random.nextDouble());
  }

  private static int label(SplittableRandom random, double z) {
    return random.nextDouble() < 1 / (1 + StrictMath.exp(-z)) ? 1 : 0;
  }

  @ParameterizedTest
  @CsvSource({"2, 20000", "2.5, 20000", "2.5, 100000", "3, 5000", "3, 20000"})
  void heavyTailIsNoSeparation(double sigma, int m) {
    SplittableRandom random = new SplittableRandom(7);
    float[][] x = new float[m][1];
    int[] y = new int[m];
    for (int i = 0; i < m; i++) {
      x[i][0] = (float) StrictMath.exp(sigma * gaussian(random));
      y[i] = label(random, x[i][0] - 1);
    }
    TrainingReport report = fit(Dataset.of(x, y), true);
    assertTrue(report.accuracy() < 0.85, () -> "accuracy " + report.accuracy());
    assertEquals(List.of(), report.verdict().separated(), report.verdict()::text);
    assertTrue(report.verdict().gap() <= 1e-9 * report.cost(), report.verdict()::toString);
  }

  @Test
  void rowsOfARareColumnThatOverlapEndSeparation() {
    // One column parts all rows but 30, which have a large value in the other and the order
    // reversed.
    SplittableRandom random = new SplittableRandom(3);
    float[][] x = new float[100_000][2];
    int[] y = new int[x.length];
    for (int i = 0; i < x.length; i++) {
      boolean rare = i >= 50_001 && i < 50_031;
      double g = gaussian(random);
      y[i] = g > 0 ? 1 : 0;
      x[i][0] = (float) (rare ? -1e-4 * g : g + Math.signum(g) / 2);
      x[i][1] = rare ? 1e6f : 0;
    }
    Verdict verdict = fit(Dataset.of(x, y), false).verdict();
    assertEquals(List.of(), verdict.separated(), verdict::text);
  }

  /** Three columns of noise, and a level that some rows have, all of them of class yes. */
  private static Dataset rareLevel(int m, int rows) {
    SplittableRandom random = new SplittableRandom(5);
    float[][] x = new float[m][4];
    int[] y = new int[m];
    for (int i = 0; i < m; i++) {
      for (int j = 0; j < 3; j++) {
        x[i][j] = (float) gaussian(random);
      }
      y[i] = label(random, x[i][0]);
    }
    for (int i = 0; i < rows; i++) {
      x[i * (m / rows)][3] = 1;
      y[i * (m / rows)] = 1;
    }
    return named(x, y, "a", "b", "c", "rank=4");
  }

  @ParameterizedTest
  @CsvSource({"300, 11, true", "300, 11, false", "5000, 11, true", "40000, 40, true"})
  void rowsOfALevelThatAreAllOfOneClassAreCounted(int m, int rows, boolean standardize) {
    Verdict verdict = fit(rareLevel(m, rows), standardize).verdict();
    assertEquals(List.of("rank=4"), verdict.separated());
    assertEquals(rows, verdict.certain());
    assertEquals(
        "quasi-separated: "
            + rows
            + " rows with rank=4 are all 'yes', so the weight of rank=4 has no finite optimum;"
            + " give --l2 0.001 or so",
        verdict.text());
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void endOfAColumnThatIsOfOneClassIsNamedWithItsLimit(boolean standardize) {
    // At an age of 71 there are both classes, above it one, below it the other.
    float[][] x = new float[200][2];
    int[] y = new int[200];
    SplittableRandom random = new SplittableRandom(9);
    for (int i = 0; i < 200; i++) {
      x[i][0] = i < 189 ? 71 : 72 + i % 4;
      x[i][1] = (float) gaussian(random);
      y[i] = i < 189 ? label(random, x[i][1]) : 1;
    }
    Verdict verdict = fit(named(x, y, "age", "b"), standardize).verdict();
    assertEquals(List.of("age"), verdict.separated());
    assertTrue(
        verdict.text().startsWith("quasi-separated: 11 rows with age of 72 or more are all 'yes'"),
        verdict::text);
  }

  @Test
  void columnsThatSeparateTogetherAreNamedTogether() {
    // Rows whose sum of two columns is above 1 are of one class; each column alone tells nothing.
    SplittableRandom random = new SplittableRandom(6);
    float[][] x = new float[500][3];
    int[] y = new int[500];
    for (int i = 0; i < 500; i++) {
      int first = random.nextInt(65);
      x[i][0] = first / 64f;
      x[i][1] = (64 - first) / 64f + (i < 20 ? 0.25f : 0);
      x[i][2] = (float) gaussian(random);
      y[i] = i < 20 ? 0 : random.nextInt(2);
    }
    Verdict verdict = fit(named(x, y, "first", "second", "c"), true).verdict();
    assertEquals(List.of("first", "second"), verdict.separated().stream().sorted().toList());
    assertTrue(verdict.text().contains("the class of 20 of 500 rows is certain"), verdict::text);
  }

  @Test
  void completeSeparationIsOfAllRows() {
    float[][] x = {{1, 5}, {2, 3}, {3, 4}, {4, 5}, {5, 3}, {6, 4}};
    Verdict verdict = fit(named(x, new int[] {0, 0, 0, 1, 1, 1}, "a", "b"), true).verdict();
    assertEquals(6, verdict.certain());
    assertTrue(verdict.text().startsWith("the classes are separated by a"), verdict::text);
  }

  @Test
  void oneRowOfTheOtherClassEndsQuasiSeparation() {
    Dataset data = rareLevel(5000, 20);
    data.labels()[0] = 0;
    Verdict verdict = fit(data, true).verdict();
    assertEquals(List.of(), verdict.separated(), verdict::text);
    assertEquals("", verdict.text());
  }
}
