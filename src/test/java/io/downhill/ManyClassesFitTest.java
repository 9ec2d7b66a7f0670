package io.downhill;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.downhill.data.Dataset;
import java.io.IOException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Fits over several classes against published ones, and against the least J in double precision
 * that bench/class_references.py finds by code of its own.
 */
class ManyClassesFitTest {
  private static final double WITHIN = 1e-8;

  private static TrainingOptions.Builder options(String solver) {
    return TrainingOptions.builder().device("cpu").solver(solver);
  }

  private static LogisticModel fit(Dataset data, TrainingOptions.Builder options) {
    return new LogisticRegression(options.build()).fit(data).model();
  }

  /** The bound below is for the rounding of features to float32, which moves the least J. */
  private static void assertLeast(double least, double cost, String what) {
    assertTrue(
        cost >= least - 1e-12 && cost <= least + WITHIN, what + ": J - J* " + (cost - least));
  }

  private static void assertLeast(
      double least, Dataset data, TrainingOptions.Builder builder, String what) {
    TrainingOptions options = builder.build();
    Training training = new LogisticRegression(options).fit(data);
    double cost = ClassDefinition.cost(data, training.model(), options.l1(), options.l2());
    assertLeast(least, cost, what);
    assertEquals(least, training.report().cost(), WITHIN, what + ": J as it is reported");
  }

  private static double[] against(LogisticModel model, int k, int base) {
    int n = model.features().size();
    return IntStream.rangeClosed(0, n)
        .mapToDouble(
            j ->
                j < n
                    ? model.weights(k)[j] - model.weights(base)[j]
                    : model.bias(k) - model.bias(base))
        .toArray();
  }

  @ParameterizedTest
  @ValueSource(strings = {"newton", "lbfgs", "nesterov", "gd"})
  void sparksExamplesOfThreeClassesAreFittedAsInR(String solver) {
    Dataset data = ClassSamples.spark();
    LogisticModel model = fit(data, options(solver).tolerance(1e-8).iterations(5000));
    // As R's glmnet has it in Spark's tests, which its tolerance misses by 1e-5, and the optimum.
    double[] first = {-.5837166, .9285260, -.3783612, -.8123411, 2.6228269};
    double[] second = {-.1691865, -.811048, -.0646380, -.2919834, 4.1119745};
    assertArrayEquals(first, against(model, 1, 0), 2e-5, solver);
    assertArrayEquals(second, against(model, 2, 0), 2e-5, solver);
    assertArrayEquals(
        new double[] {-.58372742, .92853873, -.37835943, -.81233458, 2.62282534},
        against(model, 1, 0),
        2e-6,
        solver);
    assertLeast(0.98821637576046, ClassDefinition.loss(data, model), solver);
  }

  @ParameterizedTest
  @ValueSource(strings = {"newton", "lbfgs", "nesterov"})
  void irisesWithL1AreAsInSpark(String solver) throws IOException {
    // Spark's scale is the deviation of a sample.
    double l1 = 0.1 * Math.sqrt(150 / 149.0);
    LogisticModel model =
        fit(ClassSamples.irises(), options(solver).l1(l1).tolerance(1e-7).iterations(20_000));
    double[][] expected = {
      {0, 0, 0, 1.8757217}, {0, 0, -2.7528006, 0}, {0, -.5036424, 0, 0},
    };
    double[] biases = {.0474949, -.422989, .3754941};
    for (int k = 0; k < 3; k++) {
      assertArrayEquals(expected[k], model.weights(k), 1e-5, solver + ", class " + k);
      assertEquals(biases[k], model.bias(k), 1e-5, solver + ", class " + k);
      for (int j = 0; j < 4; j++) {
        assertEquals(expected[k][j] == 0, model.weights(k)[j] == 0, "exactly 0: " + k + ", " + j);
      }
    }
  }

  @Tag("slow")
  @ParameterizedTest
  @CsvSource({
    "newton, 0, 1e-3, 0.10321179698286",
    "lbfgs, 0, 1e-3, 0.10321179698286",
    "nesterov, 0, 1e-3, 0.10321179698286",
    "newton, 0, 1e-5, 0.01187977393083",
    "lbfgs, 0, 1e-5, 0.01187977393083",
    "newton, 1e-3, 0, 0.18471913853039",
    "lbfgs, 1e-3, 0, 0.18471913853039",
    "newton, 5e-4, 1e-3, 0.16794174938568",
    "lbfgs, 5e-4, 1e-3, 0.16794174938568"
  })
  void digitsReachTheLeastCost(String solver, double l1, double l2, double least)
      throws IOException {
    assertLeast(
        least,
        ClassSamples.digits(),
        options(solver).l1(l1).l2(l2).iterations(5000),
        solver + ", l1 " + l1 + ", l2 " + l2);
  }

  @Tag("slow")
  @ParameterizedTest
  @CsvSource({
    "newton, 0, 0.82693979432146",
    "lbfgs, 0, 0.82693979432146",
    "newton, 1e-3, 1.10046663237743",
    "lbfgs, 1e-3, 1.10046663237743"
  })
  void lettersReachTheLeastCost(String solver, double l2, double least) throws IOException {
    assertLeast(
        least, ClassSamples.letters(), options(solver).l2(l2).iterations(5000), solver + " " + l2);
  }

  @Test
  void samplesAreThoseOfTheirSources() throws IOException {
    assertArrayEquals(new double[] {50, 50, 50}, ClassSamples.irises().classTotals());
    assertEquals(10, ClassSamples.digits().classCount());
    assertEquals(26, ClassSamples.letters().classCount());
    assertEquals(789, ClassSamples.letters().classTotals()[0], "letters that are an A");
    assertEquals((float) 6.7885086340489185, ClassSamples.spark().x(0, 0));
    assertArrayEquals(new double[] {3473, 2916, 3611}, ClassSamples.spark().classTotals());
  }
}
