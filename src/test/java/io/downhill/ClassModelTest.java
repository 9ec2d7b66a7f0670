package io.downhill;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.downhill.data.Classes;
import io.downhill.data.DataException;
import io.downhill.data.Dataset;
import io.downhill.data.Standardization;
import io.downhill.data.table.TableSource;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** A model of more than two classes. */
class ClassModelTest {
  static final Classes ABC = new Classes(List.of("a", "b", "c"));

  static LogisticModel model(double[][] weights, double... biases) {
    return new LogisticModel(
        Dataset.defaultNames(weights[0].length),
        weights,
        biases,
        ABC,
        Optional.empty(),
        Optional.empty());
  }

  private static final LogisticModel MODEL =
      model(new double[][] {{1, -2}, {0.5, 0.25}, {-3, 1}}, 0.25, -1, 0.5);

  @Test
  void probabilitiesAreTheSoftmaxOfTheMargins() {
    float[] x = {1.5f, -0.75f};
    double[] z = {0.25 + 1.5 + 1.5, -1 + 0.75 - 0.1875, 0.5 - 4.5 - 0.75};
    assertArrayEquals(z, MODEL.margins(x));
    double sum = 0;
    for (double one : z) {
      sum += Math.exp(one);
    }
    double[] p = MODEL.probabilities(x);
    for (int k = 0; k < 3; k++) {
      assertEquals(Math.exp(z[k]) / sum, p[k], 1e-15);
    }
    assertEquals("a", MODEL.predict(x));
    assertEquals("a", MODEL.predict(new double[] {1.5, -0.75}));
  }

  @Test
  void probabilitiesOfExtremeMarginsAreNumbers() {
    LogisticModel extreme = model(new double[][] {{1e4}, {-1e4}, {1e4}}, 0, 0, 0);
    assertArrayEquals(new double[] {0.5, 0, 0.5}, extreme.probabilities(new float[] {1}));
    assertArrayEquals(new double[] {0, 1, 0}, extreme.probabilities(new float[] {-1}));
    LogisticModel infinite = model(new double[][] {{1e308}, {-1e308}, {1}}, 0, 0, 0);
    assertArrayEquals(new double[] {1, 0, 0}, infinite.probabilities(new float[] {1e30f}));
  }

  @Test
  void ofEqualProbabilitiesTheFirstClassIsPredicted() {
    LogisticModel equal = model(new double[][] {{0}, {1}, {1}}, 0, 0, 0);
    assertEquals("a", equal.predict(new float[] {0}));
    assertEquals("b", equal.predict(new float[] {1}));
  }

  @Test
  void dataSetTableAndRowScoreAlike() {
    float[][] x = new float[2500][2];
    for (int i = 0; i < x.length; i++) {
      x[i][0] = i * 37 % 101 / 8f - 6;
      x[i][1] = i * 53 % 89 / 4f - 11;
    }
    Dataset data = Dataset.of(x, new int[x.length]);
    double[] z = MODEL.margins(data);
    double[] p = MODEL.probabilities(data);
    assertEquals(3 * x.length, z.length);
    List<Map<String, Float>> rows =
        Arrays.stream(x).map(row -> Map.of("column0", row[0], "column1", row[1])).toList();
    assertArrayEquals(p, MODEL.probabilities(TableSource.of(rows)));
    for (int i = 0; i < x.length; i += 97) {
      for (int k = 0; k < 3; k++) {
        assertEquals(MODEL.margins(x[i])[k], z[3 * i + k]);
        assertEquals(MODEL.probabilities(x[i])[k], p[3 * i + k]);
        assertEquals(MODEL.probabilities(rows.get(i))[k], p[3 * i + k]);
      }
    }
    double[] scaled = MODEL.margins(data.standardized(Standardization.of(data)));
    assertArrayEquals(z, scaled, 2e-5);
  }

  @Test
  void twoClassesHaveTwoProbabilitiesToo() {
    LogisticModel two = LogisticModelTest.model(0, StrictMath.log(3));
    assertArrayEquals(new double[] {0.25, 0.75}, two.probabilities(new float[] {1}), 2e-16);
    assertArrayEquals(new double[] {0.25, 0.75}, two.probabilities(new double[] {1}), 2e-16);
    assertArrayEquals(new double[] {0.25, 0.75}, two.probabilities(Map.of("column0", 1)), 2e-16);
    assertEquals("malignant", two.predict(new double[] {1}));
  }

  @Test
  void whatSpeaksOfAPositiveClassIsRefused() {
    float[] x = {1, 2};
    Dataset data = Dataset.of(new float[][] {x}, new int[] {0}, ABC);
    List<Executable> calls =
        List.of(
            MODEL::weights,
            MODEL::bias,
            () -> MODEL.probability(x),
            () -> MODEL.probability(new double[] {1, 2}),
            () -> MODEL.probability(Map.of("column0", 1, "column1", 2)),
            () -> MODEL.margin(x),
            () -> MODEL.classOf(0.5),
            () -> MODEL.evaluate(data),
            () -> MODEL.decided(Threshold.of(0.5), data));
    for (Executable call : calls) {
      Exception e = assertThrows(IllegalStateException.class, call);
      assertTrue(e.getMessage().contains("3 classes"), e.getMessage());
    }
  }

  @Test
  void parametersOfAnotherShapeAreRefused() {
    double[][] w = {{1}, {2}, {3}};
    refused("columns of weights: 3, biases: 2", () -> model(w, 0, 0));
    refused("columns of weights: 1, not 3", () -> model(new double[][] {{1}}, 0));
    refused(
        "weights[0] has 1 numbers, weights[1] 2",
        () -> model(new double[][] {{1}, {2, 3}, {4}}, 0, 0, 0));
    refused("weights[2][0] is NaN", () -> model(new double[][] {{1}, {2}, {Double.NaN}}, 0, 0, 0));
    refused("bias[1] is Infinity", () -> model(w, 0, Double.POSITIVE_INFINITY, 0));
    refused("weights[1] is null", () -> model(new double[][] {{1}, null, {1}}, 0, 0, 0));
    refused("threshold: 0.25, but of 3 classes", () -> MODEL.withThreshold(0.25));
  }

  private static void refused(String words, Executable call) {
    Exception e = assertThrows(IllegalArgumentException.class, call);
    assertTrue(e.getMessage().contains(words), e.getMessage());
  }

  @Test
  void rowWithoutProbabilityIsNamed() {
    LogisticModel large = model(new double[][] {{1, 1}, {1e308, -1e308}, {0, 0}}, 0, 0, 0);
    Dataset data = Dataset.of(new float[][] {{1, 1}, {1e30f, 1e30f}}, new int[] {0, 0});
    Exception e = assertThrows(DataException.class, () -> large.margins(data));
    assertTrue(e.getMessage().startsWith("row 2: it has no probability"), e.getMessage());
  }

  @Test
  void textOfAModelNamesItsClasses() {
    assertEquals("LogisticModel[3 classes from 2 features: a, b, c]", MODEL.toString());
  }
}
