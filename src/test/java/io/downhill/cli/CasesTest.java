package io.downhill.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.downhill.LogisticModel;
import io.downhill.Metrics;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.net.URISyntaxException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Small inputs that were once read as something else, each with its right value. Costs and weights
 * are those of Newton's method in double precision, by another program.
 */
class CasesTest {
  /** J is told as float32 arithmetic has it. */
  private static final double COST = 1e-6;

  @TempDir Path folder;
  private CommandRun run;

  private static Path file(String name) {
    try {
      return Path.of(CasesTest.class.getResource("/io/downhill/cases/" + name).toURI());
    } catch (URISyntaxException e) {
      throw new IllegalArgumentException(e);
    }
  }

  private LogisticModel train(String name, Object... options) {
    return train(file(name), options);
  }

  private LogisticModel train(Path data, Object... options) {
    Path model = folder.resolve("model.json");
    List<Object> all = new ArrayList<>(List.of("train", data, "--model", model, "--device", "cpu"));
    if (!List.of(options).contains("--label")) {
      all.addAll(List.of("--label", "y"));
    }
    all.addAll(List.of(options));
    run = CommandRun.of(all.toArray()).succeeds();
    return LogisticModel.load(model);
  }

  private CommandRun predict(Path data) {
    return CommandRun.of("predict", folder.resolve("model.json"), data);
  }

  private static double cost(LogisticModel model) {
    return model.report().orElseThrow().cost();
  }

  private static void assertSameBits(LogisticModel expected, LogisticModel actual) {
    assertArrayEquals(expected.weights(), actual.weights());
    assertEquals(expected.bias(), actual.bias());
    assertEquals(cost(expected), cost(actual));
  }

  private Path write(String name, String text) {
    return new SampleFiles(folder).write(name, text);
  }

  /** A case written anew, each cell of a column changed. */
  private Path changed(String name, String column, UnaryOperator<String> change) {
    List<List<String>> lines = new ArrayList<>();
    try {
      Files.readAllLines(file(name)).forEach(line -> lines.add(List.of(line.split(",", -1))));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Sheet sheet = new Sheet(lines.get(0), lines.subList(1, lines.size()));
    return write("changed.csv", sheet.spelled(column, change).csv());
  }

  @Test
  void decimalCommasBesideWholeNumbersAreNumbers() {
    LogisticModel points = train("decimal-point-mixed-with-whole.csv");
    LogisticModel commas = train("decimal-comma-mixed-with-whole.csv");
    assertEquals(0.383149, cost(commas), COST);
    assertSameBits(points, commas);
  }

  @Test
  void pricesWithDecimalCommasAreNumbers() {
    LogisticModel model = train("french-excel.csv", "--label", "achat");
    assertEquals(List.of("prix"), model.features());
    assertEquals(0.341979, cost(model), COST);
  }

  @Test
  void percentAndCurrencyAreNumbersOrRefusedByName() {
    LogisticModel model = train("percent-and-currency.csv", "--l2", "0.1");
    if (model.features().equals(List.of("rate", "income", "x"))) {
      assertEquals(0.430938, cost(model), COST);
      return;
    }
    for (String column : List.of("rate", "income")) {
      boolean told =
          run.err().lines().anyMatch(line -> line.contains(column) && line.contains("--"));
      assertTrue(model.features().contains(column) || told, run.toString());
    }
  }

  @Test
  void rowOfWeight0IsNotThere() {
    String[] options = {"--weight", "w", "--l2", "0.01"};
    LogisticModel model = train("weight-0-row-with-outlier.csv", (Object[]) options);
    assertEquals(0.275222, model.weights()[0], 1e-6);
    assertEquals(0.374876, cost(model), COST);
    LogisticModel without = train("weight-0-row-left-out.csv", (Object[]) options);
    assertEquals(cost(without), cost(model), 1e-7);
  }

  @Test
  void weightsAreRepetitions() {
    LogisticModel weighted = train("weights.csv", "--weight", "w", "--l2", "0.1");
    assertEquals(0.169805, weighted.weights()[0], 1e-6);
    assertEquals(0.161564, cost(weighted), COST);
    LogisticModel repeated = train("weights-as-repeated-rows.csv", "--exclude", "w", "--l2", "0.1");
    assertEquals(cost(repeated), cost(weighted), 1e-7);
  }

  @Test
  void secondsWithinAMinuteAreAFeature() {
    LogisticModel model = train("unix-seconds-within-a-minute.csv");
    assertEquals(List.of("ts"), model.features());
    assertEquals(0.342547, cost(model), COST);
    assertEquals(0.345397, model.weights()[0], 1e-4);
    assertFalse(run.err().contains("warning"), run.err());
  }

  @ParameterizedTest
  @CsvSource({
    "0,1",
    "30,1",
    "1000000000000,1",
    "-1000000000,1",
    "300000000,0.25",
    "-50000000,0.001",
    "4102444800,0.0625"
  })
  void offsetChangesNoCost(BigDecimal offset, BigDecimal scale) {
    LogisticModel model = train(seconds(offset, scale));
    assertEquals(List.of("ts"), model.features());
    assertEquals(0.342547, cost(model), COST);
  }

  @Test
  void offsetChangesNoProbability() {
    Path small = seconds(BigDecimal.ZERO, BigDecimal.ONE);
    train(small);
    double[] expected = probabilities(small);
    Path large = file("unix-seconds-within-a-minute.csv");
    train(large);
    assertArrayEquals(expected, probabilities(large), 1e-6);
  }

  /** The seconds of a minute from its beginning, scaled and moved. */
  private Path seconds(BigDecimal offset, BigDecimal scale) {
    BigDecimal minute = new BigDecimal("1700000000");
    return changed(
        "unix-seconds-within-a-minute.csv",
        "ts",
        cell -> new BigDecimal(cell).subtract(minute).multiply(scale).add(offset).toPlainString());
  }

  private double[] probabilities(Path data) {
    return predict(data)
        .succeeds()
        .out()
        .lines()
        .skip(1)
        .mapToDouble(line -> Double.parseDouble(line.substring(0, line.indexOf(','))))
        .toArray();
  }

  @Test
  void idsOfNineDigitsAreLeftOut() {
    LogisticModel model = train("nine-digit-order-ids.csv");
    assertEquals(List.of("x"), model.features());
    assertEquals(0.544693, cost(model), COST);
  }

  @Test
  void headerOfCountsIsAHeader() {
    LogisticModel model = train("pandas-default-header.csv", "--label", "0");
    assertEquals(12, model.report().orElseThrow().examples());
    assertEquals(0.342547, cost(model), COST);
    String out = predict(file("pandas-default-header-score.csv")).succeeds().out();
    assertEquals(3, out.lines().count(), out);
  }

  @Test
  void firstRowOfTextsIsNotLost() {
    LogisticModel model = train("headerless-all-text.data", "--label", "-1");
    assertEquals(40, model.report().orElseThrow().examples());
    String out = predict(file("headerless-all-text.data")).succeeds().out();
    assertEquals(41, out.lines().count(), out);
  }

  @Test
  void sortedDosesAreAFeature() {
    LogisticModel shuffled = train("dose-shuffled.csv");
    LogisticModel sorted = train("dose-sorted.csv");
    assertEquals(List.of("dose"), sorted.features());
    assertEquals(0.318683, cost(sorted), COST);
    assertEquals(cost(shuffled), cost(sorted), 1e-7);
    assertEquals(shuffled.weights()[0], sorted.weights()[0], 1e-6);
  }

  @Test
  void noInterceptIsNoBias() {
    LogisticModel model = train("no-intercept.csv", "--no-intercept");
    assertEquals(0.00483949, model.weights()[0], 1e-7);
    assertEquals(0, model.bias());
    assertEquals(0.685807, cost(model), COST);
  }

  @Test
  void emptyCellOfACategoryIsTold() {
    train("colour-train.csv");
    CommandRun scored = predict(file("colour-score-gap.csv")).succeeds();
    assertEquals(3, scored.out().lines().count(), scored.toString());
    assertTrue(scored.err().contains("colour") && scored.err().contains("gap"), scored.toString());
  }

  @Test
  void labelMayBeNA() {
    LogisticModel model = train("continent-label-NA.csv", "--label", "continent", "--only-null");
    assertEquals("NA", model.classes().positive());
    assertEquals(0.342547, cost(model), COST);
  }

  @Test
  void bytesOfWindowsAreReadAsSuch() throws IOException {
    byte[] bytes = Files.readAllBytes(file("cp1252-with-one-quoted-newline.csv"));
    String text = new String(bytes, Charset.forName("windows-1252"));
    LogisticModel utf8 = train(write("utf8.csv", text));
    LogisticModel windows = train("cp1252-with-one-quoted-newline.csv");
    assertSameBits(utf8, windows);
    String became = windows.preparationOrPlain().encodings().get(0).description();
    assertTrue(became.contains("€"), became);
    Path plain = folder.resolve("plain.csv");
    Files.write(plain, text.replace("\"10\n€\"", "10 €").getBytes("windows-1252"));
    assertSameBits(windows, train(plain));
  }

  @Test
  void momentsWithAnOffsetAreDates() {
    LogisticModel model = train("iso-dates-with-offset.csv");
    assertEquals(List.of("t"), model.features());
    String became = model.preparationOrPlain().encodings().get(0).description();
    assertTrue(became.contains("days from 1970-01-01"), became);
    assertEquals(0.650806, cost(model), COST);
    assertEquals(0.00754855, model.weights()[0], 1e-6);
  }

  @Test
  void lastLineOfBlanksIsNoRow() {
    LogisticModel model = train("blanks-on-the-last-line.csv");
    assertEquals(12, model.report().orElseThrow().examples());
    assertEquals(0.335103, cost(model), COST);
    String out = predict(file("blanks-on-the-last-line.csv")).succeeds().out();
    assertEquals(13, out.lines().count(), out);
  }

  @Test
  void farRowOfWeight0BendsNothing() {
    Path data = write("far.csv", "x,w,y\n1,1,0\n2,1,0\n3,1,1\n4,1,0\n5,1,1\n6,1,1\n100,0,0\n");
    LogisticModel model = train(data, "--weight", "w", "--l2", "0.1");
    assertEquals(0.633648, model.weights()[0], 1e-6);
  }

  @Test
  void withoutInterceptSixRowsHaveTheirWeight() {
    Path data = write("six.csv", "x,y\n1,0\n2,0\n3,1\n4,0\n5,1\n6,1\n");
    LogisticModel model = train(data, "--no-intercept");
    assertEquals(0.16208, model.weights()[0], 5e-6);
    assertEquals(0, model.bias());
  }

  @Test
  void columnOfOnesIsAnIntercept() {
    Path data = write("ones.csv", "x,one,y\n1,1,0\n2,1,0\n3,1,1\n4,1,0\n5,1,1\n6,1,1\n");
    LogisticModel model = train(data, "--no-intercept", "--no-standardize", "--only", "x,one");
    assertEquals(List.of("x", "one"), model.features());
    assertEquals(1.21403, model.weights()[0], 1e-4);
    assertEquals(-4.24910, model.weights()[1], 1e-4);
    assertEquals(0.412998, cost(model), COST);
  }

  @Test
  void equalProbabilitiesHaveOneShare() {
    float[] labels = new float[50];
    Arrays.fill(labels, 25, 50, 1);
    Metrics metrics = Metrics.of(new double[50], labels);
    for (Metrics.Calibration group : metrics.calibration()) {
      assertEquals(0.5, group.actual(), metrics.calibration().toString());
    }
  }
}
