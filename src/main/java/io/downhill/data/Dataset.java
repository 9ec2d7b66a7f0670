package io.downhill.data;

import io.downhill.sums.Tree;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Examples of the host: features X (m x n, float32, example-major), labels y and names. X is in
 * memory, or stays in the file it comes from, which must then not be changed as long as the data
 * set is used: what finds that it was throws a {@link DataException}. {@link #inMemory} makes a
 * copy that needs no file.
 *
 * <p>X is asked for by row blocks: {@link Rows}. Labels are the numbers 0 to K - 1 of K {@link
 * Classes}, of two 0 (negative) or 1 (positive); a data set that is only scored has none.
 *
 * <p>A data set whose features are on a {@link Standardization} knows it, so whoever trains on it
 * can return to raw units. Immutable once it is built, but for features that are given away; safe
 * to share.
 *
 * <p>Longer than other files: all that a caller asks of a data set and of its builder is here, each
 * call some lines.
 */
public final class Dataset {
  /** Examples in one block of the sums; every row block is a multiple of it. */
  public static final int ROW_ALIGNMENT = Tree.BLOCK;

  /** Elements behind the last row of a row block, so that vector loops may read past it. */
  public static final int PADDING = Rows.PADDING;

  /** The most features that dense rows may have: 1024 rows must fit one Java array. */
  public static final int MAX_FEATURES = (1 << 21) - 2;

  /** The most features of sparse rows: the sums of them all must fit one Java array as pairs. */
  public static final int MAX_SPARSE_FEATURES = 1 << 29;

  /** The most examples. */
  public static final int MAX_EXAMPLES = Integer.MAX_VALUE - ROW_ALIGNMENT;

  private static final int BLOCK_ELEMENTS = 1 << 22;

  private final List<String> featureNames;
  private final Rows rows;
  private final Annotation known;
  private final Standardization standardization;
  private final Preparation preparation;

  private Dataset(
      List<String> featureNames,
      Rows rows,
      Annotation known,
      Standardization standardization,
      Preparation preparation) {
    this.featureNames = List.copyOf(featureNames);
    this.rows = rows;
    this.known = known;
    this.standardization = standardization;
    this.preparation = preparation;
  }

  /**
   * Copies arrays into a labelled data set with features named column0, column1, ...
   *
   * @param x one row an example, all of the same length n &gt;= 1, finite
   * @param y one label an example, each 0 or 1
   * @throws IllegalArgumentException if a row has another length or a value is not finite or not a
   *     label
   */
  public static Dataset of(float[][] x, int[] y) {
    return of(x, y, Classes.ZERO_ONE);
  }

  /**
   * The same for any number of classes.
   *
   * @param x one row an example, all of the same length n &gt;= 1, finite
   * @param y one label an example, each from 0 to K - 1
   * @param classes what the labels stand for
   * @throws IllegalArgumentException if a row has another length or a value is not finite or not a
   *     label
   */
  public static Dataset of(float[][] x, int[] y, Classes classes) {
    Argument.notNull(x, "x");
    Argument.notNull(y, "y");
    Argument.notNull(classes, "classes");
    if (x.length != y.length) {
      throw new IllegalArgumentException(
          "examples differ: x has " + x.length + " rows, y " + y.length);
    }
    if (x.length == 0) {
      throw new IllegalArgumentException("no examples: x has no rows");
    }
    Builder builder = new Builder(defaultNames(Argument.notNull(x[0], "x[0]").length));
    float[] labels = new float[y.length];
    for (int i = 0; i < x.length; i++) {
      builder.addRow(x[i]);
      checkLabel(y, i, classes);
      labels[i] = y[i];
    }
    return builder.labels(labels, classes).build();
  }

  /**
   * A data set of sparse rows, compressed (CSR): the values of row i that are not 0 stand from
   * {@code starts[i]} to before {@code starts[i + 1]}. A model of it has the bits of that of the
   * same numbers as dense rows that are not centred ({@code TrainingOptions.centre}).
   *
   * @param starts length m + 1, from 0 on, never falling; not copied
   * @param columns the feature of each value, ascending within a row; not copied
   * @param values finite; not copied
   * @param features n
   * @param y one label an example, each from 0 to K - 1
   * @param classes what the labels stand for
   * @throws IllegalArgumentException if lengths, places or labels do not fit
   */
  public static Dataset ofCsr(
      int[] starts, int[] columns, float[] values, int features, int[] y, Classes classes) {
    Argument.notNull(starts, "starts");
    Argument.notNull(columns, "columns");
    Argument.notNull(values, "values");
    Argument.notNull(y, "y");
    Argument.notNull(classes, "classes");
    CsrRows rows = new CsrRows(starts, columns, values, features);
    if (y.length != rows.examples()) {
      throw new IllegalArgumentException(
          "examples differ: " + rows.examples() + " rows, y " + y.length);
    }
    float[] labels = new float[y.length];
    for (int i = 0; i < y.length; i++) {
      checkLabel(y, i, classes);
      labels[i] = y[i];
    }
    return new Builder(defaultNames(features)).rows(rows).labels(labels, classes).build();
  }

  private static void checkLabel(int[] y, int i, Classes classes) {
    if (y[i] < 0 || y[i] >= classes.count()) {
      String codes = classes.areTwo() ? "0 or 1" : "from 0 to " + (classes.count() - 1);
      throw new IllegalArgumentException("y[" + i + "] is " + y[i] + ": a label is " + codes);
    }
  }

  /** The names column0, column1, ... for a table that brings none. */
  public static List<String> defaultNames(int features) {
    List<String> names = new ArrayList<>(features);
    for (int j = 0; j < features; j++) {
      names.add("column" + j);
    }
    return names;
  }

  /** The row-block size used for n features: a multiple of 1024, near 16 MiB a block. */
  public static int rowsPerBlock(int features) {
    return rowsPerBlock(features, BLOCK_ELEMENTS);
  }

  private static int rowsPerBlock(int features, int elements) {
    return ROW_ALIGNMENT * (int) Math.max(1, elements / ((long) ROW_ALIGNMENT * features));
  }

  /** m, the number of examples. */
  public int examples() {
    return rows.examples();
  }

  /** n, the number of features. */
  public int features() {
    return featureNames.size();
  }

  /** The n feature names, in column order. */
  public List<String> featureNames() {
    return featureNames;
  }

  /** Whether y is known. */
  public boolean labelled() {
    return known.labels() != null;
  }

  /** What the labels stand for; empty without labels. */
  public Optional<Classes> classes() {
    return Optional.ofNullable(known.classes());
  }

  /** K, the number of classes; 2 where nobody said what the labels stand for. */
  public int classCount() {
    return known.classCount();
  }

  /**
   * The labels y, length m, each a whole number from 0 to K - 1; not a copy, not to be changed;
   * null without labels.
   */
  public float[] labels() {
    return known.labels();
  }

  /** The weights c of the examples, length m, each 0 or more; not a copy; null if all are 1. */
  public float[] weights() {
    return known.weights();
  }

  /** Which rows are not independent of each other; empty if all are. */
  public Optional<Clusters> clusters() {
    return Optional.ofNullable(known.clusters());
  }

  /**
   * The same examples in clusters.
   *
   * @param value one an example
   * @throws IllegalArgumentException if it is about another number of examples
   */
  public Dataset clustered(Clusters value) {
    if (Argument.notNull(value, "clusters").places().length != examples()) {
      throw new IllegalArgumentException(
          "examples: " + examples() + ", but clusters: " + value.places().length);
    }
    return new Dataset(featureNames, rows, known.clustered(value), standardization, preparation);
  }

  /** The same examples, each for itself. */
  public Dataset unclustered() {
    return new Dataset(featureNames, rows, known.clustered(null), standardization, preparation);
  }

  /** The sum of the weights, m without weights; J is the mean loss under it. */
  public double totalWeight() {
    return known.totalWeight(examples());
  }

  /** The total weight of the examples of each class, length K; of the class 0 without labels. */
  public double[] classTotals() {
    return known.classTotals(examples());
  }

  /**
   * Label and weight of each example in one number, c for y = 1 and -c for y = 0; length m.
   *
   * @throws IllegalStateException if there are more than two classes
   */
  public float[] signedWeights() {
    return known.signedWeights(examples());
  }

  /** The features. */
  public Rows rows() {
    return rows;
  }

  /** {@link Rows#x}. */
  public float x(int i, int j) {
    return rows.x(i, j);
  }

  /** {@link Rows#rowsPerBlock}. */
  public int rowsPerBlock() {
    return rows.rowsPerBlock();
  }

  /** {@link Rows#blockCount}. */
  public int blockCount() {
    return rows.blockCount();
  }

  /** {@link Rows#blockRows}. */
  public int blockRows(int k) {
    return rows.blockRows(k);
  }

  /** {@link Rows#block}. */
  public float[] block(int k) {
    return rows.block(k);
  }

  /** How the features came from the columns of a table; empty if they are the columns. */
  public Optional<Preparation> preparation() {
    return Optional.ofNullable(preparation);
  }

  /**
   * The feature that is added to each margin with the weight 1, which nothing learns; empty for
   * none.
   */
  public OptionalInt baseMargin() {
    return preparation == null || preparation.baseMargin().isEmpty()
        ? OptionalInt.empty()
        : OptionalInt.of(featureNames.indexOf(preparation.baseMargin().get()));
  }

  /** From where on features are stored as float32; empty where they are numbers as they are. */
  public Optional<Offsets> offsets() {
    return preparation == null ? Optional.empty() : preparation.offsets();
  }

  /**
   * The same examples with the offset 0, each number being rounded to float32 from there on, which
   * may cost digits; itself where that changes nothing.
   *
   * @throws IllegalStateException if the features are standardised
   */
  public Dataset withoutOffsets() {
    return offsets().isEmpty() ? this : stored(preparation.withoutOffsets());
  }

  /**
   * The same examples with the offset 0 and the unit 1, each number being rounded to float32 as it
   * is, which may cost digits; itself where that changes nothing.
   *
   * @throws IllegalStateException if the features are standardised
   * @throws DataException if a number is beyond the range of float32
   */
  public Dataset withPlainNumbers() {
    return offsets().isEmpty() ? this : stored(preparation.withPlainNumbers());
  }

  private Dataset stored(Preparation other) {
    if (other.equals(preparation)) {
      return this;
    }
    if (standardization != null) {
      throw new IllegalStateException("the features are already standardised");
    }
    Offsets target = other.offsets().orElseGet(() -> Offsets.none(features()));
    Rows moved = rows.changed(offsets().orElseThrow().change(target, featureNames));
    if (!(moved instanceof CsrRows sparse && sparse.change() == null)) {
      // Reading is what finds a number that is beyond the range now.
      moved.each(0, examples(), (i, x, at) -> {});
    }
    return new Dataset(featureNames, moved, known, null, other);
  }

  /** The scale that the features are on, empty while they are raw. */
  public Optional<Standardization> standardization() {
    return Optional.ofNullable(standardization);
  }

  /**
   * The same examples with their features on a scale, x := (x - mean) / deviation, each result
   * rounded once to float32; they are computed whenever rows are asked for.
   *
   * @throws IllegalStateException if the features are already standardised
   */
  public Dataset standardized(Standardization scale) {
    if (standardization != null) {
      throw new IllegalStateException("the features are already standardised");
    }
    scale.checkFeatures(features());
    Rows scaled = rows.changed(scale.change());
    return new Dataset(featureNames, scaled, known, scale, preparation);
  }

  /**
   * The same examples, whose features are given to whoever trains on them: X then stands in memory
   * once, and neither this data set nor that from which it came has features any more. Where {@code
   * auto} chose a GPU they are kept, for it may fail.
   */
  public Dataset givenAway() {
    return with(rows.givenAway());
  }

  /**
   * The same examples with their features in arrays of this program, which stay as they are
   * whatever becomes of the file they were read from; itself where they are not in a file.
   */
  public Dataset inMemory() {
    return rows.areInFile() ? with(DenseRows.inMemory(rows)) : this;
  }

  /**
   * The same examples with their features from elsewhere.
   *
   * @throws IllegalArgumentException if their numbers differ
   */
  public Dataset with(Rows others) {
    if (others.examples() != examples() || others.features() != features()) {
      throw new IllegalArgumentException(
          "rows: "
              + others.examples()
              + " x "
              + others.features()
              + ", must be "
              + examples()
              + " x "
              + features());
    }
    return new Dataset(featureNames, others, known, standardization, preparation);
  }

  /**
   * A part of the examples as a data set of its own, spread evenly over them, with their labels,
   * weights and scale.
   *
   * @param rows about how many, at least 1
   * @return all examples if there are no more
   */
  public Dataset sample(int rows) {
    return StripeSample.of(examples(), rows).map(this::of).orElse(this);
  }

  /** The examples of a sample; their features are a view. */
  public Dataset of(StripeSample sample) {
    return new Dataset(
        featureNames, rows.of(sample), known.of(sample), standardization, preparation);
  }

  /**
   * Some examples, with their labels, weights, clusters and scale.
   *
   * @param which they are, in the order that they are to have; not copied
   */
  public Dataset of(int[] which) {
    return new Dataset(featureNames, rows.of(which), known.of(which), standardization, preparation);
  }

  /**
   * The same examples as examples of these classes, which they are found in by name; those of no
   * such class have the weight 0. Itself where the classes are its own.
   *
   * @throws IllegalStateException if it has no classes
   */
  public Dataset among(Classes others) {
    Annotation moved = known.among(Argument.notNull(others, "classes"), examples());
    return moved == known
        ? this
        : new Dataset(featureNames, rows, moved, standardization, preparation);
  }

  /**
   * The same examples, not copied, with other weights.
   *
   * @param c length m, each finite and 0 or more
   */
  public Dataset weighted(float[] c) {
    return new Dataset(featureNames, rows, known.weighted(c), standardization, preparation);
  }

  /** Gathers examples into row blocks; the number of examples need not be known before. */
  public static final class Builder {
    private final List<String> featureNames;
    private final int features;
    private final int rowsPerBlock;
    private final RowBlocks blocks;
    private int examples;
    private Annotation known = new Annotation(null, null, null, null);
    private Preparation preparation;
    private Rows rows;

    /**
     * Starts a data set with these feature names.
     *
     * @throws IllegalArgumentException if there are none, or more than {@link #MAX_SPARSE_FEATURES}
     */
    public Builder(List<String> featureNames) {
      this(featureNames, BLOCK_ELEMENTS);
    }

    /** The same with row blocks of so many elements, or of the least number of rows. */
    Builder(List<String> featureNames, int blockElements) {
      this.featureNames = Argument.noneNull(featureNames, "featureNames");
      this.features = featureNames.size();
      checkFeatures(MAX_SPARSE_FEATURES);
      this.rowsPerBlock = Dataset.rowsPerBlock(features, blockElements);
      this.blocks = new RowBlocks(features, rowsPerBlock);
    }

    private void checkFeatures(int most) {
      if (features < 1 || features > most) {
        throw new IllegalArgumentException(
            "features: " + features + ", must be from 1 to " + most + " columns");
      }
    }

    /**
     * Appends one example.
     *
     * @param row length n, finite
     * @throws IllegalArgumentException if it is not
     */
    public Builder addRow(float[] row) {
      Argument.notNull(row, "row");
      if (row.length != features) {
        throw new IllegalArgumentException(
            "row " + (examples + 1) + " has " + row.length + " values, the first has " + features);
      }
      for (int j = 0; j < features; j++) {
        if (!Float.isFinite(row[j])) {
          throw new IllegalArgumentException(
              "row "
                  + (examples + 1)
                  + ", column "
                  + featureNames.get(j)
                  + ": "
                  + row[j]
                  + " is not a finite number");
        }
      }
      int i = examples;
      grow(1);
      System.arraycopy(row, 0, block(i), offset(i), features);
      return this;
    }

    /**
     * Makes room for more examples after those there are; the caller then writes their values
     * through {@link #block} and {@link #offset}.
     *
     * @throws DataException if there would be 2^31 examples or more
     * @throws IllegalArgumentException if there are more than {@link #MAX_FEATURES}
     */
    public void grow(int rows) {
      checkFeatures(MAX_FEATURES);
      long total = (long) examples + rows;
      if (total > MAX_EXAMPLES) {
        throw new DataException("examples: " + total + ", at most 2^31 - 1025 are supported");
      }
      examples = (int) total;
      blocks.reserve(examples);
    }

    /** Examples so far. */
    public int examples() {
      return examples;
    }

    /** A builder without examples, for the same features with the same preparation. */
    public Builder another() {
      return new Builder(featureNames).preparation(preparation);
    }

    /** n. */
    public int features() {
      return features;
    }

    /** Examples in a row block. */
    public int rowsPerBlock() {
      return rowsPerBlock;
    }

    /** The array that holds example i. */
    public float[] block(int i) {
      return blocks.of(i);
    }

    /** Forgets the array that holds example i, which is not to be asked for any more. */
    public void release(int i) {
      blocks.release(i);
    }

    /** Where example i begins in its array. */
    public int offset(int i) {
      return (i % rowsPerBlock) * features;
    }

    /**
     * Takes rows that are elsewhere, in the place of those that would be written.
     *
     * @param all of n finite features
     */
    public Builder rows(Rows all) {
      checkFeatures(all.areSparse() ? MAX_SPARSE_FEATURES : MAX_FEATURES);
      rows = all;
      examples = all.examples();
      return this;
    }

    /** Sets the labels, length m, each a whole number from 0 to K - 1, and what they stand for. */
    public Builder labels(float[] y, Classes meaning) {
      known = new Annotation(meaning, y, known.weights(), known.clusters());
      return this;
    }

    /** Sets the weights of the examples, length m, each finite and 0 or more. */
    public Builder weights(float[] c) {
      known = known.weighted(c);
      return this;
    }

    /** Sets which rows are not independent of each other; null if all are. */
    public Builder clusters(Clusters value) {
      known = known.clustered(value);
      return this;
    }

    /** Sets how the features came from the columns of a table. */
    public Builder preparation(Preparation value) {
      preparation = value;
      return this;
    }

    /**
     * Ends the data set; the builder must not be used afterwards.
     *
     * @throws DataException if there is no example
     * @throws IllegalArgumentException if there is another number of labels or weights, or one that
     *     cannot be one
     */
    public Dataset build() {
      if (examples == 0) {
        throw new DataException("no examples: the table has no rows");
      }
      known.check(examples);
      Rows all =
          rows != null
              ? rows
              : DenseRows.of(blocks.trimmed(examples), examples, features, rowsPerBlock);
      return new Dataset(featureNames, all, known, null, preparation);
    }
  }
}
