package io.downhill;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.downhill.data.Classes;
import io.downhill.data.Dataset;
import io.downhill.inference.Coefficient;
import io.downhill.inference.Inference;
import io.downhill.inference.Method;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Standard errors of classes against a reference, held to an inverse computed plainly. */
class ManyClassesInferenceTest {
  private static final List<String> NAMES = List.of("bus", "car", "walk");

  private static TrainingOptions.Builder options() {
    return TrainingOptions.builder().device("cpu").threads(2);
  }

  private static Training fit(Dataset data, TrainingOptions.Builder options) {
    return new LogisticRegression(options.build()).fit(data);
  }

  private static Inference inference(Dataset data, TrainingOptions.Builder options) {
    return fit(data, options).report().inference().orElseThrow();
  }

  /** Cost and minutes of a way to work; a third column may be the sum of both. */
  private static Dataset ways(int m, boolean collinear) {
    SplittableRandom random = new SplittableRandom(m);
    float[][] x = new float[m][];
    int[] y = new int[m];
    float[] c = new float[m];
    for (int i = 0; i < m; i++) {
      float cost = random.nextInt(12);
      float minutes = 20 + random.nextInt(40);
      x[i] = collinear ? new float[] {cost, minutes, cost + minutes} : new float[] {cost, minutes};
      double[] z = {0, 0.2 * cost - 1, 0.05 * minutes - 2};
      int best = 0;
      for (int k = 0; k < 3; k++) {
        z[k] -= Math.log(-Math.log(random.nextDouble()));
        best = z[k] > z[best] ? k : best;
      }
      y[i] = best;
      c[i] = 1 + i % 3;
    }
    return Dataset.of(x, y, new Classes(NAMES)).weighted(c);
  }

  /** Parameters of car and walk against bus, [cost, minutes, bias] each. */
  private static double[][] covariance(Dataset data, double[] w, boolean intercept) {
    int per = intercept ? 3 : 2;
    double[][] h = new double[2 * per][2 * per];
    for (int i = 0; i < data.examples(); i++) {
      double[] row = {data.x(i, 0), data.x(i, 1), 1};
      double[] e = {1, 0, 0};
      double sum = 1;
      for (int k = 1; k < 3; k++) {
        double z = 0;
        for (int j = 0; j < per; j++) {
          z += w[(k - 1) * per + j] * row[j];
        }
        e[k] = Math.exp(z);
        sum += e[k];
      }
      for (int a = 0; a < h.length; a++) {
        for (int b = 0; b < h.length; b++) {
          double p = e[a / per + 1] / sum;
          double q = e[b / per + 1] / sum;
          double bend = p * ((a / per == b / per ? 1 : 0) - q);
          h[a][b] += data.weights()[i] * bend * row[a % per] * row[b % per];
        }
      }
    }
    return inverse(h);
  }

  private static double[][] inverse(double[][] a) {
    int n = a.length;
    double[][] inverse = new double[n][n];
    for (int r = 0; r < n; r++) {
      inverse[r][r] = 1;
    }
    for (int c = 0; c < n; c++) {
      double pivot = a[c][c];
      for (int k = 0; k < n; k++) {
        a[c][k] /= pivot;
        inverse[c][k] /= pivot;
      }
      for (int r = 0; r < n; r++) {
        double share = a[r][c];
        for (int k = 0; k < n && r != c; k++) {
          a[r][k] -= share * a[c][k];
          inverse[r][k] -= share * inverse[c][k];
        }
      }
    }
    return inverse;
  }

  @ParameterizedTest
  @CsvSource({"true, true", "true, false", "false, true", "false, false"})
  void errorsAreThoseOfTheInverseHessian(boolean intercept, boolean standardize) {
    Dataset data = ways(400, false);
    Inference inference = inference(data, options().intercept(intercept).standardize(standardize));
    assertEquals("", inference.reason());
    assertEquals("bus", inference.reference());
    int per = intercept ? 3 : 2;
    assertEquals(2 * per, inference.coefficients().size());
    double[] w = inference.coefficients().stream().mapToDouble(c -> c.raw().estimate()).toArray();
    double[][] covariance = covariance(data, w, intercept);
    for (int a = 0; a < w.length; a++) {
      Coefficient one = inference.coefficients().get(a);
      assertEquals(NAMES.get(a / per + 1), one.target());
      double expected = Math.sqrt(covariance[a][a]);
      assertEquals(expected, one.raw().standardError(), 2e-5 * expected, one::toString);
    }
    assertEquals(2 * per, inference.likelihood().parameters());
    assertEquals(intercept ? 2 : 0, inference.likelihood().nullParameters());
    assertTrue(inference.likelihood().p() < 1e-3);
  }

  @Test
  void anotherReferenceTurnsTheSign() {
    Dataset data = ways(400, false);
    Inference bus = inference(data, options());
    Inference walk = inference(data, options().reference("walk"));
    assertEquals("walk", walk.reference());
    assertEquals(
        List.of("bus", "bus", "bus", "car", "car", "car"),
        walk.coefficients().stream().map(Coefficient::target).toList());
    for (int j = 0; j < 3; j++) {
      Coefficient there = bus.coefficients().get(3 + j);
      Coefficient back = walk.coefficients().get(j);
      assertEquals("walk", there.target());
      assertEquals(-there.raw().estimate(), back.raw().estimate(), 1e-12);
      double error = there.raw().standardError();
      assertEquals(error, back.raw().standardError(), 1e-9 * error);
    }
    assertEquals(bus.likelihood(), walk.likelihood());
  }

  @Test
  void sumsOfOtherColumnsHaveNone() {
    Inference inference = inference(ways(400, true), options());
    assertEquals("", inference.reason());
    for (Coefficient one : inference.coefficients()) {
      boolean bias = one.feature().equals(Coefficient.BIAS);
      assertEquals(bias ? "" : "columns are sums of others", one.reason(), one::toString);
    }
    assertEquals(6, inference.likelihood().parameters());
  }

  @Test
  void theModelFileKeepsThem(@TempDir Path dir) {
    Training training = fit(ways(400, false), options());
    Path file = dir.resolve("model.json");
    training.model().save(file);
    assertEquals(
        training.report().inference(), LogisticModel.load(file).report().orElseThrow().inference());
  }

  @Test
  void whatHasNoneSaysWhy() {
    Dataset data = ways(60, false);
    assertTrue(fit(data, options().l2(0.1)).report().inference().isEmpty());
    Inference asked = inference(data, options().l2(0.1).inference(Method.WALD));
    assertFalse(asked.isKnown());
    assertTrue(asked.reason().startsWith("a penalty draws weights towards 0"), asked.reason());
    assertEquals(6, asked.coefficients().size());
  }

  @Test
  void whatIsNotThereIsRefused() {
    Dataset data = ways(60, false);
    refused(
        "standard errors of three and more classes are by wald, which takes rows as independent:"
            + " leave out --inference robust",
        data,
        options().inference(Method.ROBUST));
    refused(
        "reference tram is no class; they are bus, car, walk", data, options().reference("tram"));
    refused(
        "reference is for three and more classes: of two, choose the positive one",
        Dataset.of(new float[][] {{1}, {2}, {3}, {4}}, new int[] {0, 1, 0, 1}),
        options().reference("1"));
  }

  private static void refused(String message, Dataset data, TrainingOptions.Builder options) {
    IllegalArgumentException e =
        assertThrows(IllegalArgumentException.class, () -> fit(data, options));
    assertEquals(message, e.getMessage());
  }
}
