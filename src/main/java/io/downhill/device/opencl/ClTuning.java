package io.downhill.device.opencl;

import io.downhill.sums.Tree;
import java.util.OptionalInt;
import java.util.Set;

/**
 * How the kernels are built and launched on a device. None of it changes a bit of the results.
 *
 * @param form how passes over X are split
 * @param group work-items in a group: 64, 128 or 256
 * @param tile for {@link ClForm#TILE}, rows in a tile: 4, 8, 16, 32, 64 or 128; empty for what
 *     suits n and the local memory
 * @param stripes for that form, stripes of 32 examples that a group takes: 32 for a block, or 1, 2,
 *     4, 8 or 16 for a part of one; empty for parts only where blocks are few
 * @param limits of buffers and launches
 */
public record ClTuning(
    ClForm form, int group, OptionalInt tile, OptionalInt stripes, Limits limits) {
  /** The rows that a tile may have. */
  static final int SMALLEST_TILE = 4;

  static final int LARGEST_TILE = 128;

  /** At 20 GB/s, slow for a GPU, a launch of so many elements takes a fifth of a second. */
  private static final long LAUNCH_ELEMENTS = 1L << 30;

  /** At eight items a row, a launch stays far below the 2^32 items that AMD's packets can hold. */
  private static final int LAUNCH_ROWS = 1 << 26;

  /** The difference to the last row index must not pass the largest int. */
  private static final int SLAB_ROWS = 1 << 30;

  /**
   * What one buffer and one launch may hold.
   *
   * @param maxAllocation bytes of the largest single buffer of examples; larger data are held in
   *     several
   * @param slabRows examples in such a buffer at most, 1024 or more
   * @param launchElements elements of X for one launch, so that a desktop's watchdog sees short
   *     ones
   */
  public record Limits(long maxAllocation, int slabRows, long launchElements) {
    /** Checks every value. */
    public Limits {
      if (maxAllocation < 1 || slabRows < Tree.BLOCK || launchElements < 1) {
        throw new IllegalArgumentException(
            "limits: "
                + maxAllocation
                + " bytes and "
                + launchElements
                + " elements, must be positive, and "
                + slabRows
                + " rows, must be 1024 or more");
      }
    }
  }

  /** Checks every value. */
  public ClTuning {
    if (!Set.of(64, 128, 256).contains(group)) {
      throw new IllegalArgumentException("group: " + group + ", must be 64, 128 or 256");
    }
    if (tile.isPresent() && !Set.of(4, 8, 16, 32, 64, 128).contains(tile.getAsInt())) {
      throw new IllegalArgumentException(
          "tile: " + tile.getAsInt() + ", must be 4, 8, 16, 32, 64 or 128 rows");
    }
    if (stripes.isPresent() && !Set.of(1, 2, 4, 8, 16, 32).contains(stripes.getAsInt())) {
      throw new IllegalArgumentException(
          "stripes: " + stripes.getAsInt() + ", must be 1, 2, 4, 8, 16 or 32");
    }
    if (form != ClForm.TILE && (tile.isPresent() || stripes.isPresent())) {
      throw new IllegalArgumentException(form + " has no tile and no parts of blocks");
    }
  }

  /** What suits a device of this kind. */
  static ClTuning of(ClDescription device) {
    ClForm form = device.info().kind().equals("cpu") ? ClForm.WALK : ClForm.TILE;
    int group = device.maxGroup() >= 128 ? 128 : 64;
    Limits limits = new Limits(device.maxAllocation(), SLAB_ROWS, LAUNCH_ELEMENTS);
    return new ClTuning(form, group, OptionalInt.empty(), OptionalInt.empty(), limits);
  }

  /** The same with another form, and a tile that suits if it has one. */
  public ClTuning with(ClForm other) {
    return new ClTuning(other, group, OptionalInt.empty(), OptionalInt.empty(), limits);
  }

  /** The same with groups of another size. */
  public ClTuning withGroup(int other) {
    return new ClTuning(form, other, tile, stripes, limits);
  }

  /** The same with tiles of so many rows. */
  public ClTuning withTile(int rows) {
    return new ClTuning(ClForm.TILE, group, OptionalInt.of(rows), stripes, limits);
  }

  /** The same with groups that take so many stripes each. */
  public ClTuning withStripes(int count) {
    return new ClTuning(ClForm.TILE, group, tile, OptionalInt.of(count), limits);
  }

  /** The same with other limits, so that little data take several slabs and launches. */
  public ClTuning with(Limits other) {
    return new ClTuning(form, group, tile, stripes, other);
  }

  /** Several slabs from 2049 examples on, and a launch for each block of 1024 examples. */
  public ClTuning inSlabs() {
    return with(new Limits(limits.maxAllocation(), 2 * Tree.BLOCK, 1));
  }

  /** Blocks of 1024 examples in one launch. */
  int launchBlocks(int features) {
    long blocks = limits.launchElements() / ((long) Tree.BLOCK * features);
    return (int) Math.max(1, Math.min(blocks, LAUNCH_ROWS / Tree.BLOCK));
  }

  /** How it is split, for a log. */
  String text() {
    String tiles = tile.isPresent() ? "tiles of " + tile.getAsInt() + " rows" : "tiles that fit";
    return switch (form) {
      case WALK -> "a work-item for each block of 1024 rows";
      case TILE -> tiles + " in groups of " + group;
      case WIDE -> "no tile in groups of " + group;
    };
  }
}
