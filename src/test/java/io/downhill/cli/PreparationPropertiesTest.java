package io.downhill.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.downhill.LogisticModel;
import io.downhill.LogisticRegression;
import io.downhill.TrainingOptions;
import io.downhill.data.Encoding;
import io.downhill.data.PreparationOptions;
import io.downhill.data.table.PreparedTable;
import io.downhill.data.table.TableSource;
import java.math.BigDecimal;
import java.math.MathContext;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.DoubleSummaryStatistics;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What must hold of the preparation and the fit of any table, on a hundred of them by chance. */
class PreparationPropertiesTest {
  private static final int TABLES = 100;

  /** Of the tables by chance some have nothing to learn from; most must have. */
  private static final int MOST = 90;

  @TempDir Path folder;

  /** J is told with the rounding of float32 losses, each of some 1e-7 of itself. */
  private static final double TOLD = 1e-6;

  /**
   * What train made of a table.
   *
   * @param run the command
   * @param model null if it failed
   */
  private record Fit(CommandRun run, LogisticModel model) {
    double cost() {
      return model.report().orElseThrow().cost();
    }

    /** J on some rows, in double precision. */
    double cost(Sheet rows, Penalties penalties) {
      double[] a = model.probabilities(TableSource.of(maps(rows)));
      List<String> labels = rows.column(RandomTables.LABEL);
      double sum = 0;
      for (int i = 0; i < a.length; i++) {
        sum -= Math.log(labels.get(i).equals("yes") ? a[i] : 1 - a[i]);
      }
      return sum / a.length + penalties.of(model.weights());
    }

    /** What became of each column, but for the means. */
    List<String> rules() {
      return model.preparationOrPlain().encodings().stream()
          .map(PreparationPropertiesTest::rule)
          .toList();
    }

    double[] means() {
      return model.preparationOrPlain().encodings().stream()
          .filter(Encoding.Numeric.class::isInstance)
          .mapToDouble(encoding -> ((Encoding.Numeric) encoding).mean())
          .toArray();
    }

    List<String> leaks() {
      return run.err().lines().filter(line -> line.contains("tells every label")).toList();
    }
  }

  /**
   * The penalty on weights of raw features.
   *
   * @param units by which each weight is multiplied
   */
  private record Penalties(double l2, double[] units) {
    double of(double[] weights) {
      double sum = 0;
      for (int j = 0; j < weights.length; j++) {
        sum += Math.pow(weights[j] * units[j], 2);
      }
      return l2 / 2 * sum;
    }
  }

  private static List<Map<String, String>> maps(Sheet sheet) {
    List<Map<String, String>> maps = new ArrayList<>();
    for (List<String> row : sheet.rows()) {
      Map<String, String> map = new LinkedHashMap<>();
      for (int j = 0; j < row.size(); j++) {
        map.put(sheet.names().get(j), row.get(j));
      }
      maps.add(map);
    }
    return maps;
  }

  private static String rule(Encoding encoding) {
    return encoding instanceof Encoding.Numeric numeric
        ? numeric.column() + " " + numeric.scale() + " " + numeric.features()
        : encoding.toString();
  }

  private Fit train(Sheet sheet, List<String> options) {
    Path data = new SampleFiles(folder).write("table.csv", sheet.csv());
    Path model = folder.resolve("model.json");
    List<Object> train = new ArrayList<>(List.of("train", data, "--label", RandomTables.LABEL));
    train.addAll(List.of("--model", model, "--device", "cpu"));
    train.addAll(options);
    CommandRun run = CommandRun.of(train.toArray());
    return new Fit(run, run.code() == 0 ? LogisticModel.load(model) : null);
  }

  private static List<String> options(Random random) {
    return new ArrayList<>(
        List.of(
            "--l2",
            random.nextBoolean() ? "0.01" : "0.3",
            "--penalize",
            random.nextBoolean() ? "raw" : "standardized",
            "--rare",
            random.nextInt(12) + 1 + ""));
  }

  /**
   * Checks that the first rows, and what says the same of them, gave the same fit, if any.
   *
   * @return 1 if there was one, else 0
   */
  private int assertSame(String where, Sheet rows, Sheet others, List<String> more, Random random) {
    List<String> options = options(random);
    Fit expected = train(rows, options);
    options.addAll(more);
    Fit actual = train(others, options);
    String both = where + "\n" + expected.run() + "\n" + actual.run();
    assertEquals(expected.run().code(), actual.run().code(), both);
    if (expected.model() == null) {
      return 0;
    }
    assertEquals(expected.rules(), actual.rules(), both);
    assertEquals(expected.leaks(), actual.leaks(), both);
    double[] means = expected.means();
    double[] found = actual.means();
    for (int k = 0; k < means.length; k++) {
      assertEquals(means[k], found[k], 1e-12 * Math.abs(means[k]) + 1e-15, both);
    }
    assertEquals(expected.cost(), actual.cost(), TOLD * expected.cost(), both);
    double[] units = expected.model().standardization().orElseThrow().deviations();
    if (options.contains("raw")) {
      units = units.clone();
      Arrays.fill(units, 1);
    }
    Penalties penalties = new Penalties(Double.parseDouble(options.get(1)), units);
    double least = expected.cost(rows, penalties);
    assertEquals(least, actual.cost(rows, penalties), 1e-7 * least, both);
    return 1;
  }

  @Test
  void weightsAreRepetitions() {
    int models = 0;
    for (int seed = 0; seed < TABLES; seed++) {
      Random random = new Random(seed);
      Sheet sheet = RandomTables.sheet(random);
      // Up to three copies, or rows that are there and others that are not.
      int most = seed % 2 == 0 ? 4 : 2;
      int[] weights =
          IntStream.range(0, sheet.count()).map(i -> i < 2 ? 1 : random.nextInt(most)).toArray();
      int[] repeated =
          IntStream.range(0, sheet.count())
              .flatMap(i -> IntStream.range(0, weights[i]).map(k -> i))
              .toArray();
      Sheet weighted = sheet.led("copies", i -> weights[i] + "");
      List<String> more = List.of("--weight", "copies");
      models += assertSame("seed " + seed, sheet.rows(repeated), weighted, more, random);
    }
    assertTrue(models >= MOST, "models: " + models);
  }

  @Test
  void orderOfRowsTeachesNothing() {
    int models = 0;
    for (int seed = 2000; seed < 2000 + TABLES; seed++) {
      Random random = new Random(seed);
      Sheet sheet = RandomTables.sheet(random);
      List<Integer> order = IntStream.range(0, sheet.count()).boxed().collect(Collectors.toList());
      Collections.shuffle(order, random);
      if (seed % 2 == 0) {
        List<String> cells = sheet.column("c" + seed / 2 % (sheet.names().size() - 1));
        order.sort(Comparator.comparing((Integer i) -> number(cells.get(i))));
      }
      Sheet other = sheet.rows(order.stream().mapToInt(i -> i).toArray());
      models += assertSame("seed " + seed, sheet, other, List.of(), random);
    }
    assertTrue(models >= MOST, "models: " + models);
  }

  private static double number(String cell) {
    return cell.matches("-?[0-9.]+") ? Double.parseDouble(cell) : Double.NEGATIVE_INFINITY;
  }

  @Test
  void offsetTeachesNothing() {
    int models = 0;
    for (int seed = 3000; seed < 3000 + TABLES; seed++) {
      Random random = new Random(seed);
      Sheet sheet = RandomTables.sheet(random);
      BigDecimal offset = offset(sheet.column("c0"), random);
      Sheet moved = sheet.spelled("c0", cell -> new BigDecimal(cell).add(offset).toPlainString());
      List<String> options =
          List.of("--l2", "0.01", "--rare", random.nextInt(12) + 1 + "", "--only", "c0");
      String where = "seed " + seed + ", offset " + offset;
      Fit expected = train(sheet, options);
      Fit actual = train(moved, options);
      String both = where + "\n" + expected.run() + "\n" + actual.run();
      assertEquals(expected.run().code(), actual.run().code(), both);
      if (expected.model() == null) {
        continue;
      }
      assertEquals(expected.model().features(), actual.model().features(), both);
      // Up to 256 deviations from 0 floats do, each rounded by up to 2^-17 of a deviation.
      assertEquals(expected.cost(), actual.cost(), 3e-6 * expected.cost(), both);
      assertEquals(expected.run().err(), actual.run().err(), both);
      models++;
    }
    assertTrue(models >= MOST, "models: " + models);
  }

  /** So far from some numbers that double precision holds a hundred millionth of their spread. */
  private static BigDecimal offset(List<String> cells, Random random) {
    DoubleSummaryStatistics numbers =
        cells.stream()
            .filter(cell -> !cell.isEmpty())
            .mapToDouble(Double::parseDouble)
            .summaryStatistics();
    double spread = numbers.getMax() - numbers.getMin();
    double factor = Math.pow(10, 2 + random.nextInt(7)) * (random.nextBoolean() ? 1.7 : -1);
    return new BigDecimal(factor * spread).round(new MathContext(2));
  }

  @Test
  void savedModelHasTheSameBits() {
    for (int seed = 4000; seed < 4000 + TABLES; seed++) {
      Random random = new Random(seed);
      Sheet sheet = RandomTables.sheet(random);
      BigDecimal offset = new BigDecimal(seed % 2 == 0 ? "0" : "1700000000");
      Sheet moved = sheet.spelled("c0", cell -> new BigDecimal(cell).add(offset).toPlainString());
      Path data = new SampleFiles(folder).write("table.csv", moved.csv());
      TableSource source = TableSource.files(data.toString());
      PreparedTable table =
          PreparedTable.learn(source, PreparationOptions.label(RandomTables.LABEL).rare(3));
      TrainingOptions options = TrainingOptions.builder().device("cpu").l2(0.01).build();
      LogisticModel model = new LogisticRegression(options).fit(table.train()).model();
      Path file = folder.resolve("saved.json");
      model.save(file);
      LogisticModel loaded = LogisticModel.load(file);
      String where = "seed " + seed;
      assertEquals(model.preparation(), loaded.preparation(), where);
      assertArrayEquals(model.weights(), loaded.weights(), where);
      assertEquals(model.bias(), loaded.bias(), where);
      assertArrayEquals(model.probabilities(source), loaded.probabilities(source), where);
      assertArrayEquals(
          model.probabilities(table.train()), loaded.probabilities(table.train()), where);
    }
  }
}
