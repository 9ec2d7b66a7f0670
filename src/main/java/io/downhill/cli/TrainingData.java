package io.downhill.cli;

import io.downhill.LogisticModel;
import io.downhill.data.Dataset;
import io.downhill.data.Encoding;
import io.downhill.data.HeldOut;
import io.downhill.data.ReadProgress;
import io.downhill.data.Target;
import io.downhill.data.table.PreparedRows;
import io.downhill.data.table.PreparedTable;
import io.downhill.data.table.TableSource;
import io.downhill.data.table.WholeTable;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.IntStream;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/**
 * The examples of a training run.
 *
 * @param train those to train on
 * @param origin what the examples were in the table where they are not its rows; else empty
 * @param warnings what the user should know of them
 * @param test others, if there are any
 */
record TrainingData(Dataset train, String origin, List<String> warnings, Optional<Test> test) {
  private static final int NAMED = 10;

  /**
   * Examples that a model was not trained on.
   *
   * @param measure how good a model is on them
   * @param rows the examples themselves, in memory
   */
  record Test(Function<LogisticModel, Judged> measure, Function<LogisticModel, Dataset> rows) {}

  /**
   * How good a model is on other examples.
   *
   * @param warnings what the user should know of these examples
   */
  record Judged(Measures measures, List<String> warnings) {}

  /**
   * Reads a matrix as it is, or a table as the options say.
   *
   * @param roles of columns that are no features
   * @param constants whether columns of one number are features, as a model without bias may need
   */
  static TrainingData read(
      CommandSpec command,
      List<String> data,
      Target target,
      long seed,
      TableArguments table,
      PreparationArguments preparation,
      PreparationArguments.Roles roles,
      boolean constants,
      ReadProgress progress) {
    Optional<PlainData> plain = table.plain(command, data);
    if (plain.isPresent()) {
      preparation.refuse(command, plain.get(), roles);
      TargetArguments.refuseCounts(command, plain.get(), target);
      double part = preparation.testPart(command);
      Optional<Test> test = preparation.testFile().map(file -> plainTest(command, file, table));
      PlainData.Read read = plain.get().train(target, preparation.positive(), progress);
      return part == 0
          ? new TrainingData(read.examples(), "", read.warnings(), test)
          : parted(read, part, seed);
    }
    TableSource source = table.source(command, data).watchedBy(progress);
    PreparedTable prepared =
        PreparedTable.learn(
            source, roles.addTo(preparation.options(command, target, seed)).constants(constants));
    List<String> warnings = new ArrayList<>(prepared.warnings());
    List<String> left =
        prepared.preparation().encodings().stream()
            .filter(Encoding.LeftOut.class::isInstance)
            .map(
                encoding -> encoding.column() + " (" + ((Encoding.LeftOut) encoding).reason() + ")")
            .toList();
    if (!left.isEmpty()) {
      String more = left.size() > NAMED ? ", ... (" + left.size() + " in all)" : "";
      warnings.add(
          "columns that are left out: "
              + String.join(", ", left.subList(0, Math.min(NAMED, left.size())))
              + more);
    }
    if (prepared.dropped() > 0) {
      int all =
          prepared.dropped() + prepared.rows() + prepared.test().map(Dataset::examples).orElse(0);
      warnings.add(prepared.dropped() + " of " + all + " rows have a gap and were dropped");
    }
    Optional<Test> test =
        prepared
            .test()
            .map(TrainingData::held)
            .or(
                () ->
                    preparation
                        .testFile()
                        .map(
                            file ->
                                test(
                                    file,
                                    table.files(List.of(file)),
                                    prepared.preparation().target(),
                                    preparation)));
    return new TrainingData(prepared.train(), origin(prepared), warnings, test);
  }

  /** Examples of which a part is held out. */
  private static TrainingData parted(PlainData.Read read, double part, long seed) {
    List<String> warnings = new ArrayList<>(read.warnings());
    Dataset all = read.examples();
    boolean[] held = HeldOut.draw(all, part, seed, warnings);
    int[] train = IntStream.range(0, held.length).filter(i -> !held[i]).toArray();
    int[] others = IntStream.range(0, held.length).filter(i -> held[i]).toArray();
    return new TrainingData(all.of(train), "", warnings, Optional.of(held(all.of(others))));
  }

  /** Examples that are there, but were not trained on. */
  private static Test held(Dataset examples) {
    return new Test(
        model ->
            new Judged(
                Measures.of(model, model.scores(examples.among(model.classes()))), List.of()),
        model -> examples.among(model.classes()));
  }

  /** A file of the same kind, read whole once a model is there. */
  private static Test plainTest(CommandSpec command, String file, TableArguments table) {
    PlainData plain =
        table
            .plain(command, List.of(file))
            .filter(PlainData::holdsLabels)
            .orElseThrow(
                () ->
                    new ParameterException(
                        command.commandLine(),
                        "--test " + file + ": is another kind of file than DATA"));
    return new Test(
        model -> {
          PlainData.Read read = plain.judge(model, Optional.empty(), ReadProgress.NONE);
          return new Judged(Measures.of(model, model.scores(read.examples())), read.warnings());
        },
        model -> plain.judge(model, Optional.empty(), ReadProgress.NONE).examples());
  }

  private static String origin(PreparedTable prepared) {
    return prepared.preparation().target() instanceof Target.Counts
        ? String.format(
            Locale.ROOT,
            "from %d rows of %s trials",
            prepared.rows(),
            new BigDecimal(prepared.train().totalWeight()).stripTrailingZeros().toPlainString())
        : prepared.preparation().target() instanceof Target.Fraction
            ? "from " + prepared.rows() + " rows of soft labels"
            : "";
  }

  private static Test test(
      String file, TableSource source, Target target, PreparationArguments preparation) {
    Function<LogisticModel, PreparedRows> opener =
        model ->
            PreparedRows.open(
                source,
                model.preparationOrPlain(),
                model.classes(),
                Optional.of(target),
                preparation.trim(),
                preparation.weight());
    return new Test(
        model -> {
          try (PreparedRows rows = opener.apply(model)) {
            Measures measures = Measures.of(model, model.scores(rows));
            return new Judged(
                measures,
                rows.warnings().stream().map(told -> "in " + file + ": " + told).toList());
          }
        },
        model -> {
          try (PreparedRows rows = opener.apply(model)) {
            return WholeTable.of(rows, model.classes());
          }
        });
  }

  /** The measures of a model on other examples, if there are any. */
  Optional<Judged> judge(LogisticModel model) {
    return test.map(others -> others.measure().apply(model));
  }
}
