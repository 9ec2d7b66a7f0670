package io.downhill.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.downhill.LogisticModel;
import io.downhill.data.npy.NpyFixture;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Two models on the same rows. */
class CompareCommandTest {
  @TempDir Path folder;
  private Path data;
  private Path small;
  private Path large;

  private static String rows(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    StringBuilder csv = new StringBuilder("x,z,g,c,y\n");
    for (int i = 0; i < 200; i++) {
      int x = random.nextInt(9);
      int z = random.nextInt(9);
      int g = random.nextInt(3);
      double score = 0.4 * (x - 4) + 0.25 * (z - 4) + (g == 0 ? 0.8 : 0);
      String y = random.nextDouble() < 1 / (1 + Math.exp(-score)) ? "yes" : "no";
      csv.append(String.join(",", "" + x, "" + z, "abc".substring(g, g + 1), "" + (i % 4), y));
      csv.append('\n');
    }
    return csv.toString();
  }

  @BeforeEach
  void train() {
    data = new SampleFiles(folder).write("data.csv", rows(1));
    small = model("small.json", data, "--exclude", "c,g,z");
    large = model("large.json", data, "--exclude", "c");
  }

  private Path model(String name, Path examples, Object... more) {
    Path model = folder.resolve(name);
    List<Object> all = new ArrayList<>(List.of("train", examples, "--model", model));
    all.addAll(List.of("--device", "cpu", "--quiet"));
    if (!Arrays.asList(more).contains("--label")) {
      all.addAll(List.of("--label", "y"));
    }
    all.addAll(Arrays.asList(more));
    CommandRun.of(all.toArray()).succeeds();
    return model;
  }

  private static JsonNode json(Object... arguments) {
    List<Object> all = new ArrayList<>(List.of("compare"));
    all.addAll(Arrays.asList(arguments));
    all.add("--json");
    return JsonMapper.shared().readTree(CommandRun.of(all.toArray()).succeeds().out());
  }

  private static JsonNode evaluated(Path model, Path rows, Object... more) {
    List<Object> all = new ArrayList<>(List.of("evaluate", model, rows, "--json"));
    all.addAll(Arrays.asList(more));
    return JsonMapper.shared().readTree(CommandRun.of(all.toArray()).succeeds().out());
  }

  @Test
  void measuresAreThoseOfEvaluate() {
    Path test = new SampleFiles(folder).write("test.csv", rows(2));
    JsonNode compared = json(small, large, test);
    for (String measure : List.of("logLoss", "auc")) {
      JsonNode one = compared.path(measure);
      double a = evaluated(small, test).path(measure).asDouble();
      double b = evaluated(large, test).path(measure).asDouble();
      assertEquals(a, one.path("a").asDouble(), 1e-14, measure);
      assertEquals(b, one.path("b").asDouble(), 1e-14, measure);
      assertEquals(a - b, one.path("difference").asDouble(), 1e-14, measure);
      assertTrue(one.path("low").asDouble() < a - b && a - b < one.path("high").asDouble());
    }
    JsonNode test1 = compared.path("mcNemar");
    double gain = test1.path("onlyA").asDouble() - test1.path("onlyB").asDouble();
    double accuracies = test1.path("accuracyA").asDouble() - test1.path("accuracyB").asDouble();
    assertEquals(200 * accuracies, gain, 1e-9);
  }

  @Test
  void otherOrderTurnsTheSigns() {
    JsonNode one = json(small, large, data);
    JsonNode other = json(large, small, data);
    for (String measure : List.of("logLoss", "auc")) {
      assertEquals(
          one.path(measure).path("low").asDouble(),
          -other.path(measure).path("high").asDouble(),
          1e-14);
      assertEquals(
          one.path(measure).path("p").asDouble(), other.path(measure).path("p").asDouble(), 1e-13);
    }
    assertEquals("A", one.path("likelihoodRatio").path("smaller").asString());
    assertEquals("B", other.path("likelihoodRatio").path("smaller").asString());
    assertEquals(
        one.path("likelihoodRatio").path("p").asDouble(),
        other.path("likelihoodRatio").path("p").asDouble(),
        1e-13);
  }

  @Test
  void likelihoodRatioIsTheDifferenceOfTheDeviances() {
    JsonNode test = json(small, large, data).path("likelihoodRatio");
    double a = evaluated(small, data).path("logLoss").asDouble();
    double b = evaluated(large, data).path("logLoss").asDouble();
    assertEquals(2 * 200 * (a - b), test.path("statistic").asDouble(), 1e-9);
    assertEquals(3, test.path("degreesOfFreedom").asInt(), "z and two levels of g");
    CommandRun run = CommandRun.of("compare", small, large, data).succeeds();
    assertTrue(
        run.out().contains("with 3 degrees of freedom, p ") && run.out().contains("B's further"),
        run.out());
  }

  @Test
  void whereThereIsNoLikelihoodRatioTheReasonIsTold() {
    Path test = new SampleFiles(folder).write("test.csv", rows(2));
    assertReason(small, large, test, "A is not where the likelihood of these rows is greatest");
    Path shrunk = model("shrunk.json", data, "--exclude", "c", "--l2", "0.01");
    assertReason(small, shrunk, data, "B is not where the likelihood of these rows is greatest");
    Path weighted = model("weighted.json", data, "--weight", "c");
    assertReason(small, weighted, data, "another mean fills its gaps");
    Path balanced = model("balanced.json", data, "--exclude", "c", "--class-weight", "1,3");
    assertReason(small, balanced, data, "B is not where the likelihood");
    assertReason(large, large, data, "both have the same features");
    Path other = model("other.json", data, "--only", "z");
    assertReason(small, other, data, "neither has all features of the other");
    Path asCategory = model("category.json", data, "--exclude", "c", "--category", "x=0");
    assertReason(small, asCategory, data, "neither has all features of the other");
    Path separating =
        new SampleFiles(folder)
            .write(
                "separating.csv",
                rows(1)
                    .replace(",yes\n", ",yes,1\n")
                    .replace(",no\n", ",no,0\n")
                    .replace(",y\n", ",y,leak\n"));
    Path perfect = model("perfect.json", separating, "--exclude", "c");
    assertReason(small, perfect, separating, "separated in B");
    Path doubled = new SampleFiles(folder).write("doubled.csv", twice(rows(1)));
    Path same = model("same.json", doubled, "--only", "x,x2");
    Path single = model("single.json", doubled, "--only", "x");
    assertReason(single, same, doubled, "sums of others");
  }

  /** With a column x2 that is twice x. */
  private static String twice(String csv) {
    StringBuilder text = new StringBuilder();
    for (String line : csv.lines().toList()) {
      String first = line.substring(0, line.indexOf(','));
      text.append(first.equals("x") ? "x2" : "" + 2 * Integer.parseInt(first));
      text.append(',').append(line).append('\n');
    }
    return text.toString();
  }

  private void assertReason(Path a, Path b, Path rows, String reason) {
    JsonNode compared = json(a, b, rows);
    assertTrue(compared.path("likelihoodRatio").isNull(), compared.toString());
    String told = compared.path("likelihoodRatioReason").asString();
    assertTrue(told.contains(reason), told);
    CommandRun run = CommandRun.of("compare", a, b, rows).succeeds();
    assertTrue(run.out().contains("likelihood ratio: - (" + told + ")"), run.out());
  }

  /** Each row as often as its weight says. */
  @Test
  void weightsAreCopies() {
    StringBuilder repeated = new StringBuilder("x,z,g,c,y\n");
    for (String line : rows(1).lines().skip(1).toList()) {
      repeated.append((line + "\n").repeat(Integer.parseInt(line.split(",")[3])));
    }
    Path copies = new SampleFiles(folder).write("copies.csv", repeated.toString());
    JsonNode expected = json(small, large, copies);
    JsonNode actual = json(small, large, data, "--weight", "c");
    for (String measure : List.of("logLoss", "auc", "mcNemar")) {
      for (String name : List.of("low", "high", "p", "onlyA", "onlyB")) {
        double value = expected.path(measure).path(name).asDouble();
        assertEquals(value, actual.path(measure).path(name).asDouble(), 1e-10, measure + name);
      }
    }
    assertEquals(300, actual.path("weight").asInt());
  }

  @Test
  void fractionalWeightsGiveNoMcNemar() {
    String halves = rows(1).replaceAll(",(\\d),(yes|no)", ",$1.5,$2");
    Path file = new SampleFiles(folder).write("halves.csv", halves);
    CommandRun run = CommandRun.of("compare", small, large, file, "--weight", "c").succeeds();
    assertTrue(run.out().contains("p - (it counts rows, and these weigh parts"), run.out());
    JsonNode compared = json(small, large, file, "--weight", "c");
    assertTrue(compared.path("mcNemar").path("p").isNull(), compared.toString());
    double error = compared.path("auc").path("standardError").asDouble();
    double plain = json(small, large, data).path("auc").path("standardError").asDouble();
    assertTrue(error > plain && error < 2 * plain, error + " against " + plain);
  }

  /** Two rows of fractions a and 1 - a are not three rows. */
  @Test
  void softLabelsAreComparedByRows() {
    StringBuilder csv = new StringBuilder("x,z,p\n");
    SplittableRandom random = new SplittableRandom(4);
    for (int i = 0; i < 100; i++) {
      int x = random.nextInt(9);
      csv.append(x).append(',').append(random.nextInt(9)).append(',');
      csv.append((1 + x + random.nextInt(8)) / 32.0).append('\n');
    }
    Path soft = new SampleFiles(folder).write("soft.csv", csv.toString());
    Path one = softModel("one.json", soft, "--only", "z");
    Path two = softModel("two.json", soft);
    JsonNode compared = json(one, two, soft);
    assertEquals(200, compared.path("examples").asInt());
    List<String> lines = csv.toString().lines().skip(1).toList();
    double[] differences = new double[100];
    for (int i = 0; i < 100; i++) {
      String[] cells = lines.get(i).split(",");
      double x = Double.parseDouble(cells[0]);
      double y = Double.parseDouble(cells[2]);
      double z = Double.parseDouble(cells[1]);
      double a = LogisticModel.load(one).margin(new double[] {z});
      double b = LogisticModel.load(two).margin(new double[] {x, z});
      differences[i] = Math.log1p(Math.exp(a)) - y * a - Math.log1p(Math.exp(b)) + y * b;
    }
    double mean = Arrays.stream(differences).average().orElseThrow();
    double squares = Arrays.stream(differences).map(d -> (d - mean) * (d - mean)).sum();
    assertEquals(mean, compared.path("logLoss").path("difference").asDouble(), 1e-7);
    double error = Math.sqrt(squares / 99 / 100);
    assertEquals(error, compared.path("logLoss").path("standardError").asDouble(), 1e-7);
    assertTrue(compared.path("auc").path("standardError").asDouble() > 0, "" + compared);
  }

  private Path softModel(String name, Path rows, Object... more) {
    Path model = folder.resolve(name);
    List<Object> all = new ArrayList<>(List.of("train", rows, "--soft-label", "p", "--quiet"));
    all.addAll(List.of("--device", "cpu", "--model", model));
    all.addAll(Arrays.asList(more));
    CommandRun.of(all.toArray()).succeeds();
    return model;
  }

  @Test
  void whatHasNoIntervalSaysWhy() {
    CommandRun run = CommandRun.of("compare", small, small, data).succeeds();
    assertTrue(run.out().contains("no interval where all rows tell the same"), run.out());
    StringBuilder ones = new StringBuilder();
    rows(1).lines().filter(line -> !line.endsWith("no")).forEach(l -> ones.append(l + "\n"));
    Path file = new SampleFiles(folder).write("ones.csv", ones.toString());
    run = CommandRun.of("compare", small, large, file).succeeds();
    assertTrue(run.out().contains("no AUC: all rows are of one class"), run.out());
  }

  @Test
  void levelChangesTheInterval() {
    JsonNode narrow = json(small, large, data, "--level", "0.5").path("auc");
    JsonNode wide = json(small, large, data, "--level", "0.99").path("auc");
    assertTrue(wide.path("low").asDouble() < narrow.path("low").asDouble(), "" + wide);
    double reach = wide.path("high").asDouble() - wide.path("difference").asDouble();
    assertEquals(2.5758293035489, reach / wide.path("standardError").asDouble(), 1e-9);
    CommandRun run = CommandRun.of("compare", small, large, data, "--level", "0.99").succeeds();
    assertTrue(run.out().contains("99 % INTERVAL"), run.out());
    CommandRun.of("compare", small, large, data, "--level", "95").fails(2, "--level", "95");
    CommandRun.of("compare", small, large, data, "--level", "1").fails(2, "--level");
  }

  @Test
  void modelsOfOtherClassesFail() {
    Path turned = model("turned.json", data, "--positive", "no");
    CommandRun.of("compare", small, turned, data)
        .fails(1, "predict other things: yes against no, and no against yes");
  }

  @Test
  void whatCannotBeReadTwiceFails() {
    CommandRun.of("compare", small, large, "-").fails(2, "read once for each model");
    CommandRun.of("compare", small, large).fails(2, "missing DATA");
    CommandRun.of("compare", small, folder.resolve("none.json"), data).fails(1, "none.json");
    Path poor = new SampleFiles(folder).write("poor.csv", "x,y\n1,yes\n2,no\n");
    CommandRun.of("compare", small, large, poor).fails(1, "poor.csv", "no column named z");
  }

  @Test
  void modelsWithoutACommonLabelNeedOne() {
    String renamed = rows(1).replace("c,y\n", "c,truth\n");
    Path file = new SampleFiles(folder).write("renamed.csv", renamed);
    Path other = model("renamed.json", file, "--label", "truth", "--exclude", "c");
    CommandRun.of("compare", small, other, file).fails(2, "give --label");
    JsonNode compared = json(small, other, file, "--label", "truth");
    assertEquals(200, compared.path("examples").asInt());
  }

  @Test
  void countsAreTheTrials() {
    String text = "x,z,k,n\n" + "1,2,3,9\n2,5,4,8\n3,1,6,9\n4,4,3,7\n5,0,9,12\n6,3,9,9\n";
    Path file = new SampleFiles(folder).write("counts.csv", text);
    List<Path> models = new ArrayList<>();
    for (String without : List.of("z", "k")) {
      Path model = folder.resolve("counts-" + without + ".json");
      CommandRun.of(
              "train",
              file,
              "--successes",
              "k",
              "--trials",
              "n",
              "--model",
              model,
              "--device",
              "cpu",
              "--quiet",
              "--only",
              without.equals("z") ? "x" : "x,z")
          .succeeds();
      models.add(model);
    }
    JsonNode compared = json(models.get(0), models.get(1), file);
    assertEquals(54, compared.path("weight").asInt());
    assertEquals(1, compared.path("likelihoodRatio").path("degreesOfFreedom").asInt());
    assertTrue(compared.path("auc").path("p").asDouble() <= 1, compared.toString());
  }

  @Test
  void matricesAreComparedToo() throws IOException {
    double[][] x = new double[60][];
    double[] y = new double[60];
    SplittableRandom random = new SplittableRandom(4);
    for (int i = 0; i < 60; i++) {
      x[i] = new double[] {random.nextInt(5), random.nextInt(5)};
      y[i] = random.nextInt(6) < x[i][0] ? 1 : 0;
    }
    Path matrix = NpyFixture.matrix(folder.resolve("x.npy"), "<f4", false, x);
    Path labels = NpyFixture.vector(folder.resolve("y.npy"), "<f4", y);
    Path a = model("a.json", matrix, "--label", labels);
    Path b = model("b.json", matrix, "--label", labels, "--l2", "1");
    JsonNode compared = json(a, b, matrix, "--label", labels);
    assertEquals(60, compared.path("examples").asInt());
    assertEquals("both have the same features", compared.path("likelihoodRatioReason").asString());
    CommandRun.of("compare", a, b, matrix).fails(1, "name a .npy vector of labels");
    CommandRun.of("compare", small, b, matrix, "--label", labels).fails(1, "features differ");
  }
}
