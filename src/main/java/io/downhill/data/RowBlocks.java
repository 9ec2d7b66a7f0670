package io.downhill.data;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

/** The arrays that hold the features of a data set while it grows, as {@link Dataset} has them. */
final class RowBlocks {
  private final int features;
  private final int rows;
  private final List<float[]> blocks = new ArrayList<>();

  /**
   * No blocks yet.
   *
   * @param rows of each block
   */
  RowBlocks(int features, int rows) {
    this.features = features;
    this.rows = rows;
  }

  /**
   * Makes room for so many examples in all.
   *
   * @throws DataException if the heap has none
   */
  void reserve(int examples) {
    int missing = (int) (((long) examples + rows - 1) / rows) - blocks.size();
    if (missing <= 0) {
      return;
    }
    AtomicInteger made = new AtomicInteger(blocks.size());
    try {
      // In parallel, for a new array is filled with zeros first.
      blocks.addAll(IntStream.range(0, missing).parallel().mapToObj(k -> allocate(made)).toList());
    } catch (OutOfMemoryError e) {
      throw tooLarge(examples, made.get(), e);
    }
  }

  private float[] allocate(AtomicInteger made) {
    float[] block = new float[rows * features + Dataset.PADDING];
    made.incrementAndGet();
    return block;
  }

  private DataException tooLarge(int examples, int made, OutOfMemoryError e) {
    blocks.clear();
    return new DataException(
        "memory: at least "
            + examples
            + " examples x "
            + features
            + " features, but the Java heap of "
            + (Runtime.getRuntime().maxMemory() >> 20)
            + " MiB holds "
            + (long) made * rows
            + " examples; start Java with a larger -Xmx",
        e);
  }

  /** The array that holds example i. */
  float[] of(int i) {
    return blocks.get(i / rows);
  }

  /** Forgets the array that holds example i, which is not to be asked for any more. */
  void release(int i) {
    blocks.set(i / rows, null);
  }

  /** The blocks, the last of them no longer than so many examples need. */
  List<float[]> trimmed(int examples) {
    int last = blocks.size() - 1;
    int used = (examples - last * rows) * features + Dataset.PADDING;
    if (used < blocks.get(last).length) {
      blocks.set(last, Arrays.copyOf(blocks.get(last), used));
    }
    return blocks;
  }
}
