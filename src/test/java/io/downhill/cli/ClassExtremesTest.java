package io.downhill.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.downhill.data.npy.NpyFixture;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The commands at the ends of what three and more classes may be. */
class ClassExtremesTest {
  @TempDir Path folder;
  private SampleFiles files;
  private Path model;

  @BeforeEach
  void open() {
    files = new SampleFiles(folder);
    model = folder.resolve("model.json");
  }

  private static String rows() {
    Random random = new Random(3);
    StringBuilder csv = new StringBuilder("a,b,kind\n");
    for (int i = 0; i < 300; i++) {
      double a = random.nextGaussian() + i % 3;
      double b = random.nextGaussian() - i % 3;
      csv.append(String.format(Locale.ROOT, "%.4f,%.4f,%s\n", a, b, "xyz".charAt(i % 3)));
    }
    return csv.toString();
  }

  private static void sumToOne(String line) {
    String[] cells = line.split(",");
    double sum = 0;
    for (int k = cells.length - 3; k < cells.length; k++) {
      double p = Double.parseDouble(cells[k]);
      assertTrue(p >= 0 && p <= 1, line);
      sum += p;
    }
    assertEquals(1, sum, 1e-12, line);
  }

  @Test
  void marginsFarBeyondFloatsAreStillProbabilities() {
    Path data = files.write("data.csv", rows());
    CommandRun.of("train", data, "--label", "kind", "--model", model).succeeds();
    double[][] far = {{1e38, 1e38}, {-1e38, 1e38}, {3e38, -3e38}};
    StringBuilder csv = new StringBuilder("a,b,kind\n");
    for (double[] row : far) {
      csv.append(row[0]).append(',').append(row[1]).append(",y\n");
    }
    Path extreme = files.write("far.csv", csv.toString());
    List<String> lines = CommandRun.of("predict", model, extreme).succeeds().out().lines().toList();
    assertEquals(4, lines.size());
    lines.stream().skip(1).forEach(ClassExtremesTest::sumToOne);
    assertTrue(lines.get(2).startsWith("x,1.0,0.0,0.0"), lines::toString);
    assertTrue(lines.get(3).startsWith("z,0.0,0.0,1.0"), lines::toString);
    JsonNode json =
        JsonMapper.shared()
            .readTree(CommandRun.of("evaluate", model, extreme, "--json").succeeds().out());
    double loss = json.path("logLoss").asDouble();
    assertTrue(loss > 1e37 && loss < 1e40, json::toString);
  }

  @Test
  void aClassWithOneRowIsTrainedHeldAndJudged() {
    Path data = files.write("data.csv", rows() + "1,1,lone\n");
    CommandRun run =
        CommandRun.of("train", data, "--label", "kind", "--model", model, "--test", "0.3")
            .succeeds();
    assertTrue(run.err().contains("--test holds out no row of lone"), run.err());
    assertTrue(run.out().contains("lone   0         -"), run.out());
    CommandRun.of("evaluate", model, data).succeeds();
    CommandRun balanced =
        CommandRun.of(
                "train", data, "--label", "kind", "--model", model, "--class-weight", "balanced")
            .succeeds();
    assertTrue(balanced.out().contains("classes    4: lone 0.33 %"), balanced.out());
  }

  @Test
  void aThousandClassesAreTrainedPredictedAndShown() throws IOException {
    double[][] x = new double[2000][];
    double[] y = new double[x.length];
    for (int i = 0; i < x.length; i++) {
      y[i] = i * 7 % 1000;
      x[i] = new double[] {y[i] / 100 + i % 3, i % 13};
    }
    Path matrix = NpyFixture.matrix(folder.resolve("x.npy"), "<f4", false, x);
    Path labels = NpyFixture.vector(folder.resolve("y.npy"), "<f4", y);
    CommandRun run =
        CommandRun.of(
                "train",
                matrix,
                "--label",
                labels,
                "--l2",
                "0.01",
                "--iterations",
                "3",
                "--model",
                model)
            .succeeds();
    assertTrue(run.out().contains("... (1000 in all)"), run.out());
    assertTrue(run.out().lines().allMatch(line -> line.length() < 200), run.out());
    List<String> lines = CommandRun.of("predict", model, matrix).succeeds().out().lines().toList();
    assertEquals(1001, lines.get(0).split(",").length);
    double sum = 0;
    String[] cells = lines.get(1).split(",");
    for (int k = 1; k < cells.length; k++) {
      sum += Double.parseDouble(cells[k]);
    }
    assertEquals(1, sum, 1e-9);
    CommandRun judged = CommandRun.of("evaluate", model, matrix, "--label", labels).succeeds();
    assertTrue(judged.out().contains("the most frequent mistakes"), judged.out());
    CommandRun.of("show", model).succeeds();
    y[0] = 1000;
    NpyFixture.vector(folder.resolve("y.npy"), "<f4", y);
    CommandRun.of("train", matrix, "--label", labels, "--model", model)
        .fails(1, "labels have more than 1000 different values", "at most 1000 are classes");
  }
}
