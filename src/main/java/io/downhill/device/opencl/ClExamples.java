package io.downhill.device.opencl;

import io.downhill.data.Dataset;
import io.downhill.device.DeviceExamples;
import io.downhill.device.DeviceException;
import java.util.ArrayList;
import java.util.List;

/** Examples on a device, in as many slabs as its largest allocation asks for. */
final class ClExamples implements DeviceExamples {
  /** Columns of a row of block sums are a multiple of this, for whole vectors. */
  private static final int STRIDE = 32;

  private static final int RADIX = 32;

  private final int examples;
  private final int features;
  private final ClMemory memory;
  private final List<ClSlab> slabs = new ArrayList<>();
  private ClBuffer[] sums;

  private ClExamples(ClMemory memory, int examples, int features) {
    this.memory = memory;
    this.examples = examples;
    this.features = features;
  }

  /**
   * Copies a data set to the device; without labels they are 0.
   *
   * @throws DeviceException if there is no room for it
   */
  static ClExamples load(Dataset data, ClMemory memory, ClQueue queue, ClTuning tuning) {
    ClExamples loaded = new ClExamples(memory, data.examples(), data.features());
    memory.reserve(loaded.bytes(), "the examples");
    try {
      int slabRows = loaded.slabRows(tuning.maxAllocation());
      for (int first = 0; first < loaded.examples; first += slabRows) {
        int rows = Math.min(slabRows, loaded.examples - first);
        loaded.slabs.add(loaded.slab(data, queue, first, rows));
      }
      return loaded;
    } catch (DeviceException e) {
      loaded.close();
      throw e;
    }
  }

  /** X, y and the sums, in all. */
  private long bytes() {
    long floats = (long) examples * (features + 1L) + (long) blocks() * 2 * stride();
    return floats * Float.BYTES;
  }

  private int slabRows(long maxAllocation) {
    long rows = (maxAllocation / Float.BYTES - ClSlab.PADDING) / features;
    if (rows < ClSlab.BLOCK) {
      throw new DeviceException(
          "features: "
              + features
              + ", too many for this device: 1024 rows of them take "
              + (long) ClSlab.BLOCK * features * Float.BYTES
              + " bytes, and one allocation may have "
              + maxAllocation
              + "; use fewer features, or device cpu");
    }
    // The difference to the last row index must not pass the largest int.
    long most = Math.min(rows, 1 << 30);
    return (int) (most / ClSlab.BLOCK * ClSlab.BLOCK);
  }

  private ClSlab slab(Dataset data, ClQueue queue, int first, int rows) {
    long floats = (long) rows * features;
    ClSlab slab =
        new ClSlab(
            memory.allocate(floats + ClSlab.PADDING, null, "examples"),
            memory.allocate(rows, null, "labels"),
            first,
            rows);
    int size = data.rowsPerBlock();
    for (int i = first; i < first + rows; ) {
      int k = i / size;
      int at = i % size;
      int count = Math.min(first + rows - i, data.blockRows(k) - at);
      queue.upload(
          slab.x(), (long) (i - first) * features, data.block(k), at * features, count * features);
      i += count;
    }
    queue.upload(slab.x(), floats, new float[ClSlab.PADDING], 0, ClSlab.PADDING);
    if (data.labelled()) {
      queue.upload(slab.y(), 0, data.labels(), first, rows);
    } else {
      queue.upload(slab.y(), 0, new float[rows], 0, rows);
    }
    return slab;
  }

  @Override
  public int examples() {
    return examples;
  }

  @Override
  public int features() {
    return features;
  }

  List<ClSlab> slabs() {
    return slabs;
  }

  /** Blocks of 1024 examples, the leaves of the tree of sums. */
  int blocks() {
    return (examples + ClSlab.BLOCK - 1) / ClSlab.BLOCK;
  }

  /** Floats from a block's hi to its lo: at least n + 2, a multiple of 32. */
  int stride() {
    return (features + 2 + STRIDE - 1) / STRIDE * STRIDE;
  }

  /** The number of parents of so many nodes of the tree. */
  static int parents(int nodes) {
    return (nodes + RADIX - 1) / RADIX;
  }

  /** Room for the sums of all blocks (0), and for those of their parents (1). */
  ClBuffer sums(int level) {
    if (sums == null) {
      long row = 2L * stride();
      sums =
          new ClBuffer[] {
            memory.allocate(blocks() * row, null, "sums of blocks"),
            memory.allocate(parents(blocks()) * row, null, "sums of nodes")
          };
    }
    return sums[level];
  }

  @Override
  public void close() {
    slabs.forEach(ClSlab::close);
    if (sums != null) {
      sums[0].close();
      sums[1].close();
    }
  }
}
