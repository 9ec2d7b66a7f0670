package io.downhill.verdict;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.downhill.data.Dataset;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What is told of a direction that separates. */
class SeparatingDirectionTest {
  /** Columns of 1 and -1 by the label, in these units. */
  private static Dataset apart(double... units) {
    float[][] x = new float[4][units.length];
    int[] y = {0, 1, 1, 0};
    for (int i = 0; i < 4; i++) {
      for (int j = 0; j < units.length; j++) {
        x[i][j] = (float) (units[j] * (2 * y[i] - 1));
      }
    }
    return Dataset.of(x, y);
  }

  private static Optional<SeparatingDirection> of(Dataset data, double... d) {
    double[] margins = new double[data.examples()];
    Arrays.setAll(
        margins,
        i -> {
          double z = d[d.length - 1];
          for (int j = 0; j < d.length - 1; j++) {
            z += d[j] * data.x(i, j);
          }
          return z;
        });
    return SeparatingDirection.of(data, margins, d);
  }

  @Test
  void strongestColumnsComeFirst() {
    assertEquals(List.of(1, 2, 0), of(apart(1, 1, 1), 1, 3, -2, 0).orElseThrow().strongest());
  }

  @Test
  void strengthDependsOnNoUnit() {
    // The shares are 1, 3 and 2: the unit times the component.
    Dataset data = apart(0x1p-10, 0x1p10, 1);
    assertEquals(List.of(1, 2, 0), of(data, 0x1p10, 3 * 0x1p-10, 2, 0).orElseThrow().strongest());
  }

  @Test
  void sharesOfATwentiethAndLessAreNotNamed() {
    assertEquals(List.of(0), of(apart(1, 1), 1, 0.05, 0).orElseThrow().strongest());
    assertEquals(List.of(0, 1), of(apart(1, 1), 1, 0.0501, 0).orElseThrow().strongest());
  }

  @Test
  void fiveAreNamedAtMost() {
    assertEquals(
        List.of(0, 1, 2, 3, 4),
        of(apart(1, 1, 1, 1, 1, 1), 7, 6, 5, 4, 3, 2, 0).orElseThrow().strongest());
  }

  @Test
  void columnsOfEqualSharesAreNamedInTheirOrder() {
    assertEquals(List.of(0, 1, 2), of(apart(1, 2, 4), 4, 2, 1, 0).orElseThrow().strongest());
  }

  @Test
  void largerValuesSpeakForTheClassOfTheirSign() {
    SeparatingDirection found = of(apart(1, -1), 2, -1, 0).orElseThrow();
    assertTrue(found.rises(0));
    assertFalse(found.rises(1));
  }

  @Test
  void rowsAreCountedByTheirSide() {
    // The third is on the plane, the last has no weight.
    float[][] x = {{1}, {-1}, {0}, {5}};
    Dataset data = Dataset.of(x, new int[] {1, 0, 1, 0}).weighted(new float[] {1, 2, 1, 0});
    SeparatingDirection found = of(data, 1, 0).orElseThrow();
    assertEquals(2, found.certain());
    assertEquals(3, found.examples());
    assertFalse(found.complete());
    assertTrue(found.isCertain(0) && found.isCertain(1));
    assertFalse(found.isCertain(2) || found.isCertain(3));
  }

  @Test
  void allRowsOffThePlaneAreComplete() {
    assertTrue(of(apart(1), 1, 0).orElseThrow().complete());
  }

  @Test
  void aRowOnTheWrongSideEndsIt() {
    float[][] x = {{1}, {-1}, {0.01f}};
    assertTrue(of(Dataset.of(x, new int[] {1, 0, 0}), 1, 0).isEmpty());
  }

  @Test
  void theOtherWayIsNone() {
    assertTrue(of(apart(1), -1, 0).isEmpty());
  }

  @Test
  void aPlaneThatAllRowsAreOnIsNone() {
    float[][] x = {{1, 1}, {2, 2}, {3, 3}};
    assertTrue(of(Dataset.of(x, new int[] {1, 0, 1}), 1, -1, 0).isEmpty());
  }

  @Test
  void aStepThatMissesThePlaneByItsRoundingIsMended() {
    // Rows of both classes are on the plane a = b, which the step misses by 5e-5.
    float[][] x = {{1, 1}, {1, 1}, {2, 2}, {2, 2}, {3, 1}};
    SeparatingDirection found =
        of(Dataset.of(x, new int[] {0, 1, 0, 1, 1}), 1, -1 + 5e-5, 0).orElseThrow();
    assertEquals(1, found.certain());
  }

  @Test
  void aStepThatMissesThePlaneByMoreIsNone() {
    float[][] x = {{1, 1}, {1, 1}, {2, 2}, {2, 2}, {3, 1}};
    assertTrue(of(Dataset.of(x, new int[] {0, 1, 0, 1, 1}), 1, -1 + 5e-3, 0).isEmpty());
  }
}
