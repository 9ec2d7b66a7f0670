package io.downhill.cli;

import io.downhill.data.Classes;
import io.downhill.data.Clusters;
import io.downhill.data.DataException;
import io.downhill.data.Dataset;
import io.downhill.data.PreparationOptions;
import io.downhill.tuning.Folds;
import java.util.Arrays;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** The options that say which rows are held out together. */
final class FoldArguments implements PreparationArguments.Roles {
  private static final int USUAL = 5;

  /** More values of a column are dealt out to folds. */
  private static final int EACH = 20;

  @Option(
      names = "--folds",
      paramLabel = "K",
      description =
          "Into how many parts the rows are cut, each held out in turn while the others are trained"
              + " on (default: 5).")
  private Integer folds;

  @Option(
      names = "--fold",
      paramLabel = "COLUMN",
      description =
          "A column of which rows with one value stay together, as the visits of a patient; it is no"
              + " feature. Without --folds each of at most 20 values is a fold; else values are"
              + " dealt out.")
  private String fold;

  @Option(
      names = "--fold-order",
      paramLabel = "COLUMN",
      description =
          "A column of times: numbers, dates, or texts in their order; it is no feature. The rows in"
              + " this order are cut into K + 1 parts, and each but the first is predicted from all"
              + " before it.")
  private String order;

  /**
   * Folds, and what they are.
   *
   * @param text in words
   */
  record Choice(Folds folds, String text) {}

  /** How many folds there are if nothing else tells. */
  int count() {
    return folds == null ? USUAL : folds;
  }

  /**
   * Refuses what excludes each other.
   *
   * @throws ParameterException if both are given
   */
  void check(CommandSpec command) {
    if (fold != null && order != null) {
      throw new ParameterException(
          command.commandLine(),
          "--fold and --fold-order exclude each other: rows of one value stay together in an order"
              + " too");
    }
  }

  @Override
  public boolean given() {
    return fold != null || order != null;
  }

  @Override
  public String names() {
    return "--fold, --fold-order";
  }

  @Override
  public PreparationOptions addTo(PreparationOptions options) {
    return given() ? options.cluster(fold != null ? fold : order) : options;
  }

  /**
   * The folds of some examples.
   *
   * @throws DataException if there are too few rows, or values of a column
   */
  Choice of(Dataset data, long seed) {
    if (order != null) {
      Clusters times = data.clusters().orElseThrow();
      String text = count() + " in the order of " + times.column() + ", each predicted from before";
      return new Choice(Folds.ordered(times.column(), times.ranks(), count()), text);
    }
    if (fold != null) {
      Clusters groups = data.clusters().orElseThrow();
      boolean each = folds == null && groups.count() <= EACH;
      return grouped(groups, each ? groups.count() : count());
    }
    return stratified(data, count(), seed);
  }

  /** The folds of training with a penalty that is chosen: of clusters where rows are in some. */
  static Choice usual(Dataset data, long seed) {
    return data.clusters().isPresent()
        ? grouped(data.clusters().get(), USUAL)
        : stratified(data, USUAL, seed);
  }

  private static Choice grouped(Clusters groups, int count) {
    if (groups.count() < 2) {
      throw new DataException(
          groups.column() + ": all rows have one value: folds need two values or more");
    }
    boolean each = groups.count() == count;
    String text =
        each
            ? count + ", one for each value of " + groups.column()
            : count + " of the " + groups.count() + " values of " + groups.column();
    return new Choice(Folds.grouped(groups, count), text);
  }

  private static Choice stratified(Dataset data, int count, long seed) {
    requireTwoOfEach(data);
    String text = count + ", each with the same share of each class, drawn by seed " + seed;
    return new Choice(Folds.stratified(data, count, seed), text);
  }

  /** A class of one row is in no fold's training, or is never held out. */
  private static void requireTwoOfEach(Dataset data) {
    Classes classes = data.classes().orElse(Classes.ZERO_ONE);
    int[] rows = new int[classes.count()];
    for (int i = 0; i < data.examples(); i++) {
      boolean counts = data.weights() == null || data.weights()[i] > 0;
      rows[(int) data.labels()[i]] += counts ? 1 : 0;
    }
    int one = Arrays.stream(rows).boxed().toList().indexOf(1);
    if (one >= 0) {
      throw new DataException(
          "one row is of the class "
              + classes.name(one)
              + ": the fold that holds it out is trained on none; folds need two or more");
    }
  }
}
