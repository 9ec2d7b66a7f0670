package io.downhill;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.downhill.data.Classes;
import io.downhill.data.Dataset;
import io.downhill.data.Standardization;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LogisticModelTest {
  static LogisticModel model(double bias, double... weights) {
    return new LogisticModel(
        Dataset.defaultNames(weights.length),
        weights,
        bias,
        new Classes("benign", "malignant"),
        Optional.empty(),
        Optional.empty());
  }

  @Test
  void marginIsTheBiasPlusTheProductInAscendingOrder() {
    // In any other order the 1 is lost.
    assertEquals(1, model(1e16, -1e16, 1).margin(new float[] {1, 1}));
  }

  @Test
  void probabilityOfTheMarginLog3IsThreeQuarters() {
    assertEquals(0.75, model(0, StrictMath.log(3)).probability(new float[] {1}), 2e-16);
  }

  @Test
  void probabilityKeepsItsDigitsFarBelowZero() {
    double a = model(-700, 0).probability(new float[] {1});
    assertEquals(StrictMath.exp(-700), a, 1e-315);
  }

  @Test
  void probabilityDoesNotOverflow() {
    assertEquals(0, model(-1e5, 0).probability(new float[] {1}));
    assertEquals(1, model(1e5, 0).probability(new float[] {1}));
  }

  @Test
  void classIsPositiveAboveOneHalf() {
    LogisticModel model = model(0, 1);
    assertEquals("malignant", model.predict(new float[] {1}));
    assertEquals("benign", model.predict(new float[] {0}));
  }

  @Test
  void dataSetScoresLikeItsRows() {
    float[][] x = new float[3000][7];
    for (int i = 0; i < x.length; i++) {
      for (int j = 0; j < 7; j++) {
        x[i][j] = (i * 31 + j * 17) % 101 / 10f - 5;
      }
    }
    LogisticModel model = model(0.25, 1, -2, 0.5, 0, 0.125, -1, 3);
    double[] expected = Arrays.stream(x).mapToDouble(model::probability).toArray();
    double[] actual = model.probabilities(Dataset.of(x, new int[x.length]));
    assertArrayEquals(expected, actual);
  }

  @Test
  void standardizedDataScoreLikeRawOnes() {
    float[][] x = {{1, 10}, {2, 30}, {4, 20}};
    Dataset data = Dataset.of(x, new int[] {0, 1, 0});
    LogisticModel model = model(-1, 0.5, 0.1);
    double[] raw = model.margins(data);
    Dataset scaled = data.standardized(Standardization.of(data));
    assertArrayEquals(raw, model.margins(scaled), 1e-6);
  }

  @Test
  void otherNumberOfFeaturesIsRefused() {
    Dataset data = Dataset.of(new float[][] {{1, 2}}, new int[] {0});
    Exception e =
        assertThrows(IllegalArgumentException.class, () -> model(0, 1, 2, 3).margins(data));
    assertEquals("features differ: model 3, data 2", e.getMessage());
  }

  @Test
  void weightsThatAreNotFiniteAreRefused() {
    Exception e = assertThrows(IllegalArgumentException.class, () -> model(0, 1, Double.NaN));
    assertEquals("weights[1] is NaN", e.getMessage());
  }

  @Test
  void namesAndWeightsOfDifferentLengthsAreRefused() {
    Exception e =
        assertThrows(
            IllegalArgumentException.class,
            () ->
                new LogisticModel(
                    List.of("a", "b"),
                    new double[] {1},
                    0,
                    Classes.ZERO_ONE,
                    Optional.empty(),
                    Optional.empty()));
    assertTrue(e.getMessage().startsWith("features: 2, weights: 1"), e.getMessage());
  }
}
