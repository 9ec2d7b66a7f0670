package io.downhill.data.table;

import io.downhill.data.Argument;
import io.downhill.data.Classes;
import io.downhill.data.DataException;
import io.downhill.data.Dataset;
import io.downhill.data.Encoding;
import io.downhill.data.Missing;
import io.downhill.data.OpenTable;
import io.downhill.data.Preparation;
import io.downhill.data.PreparationOptions;
import io.downhill.data.Spelling;
import io.downhill.data.column.BaseMargin;
import io.downhill.data.column.ColumnLearner;
import io.downhill.data.column.LevelSummary;
import io.downhill.data.column.NumberSummary;
import io.downhill.data.column.Outcomes;
import io.downhill.data.column.RawExamples;
import io.downhill.data.column.TextColumns;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * A table that has been made ready to train on.
 *
 * @param train the examples to train on
 * @param test those held out, empty if none were to be; prepared by what was learned from the
 *     others
 * @param preparation how their features came about; both data sets have it too
 * @param rows of the table that the training examples are; those of counts may be two examples
 * @param dropped how many rows were left out since they have gaps
 * @param warnings what the user should know, a line each
 */
public record PreparedTable(
    Dataset train,
    Optional<Dataset> test,
    Preparation preparation,
    int rows,
    int dropped,
    List<String> warnings) {
  /** Copies the list. */
  public PreparedTable {
    warnings = List.copyOf(warnings);
  }

  /**
   * Reads a table and learns how to prepare it. The same table and options give the same bits.
   *
   * @throws DataException if the table cannot be used as training data
   */
  public static PreparedTable learn(TableSource source, PreparationOptions options) {
    Argument.notNull(source, "source");
    Argument.notNull(options, "options");
    try (OpenTable table = source.open(options)) {
      ColumnChoice choice = ColumnChoice.of(table, options);
      RawExamples raw = RawReader.read(table, choice, options, source);
      return learn(table, choice, raw, options, source.gaps());
    }
  }

  private static PreparedTable learn(
      OpenTable table,
      ColumnChoice choice,
      RawExamples raw,
      PreparationOptions options,
      List<String> gaps) {
    List<String> warnings = new ArrayList<>(table.warnings());
    warnings.addAll(raw.warnings());
    List<TextColumns.Judgement> judged =
        new TextColumns(raw, options.missing(), warnings).judge(choice.categoryFeatures());
    int[] kept =
        IntStream.range(0, raw.rows())
            .filter(i -> options.missing() != Missing.DROP || isWhole(raw, i))
            .toArray();
    if (kept.length == 0) {
      throw new DataException(
          table.name()
              + ": every row has a gap; leave out the columns that have many with --exclude, or"
              + " give --missing impute");
    }
    boolean[] held = held(raw, kept, options, warnings);
    int[] rows = IntStream.of(kept).filter(i -> !held[i]).toArray();
    List<ColumnLearner> learners = new ArrayList<>();
    for (int k = 0; k < raw.names().size(); k++) {
      int column = choice.features().get(k);
      learners.add(
          new ColumnLearner(
              raw,
              k,
              rows,
              table.columns().get(column).kind(),
              judged.get(k),
              Optional.ofNullable(choice.categories().get(column)),
              choice.wanted().contains(column),
              options,
              warnings));
    }
    NumberSummary numbers = NumberSummary.of(raw, rows);
    LevelSummary levels = LevelSummary.of(raw, rows);
    int offset = choice.features().indexOf(choice.offset());
    List<Encoding> encodings = new ArrayList<>();
    for (int k = 0; k < learners.size(); k++) {
      ColumnLearner learner = learners.get(k);
      encodings.add(
          k == offset
              ? BaseMargin.encoding(raw, k, kept, learner.scale(), numbers)
              : learner.learn(numbers, levels));
    }
    Preparation preparation =
        new Preparation(
            options.target().named(choice.target().stream().map(table.names()::get).toList()),
            encodings,
            options.missing(),
            gaps,
            choice.offset() < 0
                ? Optional.empty()
                : Optional.of(table.names().get(choice.offset())));
    if (preparation.features().size() == (offset < 0 ? 0 : 1)) {
      throw new DataException(table.name() + ": no features: " + reasons(encodings));
    }
    Optional<Dataset> test =
        rows.length == kept.length
            ? Optional.empty()
            : Optional.of(
                raw.encode(preparation, IntStream.of(kept).filter(i -> held[i]).toArray(), false));
    int dropped = raw.unlabelled() + raw.rows() - kept.length;
    Dataset train = raw.encode(preparation, rows, true);
    return new PreparedTable(train, test, preparation, rows.length, dropped, warnings);
  }

  private static String reasons(List<Encoding> encodings) {
    List<String> reasons =
        encodings.stream().map(e -> e.column() + " is " + e.description()).toList();
    return Spelling.list(reasons) + "; name columns to use with --only";
  }

  private static boolean isWhole(RawExamples raw, int i) {
    for (int j = 0; j < raw.names().size(); j++) {
      if (Double.isNaN(raw.value(i, j))) {
        return false;
      }
    }
    return true;
  }

  /** Draws the rows to hold out, the same part of each class where each row is of one. */
  private static boolean[] held(
      RawExamples raw, int[] kept, PreparationOptions options, List<String> warnings) {
    boolean[] held = new boolean[raw.rows()];
    if (options.test() == 0) {
      return held;
    }
    Random random = new Random(options.seed());
    Outcomes outcomes = raw.outcomes();
    if (outcomes.divided()) {
      draw(outcomes, kept.clone(), "", options.test(), random, held);
      return held;
    }
    Classes classes = outcomes.classes();
    List<String> small = new ArrayList<>();
    for (int y = 0; y < classes.count(); y++) {
      int of = y;
      int[] rows = IntStream.of(kept).filter(i -> outcomes.isOf(i, of)).toArray();
      if (!classes.areTwo() && Math.rint(options.test() * rows.length) == 0) {
        small.add(classes.name(y)); // All other classes can be judged without it.
        continue;
      }
      draw(outcomes, rows, " of class " + classes.name(y), options.test(), random, held);
    }
    if (small.size() == classes.count()) {
      throw new DataException(
          "--test " + options.test() + ": of no class has it a row; give a larger part");
    }
    if (!small.isEmpty()) {
      warnings.add(
          "--test holds out no row of "
              + Spelling.list(small)
              + ", of which there are too few; they are not judged");
    }
    return held;
  }

  /**
   * Holds out a part of some rows.
   *
   * @param which they are, for a message
   */
  private static void draw(
      Outcomes outcomes, int[] rows, String which, double part, Random random, boolean[] held) {
    int count = (int) Math.rint(part * rows.length);
    if (rows.length > 0 && (count == 0 || count == rows.length)) {
      throw new DataException(
          "--test "
              + part
              + ": of the "
              + rows.length
              + " examples"
              + which
              + (count == 0 ? " none would be held out" : " none would be left to train on"));
    }
    draw(outcomes, rows, part, random, held);
  }

  /**
   * Holds out some of these rows, at least one and not all, until one more row would bring their
   * weight further from the part than it is.
   */
  private static void draw(
      Outcomes outcomes, int[] rows, double part, Random random, boolean[] held) {
    double share = part * IntStream.of(rows).mapToDouble(outcomes::weight).sum();
    double goal = outcomes.counted() ? Math.rint(share) : share;
    double taken = 0;
    for (int k = 0; taken < goal && k < rows.length - 1; k++) {
      int drawn = k + random.nextInt(rows.length - k);
      int row = rows[drawn];
      double weight = outcomes.weight(row);
      if (k > 0 && taken + weight / 2 > goal) {
        return;
      }
      rows[drawn] = rows[k];
      held[row] = true;
      taken += weight;
    }
  }
}
