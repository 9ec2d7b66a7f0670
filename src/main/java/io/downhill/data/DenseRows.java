package io.downhill.data;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** Rows in which every value stands, 0 or not. */
public final class DenseRows implements Rows {
  /** Where rows come from that are in no Java array. */
  @FunctionalInterface
  public interface Source {
    /** Copies some rows, as {@link Rows#copy} does. */
    void copy(int first, int count, float[] target, int place);

    /** {@link Rows#areInFile}. */
    default boolean isFile() {
      return false;
    }

    /** {@link Rows#scale}. */
    default Optional<Standardization> scale() {
      return Optional.empty();
    }

    /** {@link Rows#checkUnchanged}. */
    default void checkUnchanged() {}
  }

  private final int examples;
  private final int features;
  private final int rowsPerBlock;
  private final List<float[]> memory;
  private final Source source;
  private final Change change;
  private final boolean given;

  private DenseRows(
      int examples,
      int features,
      int rowsPerBlock,
      List<float[]> memory,
      Source source,
      Change change,
      boolean given) {
    this.examples = examples;
    this.features = features;
    this.rowsPerBlock = rowsPerBlock;
    this.memory = memory;
    this.source = source;
    this.change = change;
    this.given = given;
  }

  /**
   * Rows in memory.
   *
   * @param blocks {@link #PADDING} elements longer than their rows; the arrays are not copied
   * @param rowsPerBlock a multiple of 1024
   */
  public static DenseRows of(List<float[]> blocks, int examples, int features, int rowsPerBlock) {
    List<float[]> own = new ArrayList<>(blocks);
    return new DenseRows(examples, features, rowsPerBlock, own, null, null, false);
  }

  /** Rows that others have, in another order or by other blocks. */
  static DenseRows of(int examples, int features, Rows origin, Source view) {
    return of(
        examples,
        features,
        new Source() {
          @Override
          public void copy(int first, int count, float[] target, int place) {
            view.copy(first, count, target, place);
          }

          @Override
          public void checkUnchanged() {
            origin.checkUnchanged();
          }
        });
  }

  /** These rows by blocks of the usual size. */
  public static Rows usual(Rows rows) {
    return rows.rowsPerBlock() == Dataset.rowsPerBlock(rows.features())
        ? rows
        : of(rows.examples(), rows.features(), rows, rows::copy);
  }

  /** These rows in arrays, of which those that are given away are taken. */
  public static DenseRows inMemory(Rows rows) {
    float[][] blocks = new float[rows.blockCount()][];
    IntStream.range(0, blocks.length).parallel().forEach(k -> blocks[k] = rows.take(k));
    return of(Arrays.asList(blocks), rows.examples(), rows.features(), rows.rowsPerBlock());
  }

  /** Rows of a source, which is asked again whenever rows are. */
  public static DenseRows of(int examples, int features, Source source) {
    int rows = Dataset.rowsPerBlock(features);
    return new DenseRows(examples, features, rows, null, source, null, false);
  }

  @Override
  public int examples() {
    return examples;
  }

  @Override
  public int features() {
    return features;
  }

  @Override
  public int rowsPerBlock() {
    return rowsPerBlock;
  }

  @Override
  public float[] block(int k) {
    if (inPlace()) {
      return array(k);
    }
    float[] block = new float[blockRows(k) * features + PADDING];
    copy(k * rowsPerBlock, blockRows(k), block, 0);
    return block;
  }

  @Override
  public float[] take(int k) {
    if (!areGivenAway()) {
      return block(k);
    }
    float[] block = array(k);
    memory.set(k, null);
    if (change != null) {
      change.apply(block, 0, blockRows(k));
    }
    return block;
  }

  private float[] array(int k) {
    float[] block = memory.get(k);
    if (block == null) {
      throw new IllegalStateException(
          "the features of these examples were given away: read or build the data set anew");
    }
    return block;
  }

  @Override
  public void copy(int first, int count, float[] target, int place) {
    if (source != null) {
      source.copy(first, count, target, place);
    } else {
      for (int done = 0; done < count; ) {
        int row = (first + done) % rowsPerBlock;
        int rows = Math.min(count - done, rowsPerBlock - row);
        float[] block = array((first + done) / rowsPerBlock);
        System.arraycopy(block, row * features, target, place + done * features, rows * features);
        done += rows;
      }
    }
    if (change != null) {
      change.apply(target, place, count);
    }
  }

  @Override
  public float x(int i, int j) {
    return inPlace()
        ? array(i / rowsPerBlock)[i % rowsPerBlock * features + j]
        : Rows.super.x(i, j);
  }

  private boolean inPlace() {
    return memory != null && change == null;
  }

  @Override
  public float[] memory(int k) {
    return inPlace() ? array(k) : null;
  }

  @Override
  public boolean areInFile() {
    return source != null && source.isFile();
  }

  @Override
  public Optional<Standardization> scale() {
    return source == null || change != null ? Optional.empty() : source.scale();
  }

  @Override
  public void checkUnchanged() {
    if (source != null) {
      source.checkUnchanged();
    }
  }

  @Override
  public DenseRows changed(Change next) {
    Change both = change == null ? next : change.then(next);
    return new DenseRows(examples, features, rowsPerBlock, memory, source, both, given);
  }

  /** The arrays of these rows where they hold no others; else a view. */
  @Override
  public DenseRows range(int first, int count) {
    int end = first + count;
    if (memory != null
        && first % rowsPerBlock == 0
        && (end % rowsPerBlock == 0 || end == examples)) {
      List<float[]> own = memory.subList(first / rowsPerBlock, (end - 1) / rowsPerBlock + 1);
      return new DenseRows(count, features, rowsPerBlock, own, null, change, given);
    }
    DenseRows all = this;
    return of(
        count,
        features,
        new Source() {
          @Override
          public void copy(int from, int rows, float[] target, int place) {
            all.copy(first + from, rows, target, place);
          }

          @Override
          public boolean isFile() {
            return areInFile();
          }

          @Override
          public void checkUnchanged() {
            all.checkUnchanged();
          }
        });
  }

  @Override
  public boolean areGivenAway() {
    return given && memory != null;
  }

  @Override
  public DenseRows kept() {
    return new DenseRows(examples, features, rowsPerBlock, memory, source, change, false);
  }

  @Override
  public DenseRows givenAway() {
    return new DenseRows(examples, features, rowsPerBlock, memory, source, change, true);
  }
}
