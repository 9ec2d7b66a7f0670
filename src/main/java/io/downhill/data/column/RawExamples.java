package io.downhill.data.column;

import io.downhill.data.Clusters;
import io.downhill.data.DataException;
import io.downhill.data.Dataset;
import io.downhill.data.OpenTable;
import io.downhill.data.Preparation;
import io.downhill.data.cell.Digits;
import io.downhill.data.words.TextRows;
import java.util.Arrays;
import java.util.List;

/**
 * Training rows in memory as they were read: the numbers of each column, or the codes of its texts,
 * NaN for gaps. Only when all rows are there is it known what a column is and becomes. Numbers are
 * float32, with doubles beside them where float32 does not keep their digits.
 */
public final class RawExamples {
  private final OpenTable table;
  private final List<String> names;
  private final Dataset.Builder cells;
  private final LevelIndex[] levels;
  private final TextRows[] texts;
  private final ExactColumns exact;
  private final boolean[] gaps;
  private final Outcomes outcomes;
  private final Clusters clusters;
  private final long[] skipped;
  private final int unlabelled;
  private final List<String> warnings;
  private final StraightColumns straight;

  /**
   * Rows as they were read.
   *
   * @param names of the columns
   * @param levels of each column of texts, null for one of numbers
   * @param texts of each column whose words become features, null for others
   * @param exact the doubles of columns whose digits float32 does not keep
   * @param gaps whether a column has any
   * @param outcomes how much of each row is of which class
   * @param clusters of the rows, or null
   * @param skipped the rows of the table that are not here, in order
   * @param unlabelled how many of those have a weight but no label
   * @param warnings what to tell of the rows, a line each
   * @param straight the columns of texts that were read as numbers
   */
  public RawExamples(
      OpenTable table,
      List<String> names,
      Dataset.Builder cells,
      LevelIndex[] levels,
      TextRows[] texts,
      ExactColumns exact,
      boolean[] gaps,
      Outcomes outcomes,
      Clusters clusters,
      long[] skipped,
      int unlabelled,
      List<String> warnings,
      StraightColumns straight) {
    this.table = table;
    this.names = names;
    this.cells = cells;
    this.levels = levels;
    this.texts = texts;
    this.exact = exact;
    this.gaps = gaps;
    this.outcomes = outcomes;
    this.clusters = clusters;
    this.skipped = skipped;
    this.unlabelled = unlabelled;
    this.warnings = warnings;
    this.straight = straight;
  }

  /** The number of rows. */
  public int rows() {
    return cells.examples();
  }

  /** The rows that were left out since they have no label. */
  public int unlabelled() {
    return unlabelled;
  }

  /** What to tell of the rows, a line each. */
  public List<String> warnings() {
    return warnings;
  }

  /** The columns' names. */
  public List<String> names() {
    return names;
  }

  /** The number or code in a cell, NaN for a gap. */
  public double value(int i, int j) {
    return exact.holds(j) ? exact.column(j).get(i) : cells.block(i)[cells.offset(i) + j];
  }

  /** The doubles of a column, null where the floats are all there is. */
  ExactColumn exact(int j) {
    return exact.column(j);
  }

  /** Whether a column needs doubles and has none, since the rows could be read only once. */
  boolean isCoarse(int j) {
    return exact.coarse().contains(j);
  }

  /**
   * How the numbers of a column are stored as float32.
   *
   * @throws DataException if one of them is too large beside the others
   */
  Digits digits(int j) {
    if (!exact.holds(j)) {
      return Digits.PLAIN;
    }
    double[] values = exact.column(j).values();
    Digits digits = Digits.of(values);
    for (int i = 0; i < values.length; i++) {
      if (Float.isInfinite(digits.rounded(values[i]))) {
        throw new DataException(
            place(i) + names.get(j) + ": " + values[i] + " is not a finite float32 number");
      }
    }
    return digits;
  }

  /** How much of each row is of which class. */
  public Outcomes outcomes() {
    return outcomes;
  }

  /** The numbers and codes of all rows. */
  Dataset.Builder cells() {
    return cells;
  }

  /** Whether a column has gaps. */
  boolean hasGaps(int j) {
    return gaps[j];
  }

  /** The array that holds row i. */
  float[] block(int i) {
    return cells.block(i);
  }

  /** Where row i begins in its array. */
  int offset(int i) {
    return cells.offset(i);
  }

  /** The words of a column whose words become features; null for others. */
  TextRows texts(int j) {
    return texts[j];
  }

  /** The levels of a column of texts by their codes; null for a column of numbers or words. */
  LevelIndex levels(int j) {
    return levels[j];
  }

  /** The columns of texts that were read as numbers. */
  StraightColumns straight() {
    return straight;
  }

  /** Where a row of these stands in the table, as a message begins. */
  String place(int i) {
    long row = i;
    for (long gone : skipped) {
      row += gone <= row ? 1 : 0;
    }
    return table.place(row) + ", column ";
  }

  /** The first row that holds this code in a column. */
  int firstRow(int j, int code) {
    int i = 0;
    while (value(i, j) != code) {
      i++;
    }
    return i;
  }

  /** Makes the texts of a column levels of a category, all spellings of one being one level. */
  void toLevels(int j) {
    int[] places = new int[levels[j].levels().size()];
    LevelIndex merged = levels[j].asLevels(places);
    boolean alike = merged.levels().size() < places.length;
    levels[j] = merged;
    for (int i = 0; alike && i < rows(); i++) {
      int place = cells.offset(i) + j;
      float code = cells.block(i)[place];
      cells.block(i)[place] = Float.isNaN(code) ? code : places[(int) code];
    }
  }

  /** Replaces the codes of a column by numbers, one a level; NaN makes gaps of a level. */
  void toNumbers(int j, double[] numbers) {
    levels[j] = null;
    gaps[j] |= Arrays.stream(numbers).anyMatch(Double::isNaN);
    double[] sorted = Digits.sorted(numbers);
    ExactColumn column = sorted.length > 0 && Digits.isCoarse(sorted) ? new ExactColumn() : null;
    for (int i = 0; i < rows(); i++) {
      int place = cells.offset(i) + j;
      float code = cells.block(i)[place];
      double number = Float.isNaN(code) ? Double.NaN : numbers[(int) code];
      cells.block(i)[place] = (float) number;
      if (column != null) {
        column.add(number);
      }
    }
    exact.set(j, column);
  }

  /**
   * Some of the rows as features: in place where each column is one feature and all rows stay, else
   * a block at a time.
   *
   * @param rows ascending
   * @param last whether nothing is asked of these rows any more, so that each block is forgotten
   *     once its rows are features
   */
  public Dataset encode(Preparation preparation, int[] rows, boolean last) {
    return encode(preparation, rows, last, RawFeatures.CHUNK);
  }

  /** The same with {@code chunk} rows encoded together. */
  Dataset encode(Preparation preparation, int[] rows, boolean last, int chunk) {
    int[] examples = outcomes.examples(rows);
    boolean all = rows.length == rows() && examples == rows;
    return annotated(
        new RawFeatures(this, preparation).of(examples, all, last, chunk), preparation, examples);
  }

  /** The same as sparse rows. */
  public Dataset encodeSparse(Preparation preparation, int[] rows, boolean last) {
    int[] examples = outcomes.examples(rows);
    return annotated(
        new RawFeatures(this, preparation).sparse(examples, last), preparation, examples);
  }

  private Dataset annotated(Dataset.Builder builder, Preparation preparation, int[] examples) {
    float[] y = outcomes.labels(examples);
    return builder
        .labels(y, outcomes.classes())
        .weights(outcomes.weights(examples, y))
        .clusters(clusters(examples))
        .preparation(preparation)
        .build();
  }

  private Clusters clusters(int[] examples) {
    if (clusters != null) {
      return clusters.among(examples);
    }
    return outcomes.divided() ? Clusters.rows(examples) : null;
  }
}
