package io.downhill.cli;

import io.downhill.LogisticModel;
import io.downhill.cli.TwinOutcome.Verdict;
import io.downhill.data.Encoding;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Trains on clean tables and on their twins, and scores each by the model of the other. */
final class TwinRuns {
  /** What a line names beside the reason: an option, or how cells should be written. */
  private static final String CURE = "(--[a-z]|write )";

  private static final List<String> OPTIONS = List.of("--l2", "0.001", "--device", "cpu");

  /**
   * A clean table and what was learned from it.
   *
   * @param data its file
   * @param rows which row of the table each of its rows is
   * @param file the model's
   * @param probabilities by the row of the table; NaN for rows that it has not
   */
  private record Clean(
      Path data, int[] rows, Path file, LogisticModel model, double[] probabilities) {}

  private final Path folder;
  private final Map<String, Clean> known = new HashMap<>();

  TwinRuns(Path folder) {
    this.folder = folder;
  }

  private Clean clean(String origin, Set<String> without) {
    return known.computeIfAbsent(origin + without, name -> learn(origin, without));
  }

  private Clean learn(String origin, Set<String> without) {
    int[] rows =
        origin.equals(CleanTables.REPEATED)
            ? CleanTables.repeated()
            : IntStream.range(0, CleanTables.ROWS).toArray();
    try {
      Path home = Files.createTempDirectory(folder, "clean");
      Path data = Files.writeString(home.resolve("clean.csv"), CleanTables.sheet(origin).csv());
      Path file = home.resolve("clean.json");
      List<Object> train = new ArrayList<>(List.of("train", data, "--label", CleanTables.LABEL));
      train.addAll(List.of("--model", file));
      train.addAll(OPTIONS);
      if (!without.isEmpty()) {
        train.addAll(List.of("--exclude", String.join(",", without)));
      }
      CommandRun.of(train.toArray()).succeeds();
      double[] told = probabilities(CommandRun.of("predict", file, data).succeeds());
      double[] probabilities = new double[CleanTables.ROWS];
      Arrays.fill(probabilities, Double.NaN);
      IntStream.range(0, rows.length).forEach(i -> probabilities[rows[i]] = told[i]);
      return new Clean(data, rows, file, LogisticModel.load(file), probabilities);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A twin, written and trained on. */
  final class Trained {
    private final DirtyTwin twin;
    private final Clean clean;
    private final Path home;
    private final Path file;
    private final CommandRun run;
    private final LogisticModel model;

    private Trained(DirtyTwin twin) throws IOException {
      this.twin = twin;
      clean = clean(twin.origin(), Set.of());
      home = Files.createTempDirectory(folder, "twin");
      twin.writer().writeInto(home);
      file = home.resolve("model.json");
      List<Object> train = new ArrayList<>(List.of("train"));
      train.addAll(data());
      String label = twin.label();
      train.addAll(List.of("--label", label.endsWith(".npy") ? home.resolve(label) : label));
      train.addAll(List.of("--model", file));
      train.addAll(OPTIONS);
      train.addAll(twin.reading());
      train.addAll(twin.training());
      run = CommandRun.of(train.toArray());
      model = run.code() == 0 ? LogisticModel.load(file) : null;
    }

    private List<Object> data() {
      return twin.data().stream()
          .map(
              data ->
                  data.startsWith("--") || data.contains("FOLDER")
                      ? data.replace("FOLDER", home.toString())
                      : home.resolve(data))
          .map(Object.class::cast)
          .toList();
    }

    /** How the fit compares with that of the clean table. */
    TwinOutcome fit() {
      if (run.code() != 0) {
        return refused(run);
      }
      if (isLike(clean)) {
        return new TwinOutcome(Verdict.SAME, run.err());
      }
      Set<String> left = left();
      Set<String> categories = categories();
      String told = "J " + cost(model) + ", not " + cost(clean.model()) + ": " + run;
      if (!told(left, run, CURE) || !told(categories, run, CURE)) {
        return new TwinOutcome(Verdict.WRONG, told);
      }
      if (!categories.isEmpty()) {
        return new TwinOutcome(Verdict.CATEGORY, told);
      }
      if (!left.isEmpty() && isLike(clean(twin.origin(), left))) {
        return new TwinOutcome(Verdict.LEFT_OUT, told);
      }
      boolean warned = left.isEmpty() && warnsOfOne();
      return new TwinOutcome(warned ? Verdict.TOLD : Verdict.WRONG, told);
    }

    /** Whether a warning names a column and the cure. */
    private boolean warnsOfOne() {
      return columns(clean.model(), Encoding.Numeric.class::isInstance).stream()
          .anyMatch(column -> told(Set.of(column), run, CURE));
    }

    /** The columns that are a category to this model, and not to the clean table's. */
    private Set<String> categories() {
      Set<String> categories = columns(model, Encoding.Category.class::isInstance);
      categories.retainAll(columns(clean.model(), Encoding.Numeric.class::isInstance));
      return categories;
    }

    /** The columns that the clean table's model uses, and this one leaves out. */
    private Set<String> left() {
      Set<String> left = columns(model, Encoding.LeftOut.class::isInstance);
      left.removeAll(columns(clean.model(), Encoding.LeftOut.class::isInstance));
      left.retainAll(columns(clean.model(), encoding -> true));
      return left;
    }

    private boolean isLike(Clean other) {
      double expected = cost(other.model());
      double actual = cost(model);
      double share = Math.abs(actual - expected) / expected;
      return switch (twin.likeness()) {
        case BITS ->
            actual == expected
                && model.bias() == other.model().bias()
                && Arrays.equals(model.weights(), other.model().weights());
        case ROUNDING ->
            share < 3e-7; // 32 losses at a time are added in float32, in another order.
        case DIGITS -> share < 1e-6;
      };
    }

    /** How its rows are scored by the model of the clean table, or by its own if that cannot be. */
    TwinOutcome scored() {
      if (!twin.crosses() && model == null) {
        return refused(run);
      }
      List<Object> predict =
          new ArrayList<>(List.of("predict", twin.crosses() ? clean.file() : file));
      predict.addAll(data());
      predict.addAll(twin.reading());
      return compare(CommandRun.of(predict.toArray()), twin.rows(), twin.crosses());
    }

    /** How its model scores the clean table, if that can be. */
    TwinOutcome scores() {
      if (!twin.crosses() || model == null) {
        return model == null ? refused(run) : new TwinOutcome(Verdict.SAME, "");
      }
      return compare(CommandRun.of("predict", file, clean.data()), clean.rows(), false);
    }

    private TwinOutcome compare(CommandRun predict, int[] rows, boolean byClean) {
      if (predict.code() != 0) {
        return refused(predict);
      }
      Set<String> left = byClean ? Set.of() : left();
      double[] expected = (left.isEmpty() ? clean : clean(twin.origin(), left)).probabilities();
      double[] actual = probabilities(predict);
      if (actual.length != rows.length) {
        String counts = actual.length + " predictions of " + rows.length + " rows: ";
        return new TwinOutcome(Verdict.WRONG, counts + predict.command() + predict.err());
      }
      double limit = limit(byClean);
      for (int i = 0; i < rows.length; i++) {
        double a = rows[i] < 0 ? Double.NaN : expected[rows[i]];
        if (Math.abs(actual[i] - a) > limit) {
          boolean other = !byClean && !categories().isEmpty() && told(categories(), predict, ".*");
          return new TwinOutcome(
              other ? Verdict.CATEGORY : Verdict.WRONG,
              "row "
                  + i
                  + ": "
                  + actual[i]
                  + ", not "
                  + a
                  + ": "
                  + predict.command()
                  + predict.err());
        }
      }
      return new TwinOutcome(left.isEmpty() ? Verdict.SAME : Verdict.LEFT_OUT, predict.err());
    }

    private double limit(boolean byClean) {
      return switch (twin.likeness()) {
        case BITS -> 0;
        case ROUNDING -> byClean ? 1e-12 : 1e-6;
        case DIGITS -> 1e-4;
      };
    }
  }

  /** Writes a twin and trains on it. */
  Trained train(DirtyTwin twin) throws IOException {
    return new Trained(twin);
  }

  /** Whether a line on stderr names each column, and has a part as this pattern. */
  private static boolean told(Set<String> columns, CommandRun run, String part) {
    return columns.stream()
        .allMatch(
            column ->
                run.err()
                    .lines()
                    .anyMatch(line -> line.matches(".*" + column + ".*" + part + ".*")));
  }

  private static Set<String> columns(LogisticModel model, Predicate<Encoding> chosen) {
    return model.preparationOrPlain().encodings().stream()
        .filter(chosen)
        .map(Encoding::column)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static double cost(LogisticModel model) {
    return model.report().orElseThrow().cost();
  }

  private static double[] probabilities(CommandRun predict) {
    return predict
        .out()
        .lines()
        .skip(1)
        .mapToDouble(line -> Double.parseDouble(line.substring(0, line.indexOf(','))))
        .toArray();
  }

  private static TwinOutcome refused(CommandRun run) {
    boolean words =
        run.code() <= 2
            && run.out().isEmpty()
            && run.err().startsWith("downhill: ")
            && run.err().lines().count() == 1
            && run.err().matches("(?s).*(table\\.|part-|x\\.npy|column |--).*");
    return new TwinOutcome(words ? Verdict.REFUSED : Verdict.WRONG, run.toString());
  }
}
