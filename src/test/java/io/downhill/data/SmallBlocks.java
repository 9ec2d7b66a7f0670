package io.downhill.data;

import java.util.List;

/** Data sets whose row blocks are small, for seams that would otherwise take much data. */
public final class SmallBlocks {
  private SmallBlocks() {}

  /** Begins a data set whose row blocks have the least number of rows. */
  public static Dataset.Builder builder(List<String> names) {
    return new Dataset.Builder(names, 1);
  }

  /** The same labelled examples in row blocks of so many rows, a multiple of 1024. */
  public static Dataset of(Dataset data, int rows) {
    int n = data.features();
    Dataset.Builder builder = new Dataset.Builder(data.featureNames(), rows * n);
    builder.grow(data.examples());
    for (int i = 0; i < data.examples(); i++) {
      for (int j = 0; j < n; j++) {
        builder.block(i)[builder.offset(i) + j] = data.x(i, j);
      }
    }
    Dataset split = builder.labels(data.labels(), Classes.ZERO_ONE).weights(data.weights()).build();
    if (split.rowsPerBlock() != rows) {
      throw new IllegalStateException(split.rowsPerBlock() + " rows in a block, not " + rows);
    }
    return split;
  }
}
