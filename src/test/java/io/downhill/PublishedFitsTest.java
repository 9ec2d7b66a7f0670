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
        double[] actual = fit(options, SparkSample.plain());
        assertArrayEquals(expected, actual, within, what);
        for (int j = 0; j < 4; j++) {
          assertEquals(expected[j] == 0, actual[j] == 0, what + ": weight " + j + " is exactly 0");
        }
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0, true, true, -.5734389, .8911736, -.3878645, -.8060570, 2.7355261, 4e-4",
    ".12, 0, true, true, 0, 0, -.03933146, -.03047580, -.06775980, 4e-4",
    ".12, 0, false, true, 0, 0, -.1626191, 0, .3544768, 4e-4",
    "0, 1.37, true, true, -.06980967, .10803933, -.04800404, -.10165096, .12707703, 4e-4",
    "0, 1.37, false, true, -.04944529, .02326772, -.11362772, -.06312848, .46613016, 4e-4",
    ".0798, .1302, true, true, -.04131110, 0, -.08585233, -.15875400, .49991996, 4e-4",
    ".0798, .1302, false, true, 0, 0, -.1846038, -.0559614, .5024256, 4e-4",
    "6, 0, true, true, 0, 0, 0, 0, -.2516986, 4e-4",
    // glmnet stops early here; Spark allows 1 %.
    "0, 0, true, false, -.3448461, 1.2776453, -.3539178, -.7469384, 0, 5e-3",
    ".12, 0, true, false, 0, 0, -.04967635, -.04757757, 0, 4e-4",
    ".12, 0, false, false, 0, 0, -.08433195, 0, 0, 4e-4",
    "0, 1.37, true, false, -.06000152, .12598737, -.04669009, -.09941025, 0, 4e-4",
    "0, 1.37, false, false, -.005482255, .048106338, -.093411640, -.054149798, 0, 4e-4",
    ".0798, .1302, true, false, 0, .06859390, -.07900058, -.14684320, 0, 4e-4",
    ".0798, .1302, false, false, 0, .03060637, -.11126742, 0, 0, 4e-4"
  })
  void weightedPenaltiesAreAsInSparkAndGlmnet(
      double l1,
      double l2,
      boolean standardized,
      boolean intercept,
      double w0,
      double w1,
      double w2,
      double w3,
      double b,
      double within) {
    TrainingOptions.Penalize penalize =
        standardized ? TrainingOptions.Penalize.STANDARDIZED : TrainingOptions.Penalize.RAW;
    TrainingOptions options =
        options().l1(l1).l2(l2).penalize(penalize).intercept(intercept).build();
    double[] expected = {w0, w1, w2, w3, b};
    // glmnet divides weighted deviations by the sum of the weights, as Standardization does.
    assertArrayEquals(expected, fit(options, SparkSample.weighted()), within);
  }
}
