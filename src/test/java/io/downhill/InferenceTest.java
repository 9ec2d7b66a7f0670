package io.downhill;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.downhill.data.Clusters;
import io.downhill.data.DataException;
import io.downhill.data.Dataset;
import io.downhill.data.PreparationOptions;
import io.downhill.data.table.PreparedTable;
import io.downhill.data.table.TableSource;
import io.downhill.device.Device;
import io.downhill.device.DeviceObjective;
import io.downhill.device.cpu.CpuDevice;
import io.downhill.inference.Coefficient;
import io.downhill.inference.Estimate;
import io.downhill.inference.Inference;
import io.downhill.inference.Method;
import io.downhill.optim.Curvature;
import io.downhill.optim.Goal;
import io.downhill.optim.L1;
import io.downhill.optim.Monitor;
import io.downhill.optim.Solution;
import io.downhill.optim.Solver;
import io.downhill.verdict.Findings;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Standard errors, tests and intervals: as R and Stata have them, and by their definition. */
class InferenceTest {
  private static TrainingOptions.Builder options() {
    return TrainingOptions.builder().device("cpu").threads(1);
  }

  static Inference infer(TrainingOptions.Builder options, Dataset data) {
    return new LogisticRegression(options.build()).fit(data).report().inference().orElseThrow();
  }

  private static Dataset lowBirthWeight() throws URISyntaxException {
    Path file = Path.of(InferenceTest.class.getResource("lbw.csv").toURI());
    return PreparedTable.learn(
            TableSource.files(file.toString()),
            PreparationOptions.label("low").category("race=white").exclude("id", "bwt", "ftv"))
        .train();
  }

  private static Estimate raw(Inference inference, String feature) {
    return inference.coefficients().stream()
        .filter(coefficient -> coefficient.feature().equals(feature))
        .findFirst()
        .orElseThrow()
        .raw();
  }

  /** To so many digits of the one that is printed. */
  private static void assertDigits(double printed, double actual, int digits, String what) {
    double unit = StrictMath.pow(10, StrictMath.floor(StrictMath.log10(Math.abs(printed))));
    assertEquals(printed, actual, 0.51 * unit * StrictMath.pow(10, 1 - digits), what);
  }

  /**
   * {@code logit low age lwt i.race smoke ptl ht ui}, as Stata prints it. Estimates and standard
   * errors are those that statsmodels' tests quote of Stata; z, p and intervals follow from them in
   * double precision, to each digit that is here.
   */
  @ParameterizedTest
  @CsvSource({
    "age, -.0271003, .0364504, -0.74, 0.457, -.0985418, .0443412",
    "lwt, -.0151508, .0069259, -2.19, 0.029, -.0287253, -.0015763",
    "race=black, 1.262647, .5264101, 2.40, 0.016, .2309024, 2.294392",
    "race=other, .8620792, .4391532, 1.96, 0.050, .0013548, 1.722804",
    "smoke, .9233448, .4008266, 2.30, 0.021, .137739, 1.708951",
    "ptl, .5418366, .346249, 1.56, 0.118, -.136799, 1.220472",
    "ht, 1.832518, .6916292, 2.65, 0.008, .4769494, 3.188086",
    "ui, .7585135, .4593768, 1.65, 0.099, -.1418484, 1.658875",
    "(bias), .4612239, 1.20459, 0.38, 0.702, -1.899729, 2.822176"
  })
  void lowBirthWeightIsAsInStata(
      String feature, double estimate, double error, double z, double p, double low, double high)
      throws URISyntaxException {
    Estimate actual = raw(infer(options(), lowBirthWeight()), feature);
    assertDigits(estimate, actual.estimate(), 6, "estimate");
    assertDigits(error, actual.standardError(), 5, "standard error");
    assertEquals(z, actual.z(), 0.0051, "z");
    assertEquals(p, actual.p(), 0.00051, "p");
    assertEquals(low, actual.low(), 2e-5, "low");
    assertEquals(high, actual.high(), 2e-5, "high");
    assertEquals(StrictMath.exp(actual.low()), actual.oddsRatioLow(), "odds ratio, low");
  }

  @Test
  void theFitOfLowBirthWeightIsAsInStata() throws URISyntaxException {
    Inference inference = infer(options(), lowBirthWeight());
    assertEquals(-100.724, inference.likelihood().logLikelihood(), 5e-4);
    assertEquals(33.22, inference.likelihood().likelihoodRatio(), 5e-3);
    assertEquals(8, inference.likelihood().degreesOfFreedom());
    assertEquals(0.0001, inference.likelihood().p(), 5e-5);
    assertEquals(0.1416, inference.likelihood().mcFadden(), 5e-5);
    assertEquals(201.448 + 2 * 9, inference.likelihood().aic(), 1e-3);
    assertEquals(201.448 + 9 * Math.log(189), inference.likelihood().bic(), 1e-3);
  }

  /** By Stata, as statsmodels' tests have it: {@code logit grade gpa tuce psi}. */
  @ParameterizedTest
  @CsvSource({
    "0, 1.26294114526, 1.287827879216",
    "1, .141554207662, .1198091371814",
    "2, 1.06456430165, .97985082470462",
    "3, 4.93132462871, 5.2807513766642"
  })
  void spectorIsAsInStata(int j, double wald, double robust) throws IOException {
    Dataset data = PublishedFitsTest.spector();
    Estimate plain = infer(options(), data).coefficients().get(j).raw();
    assertEquals(wald, plain.standardError(), 1e-6 * wald, "wald");
    Inference sandwich = infer(options().inference(Method.ROBUST), data);
    assertEquals(
        robust, sandwich.coefficients().get(j).raw().standardError(), 1e-6 * robust, "robust");
    assertEquals(Double.NaN, sandwich.likelihood().likelihoodRatio(), "its test needs the model");
  }

  @Test
  void theLikelihoodOfSpectorIsAsInStata() throws IOException {
    Inference inference = infer(options(), PublishedFitsTest.spector());
    assertEquals(-12.8896334653335, inference.likelihood().logLikelihood(), 1e-6);
    assertEquals(-20.5917296966173, inference.likelihood().nullLogLikelihood(), 1e-12);
  }

  /** x, y and weights that are whole numbers. */
  private record Sample(float[][] x, int[] y, float[] c) {
    static Sample of(int m, int n, long seed) {
      SplittableRandom random = new SplittableRandom(seed);
      float[][] x = new float[m][n];
      int[] y = new int[m];
      float[] c = new float[m];
      for (int i = 0; i < m; i++) {
        double z = -0.5;
        for (int j = 0; j < n; j++) {
          x[i][j] = (float) (3 * j + random.nextGaussian());
          z += (j % 2 == 0 ? 0.5 : -0.5) * (x[i][j] - 3 * j) / Math.sqrt(n);
        }
        y[i] = random.nextDouble() < 1 / (1 + Math.exp(-z)) ? 1 : 0;
        c[i] = random.nextInt(4);
      }
      return new Sample(x, y, c);
    }

    /** Each row as often as its weight says. */
    Dataset repeated() {
      int[] rows =
          IntStream.range(0, y.length)
              .flatMap(i -> IntStream.generate(() -> i).limit((long) c[i]))
              .toArray();
      return Dataset.of(
          IntStream.of(rows).mapToObj(i -> x[i]).toArray(float[][]::new),
          IntStream.of(rows).map(i -> y[i]).toArray());
    }

    Dataset plain() {
      return Dataset.of(x, y);
    }
  }

  private static void assertSame(Inference expected, Inference actual, double within) {
    for (int j = 0; j < expected.coefficients().size(); j++) {
      Estimate one = expected.coefficients().get(j).raw();
      Estimate other = actual.coefficients().get(j).raw();
      String what = expected.coefficients().get(j).feature();
      assertEquals(one.estimate(), other.estimate(), within * one.standardError(), what);
      assertEquals(one.standardError(), other.standardError(), within * one.standardError(), what);
    }
  }

  @ParameterizedTest
  @CsvSource({"WALD", "ROBUST"})
  void aWeightOfThreeIsTheRowThreeTimes(Method method) {
    Sample sample = Sample.of(300, 3, 4);
    Inference expected = infer(options().inference(method), sample.repeated());
    Inference actual = infer(options().inference(method), sample.plain().weighted(sample.c));
    assertSame(expected, actual, 1e-5);
    assertEquals(expected.likelihood().bic(), actual.likelihood().bic(), 1e-5);
    assertEquals(expected.likelihood().p(), actual.likelihood().p(), 1e-6);
  }

  @Test
  void rowsThatAreCopiesInClustersTellNoMoreThanOne() {
    Sample sample = Sample.of(200, 2, 5);
    float[][] x = new float[400][];
    int[] y = new int[400];
    Integer[] names = new Integer[400];
    for (int i = 0; i < 400; i++) {
      x[i] = sample.x[i / 2];
      y[i] = sample.y[i / 2];
      names[i] = i / 2;
    }
    Dataset doubled = Dataset.of(x, y).clustered(Clusters.named("row", Arrays.asList(names)));
    Inference expected = infer(options().inference(Method.ROBUST), sample.plain());
    Inference actual = infer(options(), doubled);
    assertEquals(Method.ROBUST, actual.method());
    assertEquals(200, actual.clusters().orElseThrow());
    assertSame(expected, actual, 1e-5);
  }

  @Test
  void aClusterWithoutWeightIsNone() {
    Sample sample = Sample.of(300, 2, 5);
    int[] places = IntStream.range(0, 300).map(i -> i % 30).toArray();
    for (int i = 0; i < 300; i += 30) {
      sample.c[i] = 0;
    }
    Clusters clusters = new Clusters("school", places, 30);
    Inference inference = infer(options(), sample.plain().weighted(sample.c).clustered(clusters));
    assertEquals(29, inference.clusters().orElseThrow());
  }

  /** Where the host's Hessian in double would take long, float32 products serve. */
  @ParameterizedTest
  @CsvSource({"WALD", "ROBUST"})
  void manyRowsHaveTheErrorsOfTheirDefinition(Method method) {
    Sample sample = Sample.of(12_000, 100, 6);
    Inference actual = infer(options().inference(method).threads(2), sample.plain());
    Reference reference =
        new Reference(sample.x, sample.y, null, ones(sample.y.length), options().build());
    double[] errors = reference.standardErrors(reference.minimize(), method == Method.ROBUST);
    for (int j = 0; j < 100; j++) {
      Estimate estimate = actual.coefficients().get(j).standardized().orElseThrow();
      assertEquals(errors[j], estimate.standardError(), 1e-4 * errors[j], "weight " + j);
    }
  }

  /** Whoever did not ask does not wait for it on data beyond m n^2 = 1e11, which no test has. */
  @Test
  void whereTheVerdictTookNoHessianALineSaysHowToHaveIt() {
    Dataset data = Sample.of(300, 2, 6).plain();
    try (Device device = CpuDevice.definition();
        DeviceObjective objective = new DeviceObjective(device, data, new double[2], true)) {
      Solution end =
          Solver.NEWTON
              .optimizer(new Solver.Setting(1, false, 50, Goal.within(1e-9), L1.NONE), true)
              .minimize(objective, new double[3], Monitor.NONE);
      Findings findings =
          new Findings(
              1, 1e-12, false, List.of(), 0, List.of(), List.of(), "", Optional.<Curvature>empty());
      Inference inference =
          new Uncertainty(options().build(), data)
              .infer(
                  data,
                  objective,
                  end,
                  new double[][] {end.w()},
                  objective.margins(end.w()),
                  findings)
              .orElseThrow();
      assertEquals(
          "unasked, the Hessian of so many rows is not taken: ask for it with --inference wald",
          inference.reason());
      assertFalse(inference.coefficients().get(0).raw().isKnown());
    }
  }

  /** Beyond 1e9 products m n^2, where the verdict would do with a sample. */
  @Test
  void largeDataHaveThemUnasked() {
    Dataset data = Sample.of(30_000, 190, 6).plain();
    Inference inference = infer(options().threads(2), data);
    assertTrue(inference.isKnown(), inference.reason());
    assertEquals(infer(options().threads(2).inference(Method.WALD), data), inference);
  }

  private static double[] ones(int m) {
    double[] ones = new double[m];
    Arrays.fill(ones, 1);
    return ones;
  }

  @Test
  void withoutABiasThereIsNone() throws IOException {
    Inference inference = infer(options().intercept(false), PublishedFitsTest.spector());
    assertEquals(3, inference.coefficients().size());
    assertEquals(3, inference.likelihood().parameters());
    assertEquals(3, inference.likelihood().degreesOfFreedom());
    assertEquals(
        32 * StrictMath.log(0.5), inference.likelihood().nullLogLikelihood(), 1e-12, "p = 1/2");
  }

  @Test
  void theScaleOfTrainingDoesNotMatter() throws IOException {
    Dataset data = PublishedFitsTest.spector();
    Inference raw = infer(options().standardize(false).tolerance(1e-8), data);
    assertSame(infer(options(), data), raw, 1e-4);
    assertTrue(raw.coefficients().get(0).standardized().isEmpty());
  }

  @Test
  void anotherLevelWidensTheInterval() throws IOException {
    Estimate estimate =
        infer(options().level(0.99), PublishedFitsTest.spector()).coefficients().get(0).raw();
    assertEquals(
        2.5758293035489 * estimate.standardError(), estimate.high() - estimate.estimate(), 1e-9);
    assertEquals(estimate.estimate() - estimate.low(), estimate.high() - estimate.estimate(), 1e-9);
  }

  /** Of the levels of a category all have a column, so that they are a sum of the bias. */
  @Test
  void collinearColumnsAloneHaveNoErrors() {
    Sample sample = Sample.of(300, 1, 7);
    float[][] x = new float[300][4];
    float[][] kept = new float[300][3];
    for (int i = 0; i < 300; i++) {
      x[i][0] = kept[i][0] = sample.x[i][0];
      x[i][1 + i % 3] = 1;
      kept[i][1] = x[i][1];
      kept[i][2] = x[i][2];
    }
    Inference inference = infer(options(), Dataset.of(x, sample.y));
    Inference expected = infer(options(), Dataset.of(kept, sample.y));
    Estimate known = inference.coefficients().get(0).raw();
    double error = expected.coefficients().get(0).raw().standardError();
    assertEquals(error, known.standardError(), 1e-5 * error);
    for (int j = 1; j < 5; j++) {
      Coefficient coefficient = inference.coefficients().get(j);
      assertFalse(coefficient.raw().isKnown(), coefficient.feature());
      assertTrue(coefficient.reason().contains("sums of others"), coefficient.reason());
    }
    assertEquals(expected.likelihood().aic(), inference.likelihood().aic(), 1e-5);
  }

  /** The raw bias is where raw features are 0, so a column and its double do not move it. */
  @Test
  void aBiasThatCollinearColumnsDoNotTouchHasAnError() {
    Sample sample = Sample.of(300, 1, 7);
    float[][] x = new float[300][2];
    for (int i = 0; i < 300; i++) {
      x[i][0] = sample.x[i][0];
      x[i][1] = 2 * x[i][0];
    }
    Inference inference = infer(options(), Dataset.of(x, sample.y));
    Inference expected = infer(options(), sample.plain());
    assertFalse(inference.coefficients().get(0).raw().isKnown());
    assertFalse(inference.coefficients().get(1).raw().isKnown());
    double error = expected.coefficients().get(1).raw().standardError();
    assertEquals(error, inference.coefficients().get(2).raw().standardError(), 1e-4 * error);
  }

  @Test
  void aColumnThatNeverChangesHasNoError() {
    Sample sample = Sample.of(100, 2, 8);
    for (float[] row : sample.x) {
      row[1] = 7;
    }
    Inference inference = infer(options(), sample.plain());
    assertTrue(inference.coefficients().get(0).raw().isKnown());
    assertEquals("the column never changes", inference.coefficients().get(1).reason());
    assertEquals(2, inference.likelihood().parameters());
  }

  @Test
  void separatedClassesHaveNone() {
    Inference inference =
        infer(options(), Dataset.of(new float[][] {{1}, {2}, {3}, {4}}, new int[] {0, 0, 1, 1}));
    assertTrue(inference.reason().contains("separated"), inference.reason());
    assertFalse(inference.coefficients().get(0).raw().isKnown());
    assertEquals(Double.NaN, inference.likelihood().aic());
    assertEquals(4 * 2 * StrictMath.log(2), inference.likelihood().nullDeviance(), 1e-12);
  }

  @Test
  void aPenaltyHasNone() {
    Dataset data = Sample.of(100, 2, 9).plain();
    TrainingOptions penalized = options().l2(0.1).build();
    assertTrue(
        new LogisticRegression(penalized).fit(data).report().inference().isEmpty(), "unasked");
    String reason = infer(options().l2(0.1).inference(Method.WALD), data).reason();
    assertTrue(reason.contains("penalty"), reason);
  }

  @Test
  void classWeightsAreForTheSandwichAlone() {
    Dataset data = Sample.of(400, 2, 10).plain();
    TrainingOptions.Builder weighted = options().classWeight(new ClassWeight(false, 1, 3));
    assertTrue(new LogisticRegression(weighted.build()).fit(data).report().inference().isEmpty());
    String reason = infer(weighted.inference(Method.WALD), data).reason();
    assertTrue(reason.contains("--inference robust"), reason);
    Inference robust = infer(weighted.inference(Method.ROBUST), data);
    assertTrue(robust.coefficients().get(0).raw().isKnown());
    assertEquals(Double.NaN, robust.likelihood().aic(), "no likelihood was made greatest");
  }

  @Test
  void anEndFarFromTheOptimumHasNone() {
    Dataset data = Sample.of(2000, 3, 11).plain();
    Inference inference = infer(options().solver("gd").alpha(0.01).iterations(5), data);
    assertTrue(inference.reason().contains("from here"), inference.reason());
  }

  @Test
  void clustersAreNotIndependent() {
    Dataset data = Sample.of(10, 1, 12).plain();
    Dataset one = data.clustered(new Clusters("school", new int[10], 1));
    assertThrows(
        IllegalArgumentException.class, () -> infer(options().inference(Method.WALD), one));
    DataException alone = assertThrows(DataException.class, () -> infer(options(), one));
    assertTrue(alone.getMessage().contains("school"), alone.getMessage());
  }

  @Test
  void threadsAndFormsChangeNoBit() {
    Dataset data = Sample.of(3000, 5, 13).plain();
    Inference one = infer(options().inference(Method.ROBUST), data);
    assertEquals(one, infer(options().inference(Method.ROBUST).threads(3), data));
  }

  @Test
  void theModelFileKeepsAllOfIt(@TempDir Path folder) throws IOException {
    Dataset data = PublishedFitsTest.spector();
    Dataset clustered =
        data.clustered(
            Clusters.named("third", IntStream.range(0, 32).mapToObj(i -> i % 11).toList()));
    for (Dataset each : List.of(data, clustered)) {
      Training training = new LogisticRegression(options().build()).fit(each);
      Path file = folder.resolve("model.json");
      training.model().save(file);
      assertEquals(
          training.report().inference(),
          LogisticModel.load(file).report().orElseThrow().inference());
    }
  }

  @Test
  void coefficientsOfOtherFeaturesAreRefused(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("model.json");
    new LogisticRegression(options().build()).fit(PublishedFitsTest.spector()).model().save(file);
    String text = Files.readString(file);
    int last = text.lastIndexOf("\"feature\"");
    Files.writeString(file, text.substring(0, last) + text.substring(last).replace("(bias)", "x"));
    DataException e = assertThrows(DataException.class, () -> LogisticModel.load(file));
    assertTrue(e.getMessage().contains("coefficients is not one for each feature"), e.getMessage());
  }

  @Test
  void aReasonIsKeptToo(@TempDir Path folder) {
    Dataset data = Dataset.of(new float[][] {{1}, {2}, {3}, {4}}, new int[] {0, 0, 1, 1});
    Training training = new LogisticRegression(options().build()).fit(data);
    Path file = folder.resolve("model.json");
    training.model().save(file);
    assertEquals(
        training.report().inference(), LogisticModel.load(file).report().orElseThrow().inference());
  }
}
