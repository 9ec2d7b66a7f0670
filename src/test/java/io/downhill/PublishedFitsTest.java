package io.downhill;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.downhill.data.Dataset;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Fits that other programs have published. */
class PublishedFitsTest {

  private static TrainingOptions.Builder options() {
    return TrainingOptions.builder().device("cpu").threads(1).tolerance(1e-8);
  }

  private static double[] fit(TrainingOptions options, Dataset data) {
    LogisticModel model = new LogisticRegression(options).fit(data).model();
    double[] all = Arrays.copyOf(model.weights(), model.weights().length + 1);
    all[model.weights().length] = model.bias();
    return all;
  }

  static Dataset spector() throws IOException {
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(
                PublishedFitsTest.class.getResourceAsStream("spector.csv"),
                StandardCharsets.UTF_8))) {
      List<String[]> rows =
          lines.lines().skip(1).filter(l -> !l.isBlank()).map(l -> l.trim().split(" +")).toList();
      float[][] x = new float[rows.size()][3];
      int[] y = new int[rows.size()];
      for (int i = 0; i < y.length; i++) {
        for (int j = 0; j < 3; j++) {
          x[i][j] = Float.parseFloat(rows.get(i)[j + 1]);
        }
        y[i] = Integer.parseInt(rows.get(i)[4]);
      }
      return Dataset.of(x, y);
    }
  }

  @ParameterizedTest
  @CsvSource({"newton, true", "lbfgs, true", "newton, false", "lbfgs, false"})
  void spectorAndMazzeosProgramIsAsInStata(String solver, boolean standardize) throws IOException {
    TrainingOptions options = options().solver(solver).standardize(standardize).build();
    // The features as float32 move the optimum by some 1e-6.
    assertArrayEquals(
        new double[] {2.82611297201, 0.0951576702557, 2.37868772835, -13.0213483201},
        fit(options, spector()),
        2e-5,
        solver + (standardize ? "" : ", raw features"));
  }

  @Test
  void spectorAndMazzeosLikelihoodIsAsInStata() throws IOException {
    Training training = new LogisticRegression(options().build()).fit(spector());
    assertEquals(12.8896334653335, 32 * training.report().cost(), 1e-5);
  }

  /** The examples of Apache Spark's test suite, by its rule: margins of Gaussian features. */
  private static Dataset spark() {
    double[] w = {-0.57997, 0.912083, -0.371077, -0.819866};
    double[] mean = {5.843, 3.057, 3.758, 1.199};
    double[] variance = {0.6856, 0.1899, 3.116, 0.581};
    int m = 10_000;
    Random random = new Random(42);
    double[][] gaussians = new double[m][4];
    for (double[] row : gaussians) {
      Arrays.setAll(row, j -> random.nextGaussian());
    }
    float[][] x = new float[m][4];
    int[] y = new int[m];
    for (int i = 0; i < m; i++) {
      double z = 2.688191;
      for (int j = 0; j < 4; j++) {
        double value = gaussians[i][j] * Math.sqrt(variance[j]) + mean[j];
        x[i][j] = (float) value;
        z += w[j] * value;
      }
      y[i] = random.nextDouble() < 1 / (1 + StrictMath.exp(z)) ? 0 : 1;
    }
    return Dataset.of(x, y);
  }

  @ParameterizedTest
  @CsvSource({
    // As glmnet has it, and the optimum in double precision, which glmnet's tolerance misses.
    "0, 0, true, -.5895848, .8931147, -.3925051, -.7996864, 2.8366423, 4e-4",
    "0, 0, true, -.5896187, .8931655, -.3925169, -.7996989, 2.8367406, 1e-6",
    "0, 0, false, -.5896187, .8931655, -.3925169, -.7996989, 2.8367406, 1e-6",
    ".12, 0, true, 0, 0, -.04325749, -.02481551, -.05627428, 4e-4",
    ".12, 0, false, 0, 0, -.1665453, 0, .3722152, 4e-4",
    "0, 1.37, true, -.07251837, .10724191, -.04865309, -.10062872, .15021751, 4e-4",
    "0, 1.37, false, -.05155371, .02301057, -.11482896, -.06266838, .48657516, 4e-4",
    ".0798, .1302, true, -.05310287, 0, -.08849250, -.15458796, .57734851, 4e-4",
    ".0798, .1302, false, 0, 0, -.18807395, -.05350074, .51555993, 4e-4",
    "6, 0, true, 0, 0, 0, 0, -.248065, 4e-4"
  })
  void penaltiesAreAsInSparkAndGlmnet(
      double l1,
      double l2,
      boolean standardized,
      double w0,
      double w1,
      double w2,
      double w3,
      double b,
      double within) {
    TrainingOptions.Penalize penalize =
        standardized ? TrainingOptions.Penalize.STANDARDIZED : TrainingOptions.Penalize.RAW;
    double[] expected = {w0, w1, w2, w3, b};
    for (String solver :
        l1 > 0 ? List.of("newton", "lbfgs", "nesterov") : List.of("newton", "lbfgs")) {
      for (boolean standardize : new boolean[] {true, false}) {
        if (solver.equals("nesterov") && !standardize) {
          continue;
        }
        TrainingOptions options =
            options()
                .solver(solver)
                .l1(l1)
                .l2(l2)
                .penalize(penalize)
                .standardize(standardize)
                .build();
        String what = solver + (standardize ? ", standardised" : ", raw features");
        double[] actual = fit(options, spark());
        assertArrayEquals(expected, actual, within, what);
        for (int j = 0; j < 4; j++) {
          assertEquals(expected[j] == 0, actual[j] == 0, what + ": weight " + j + " is exactly 0");
        }
      }
    }
  }
}
