package io.downhill.device.opencl;

import java.util.Optional;

/**
 * How the passes for panels are built with a tile: eight columns at a time, whose sums and pairs
 * stand in the registers of the items that have their features.
 *
 * @param group items in a group
 * @param rows of a tile: 4, 8 or 16
 */
record ClPanelTile(int group, int rows) {
  /** An item with more features than four has too few registers. */
  private static final int ITEM_FEATURES = 4;

  private static final int SMALL_GROUP = 64;
  private static final int LARGE_GROUP = 128;

  /** With 32 an NVIDIA H200 is slower, or as fast. */
  private static final int MOST_ROWS = 16;

  /** Floats of a tile for each item: eight loads of four. */
  private static final int ITEM_FLOATS = 32;

  /** Floats from the lanes of a row to those of the next: eight lanes of eight columns, apart. */
  private static final int LANES = 72;

  private static final int EIGHT = 8;

  /** For so many features; empty where no tile fits. */
  static Optional<ClPanelTile> of(int features, ClPlan.Limits limits) {
    int group = features <= ITEM_FEATURES * SMALL_GROUP ? SMALL_GROUP : LARGE_GROUP;
    int rows = MOST_ROWS;
    while (rows >= ClTuning.SMALLEST_TILE && !fits(rows, features, group, limits.localMemory())) {
      rows /= 2;
    }
    boolean large = features > ITEM_FEATURES * group || group > limits.maxGroup();
    return large || rows < ClTuning.SMALLEST_TILE
        ? Optional.empty()
        : Optional.of(new ClPanelTile(group, rows));
  }

  private static boolean fits(int rows, int features, int group, long localMemory) {
    return rows * features <= ITEM_FLOATS * group && bytes(rows, features, group) <= localMemory;
  }

  /** Local memory of the product, as panel_tile.cl has it. */
  private static long bytes(int rows, int features, int group) {
    long parameters = 2L * EIGHT * (features + 1);
    long values = 2L * EIGHT * rows;
    long lanes = 2L * LANES * Math.max(rows, group / EIGHT);
    return (ClPlan.tileFloats(rows, features) + parameters + values + lanes) * Float.BYTES
        + ClPlan.SPARE;
  }
}
