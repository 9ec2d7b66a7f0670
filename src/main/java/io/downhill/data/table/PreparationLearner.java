package io.downhill.data.table;

import io.downhill.data.DataException;
import io.downhill.data.Dataset;
import io.downhill.data.Encoding;
import io.downhill.data.OpenTable;
import io.downhill.data.Preparation;
import io.downhill.data.PreparationOptions;
import io.downhill.data.Spelling;
import io.downhill.data.column.BaseMargin;
import io.downhill.data.column.ColumnLearner;
import io.downhill.data.column.LevelSummary;
import io.downhill.data.column.NumberSummary;
import io.downhill.data.column.RawExamples;
import io.downhill.data.column.TextColumns;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Learns from training rows what becomes of each column. */
final class PreparationLearner {
  private final OpenTable table;
  private final ColumnChoice choice;
  private final RawExamples raw;
  private final List<TextColumns.Judgement> judged;
  private final PreparationOptions options;
  private final List<String> gaps;
  private final int offset;

  /**
   * Learns from these rows.
   *
   * @param judged what the texts of each column are
   * @param gaps texts that stand for a gap
   */
  PreparationLearner(
      OpenTable table,
      ColumnChoice choice,
      RawExamples raw,
      List<TextColumns.Judgement> judged,
      PreparationOptions options,
      List<String> gaps) {
    this.table = table;
    this.choice = choice;
    this.raw = raw;
    this.judged = judged;
    this.options = options;
    this.gaps = gaps;
    this.offset = choice.features().indexOf(choice.offset());
  }

  /**
   * Learns; levels are many only where rows are then held sparse.
   *
   * @param rows to learn from
   * @param kept these and the rows that are held out
   * @param warnings gets what the user should know
   * @throws DataException if there is no feature, or there are too many
   */
  Preparation learn(int[] rows, int[] kept, List<String> warnings) {
    NumberSummary numbers = NumberSummary.of(raw, rows);
    LevelSummary levels = LevelSummary.of(raw, rows);
    List<String> told = new ArrayList<>();
    Preparation learned = learn(rows, kept, numbers, levels, Integer.MAX_VALUE, told);
    if (!learned.isSparse(rows.length) && hasManyLevels(learned)) {
      told.clear();
      learned = learn(rows, kept, numbers, levels, ColumnLearner.MOST_LEVELS, told);
    }
    warnings.addAll(told);
    boolean sparse = learned.isSparse(rows.length);
    check(learned, sparse ? Dataset.MAX_SPARSE_FEATURES : Dataset.MAX_FEATURES);
    return learned;
  }

  private static boolean hasManyLevels(Preparation learned) {
    return learned.encodings().stream()
        .anyMatch(
            encoding ->
                encoding instanceof Encoding.Category category
                    && category.levels().size() >= ColumnLearner.MOST_LEVELS);
  }

  private Preparation learn(
      int[] rows,
      int[] kept,
      NumberSummary numbers,
      LevelSummary levels,
      int most,
      List<String> told) {
    List<Encoding> encodings = new ArrayList<>();
    for (int k = 0; k < raw.names().size(); k++) {
      int column = choice.features().get(k);
      ColumnLearner learner =
          new ColumnLearner(
              raw,
              k,
              rows,
              table.columns().get(column).kind(),
              judged.get(k),
              Optional.ofNullable(choice.categories().get(column)),
              choice.wanted().contains(column),
              options,
              told);
      encodings.add(
          k == offset
              ? BaseMargin.encoding(raw, k, kept, learner.scale(), numbers)
              : learner.learn(numbers, levels, most));
    }
    return new Preparation(
        options.target().named(choice.target().stream().map(table.names()::get).toList()),
        encodings,
        options.missing(),
        gaps,
        choice.offset() < 0 ? Optional.empty() : Optional.of(table.names().get(choice.offset())));
  }

  private void check(Preparation learned, int most) {
    int features = learned.features().size();
    if (features == (offset < 0 ? 0 : 1)) {
      throw new DataException(table.name() + ": no features: " + reasons(learned.encodings()));
    }
    if (features > most) {
      throw new DataException(
          table.name()
              + ": "
              + features
              + " features, at most "
              + most
              + " are supported: give --rare more than "
              + options.rare()
              + ", or leave out a column of many levels with --exclude");
    }
  }

  private static String reasons(List<Encoding> encodings) {
    List<String> reasons =
        encodings.stream().map(e -> e.column() + " is " + e.description()).toList();
    return Spelling.list(reasons) + "; name columns to use with --only";
  }
}
