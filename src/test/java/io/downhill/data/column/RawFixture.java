package io.downhill.data.column;

import io.downhill.data.Classes;
import io.downhill.data.Dataset;
import io.downhill.data.LabelCoder;
import io.downhill.data.SmallBlocks;
import io.downhill.data.cell.CellText;
import io.downhill.data.cell.DecimalSign;
import io.downhill.data.cell.Gaps;
import io.downhill.data.words.TextRows;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/** Training rows as they were read, in row blocks of the least size, for tests. */
final class RawFixture {
  private RawFixture() {}

  /**
   * Rows of numbers.
   *
   * @param x one array a row, NaN for a gap
   * @param y one a row
   * @param weights one a row, or null
   */
  static RawExamples of(double[][] x, int[] y, float[] weights) {
    int n = x[0].length;
    Dataset.Builder cells = SmallBlocks.builder(Dataset.defaultNames(n));
    LevelIndex[] levels = new LevelIndex[n];
    ExactColumns exact = new ExactColumns(levels, Set.of(), true);
    boolean[] gaps = new boolean[n];
    float[] labels = new float[x.length];
    for (int i = 0; i < x.length; i++) {
      cells.grow(1);
      for (int j = 0; j < n; j++) {
        gaps[j] |= Double.isNaN(x[i][j]);
        cells.block(i)[cells.offset(i) + j] = exact.add(j, x[i][j]);
      }
      exact.nextRow();
      labels[i] = y[i];
    }
    exact.end();
    return new RawExamples(
        null,
        Dataset.defaultNames(n),
        cells,
        levels,
        new TextRows[n],
        exact,
        gaps,
        Outcomes.of(new LabelCoder.Labels(labels, Classes.ZERO_ONE), weights),
        null,
        new long[0],
        0,
        List.of(),
        new StraightColumns(
            n,
            Set.of(),
            new Gaps(CellText.GAPS),
            new DecimalSign(Optional.empty(), false, Map.of())));
  }

  /** One column of these values. */
  static RawExamples column(double[] values, int... y) {
    double[][] x = Arrays.stream(values).mapToObj(v -> new double[] {v}).toArray(double[][]::new);
    return of(x, y, null);
  }

  /** 0, 1, ..., m - 1. */
  static int[] all(int m) {
    return IntStream.range(0, m).toArray();
  }
}
