package io.downhill.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.downhill.LogisticModel;
import io.downhill.data.npy.NpyFixture;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The commands on sparse text. */
class SparseCommandsTest {
  private static final int EXAMPLES = 400;
  private static final int FEATURES = 9;

  @TempDir Path folder;
  private SampleFiles files;
  private Path data;
  private Path model;
  private double[][] x;

  @BeforeEach
  void prepare() {
    files = new SampleFiles(folder);
    data = files.write("x.libsvm", text(2, EXAMPLES));
    model = folder.resolve("model.json");
  }

  /** Lines of so many classes, called 1, 2, ...; the last feature is in no line. */
  private String text(int classes, int examples) {
    Random random = new Random(8);
    StringBuilder text = new StringBuilder();
    x = new double[examples][FEATURES];
    for (int i = 0; i < examples; i++) {
      double tell = random.nextGaussian();
      StringBuilder pairs = new StringBuilder();
      for (int j = 0; j < FEATURES - 1; j++) {
        if (random.nextInt(3) == 0) {
          double value = random.nextInt(400) / 100.0 - 1;
          x[i][j] = value;
          tell += value * (j % 3 - 1);
          pairs.append(' ').append(j + 1).append(':').append(value);
        }
      }
      text.append(Math.max(1, Math.min(classes, (int) Math.floor(tell + 2)))).append(pairs);
      text.append(i == 0 ? " " + FEATURES + ":0\n" : "\n");
    }
    return text.toString();
  }

  private long nonzero() {
    return Arrays.stream(x).flatMapToDouble(Arrays::stream).filter(v -> v != 0).count();
  }

  private CommandRun train(Object... more) {
    return run("train", data, more);
  }

  private CommandRun run(String command, Path examples, Object... more) {
    List<Object> all =
        new ArrayList<>(List.of(command, examples, "--model", model, "--device", "cpu"));
    all.addAll(List.of(more));
    return CommandRun.of(all.toArray());
  }

  private static JsonNode json(CommandRun run) {
    return JsonMapper.shared().readTree(run.succeeds().out());
  }

  @Test
  void trainTellsHowSparseTheExamplesAre() {
    CommandRun run = train("--l2", "0.001").succeeds();
    assertTrue(
        run.out()
            .startsWith(
                "examples   400 x 9 features, sparse: 1099 values are not 0 (30.5 %), indices from 1\n"
                    + "           scaled to deviation 1 without centring"),
        run::toString);
    JsonNode sparse = json(train("--json")).path("sparse");
    assertEquals(nonzero(), sparse.path("nonzero").asInt());
    assertEquals(1099.0 / 3600, sparse.path("density").asDouble());
    assertEquals(1, sparse.path("firstIndex").asInt());
    assertEquals(
        List.of("1", "2", "3", "4", "5", "6", "7", "8", "9"), LogisticModel.load(model).features());
  }

  @ParameterizedTest
  @CsvSource({
    "2, gd, --l2, 0.01",
    "2, newton, --l2, 0.001",
    "2, lbfgs, --l1, 0.01",
    "3, newton, --l2, 0.01",
    "3, lbfgs, --l1, 0.001",
    "2, newton, --no-standardize, --no-intercept"
  })
  void modelHasTheBitsOfTheDenseMatrix(int classes, String solver, String one, String two)
      throws IOException {
    data = files.write("k.libsvm", text(classes, EXAMPLES));
    train("--solver", solver, one, two).succeeds();
    LogisticModel sparse = LogisticModel.load(model);
    Path matrix = NpyFixture.matrix(folder.resolve("x.npy"), "<f8", false, x);
    double[] labels =
        Files.readAllLines(data).stream()
            .mapToDouble(line -> Double.parseDouble(line.split(" ")[0]))
            .toArray();
    Path vector = NpyFixture.vector(folder.resolve("y.npy"), "<f8", labels);
    run("train", matrix, "--label", vector, "--no-center", "--solver", solver, one, two).succeeds();
    LogisticModel dense = LogisticModel.load(model);
    for (int k = 0; k < dense.parameters().count(); k++) {
      assertArrayEquals(dense.weights(k), sparse.weights(k), "class " + k);
      assertEquals(dense.bias(k), sparse.bias(k));
    }
    // Either model scores either kind of data alike.
    String ofMatrix = CommandRun.of("predict", model, matrix).succeeds().out();
    CommandRun ofText = CommandRun.of("predict", model, data).succeeds();
    assertEquals(ofMatrix, ofText.out());
    assertTrue(
        ofText.err().contains("the index 1 is taken for the model's first feature, column0"),
        ofText::toString);
  }

  @Test
  void predictAndEvaluateTakeRowsOfFewerAndOfMoreFeatures() {
    train("--l2", "0.001").succeeds();
    Path test = files.write("t.svm", "2 1:1 3:-1\n1\n2 8:1 12:7 13:7\n");
    CommandRun predicted = CommandRun.of("predict", model, test).succeeds();
    assertEquals(4, predicted.out().lines().count());
    assertEquals(
        "warning: "
            + test
            + ": 2 values are of features that the model does not know, up to the"
            + " index 13: they count for nothing\n",
        predicted.err());
    CommandRun evaluated = CommandRun.of("evaluate", model, test, "--json").succeeds();
    assertEquals(3, json(evaluated).path("examples").asInt());
    assertTrue(evaluated.err().contains("2 values are of features"), evaluated::toString);
    Path few = files.write("few.svm", "2 1:1 3:-1\n1 2:1\n");
    assertEquals("", CommandRun.of("evaluate", model, few).succeeds().err());
  }

  @Test
  void testFileJudgesTheModel() {
    Path test = files.write("t.svm", "2 1:1 3:-1\n1 8:1\n1 4:1\n");
    JsonNode told = json(train("--l2", "0.001", "--test", test, "--json"));
    assertEquals(3, told.path("test").path("examples").asInt());
    Path table = files.write("t.csv", "1,2\n3,4\n");
    train("--test", table).fails(2, "is another kind of file than DATA");
  }

  @Test
  void tuneChoosesAPenalty() {
    CommandRun run = run("tune", data, "--penalties", "0.1,0.01", "--folds", "3").succeeds();
    assertTrue(
        run.out().startsWith("examples   400 x 9 features, sparse: 1099 values"), run::toString);
    assertEquals(FEATURES, LogisticModel.load(model).features().size());
  }

  @Test
  void compareAndReportTakeSparseText() {
    train("--l2", "0.001").succeeds();
    Path other = folder.resolve("other.json");
    CommandRun.of("train", data, "--l2", "0.1", "--model", other, "--device", "cpu").succeeds();
    CommandRun.of("compare", model, other, data).succeeds();
    Path page = folder.resolve("page.html");
    CommandRun.of("report", model, data, "--output", page, "--device", "cpu").succeeds();
    assertTrue(SampleFiles.read(page).length() > 10_000);
  }

  @Test
  void showTakesTheStrongest() {
    train("--l2", "0.001").succeeds();
    CommandRun shown = CommandRun.of("show", model, "--top", "3").succeeds();
    assertTrue(shown.out().contains("and 6 more; `show` lists all"), shown::toString);
    JsonNode json = json(CommandRun.of("show", model, "--top", "3", "--json"));
    assertEquals(3, json.path("coefficients").size());
    CommandRun.of("show", model, "--top", "0").fails(2, "--top must be 1 coefficient or more");
    data = files.write("k.libsvm", text(3, EXAMPLES));
    train("--l2", "0.001").succeeds();
    CommandRun classes = CommandRun.of("show", model, "--top", "2").succeeds();
    assertTrue(classes.out().contains("and 7 more; `show` lists all"), classes::toString);
    assertEquals(
        2, json(CommandRun.of("show", model, "--top", "2", "--json")).path("coefficients").size());
  }

  @Test
  void positiveClassMayBeNamed() {
    train("--positive", "1", "--l2", "0.001").succeeds();
    assertEquals(List.of("2", "1"), LogisticModel.load(model).classes().names());
  }

  @Test
  void textOfAnyNameIsSeenOrNamed() {
    data = files.write("a9a", text(2, EXAMPLES));
    CommandRun seen = train("--l2", "0.001").succeeds();
    assertTrue(seen.err().contains("a9a: read as sparse text"), seen::toString);
    data = files.write("x.txt", text(2, EXAMPLES));
    train("--label", "0").fails(1, "x.txt", "index:value", "give --format libsvm");
    CommandRun named = train("--l2", "0.001", "--format", "libsvm").succeeds();
    assertFalse(named.err().contains("read as"), named::toString);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"--exclude", "--only", "--category", "--weight", "--trim-label", "--rare"})
  void optionAboutColumnsIsRefused(String option) {
    train(option, "3").fails(2, "sparse text has no columns to prepare: leave out", option);
  }

  @Test
  void optionAboutLabelsOrCellsIsRefused() {
    train("--label", "y").fails(2, "x.libsvm: each line begins with its label; leave out --label");
    train("--offset", "1").fails(2, "--offset");
    train("--delimiter", ",").fails(2, "sparse text has no cells: leave out", "--delimiter");
    train("--l2", "0.001").succeeds();
    CommandRun.of("evaluate", model, data, "--label", "y").fails(2, "leave out --label");
    CommandRun.of("evaluate", model, data, "--weight", "y").fails(2, "--weight: sparse text has");
    CommandRun.of("predict", model, data, "--keep", "1").fails(2, "--keep: sparse text has no");
  }

  @Test
  void brokenLineEndsInOneLine() {
    data = files.write("x.libsvm", "1 1:1\n0 2:\n");
    train().fails(1, "x.libsvm: line 2: '2:' has no value");
    data = folder.resolve("none.svm");
    train().fails(1, "none.svm: no such file");
  }

  @Test
  void matrixOfSciPyThatIsNoneIsRefused() {
    Path npz = files.write("x.npz", "no zip");
    CommandRun.of("train", npz, "--label", "y.npy", "--model", model).fails(1, "x.npz: no whole");
    CommandRun.of("train", npz, npz, "--label", "y.npy", "--model", model)
        .fails(2, "a .npz matrix is all the data");
    CommandRun.of("train", npz, "--label", "y.npy", "--exclude", "1", "--model", model)
        .fails(2, "a .npz matrix has no columns to prepare");
    CommandRun.of("train", npz, "--label", "y.npy", "--test", "x.npy", "--model", model)
        .fails(2, "--test with a file");
  }

  @Test
  void modelOfATableTakesNoSparseText() {
    Path table = files.labelled();
    run("train", table, "--label", "risk").succeeds();
    CommandRun.of("predict", model, data)
        .fails(1, "the model prepares named columns, and sparse text has none; give a table");
  }
}
