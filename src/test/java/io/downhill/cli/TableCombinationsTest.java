package io.downhill.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.downhill.LogisticModel;
import io.downhill.data.DataException;
import io.downhill.data.Dataset;
import io.downhill.data.Missing;
import io.downhill.data.PreparationOptions;
import io.downhill.data.table.PreparedTable;
import io.downhill.data.table.TableSource;
import io.downhill.optim.Stop;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What must hold of train, predict and evaluate whatever their options are together. */
class TableCombinationsTest {
  private static final int TABLES = 25;

  /** Some tables have gaps that are refused or nothing to learn from; so many must have a model. */
  private static final int MOST = 15;

  /** J is told with the rounding of float32 losses, each of some 1e-7 of itself. */
  private static final double TOLD = 2e-6;

  private static final String WEIGHT = "copies";

  @TempDir Path folder;

  private static String one(Random random, String... words) {
    return words[random.nextInt(words.length)];
  }

  /** Options by chance; the penalty makes the optimum one. */
  private static List<String> options(Random random) {
    List<String> options = new ArrayList<>();
    options.addAll(List.of("--missing", one(random, "impute", "impute", "drop", "error")));
    options.addAll(List.of("--class-weight", one(random, "1,1", "balanced", "1,3")));
    options.addAll(List.of("--l1", one(random, "0", "0", "0.01")));
    options.addAll(List.of("--l2", one(random, "0.01", "0.3")));
    options.addAll(List.of("--penalize", one(random, "standardized", "raw")));
    options.addAll(List.of("--solver", one(random, "auto", "newton", "lbfgs", "nesterov")));
    options.addAll(List.of("--threshold", one(random, "0.5", "0.3", "f1", "youden")));
    options.addAll(List.of("--rare", 1 + random.nextInt(12) + ""));
    return options;
  }

  private Path table(Sheet sheet) {
    return new SampleFiles(folder).write("table.csv", sheet.csv());
  }

  /** Trains; there is no model where the table cannot be learned from. */
  private Optional<LogisticModel> train(Path data, Path file, List<String> options)
      throws IOException {
    Files.deleteIfExists(file);
    List<Object> train = new ArrayList<>(List.of("train", data, "--label", RandomTables.LABEL));
    train.addAll(List.of("--model", file, "--device", "cpu", "--threads", "1", "--quiet"));
    train.addAll(options);
    CommandRun run = CommandRun.of(train.toArray());
    assertTrue(run.code() <= 1, run::toString);
    return run.code() == 0 ? Optional.of(LogisticModel.load(file)) : Optional.empty();
  }

  private Optional<LogisticModel> train(Sheet sheet, List<String> options) throws IOException {
    return train(table(sheet), folder.resolve("other.json"), options);
  }

  private static void assertSame(LogisticModel model, Optional<LogisticModel> other, String where) {
    LogisticModel found = other.orElseThrow(() -> new AssertionError("no model: " + where));
    assertEquals(
        model.features().stream().sorted().toList(),
        found.features().stream().sorted().toList(),
        where);
    assertEquals(cost(model), cost(found), TOLD * cost(model), where);
  }

  private static double cost(LogisticModel model) {
    return model.report().orElseThrow().cost();
  }

  private static <T> List<T> shuffled(List<T> list, Random random) {
    List<T> shuffled = new ArrayList<>(list);
    Collections.shuffle(shuffled, random);
    return shuffled;
  }

  @Test
  void whatSaysTheSameHasTheSameOptimum() throws IOException {
    int models = 0;
    for (int seed = 0; seed < TABLES; seed++) {
      Random random = new Random(seed);
      Sheet plain = RandomTables.sheet(random);
      int[] weights = IntStream.range(0, plain.count()).map(i -> 1 + random.nextInt(3)).toArray();
      Sheet sheet = plain.led(WEIGHT, i -> weights[i] + "");
      List<String> options = options(random);
      String where = "seed " + seed + ", " + options;
      List<String> weighted = with(options, "--weight", WEIGHT);
      int[] rows =
          shuffled(IntStream.range(0, plain.count()).boxed().toList(), random).stream()
              .mapToInt(i -> i)
              .toArray();
      Sheet columns = sheet.columns(shuffled(sheet.names(), random));
      Path file = folder.resolve("model.json");
      Optional<LogisticModel> trained = train(table(sheet), file, weighted);
      if (trained.isEmpty()) {
        assertTrue(train(sheet.rows(rows), weighted).isEmpty(), "rows: " + where);
        assertTrue(train(columns, weighted).isEmpty(), "columns: " + where);
        continue;
      }
      models++;
      LogisticModel model = trained.get();
      assertSame(model, train(sheet.rows(rows), weighted), "rows: " + where);
      assertSame(model, train(columns, weighted), "columns: " + where);
      int[] repeated =
          IntStream.range(0, plain.count())
              .flatMap(i -> IntStream.range(0, weights[i]).map(k -> i))
              .toArray();
      assertSame(model, train(plain.rows(repeated), options), "repeated: " + where);
      if (model.report().orElseThrow().stop() != Stop.ITERATION_LIMIT) {
        Path start = folder.resolve("start.json");
        train(table(sheet), start, with(weighted, "--iterations", "2"));
        List<String> warm = with(weighted, "--start", start.toString());
        assertSame(model, train(sheet, warm), "started: " + where);
      }
    }
    assertTrue(models >= MOST, "models: " + models);
  }

  private static List<String> with(List<String> options, String... more) {
    List<String> all = new ArrayList<>(options);
    all.addAll(Arrays.asList(more));
    return all;
  }

  @Test
  void predictionsAreThoseThatAreEvaluated() throws IOException {
    int models = 0;
    for (int seed = 1000; seed < 1000 + TABLES; seed++) {
      Random random = new Random(seed);
      Sheet sheet = RandomTables.sheet(random).led(WEIGHT, i -> 1 + i % 3 + "");
      List<String> options = with(options(random), "--weight", WEIGHT);
      String where = "seed " + seed + ", " + options;
      Path data = table(sheet);
      Path file = folder.resolve("model.json");
      Optional<LogisticModel> trained = train(data, file, options);
      if (trained.isEmpty()) {
        continue;
      }
      models++;
      LogisticModel model = trained.get();
      Path saved = folder.resolve("saved.json");
      model.save(saved);
      assertEquals(Files.readString(file), Files.readString(saved), where);
      List<String> predicted =
          CommandRun.of("predict", saved, data, "--quiet")
              .succeeds()
              .out()
              .lines()
              .skip(1)
              .toList();
      assertEquals(sheet.count(), predicted.size(), where);
      double[] counts = new double[4];
      double loss = 0;
      double sum = 0;
      for (int i = 0; i < predicted.size(); i++) {
        String[] cells = predicted.get(i).split(",");
        double p = Double.parseDouble(cells[0]);
        boolean positive = cells[1].equals("yes");
        assertEquals(p > model.threshold(), positive, where + ", row " + i);
        boolean truth = sheet.column(RandomTables.LABEL).get(i).equals("yes");
        double weight = 1 + i % 3;
        counts[(truth ? 2 : 0) + (positive ? 1 : 0)] += weight;
        loss -= weight * Math.log(truth ? p : 1 - p);
        sum += weight;
      }
      JsonNode measures =
          JsonMapper.shared()
              .readTree(
                  CommandRun.of("evaluate", saved, data, "--weight", WEIGHT, "--json", "--quiet")
                      .succeeds()
                      .out());
      JsonNode confusion = measures.path("confusion");
      double[] told = {
        confusion.path("trueNegatives").asDouble(),
        confusion.path("falsePositives").asDouble(),
        confusion.path("falseNegatives").asDouble(),
        confusion.path("truePositives").asDouble()
      };
      assertArrayEquals(counts, told, where);
      assertEquals((counts[0] + counts[3]) / sum, measures.path("accuracy").asDouble(), 1e-12);
      // A probability near 1 leaves 1 - p few digits.
      assertEquals(loss / sum, measures.path("logLoss").asDouble(), 1e-5 * loss / sum, where);
      assertEquals(model.threshold(), measures.path("threshold").asDouble(), where);
    }
    assertTrue(models >= MOST, "models: " + models);
  }

  /** Which rows a part has, told by weights that no other row has. */
  private static List<Integer> rows(Dataset part) {
    List<Integer> rows = new ArrayList<>();
    for (float weight : part.weights()) {
      rows.add(Math.round(weight));
    }
    return rows;
  }

  private static PreparationOptions held(Missing missing, double part, long seed) {
    PreparationOptions plain =
        PreparationOptions.label(RandomTables.LABEL).missing(missing).test(part, seed);
    return new PreparationOptions(
        plain.target(),
        plain.positive(),
        plain.trim(),
        Optional.of(WEIGHT),
        Optional.empty(),
        Optional.empty(),
        plain.missing(),
        plain.exclude(),
        plain.only(),
        plain.category(),
        plain.rare(),
        plain.test(),
        plain.seed(),
        plain.constants(),
        plain.words());
  }

  @Test
  void partsAreDisjointAndCompleteAndDrawnBySeed() {
    int tables = 0;
    for (int seed = 2000; seed < 2000 + TABLES; seed++) {
      Random random = new Random(seed);
      Sheet sheet = RandomTables.sheet(random).led(WEIGHT, i -> i + 1 + "");
      Missing missing = random.nextBoolean() ? Missing.IMPUTE : Missing.DROP;
      double part = random.nextBoolean() ? 0.25 : 0.5;
      String where = "seed " + seed + ", " + missing + ", part " + part;
      TableSource source = TableSource.files(table(sheet).toString());
      PreparedTable table;
      try {
        table = PreparedTable.learn(source, held(missing, part, seed));
      } catch (DataException e) {
        continue;
      }
      tables++;
      List<Integer> train = rows(table.train());
      List<Integer> test = rows(table.test().orElseThrow());
      List<Integer> all = new ArrayList<>(train);
      all.addAll(test);
      assertEquals(all.size(), all.stream().distinct().count(), where);
      assertEquals(sheet.count() - table.dropped(), all.size(), where);
      List<String> labels = sheet.column(RandomTables.LABEL);
      for (String label : List.of("yes", "no")) {
        // The part is one of the weight, met to within the row that would be the next.
        double share = part * weight(all, labels, label);
        double found = weight(test, labels, label);
        assertEquals(share, found, sheet.count(), where + ", class " + label);
      }
      PreparedTable again = PreparedTable.learn(source, held(missing, part, seed));
      assertEquals(train, rows(again.train()), where);
      assertEquals(test, rows(again.test().orElseThrow()), where);
      PreparedTable other = PreparedTable.learn(source, held(missing, part, seed + 1));
      assertNotEquals(sorted(test), sorted(rows(other.test().orElseThrow())), where);
    }
    assertTrue(tables >= MOST, "tables: " + tables);
  }

  private static double weight(List<Integer> rows, List<String> labels, String label) {
    return rows.stream()
        .filter(row -> labels.get(row - 1).equals(label))
        .mapToInt(row -> row)
        .sum();
  }

  private static List<Integer> sorted(List<Integer> rows) {
    return rows.stream().sorted().toList();
  }
}
