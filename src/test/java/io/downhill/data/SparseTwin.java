package io.downhill.data;

import java.util.Arrays;

/** The same examples as sparse rows. */
public final class SparseTwin {
  private SparseTwin() {}

  /** Leaves the zeros of labelled dense rows out. */
  public static Dataset of(Dataset dense) {
    int m = dense.examples();
    int[] starts = new int[m + 1];
    int[] columns = new int[m * dense.features()];
    float[] values = new float[columns.length];
    int[] count = new int[1];
    for (int i = 0; i < m; i++) {
      dense
          .rows()
          .eachValue(
              i,
              i + 1,
              (row, j, x) -> {
                columns[count[0]] = j;
                values[count[0]++] = x;
              });
      starts[i + 1] = count[0];
    }
    int[] y = new int[m];
    Arrays.setAll(y, i -> (int) dense.labels()[i]);
    Dataset sparse =
        Dataset.ofCsr(
            starts,
            Arrays.copyOf(columns, count[0]),
            Arrays.copyOf(values, count[0]),
            dense.features(),
            y,
            dense.classes().orElse(Classes.ZERO_ONE));
    return dense.weights() == null ? sparse : sparse.weighted(dense.weights());
  }
}
