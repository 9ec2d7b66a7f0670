package io.downhill;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.downhill.data.Classes;
import io.downhill.data.Dataset;
import io.downhill.data.Standardization;
import io.downhill.device.Device;
import io.downhill.device.DeviceObjective;
import io.downhill.optim.Goal;
import io.downhill.optim.L1;
import io.downhill.optim.Monitor;
import io.downhill.optim.Solution;
import io.downhill.optim.Solver;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a fit over several classes must be whatever its data are. */
class ManyClassesInvariantTest {
  private static final int EXAMPLES = 700;
  private static final int FEATURES = 5;
  private static final int CLASSES = 4;
  private static final int[] PLACES = {2, 0, 3, 1};

  private static float[][] features() {
    SplittableRandom random = new SplittableRandom(5);
    float[][] x = new float[EXAMPLES][FEATURES];
    for (float[] row : x) {
      for (int j = 0; j < FEATURES; j++) {
        row[j] = (float) (random.nextDouble() * 4 - 1);
      }
    }
    return x;
  }

  /** Labels from 0 to classes - 1 that the features tell something of. */
  private static int[] labels(float[][] x, int classes) {
    SplittableRandom random = new SplittableRandom(6);
    return Arrays.stream(x)
        .mapToInt(
            row -> {
              double[] scores =
                  IntStream.range(0, classes)
                      .mapToDouble(k -> row[k % FEATURES] + random.nextDouble() * 4)
                      .toArray();
              double best = Arrays.stream(scores).max().orElseThrow();
              return IntStream.range(0, classes)
                  .filter(k -> scores[k] == best)
                  .findFirst()
                  .getAsInt();
            })
        .toArray();
  }

  private static Classes classes(String... names) {
    return new Classes(List.of(names));
  }

  private static Dataset plain() {
    float[][] x = features();
    return Dataset.of(x, labels(x, CLASSES), classes("a", "b", "c", "d"));
  }

  private static LogisticModel fit(Dataset data, String solver, double l1, double l2) {
    TrainingOptions options =
        TrainingOptions.builder()
            .device("cpu")
            .solver(solver)
            .l1(l1)
            .l2(l2)
            .tolerance(1e-7)
            .iterations(20_000)
            .build();
    return new LogisticRegression(options).fit(data).model();
  }

  private static final String RUNS =
      """
      newton, 0, 0
      newton, 0, .01
      newton, .01, 0
      newton, .01, .01
      lbfgs, 0, 0
      lbfgs, .01, 0
      nesterov, 0, .01
      nesterov, .01, 0
      gd, 0, .01
      """;

  @ParameterizedTest
  @CsvSource(textBlock = RUNS)
  void permutedClassesPermuteTheWeights(String solver, double l1, double l2) {
    float[][] x = features();
    int[] y = labels(x, CLASSES);
    int[] other = Arrays.stream(y).map(k -> PLACES[k]).toArray();
    Dataset data = Dataset.of(x, y, classes("a", "b", "c", "d"));
    Dataset permuted = Dataset.of(x, other, classes("b", "d", "a", "c"));
    LogisticModel first = fit(data, solver, l1, l2);
    LogisticModel second = fit(permuted, solver, l1, l2);
    assertEquals(
        ClassDefinition.cost(data, first, l1, l2),
        ClassDefinition.cost(permuted, second, l1, l2),
        1e-9);
    for (int k = 0; k < CLASSES; k++) {
      String what = "class " + k;
      assertArrayEquals(first.weights(k), second.weights(PLACES[k]), 1e-5, what);
      assertEquals(first.bias(k), second.bias(PLACES[k]), 1e-5, what);
      assertEquals(first.classes().name(k), second.classes().name(PLACES[k]), "its name");
    }
  }

  @ParameterizedTest
  @CsvSource(textBlock = RUNS)
  void whatNoPenaltyTellsApartSumsToZero(String solver, double l1, double l2) {
    LogisticModel model = fit(plain(), solver, l1, l2);
    double biases = IntStream.range(0, CLASSES).mapToDouble(model::bias).sum();
    assertEquals(0, biases, 1e-6);
    for (int j = 0; l1 == 0 && j < FEATURES; j++) {
      int feature = j;
      double sum = IntStream.range(0, CLASSES).mapToDouble(k -> model.weights(k)[feature]).sum();
      assertEquals(0, sum, 1e-6, "feature " + j);
    }
  }

  @ParameterizedTest
  @CsvSource(textBlock = RUNS)
  void meanProbabilitiesAreTheSharesOfTheClasses(String solver, double l1, double l2) {
    Dataset data = plain();
    LogisticModel model = fit(data, solver, l1, l2);
    double[] probabilities = model.probabilities(data);
    double[] totals = new double[CLASSES];
    for (int i = 0; i < probabilities.length; i++) {
      totals[i % CLASSES] += probabilities[i];
    }
    assertArrayEquals(data.classTotals(), totals, 1e-3);
  }

  @ParameterizedTest
  @ValueSource(strings = {"newton", "lbfgs"})
  void weightOfThreeIsTheRowThreeTimes(String solver) {
    float[][] x = features();
    int[] y = labels(x, CLASSES);
    float[] c = new float[EXAMPLES];
    int[] rows =
        IntStream.range(0, EXAMPLES)
            .peek(i -> c[i] = i % 4)
            .flatMap(i -> IntStream.generate(() -> i).limit(i % 4))
            .toArray();
    Classes names = classes("a", "b", "c", "d");
    Dataset weighted = Dataset.of(x, y, names).weighted(c);
    Dataset repeated =
        Dataset.of(
            Arrays.stream(rows).mapToObj(i -> x[i]).toArray(float[][]::new),
            Arrays.stream(rows).map(i -> y[i]).toArray(),
            names);
    LogisticModel first = fit(weighted, solver, 0, .01);
    LogisticModel second = fit(repeated, solver, 0, .01);
    assertEquals(
        ClassDefinition.cost(weighted, first, 0, .01),
        ClassDefinition.cost(repeated, second, 0, .01),
        1e-9);
    for (int k = 0; k < CLASSES; k++) {
      assertArrayEquals(first.weights(k), second.weights(k), 1e-5);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"newton", "lbfgs"})
  void otherUnitsGiveOtherWeightsAndTheSameProbabilities(String solver) {
    float[][] x = features();
    int[] y = labels(x, CLASSES);
    Classes names = classes("a", "b", "c", "d");
    float[][] moved = Arrays.stream(x).map(float[]::clone).toArray(float[][]::new);
    for (float[] row : moved) {
      row[2] = row[2] * 1024 + 64;
    }
    LogisticModel first = fit(Dataset.of(x, y, names), solver, 0, .01);
    LogisticModel second = fit(Dataset.of(moved, y, names), solver, 0, .01);
    for (int k = 0; k < CLASSES; k++) {
      assertEquals(first.weights(k)[2], second.weights(k)[2] * 1024, 1e-5);
      assertEquals(first.weights(k)[3], second.weights(k)[3], 1e-5);
    }
    assertArrayEquals(
        first.probabilities(Dataset.of(x, y, names)),
        second.probabilities(Dataset.of(moved, y, names)),
        1e-6);
  }

  /** w = w_1 - w_0 has twice the square of what w_0 = -w_1 have together. */
  @ParameterizedTest
  @EnumSource
  void twoClassesBySoftmaxWithTwiceThePenaltyAreLogisticRegression(Solver solver) {
    float[][] x = features();
    Dataset raw = Dataset.of(x, labels(x, 2));
    Dataset data = raw.standardized(Standardization.of(raw));
    double[] one = new double[FEATURES];
    double[] both = new double[2 * FEATURES];
    Arrays.fill(one, 0.01);
    Arrays.fill(both, 0.02);
    double[] logistic = minimize(solver, data, one).w();
    double[] softmax = minimize(solver, data, both).w();
    double[] difference = new double[FEATURES + 1];
    Arrays.setAll(difference, j -> softmax[2 * j + 1] - softmax[2 * j]);
    assertEquals(
        loss(data, logistic) + penalty(one, logistic),
        loss(data, difference) + penalty(both, softmax),
        1e-9,
        solver + ": J");
    assertArrayEquals(logistic, difference, 2e-4, solver + ": weights");
  }

  /** The mean of log(1 + exp(-z)) for y = 1 and log(1 + exp(z)) for y = 0, in double precision. */
  private static double loss(Dataset data, double[] w) {
    double sum = 0;
    for (int i = 0; i < EXAMPLES; i++) {
      double z = w[FEATURES];
      for (int j = 0; j < FEATURES; j++) {
        z += w[j] * data.x(i, j);
      }
      sum += Math.log1p(Math.exp(data.labels()[i] > 0 ? -z : z));
    }
    return sum / EXAMPLES;
  }

  private static double penalty(double[] l2, double[] w) {
    return IntStream.range(0, l2.length).mapToDouble(j -> l2[j] / 2 * w[j] * w[j]).sum();
  }

  private static Solution minimize(Solver solver, Dataset data, double[] l2) {
    try (Device device = Devices.open("cpu", 2);
        DeviceObjective f = new DeviceObjective(device, data, l2, true)) {
      Solver.Setting setting =
          new Solver.Setting(0.5, false, 20_000, Goal.within(Goal.SHARE / 10), L1.NONE);
      Solution solution = solver.optimizer(setting, true).minimize(f, f.origin(), Monitor.NONE);
      assertTrue(solution.stop().text().contains("converged"), solution.stop().text());
      return solution;
    }
  }
}
