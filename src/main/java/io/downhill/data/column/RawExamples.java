package io.downhill.data.column;

import io.downhill.data.Classes;
import io.downhill.data.Clusters;
import io.downhill.data.DataException;
import io.downhill.data.Dataset;
import io.downhill.data.LabelCoder;
import io.downhill.data.OpenTable;
import io.downhill.data.Preparation;
import io.downhill.data.cell.Digits;
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
  private final ExactColumns exact;
  private final boolean[] gaps;
  private final LabelCoder.Labels labels;
  private final float[] weights;
  private final Clusters clusters;
  private final boolean copies;
  private final long[] skipped;
  private final int unlabelled;
  private final StraightColumns straight;

  /**
   * Rows as they were read.
   *
   * @param names of the columns
   * @param levels of each column of texts, null for one of numbers
   * @param exact the doubles of columns whose digits float32 does not keep
   * @param gaps whether a column has any
   * @param weights one a row, above 0, or null
   * @param clusters of the rows, or null
   * @param skipped the rows of the table that are not here, in order
   * @param unlabelled how many of those have a weight but no label
   * @param straight the columns of texts that were read as numbers
   */
  public RawExamples(
      OpenTable table,
      List<String> names,
      Dataset.Builder cells,
      LevelIndex[] levels,
      ExactColumns exact,
      boolean[] gaps,
      LabelCoder.Labels labels,
      float[] weights,
      Clusters clusters,
      long[] skipped,
      int unlabelled,
      StraightColumns straight) {
    this.table = table;
    this.names = names;
    this.cells = cells;
    this.levels = levels;
    this.exact = exact;
    this.gaps = gaps;
    this.labels = labels;
    this.weights = weights;
    this.clusters = clusters;
    this.copies = weights == null || areWhole(weights);
    this.skipped = skipped;
    this.unlabelled = unlabelled;
    this.straight = straight;
  }

  private static boolean areWhole(float[] weights) {
    for (float c : weights) {
      if (c != Math.rint(c)) {
        return false;
      }
    }
    return true;
  }

  /** The number of rows. */
  public int rows() {
    return cells.examples();
  }

  /** The rows that were left out since they have no label. */
  public int unlabelled() {
    return unlabelled;
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

  /** Whether rows have weights of their own. */
  boolean weighted() {
    return weights != null;
  }

  /** The weight of row i; 1 without weights. */
  public double weight(int i) {
    return weights == null ? 1 : weights[i];
  }

  /** Whether all weights are whole numbers, and so may stand for copies; so without weights. */
  public boolean counted() {
    return copies;
  }

  /**
   * For how many rows row i counts where rows are counted: its weight where all weights are whole
   * numbers, and so may stand for copies; else 1.
   */
  double copies(int i) {
    return copies && weights != null ? weights[i] : 1;
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

  /** The levels of a column of texts by their codes; null for a column of numbers. */
  LevelIndex levels(int j) {
    return levels[j];
  }

  /** The columns of texts that were read as numbers. */
  StraightColumns straight() {
    return straight;
  }

  /** y of a row. */
  public boolean positive(int i) {
    return labels.values()[i] > 0;
  }

  /** What the labels stand for. */
  public Classes classes() {
    return labels.classes();
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
    float[] y = new float[rows.length];
    float[] c = weights == null ? null : new float[rows.length];
    for (int k = 0; k < rows.length; k++) {
      y[k] = labels.values()[rows[k]];
      if (c != null) {
        c[k] = weights[rows[k]];
      }
    }
    return new RawFeatures(this, preparation)
        .of(rows, last, chunk)
        .labels(y, labels.classes())
        .weights(c)
        .clusters(clusters == null ? null : clusters.among(rows))
        .preparation(preparation)
        .build();
  }
}
