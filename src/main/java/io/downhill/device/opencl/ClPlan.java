package io.downhill.device.opencl;

import io.downhill.sums.Tree;
import java.util.Optional;

/**
 * How the passes over some examples are built and launched: a {@link ClTuning}, decided for them.
 * Every plan gives the same bits.
 *
 * @param tuning with a tile if its form is {@link ClForm#TILE}
 * @param features n where kernels are built for it, as those with a tile are; else 0
 * @param stripes of 32 examples that a group with a tile takes: 32, or fewer where the blocks are
 *     too few to keep a device busy
 * @param pairsLocal whether the pairs of such a group stand in local memory
 * @param itemRows rows for an item of the kernel of margins that is built for n
 * @param panel the tile of the passes for panels, if they have one
 */
record ClPlan(
    ClTuning tuning,
    int features,
    int stripes,
    boolean pairsLocal,
    int itemRows,
    Optional<ClPanelTile> panel) {
  /** With fewer blocks for each compute unit, groups take parts of a block. */
  private static final int BUSY = 4;

  /** Stripes in such a part, or what a tile has, if that is more. */
  private static final int PART = 4;

  /** One item adds up the margin of a row with fewer features, and its tile is larger. */
  private static final int SHORT_ROWS = 64;

  /** Rows so short that a tile has the most. */
  private static final int SHORTEST_ROWS = 24;

  /** Rows so short that an item may add up the margins of two. */
  private static final int LONGEST_PAIRED = 128;

  /** Floats of a tile for each item: 16 loads of four. */
  private static final int ITEM_FLOATS = 64;

  /** The most of them: with more, items of RDNA's 256 registers spill. */
  private static final int MOST_ITEM_FLOATS = 100;

  /** Floats for an item in a step of the plain read: 16 loads of four, as scan.cl has them. */
  private static final int PLAIN_FLOATS = 64;

  /** Steps of an item that is a group. */
  private static final int LONE_STEPS = 256;

  /** Floats from the lanes of a row to those of the next. */
  private static final int LANES = 12;

  /** Bytes of local memory that a runtime may take for itself. */
  static final int SPARE = 128;

  /**
   * What a device offers to groups.
   *
   * @param localMemory bytes that one group may have
   * @param maxGroup the most items in one
   * @param computeUnits that run groups
   * @param nvidia whether it is one of the devices that the rules were measured on
   */
  record Limits(long localMemory, int maxGroup, int computeUnits, boolean nvidia) {
    static Limits of(ClDescription device) {
      boolean nvidia = device.info().vendor().startsWith("NVIDIA");
      return new Limits(device.localMemory(), device.maxGroup(), device.computeUnits(), nvidia);
    }

    /**
     * Bytes that leave enough for other groups beside one: an NVIDIA multiprocessor has two to five
     * times what one may have, a compute unit of AMD's may have no more.
     */
    long room() {
      return nvidia ? localMemory : localMemory * 2 / 5;
    }
  }

  /**
   * Decides for n features and so many blocks of 1024 examples: the tile that was chosen, or the
   * next smaller one that fits; {@link ClForm#WIDE} where none does.
   */
  static ClPlan of(ClTuning tuning, int features, int blocks, Limits limits) {
    if (tuning.form() != ClForm.TILE) {
      return new ClPlan(tuning, 0, Tree.RADIX, true, 1, Optional.empty());
    }
    int group = tuning.group();
    int rows = tuning.tile().orElseGet(() -> suited(features, group, limits));
    while (rows >= ClTuning.SMALLEST_TILE && !fits(rows, features, group, limits)) {
      rows /= 2;
    }
    if (rows < ClTuning.SMALLEST_TILE) {
      return new ClPlan(tuning.with(ClForm.WIDE), 0, Tree.RADIX, true, 1, Optional.empty());
    }
    int part = Math.max(tuning.stripes().orElse(PART), rows / Tree.STRIPE);
    boolean few = tuning.stripes().isPresent() || blocks < (long) BUSY * limits.computeUnits();
    return new ClPlan(
        tuning.withTile(rows),
        features,
        few ? part : Tree.RADIX,
        bytes(rows, features, true, 2) <= limits.localMemory(),
        itemRows(features, limits),
        ClPanelTile.of(features, limits));
  }

  /** The most rows of which each item loads 64 floats or fewer, and which leave room. */
  private static int suited(int features, int group, Limits limits) {
    int rows = features < SHORTEST_ROWS ? 128 : features < SHORT_ROWS ? 64 : Tree.STRIPE;
    while (rows > ClTuning.SMALLEST_TILE
        && ((long) rows * features > (long) ITEM_FLOATS * group
            || bytes(rows, features, true, 1) > limits.room())) {
      rows /= 2;
    }
    return rows;
  }

  /** On NVIDIA as measured; elsewhere a model of the kernels wants twice the loads in flight. */
  private static int itemRows(int features, Limits limits) {
    if (features < SHORTEST_ROWS && features % 4 != 0) {
      return 4;
    }
    return features <= LONGEST_PAIRED && !limits.nvidia() ? 2 : 1;
  }

  private static boolean fits(int rows, int features, int group, Limits limits) {
    return rows <= group
        && (long) rows * features <= (long) MOST_ITEM_FLOATS * group
        && (rows <= Tree.STRIPE || features + 2 <= group)
        && bytes(rows, features, false, 2) <= limits.localMemory();
  }

  /** Local memory of a kernel with a tile and so many sets of parameters, as tile.cl has it. */
  private static long bytes(int rows, int features, boolean pairs, int parameters) {
    int stripes = rows / Tree.STRIPE;
    long floats = tileFloats(rows, features);
    floats += parameters * ((features + 4L) / 4 * 4);
    floats += parameters * (features < SHORT_ROWS ? 4L : (long) rows * LANES);
    floats += (parameters + 1L) * rows;
    floats += stripes > 1 ? stripes * (features + 2L) : 1;
    floats += pairs ? 2 * ((features + 5L) / 4 * 4) : 4;
    return floats * Float.BYTES + SPARE;
  }

  /** Floats of a tile in local memory, as tile.cl has it. */
  static long tileFloats(int rows, int features) {
    long pitch = features;
    if (features % 4 == 0) {
      pitch = features < SHORT_ROWS ? (features / 4 | 1) * 4L : ((features + 7) / 8 | 1) * 8L;
    }
    int stripes = rows / Tree.STRIPE;
    return rows * pitch + (stripes > 1 ? stripes * (features / 4 * 4L) : 0);
  }

  /** The form of the kernels. */
  ClForm form() {
    return tuning.form();
  }

  /** Items that take a block. */
  int blockItems() {
    return form() == ClForm.WALK ? 1 : tuning.group();
  }

  /** Floats that a group takes of a plain read or copy: more steps where it is one item. */
  int plainRun() {
    return form() == ClForm.WALK ? LONE_STEPS * PLAIN_FLOATS : tuning.group() * PLAIN_FLOATS;
  }

  /** Whether groups make the sums of stripes, which others add up to those of blocks. */
  boolean hasLeaves() {
    return stripes < Tree.RADIX;
  }

  /**
   * Lanes of a margin that an item takes at once, in the kernel of margins with a tile's options.
   */
  int part() {
    return features % 4 == 0 && features < SHORT_ROWS ? 4 : 1;
  }

  /** Rows for a group of it. */
  int marginRows() {
    return tuning.group() * part() / 8 * itemRows;
  }
}
