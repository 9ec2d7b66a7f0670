package io.downhill.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.downhill.data.npy.NpyFixture;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Labels that are fractions. */
class SoftLabelTest {
  @TempDir Path folder;

  private Path write(String name, String text) {
    return new SampleFiles(folder).write(name, text);
  }

  private CommandRun train(Path data, Object... more) {
    List<Object> all = new ArrayList<>(List.of("train", data, "--device", "cpu", "--quiet"));
    all.addAll(List.of("--model", folder.resolve("m.json")));
    all.addAll(Arrays.asList(more));
    return CommandRun.of(all.toArray());
  }

  /** The model without what it tells of its training. */
  private JsonNode weights() throws IOException {
    return JsonMapper.shared().readTree(Files.readString(folder.resolve("m.json"))).path("weights");
  }

  private static String rows(String header, String... labels) {
    StringBuilder csv = new StringBuilder("x,z," + header + "\n");
    for (int i = 0; i < 40; i++) {
      csv.append(i % 7).append(',').append(i % 5 - i % 3).append(',').append(labels[i % 4]);
      csv.append('\n');
    }
    return csv.toString();
  }

  @Test
  void fractionsOf0And1AreLabels() throws IOException {
    train(write("a.csv", rows("y", "0", "1", "1", "0")), "--label", "y").succeeds();
    JsonNode hard = weights();
    train(write("b.csv", rows("p", "0", "1.0", "1", "0.0")), "--soft-label", "p").succeeds();
    assertEquals(hard, weights(), "every bit");
  }

  @Test
  void fractionsAreCountsOfManyTrials() throws IOException {
    train(
            write("a.csv", rows("k,n", "1,4", "3,4", "4,4", "0,4")),
            "--successes",
            "k",
            "--trials",
            "n")
        .succeeds();
    JsonNode counts = weights();
    train(write("b.csv", rows("p", "0.25", "0.75", "1", "0")), "--soft-label", "p").succeeds();
    for (int j = 0; j < 2; j++) {
      assertEquals(counts.get(j).asDouble(), weights().get(j).asDouble(), 1e-5);
    }
    CommandRun judged =
        CommandRun.of("evaluate", folder.resolve("m.json"), folder.resolve("b.csv"));
    assertTrue(judged.succeeds().out().contains("examples   60, which weigh 40"), judged.out());
  }

  @Test
  void rulesCountRowsAndNotTheirParts() {
    StringBuilder csv = new StringBuilder("x,g,p\n");
    for (int i = 0; i < 40; i++) {
      csv.append(i % 7)
          .append(i < 9 ? ",rare,0.1" : i < 19 ? ",ten,0.3" : ",most,0.7")
          .append('\n');
    }
    CommandRun run = train(write("data.csv", csv.toString()), "--soft-label", "p").succeeds();
    assertTrue(run.out().contains("g=ten"), "ten rows of 0.3 and 0.7 are ten: " + run.out());
    assertTrue(!run.out().contains("g=rare") && !run.out().contains("(other)"), run.out());
  }

  @Test
  void gapsAreCountedByRows() {
    StringBuilder csv = new StringBuilder("x,z,p\n");
    for (int i = 0; i < 40; i++) {
      csv.append(i < 10 ? "" : i % 7).append(',').append(i < 9 ? "" : i % 5).append(",0.3\n");
    }
    CommandRun run = train(write("data.csv", csv.toString()), "--soft-label", "p").succeeds();
    assertTrue(run.out().contains("x (missing)"), "ten gaps are marked: " + run.out());
    assertTrue(!run.out().contains("z (missing)"), "nine are not: " + run.out());
  }

  @ParameterizedTest
  @ValueSource(strings = {"-0.1", "1.5", "high", "1e400"})
  void whatIsNoFractionFails(String bad) {
    Path data = write("data.csv", rows("p", "0.25", "0.75", "1", "0") + "1,1," + bad + "\n");
    train(data, "--soft-label", "p")
        .fails(1, "data.csv: row 41, column p: a soft label must be from 0 to 1, not");
  }

  @Test
  void gapFails() {
    Path data = write("data.csv", rows("p", "0.25", "0.75", "1", "0") + "1,1,\n");
    train(data, "--soft-label", "p").fails(1, "row 41, column p: missing value");
    train(data, "--soft-label", "p", "--missing", "drop").succeeds();
    CommandRun.of("evaluate", folder.resolve("m.json"), data)
        .fails(1, "row 41, column p: missing value; fill it or leave the row out");
  }

  @Test
  void matricesTakeAVectorOfFractions() throws IOException {
    double[][] x = new double[40][];
    double[] p = new double[40];
    for (int i = 0; i < 40; i++) {
      x[i] = new double[] {i % 7, i % 5 - i % 3};
      p[i] = new double[] {0.25, 0.75, 1, 0}[i % 4];
    }
    Path matrix = NpyFixture.matrix(folder.resolve("x.npy"), "<f4", false, x);
    Path vector = NpyFixture.vector(folder.resolve("p.npy"), "<f8", p);
    train(write("b.csv", rows("p", "0.25", "0.75", "1", "0")), "--soft-label", "p").succeeds();
    JsonNode table = weights();
    CommandRun told = CommandRun.of("evaluate", folder.resolve("m.json"), folder.resolve("b.csv"));
    train(matrix, "--soft-label", vector).succeeds();
    assertEquals(table, weights());
    CommandRun judged =
        CommandRun.of("evaluate", folder.resolve("m.json"), matrix, "--soft-label", vector);
    assertEquals(told.out(), judged.succeeds().out());
    Path bad = NpyFixture.vector(folder.resolve("bad.npy"), "<f8", changed(p, 3, -0.5));
    train(matrix, "--soft-label", bad)
        .fails(1, "bad.npy: row 4: a soft label must be from 0 to 1, not -0.5");
    Path odd = NpyFixture.vector(folder.resolve("nan.npy"), "<f8", changed(p, 0, Double.NaN));
    train(matrix, "--soft-label", odd).fails(1, "nan.npy: row 1: a soft label", "not NaN");
    train(matrix, "--successes", "k", "--trials", "n").fails(2, "no columns of counts");
  }

  private static double[] changed(double[] values, int place, double value) {
    double[] changed = values.clone();
    changed[place] = value;
    return changed;
  }
}
