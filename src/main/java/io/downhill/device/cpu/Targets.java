package io.downhill.device.cpu;

import io.downhill.device.Panel;

/**
 * The signed weights of the columns of a panel, with the scratch of one thread.
 *
 * @param all those of the examples, length m, or of each column, m x B
 * @param columns B
 * @param own whether each column has its own
 * @param repeated room for those of some rows, once for each column
 */
record Targets(float[] all, int columns, boolean own, float[] repeated) {
  /** For so many rows at once. */
  static Targets of(CpuExamples examples, Panel panel, int rows) {
    boolean own = panel.targets().isPresent();
    float[] all = own ? CpuVector.of(panel.targets().get()) : examples.y();
    return new Targets(all, panel.columns(), own, new float[rows * panel.columns()]);
  }

  /** Whether rows stand in {@link #all} as they are needed. */
  private boolean inPlace() {
    return own || columns == 1;
  }

  /** The array that holds those of some rows, row by row. */
  float[] rows(int first, int count) {
    if (inPlace()) {
      return all;
    }
    for (int i = 0; i < count; i++) {
      for (int b = 0; b < columns; b++) {
        repeated[i * columns + b] = all[first + i];
      }
    }
    return repeated;
  }

  /** Where the first of these rows stands in it. */
  int place(int first) {
    return inPlace() ? first * columns : 0;
  }

  /**
   * Those of eight columns of some rows, side by side; what columns that are not there get is
   * dropped later.
   *
   * @param column the first of the eight
   */
  void eight(int first, int count, int column, float[] y) {
    int there = Math.min(Loops.LANE_COUNT, columns - column);
    for (int i = 0; i < count; i++) {
      for (int b = 0; b < there; b++) {
        y[i * Loops.LANE_COUNT + b] =
            own ? all[(first + i) * columns + column + b] : all[first + i];
      }
    }
  }
}
