package io.downhill.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.downhill.LogisticModel;
import io.downhill.data.Classes;
import io.downhill.data.table.TableSource;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The commands on labels of three and more values. */
class ManyClassesTest {
  @TempDir Path folder;
  private SampleFiles files;
  private Path data;
  private Path model;

  /** Two features, a class that they tell with some noise, and other columns. */
  @BeforeEach
  void write() {
    files = new SampleFiles(folder);
    model = folder.resolve("model.json");
    StringBuilder csv = new StringBuilder("height,width,kind,part\n");
    Random random = new Random(5);
    String[] kinds = {"oak", "\"ash, red\"", "elm"};
    for (int i = 0; i < 300; i++) {
      int k = i % 7 < 4 ? 0 : i % 7 < 6 ? 1 : 2;
      double height = random.nextGaussian() + k;
      double width = random.nextGaussian() - (k == 1 ? 1.5 : 0);
      csv.append(
          String.format(Locale.ROOT, "%.4f,%.4f,%s,%.1f\n", height, width, kinds[k], i % 11 / 10.));
    }
    data = files.write("trees.csv", csv.toString());
  }

  private CommandRun train(Object... more) {
    Object[] all = new Object[more.length + 8];
    System.arraycopy(
        new Object[] {"train", data, "--label", "kind", "--only", "height,width", "--model", model},
        0,
        all,
        0,
        8);
    System.arraycopy(more, 0, all, 8, more.length);
    return CommandRun.of(all);
  }

  private static JsonNode json(CommandRun run) {
    return JsonMapper.shared().readTree(run.succeeds().out());
  }

  @Test
  void classesAreInTheModelInTheirOrder() {
    CommandRun run = train().succeeds();
    assertTrue(
        run.out().contains("classes    3: ash, red 28.67 %, elm 14.00 %, oak 57.33 %"), run.out());
    assertTrue(run.out().contains("FEATURE  ash, red"), run.out());
    LogisticModel trained = LogisticModel.load(model);
    assertEquals(List.of("ash, red", "elm", "oak"), trained.classes().names());
    assertEquals(3, trained.parameters().count());
  }

  @Test
  void jsonOfTrainHasTheSharesOfClasses() {
    JsonNode json = json(train("--json", "--test", "0.2"));
    assertEquals(3, json.path("classes").size());
    assertTrue(json.path("positiveShare").isNull());
    assertTrue(json.path("threshold").isNull());
    assertEquals(138 / 240.0, json.path("classShares").path(2).asDouble(), 0.01);
    assertEquals(59, json.path("test").path("examples").asInt());
    assertEquals(3, json.path("test").path("confusion").size());
  }

  @Test
  void predictWritesTheClassAndAProbabilityForEach() {
    train();
    CommandRun run = CommandRun.of("predict", model, data, "--keep", "part").succeeds();
    List<String> lines = run.out().lines().toList();
    String header = "part,prediction,\"probability_ash, red\",probability_elm,probability_oak";
    assertEquals(header, lines.get(0));
    assertEquals(301, lines.size());
    LogisticModel trained = LogisticModel.load(model);
    double[] p = trained.probabilities(TableSource.files(data.toString()));
    for (int i = 0; i < 300; i++) {
      String line = lines.get(i + 1);
      String numbers = p[3 * i] + "," + p[3 * i + 1] + "," + p[3 * i + 2];
      assertTrue(line.endsWith("," + numbers), line + " has " + numbers);
      int first = 3 * i;
      int best = IntStream.range(1, 3).reduce(0, (k, l) -> p[first + l] > p[first + k] ? l : k);
      String name = Csv.cell(trained.classes().name(best));
      assertTrue(line.substring(line.indexOf(',') + 1).startsWith(name + ","), line);
    }
  }

  @Test
  void predictionsInParquetAreNumbers() {
    train();
    Path parquet = folder.resolve("p.parquet");
    CommandRun.of("predict", model, data, "--output", parquet).succeeds();
    Path again = folder.resolve("again.json");
    CommandRun.of(
            "train",
            "--sql",
            "SELECT \"probability_ash, red\" + probability_elm AS x, prediction"
                + " = 'oak' AS y FROM '"
                + parquet
                + "'",
            "--label",
            "y",
            "--l2",
            "1",
            "--model",
            again)
        .succeeds();
    assertEquals(List.of("x"), LogisticModel.load(again).features());
  }

  @Test
  void evaluateMeasuresAllClasses() {
    train();
    JsonNode json = json(CommandRun.of("evaluate", model, data, "--json"));
    assertEquals(300, json.path("examples").asInt());
    double right = 0;
    for (int k = 0; k < 3; k++) {
      right += json.path("confusion").path(k).path(k).asDouble();
    }
    assertEquals(right / 300, json.path("accuracy").asDouble(), 1e-12);
    for (String name : List.of("logLoss", "macroF1", "weightedF1", "auc")) {
      assertTrue(json.path(name).isNumber(), name);
    }
    assertEquals("elm", json.path("classes").path(1).path("class").asString());
    CommandRun run = CommandRun.of("evaluate", model, data).succeeds();
    assertTrue(run.out().contains("the mean over pairs of classes"), run.out());
    assertTrue(run.out().contains("rows: what examples are"), run.out());
  }

  @Test
  void examplesOfOneClassHaveNoAuc() {
    train();
    Path one = files.write("one.csv", "height,width,kind\n1,2,elm\n2,1,elm\n");
    assertTrue(json(CommandRun.of("evaluate", model, one, "--json")).path("auc").isNull());
    CommandRun run = CommandRun.of("evaluate", model, one).succeeds();
    assertTrue(run.out().contains("AUC        - (all examples are of one class)\n"), run.out());
  }

  /** A model of so many classes, and rows of which each has its class or the next one. */
  private Path letters(int classes, String prefix) {
    List<String> names =
        IntStream.range(0, classes).mapToObj(k -> prefix + (char) ('A' + k)).toList();
    double[][] weights = new double[classes][classes];
    for (int k = 0; k < classes; k++) {
      weights[k][k] = 5;
    }
    new LogisticModel(
            IntStream.range(0, classes).mapToObj(k -> "x" + k).toList(),
            weights,
            new double[classes],
            new Classes(names),
            Optional.empty(),
            Optional.empty())
        .save(model);
    StringBuilder csv = new StringBuilder("y");
    IntStream.range(0, classes).forEach(k -> csv.append(",x").append(k));
    for (int i = 0; i < 40 * classes; i++) {
      csv.append('\n').append(names.get(i % classes));
      int seen = (i + (i % 40 < 13 ? 1 : 0)) % classes;
      for (int k = 0; k < classes; k++) {
        csv.append(k == seen ? ",1" : ",0");
      }
    }
    return files.write("letters.csv", csv + "\n");
  }

  @ParameterizedTest
  @CsvSource({"5, ''", "10, digit", "26, ''", "26, letter-", "40, c", "60, c"})
  void measuresOfManyClassesAre80CharactersWide(int classes, String prefix) {
    Path rows = letters(classes, prefix);
    CommandRun run = CommandRun.of("evaluate", model, rows, "--label", "y").succeeds();
    run.out().lines().forEach(line -> assertTrue(line.length() <= 80, line));
    boolean percents = run.out().contains("percent of each class (row)");
    assertEquals(classes == 26, percents, run.out());
    assertEquals(classes >= 26, run.out().contains("the most frequent mistakes"), run.out());
    assertEquals(classes > 50, run.out().contains("of the least F1"), run.out());
    if (prefix.equals("letter-")) {
      assertTrue(run.out().lines().anyMatch(line -> line.startsWith("26  letter-Z")), run.out());
    }
  }

  @Test
  void showHasAColumnForEachClass() {
    train();
    CommandRun run = CommandRun.of("show", model).succeeds();
    assertTrue(run.out().startsWith("classes    3: ash, red, elm, oak\n"), run.out());
    assertTrue(run.out().contains("weights by class\nFEATURE  ash, red"), run.out());
    assertFalse(run.out().contains("threshold"), run.out());
    LogisticModel trained = LogisticModel.load(model);
    JsonNode json = json(CommandRun.of("show", model, "--json"));
    for (JsonNode one : json.path("coefficients")) {
      int j = trained.features().indexOf(one.path("feature").asString());
      for (int k = 0; k < 3; k++) {
        assertEquals(trained.weights(k)[j], one.path("weights").path(k).asDouble());
      }
    }
    assertEquals(trained.bias(2), json.path("bias").path(2).asDouble());
  }

  @Test
  void referenceIsSubtractedFromAllOthers() {
    train();
    LogisticModel trained = LogisticModel.load(model);
    JsonNode json = json(CommandRun.of("show", model, "--reference", "elm", "--json"));
    assertEquals("elm", json.path("reference").asString());
    JsonNode one = json.path("coefficients").path(0);
    int j = trained.features().indexOf(one.path("feature").asString());
    for (int k = 0; k < 3; k++) {
      double expected = trained.weights(k)[j] - trained.weights(1)[j];
      assertEquals(expected, one.path("weights").path(k).asDouble());
    }
    CommandRun run = CommandRun.of("show", model, "--reference", "elm").succeeds();
    assertTrue(run.out().contains("weights by class, against elm\nFEATURE  ash, red"), run.out());
    CommandRun.of("show", model, "--reference", "fir").fails(2, "no class fir; there are ash, red");
  }

  @Test
  void standardErrorsAgainstAnotherClassAreSaidToBe() {
    train();
    String line =
        "standard errors are against ash, red, as trained: for those against elm train with"
            + " --reference elm\n";
    CommandRun run = CommandRun.of("show", model, "--reference", "elm").succeeds();
    assertTrue(run.out().contains("\n\n" + line + "\nelm against ash, red\n"), run.out());
    for (String[] same : new String[][] {{}, {"--reference", "ash, red"}}) {
      Object[] show = Stream.concat(Stream.of("show", model), Stream.of(same)).toArray();
      String out = CommandRun.of(show).succeeds().out();
      assertFalse(out.contains("standard errors are against"), out);
      assertTrue(out.contains("elm against ash, red"), out);
    }
    train("--reference", "elm");
    String out = CommandRun.of("show", model, "--reference", "elm").succeeds().out();
    assertTrue(out.contains("\nash, red against elm\n"), out);
    assertFalse(out.contains("standard errors are against"), out);
    train("--l2", "1");
    out = CommandRun.of("show", model, "--reference", "elm").succeeds().out();
    assertFalse(out.contains("standard errors are against"), out);
  }

  @Test
  void wideTablesAreCutByClasses() {
    letters(26, "letter-");
    CommandRun run = CommandRun.of("show", model).succeeds();
    assertTrue(run.out().lines().skip(1).allMatch(line -> line.length() <= 80), run.out());
    assertTrue(run.out().contains("letter-Z"), run.out());
  }

  @Test
  void referenceOfTwoClassesIsRefused() {
    train("--positive", "oak");
    CommandRun.of("show", model, "--reference", "oak").fails(2, "those of oak against not oak");
    CommandRun run = CommandRun.of("show", model).succeeds();
    String start =
        "classes    not oak, oak (positive)\n           not oak: ash, red, elm\nthreshold";
    assertTrue(run.out().startsWith(start), run.out());
    JsonNode json = json(CommandRun.of("show", model, "--json"));
    assertEquals("elm", json.path("rest").path(1).asString());
  }

  @Test
  void positiveClassIsAgainstTheRestAndKnowsItsLabels() {
    CommandRun run = train("--positive", "elm").succeeds();
    assertTrue(run.out().contains("classes    elm 14.00 % (positive), not elm 86.00 %"), run.out());
    JsonNode json = json(CommandRun.of("evaluate", model, data, "--json"));
    assertEquals(300, json.path("examples").asInt());
    assertEquals(
        42,
        json.path("confusion").path("truePositives").asInt()
            + json.path("confusion").path("falseNegatives").asInt());
    String header =
        CommandRun.of("predict", model, data).succeeds().out().lines().findFirst().get();
    assertEquals("probability,prediction", header);
    Path other = files.write("other.csv", "height,width,kind\n1,2,elm\n1,2,fir\n");
    CommandRun.of("evaluate", model, other)
        .fails(1, "label fir is none of the 4 of the model: not elm, elm, ash, red, oak");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--threshold | 0.3 | 2 | --threshold is about two classes, and there are 3",
        "--report | page.html | 2 | --report is about two classes",
        "--nonnegative | height | 2 | --nonnegative or --bounds is about two classes",
        "--offset | part | 2 | --offset is about two classes",
        "--class-weight | 1,2 | 2 | --class-weight of two numbers is for two classes",
        "--class-weight | fir=2 | 2 | --class-weight is about a class fir, which there is not",
        "--class-weight | elm=0,oak=0 | 2 | --class-weight leaves 'ash, red' alone",
        "--class-weight | elm=-1 | 2 | class-weight of elm must be a number, 0 or more",
        "--class-weight | elm=x | 2 | 'x' is not a number",
        "--class-weight | elm=1,elm=2 | 2 | class elm is named twice",
        "--class-weight | =1 | 2 | '=1' is not CLASS=WEIGHT",
        "--class-weight | 1,2,3 | 2 | must be balanced, NEG,POS or A=1,B=5",
        "--positive | fir | 1 | no label is fir",
        "--inference | robust | 1 | standard errors of three and more classes are by wald",
        "--cluster | part | 1 | standard errors of three and more classes are by wald",
        "--reference | fir | 1 | reference fir is no class; they are",
      })
  void whatOnlyTwoClassesHaveIsRefused(String option, String value, int code, String why) {
    String place = value.equals("page.html") ? folder.resolve(value).toString() : value;
    train(option, place).fails(code, why);
  }

  @Test
  void classesThatDifferInCaseOrBlanksAloneAreRefused() {
    for (String slip : List.of("Oak", "oak\u00a0", "o ak")) {
      StringBuilder csv = new StringBuilder("x,tree\n");
      IntStream.range(0, 40)
          .forEach(i -> csv.append(i * 7 % 13).append(i % 2 == 0 ? ",oak\n" : ",elm\n"));
      Path trees = files.write("trees.csv", csv + "3," + slip + "\n");
      CommandRun.of("train", trees, "--label", "tree", "--model", model)
          .fails(1, "labels 'oak' and '", "differ in case or blanks alone", "--sql");
    }
  }

  @Test
  void numbersToPredictAreRefusedWithTheirCountAndTheCure() {
    CommandRun.of("train", data, "--label", "part", "--model", model)
        .fails(
            1, "column part: labels have 11 different values", "0.1 is no whole number", "--sql");
  }

  @Test
  void wholeNumbersThatMayBePredictedAreTold() {
    StringBuilder csv = new StringBuilder("x,age\n");
    IntStream.range(0, 60)
        .forEach(i -> csv.append(i * 7 % 13).append(',').append(i % 15).append('\n'));
    Path ages = files.write("ages.csv", csv.toString());
    CommandRun run =
        CommandRun.of("train", ages, "--label", "age", "--l2", "0.1", "--model", model).succeeds();
    assertTrue(run.err().contains("labels are 15 different numbers"), run.err());
  }

  @Test
  void classOfWeightZeroIsToldAndNotInTheModel() {
    CommandRun run = train("--class-weight", "elm=0", "--test", "0.2").succeeds();
    assertTrue(
        run.err().contains("class elm has the weight 0: its 34 rows count nothing"), run.err());
    assertTrue(run.out().contains("oak 66.67 % (positive), ash, red 33.33 %"), run.out());
    LogisticModel trained = LogisticModel.load(model);
    assertEquals(List.of("ash, red", "oak"), trained.classes().names());
    assertTrue(
        run.out().contains("on examples that it was not trained on:\n  examples   51"), run.out());
    CommandRun.of("evaluate", model, data).fails(1, "label elm is neither ash, red nor oak");
    // A threshold is of two again.
    train("--class-weight", "elm=0", "--threshold", "f1").succeeds();
  }

  @Test
  void classOfWeightZeroLeavesTheFitOfTheOthers() {
    train("--class-weight", "elm=0").succeeds();
    LogisticModel without = LogisticModel.load(model);
    StringBuilder csv = new StringBuilder();
    SampleFiles.read(data)
        .lines()
        .filter(line -> !line.contains(",elm,"))
        .forEach(line -> csv.append(line).append('\n'));
    data = files.write("two.csv", csv.toString());
    train().succeeds();
    LogisticModel alone = LogisticModel.load(model);
    for (int j = 0; j < 2; j++) {
      assertEquals(alone.weights()[j], without.weights()[j], 1e-6 * Math.abs(alone.weights()[j]));
    }
  }

  @Test
  void smallClassIsNotHeldOutAndIsTold() {
    data = files.write("more.csv", SampleFiles.read(data) + "9,9,yew,0\n");
    CommandRun run = train("--test", "0.2").succeeds();
    assertTrue(run.err().contains("--test holds out no row of yew"), run.err());
    assertTrue(run.out().contains("classes    4: "), run.out());
    train("--test", "0.0001").fails(1, "of no class has it a row");
  }

  @Test
  void columnsThatTellEveryLabelAreTold() {
    StringBuilder csv = new StringBuilder("code,word,x,kind\n");
    for (int i = 0; i < 60; i++) {
      int k = i % 3;
      csv.append(10 * k + i % 2).append(",w").append((i % 6 + 3 * k) % 9 / 3 + k * 3);
      csv.append(',').append(i * 7 % 11).append(",k").append(k).append('\n');
    }
    data = files.write("leak.csv", csv.toString());
    CommandRun run =
        CommandRun.of("train", data, "--label", "kind", "--l2", "1", "--model", model).succeeds();
    assertTrue(run.err().contains("code alone tells every label"), run.err());
    assertTrue(run.err().contains("word alone tells every label"), run.err());
    assertFalse(run.err().contains("x alone tells"), run.err());
  }

  @Test
  void modelsAreComparedByLossAndByWhoIsRight() {
    train();
    Path other = folder.resolve("other.json");
    CommandRun.of("train", data, "--label", "kind", "--only", "height", "--model", other)
        .succeeds();
    JsonNode json = json(CommandRun.of("compare", model, other, data, "--json"));
    double ofA = json(CommandRun.of("evaluate", model, data, "--json")).path("logLoss").asDouble();
    double ofB = json(CommandRun.of("evaluate", other, data, "--json")).path("logLoss").asDouble();
    assertEquals(ofA, json.path("logLoss").path("a").asDouble(), 1e-12);
    assertEquals(ofA - ofB, json.path("logLoss").path("difference").asDouble(), 1e-12);
    assertTrue(json.path("logLoss").path("standardError").asDouble() > 0);
    assertTrue(json.path("mcNemar").path("p").isNumber());
    CommandRun run = CommandRun.of("compare", model, other, data).succeeds();
    assertTrue(run.out().contains("McNemar"), run.out());
    train("--positive", "elm").succeeds();
    CommandRun.of("compare", model, other, data)
        .fails(1, "the two models predict other things: elm against not elm, and 3 classes");
  }

  @Test
  void modelsOfOneClassAgainstOtherRestsAreCompared() {
    train("--positive", "oak");
    Path other = folder.resolve("other.json");
    Path more = files.write("more.csv", SampleFiles.read(data) + "9,9,yew,0\n");
    CommandRun.of(
            "train",
            more,
            "--label",
            "kind",
            "--positive",
            "oak",
            "--only",
            "height",
            "--model",
            other)
        .succeeds();
    CommandRun run = CommandRun.of("compare", model, other, data).succeeds();
    assertTrue(run.out().contains("classes    oak (positive), not oak"), run.out());
  }

  @Test
  void modelsOfOtherClassesAreNotCompared() {
    train();
    Path other = folder.resolve("other.json");
    Path more = files.write("more.csv", SampleFiles.read(data) + "9,9,yew,0\n");
    CommandRun.of("train", more, "--label", "kind", "--only", "height", "--model", other)
        .succeeds();
    CommandRun.of("compare", model, other, data)
        .fails(1, "predict other things: 3 classes ash, red, elm, oak, and 4 classes");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "evaluate | --threshold | f1 | 2 | --threshold is about two classes",
        "evaluate | --soft-label | part | 1 | counts and soft labels are about two classes, and there are 3",
        "report | --label | kind | 1 | the pictures of a report are about two classes, and there are 3",
      })
  void whatOnlyTwoClassesHaveIsRefusedOfAModel(
      String command, String option, String value, int code, String why) {
    train();
    CommandRun.of(command, model, data, option, value).fails(code, why);
  }

  @Test
  void trainingStartsFromAModelByTheNamesOfClasses() {
    train();
    LogisticModel first = LogisticModel.load(model);
    Path again = folder.resolve("again.json");
    Path more = files.write("more.csv", SampleFiles.read(data) + "9,9,yew,0\n".repeat(3));
    CommandRun run =
        CommandRun.of(
                "train",
                more,
                "--label",
                "kind",
                "--only",
                "height,width",
                "--start",
                model,
                "--solver",
                "gd",
                "--alpha",
                "1e-9",
                "--iterations",
                "1",
                "--model",
                again)
            .succeeds();
    LogisticModel second = LogisticModel.load(again);
    for (int k = 0; k < 3; k++) {
      for (int j = 0; j < 2; j++) {
        double had = first.weights(k)[j] - first.weights(0)[j];
        assertEquals(had, second.weights(k)[j] - second.weights(0)[j], 1e-6, run.err());
      }
    }
  }
}
