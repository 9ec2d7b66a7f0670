package io.downhill.data.column;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What parts of the rows show together is what all rows show at once. */
class NumberSummaryTest {
  private static final double GAP = Double.NaN;

  private static NumberSummary summary(double[] values, int part, int... y) {
    return NumberSummary.of(RawFixture.column(values, y), RawFixture.all(y.length), part);
  }

  private static String shown(NumberSummary of, int j) {
    return String.join(
        " ",
        "rows " + of.rows(),
        "gaps " + of.gaps(j),
        "first " + of.first(j),
        "range " + of.range(j),
        "varies " + of.varies(j),
        "whole " + of.isWhole(j),
        "mean " + of.mean(j),
        "tells " + of.tellsLabels(j));
  }

  @Test
  void partsOfAnyLengthShowWhatOneDoes() {
    for (int seed = 0; seed < 200; seed++) {
      Random random = new Random(seed);
      int m = 1 + random.nextInt(9);
      double[][] x = new double[m][4];
      int[] y = new int[m];
      float[] weights = random.nextBoolean() ? null : new float[m];
      for (int i = 0; i < m; i++) {
        // Few values, so that columns are constant in a part, and gaps at the begin of one.
        x[i][0] = 1000 + random.nextInt(3);
        x[i][1] = random.nextInt(3) == 0 ? 8 : GAP;
        x[i][2] = random.nextInt(4) * 0.5;
        x[i][3] = i < random.nextInt(m + 1) ? GAP : random.nextInt(2);
        y[i] = random.nextInt(2);
        if (weights != null) {
          weights[i] = 1 + random.nextInt(3);
        }
      }
      RawExamples raw = RawFixture.of(x, y, weights);
      int[] rows = IntStream.range(0, m).filter(i -> i % 4 != 3).toArray();
      NumberSummary whole = NumberSummary.of(raw, rows, m);
      for (int part = 1; part <= m + 1; part++) {
        NumberSummary parts = NumberSummary.of(raw, rows, part);
        for (int j = 0; j < 4; j++) {
          String where = "seed " + seed + ", " + m + " rows in parts of " + part + ", column " + j;
          assertEquals(shown(whole, j), shown(parts, j), where);
        }
      }
    }
  }

  @Test
  void meanIsThatOfAllPartsHoweverFarTheirFirstValuesAreApart() {
    double[] values = {10, 12, 1000, 1004, GAP, 7};
    assertEquals(2033 / 5.0, summary(values, 2, 0, 1, 0, 1, 0, 1).mean(0));
    assertEquals(2033 / 5.0, summary(values, 6, 0, 1, 0, 1, 0, 1).mean(0));
  }

  @ParameterizedTest
  @CsvSource({
    "1, 2, 3, 4, true",
    "3, 4, 1, 2, true",
    "1, 2, 2, 4, false",
    "2, 4, 1, 2, false",
    "1, 4, 2, 3, false",
    "1, 2, 3, NaN, false",
    "1, NaN, 3, 4, false"
  })
  void valuesTellLabelsThatAreApartInEitherDirection(
      double a, double b, double c, double d, boolean tells) {
    assertEquals(tells, summary(new double[] {a, b, c, d}, 4, 0, 0, 1, 1).tellsLabels(0));
    assertEquals(tells, summary(new double[] {a, c, b, d}, 1, 0, 1, 0, 1).tellsLabels(0));
  }

  @ParameterizedTest
  @CsvSource({
    "NaN, NaN, 3, 4, true",
    "1, 2, NaN, NaN, true",
    "1, NaN, NaN, NaN, false",
    "NaN, NaN, NaN, 4, false",
    "NaN, NaN, NaN, NaN, false"
  })
  void gapsTellLabelsInEitherDirection(double a, double b, double c, double d, boolean tells) {
    assertEquals(tells, summary(new double[] {a, b, c, d}, 4, 0, 0, 1, 1).tellsLabels(0));
    assertEquals(tells, summary(new double[] {a, b, c, d}, 3, 0, 0, 1, 1).tellsLabels(0));
  }
}
