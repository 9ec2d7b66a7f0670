package io.downhill.data.table;

import io.downhill.data.Argument;
import io.downhill.data.DataException;
import io.downhill.data.Dataset;
import io.downhill.data.HeldOut;
import io.downhill.data.Missing;
import io.downhill.data.OpenTable;
import io.downhill.data.Preparation;
import io.downhill.data.PreparationOptions;
import io.downhill.data.column.RawExamples;
import io.downhill.data.column.TextColumns;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
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
    Preparation preparation =
        new PreparationLearner(table, choice, raw, judged, options, gaps)
            .learn(rows, kept, warnings);
    boolean sparse = preparation.isSparse(rows.length);
    Optional<Dataset> test =
        rows.length == kept.length
            ? Optional.empty()
            : Optional.of(
                encode(
                    raw,
                    preparation,
                    IntStream.of(kept).filter(i -> held[i]).toArray(),
                    false,
                    sparse));
    int dropped = raw.unlabelled() + raw.rows() - kept.length;
    Dataset train = encode(raw, preparation, rows, true, sparse);
    return new PreparedTable(train, test, preparation, rows.length, dropped, warnings);
  }

  private static Dataset encode(
      RawExamples raw, Preparation preparation, int[] rows, boolean last, boolean sparse) {
    return sparse ? raw.encodeSparse(preparation, rows, last) : raw.encode(preparation, rows, last);
  }

  private static boolean isWhole(RawExamples raw, int i) {
    for (int j = 0; j < raw.names().size(); j++) {
      if (Double.isNaN(raw.value(i, j))) {
        return false;
      }
    }
    return true;
  }

  /** Draws the rows to hold out. */
  private static boolean[] held(
      RawExamples raw, int[] kept, PreparationOptions options, List<String> warnings) {
    return options.test() == 0
        ? new boolean[raw.rows()]
        : HeldOut.draw(raw.rows(), kept, raw.outcomes(), options.test(), options.seed(), warnings);
  }
}
