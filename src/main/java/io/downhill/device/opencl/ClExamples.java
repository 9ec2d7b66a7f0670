package io.downhill.device.opencl;

import io.downhill.data.Dataset;
import io.downhill.device.DeviceExamples;
import io.downhill.device.DeviceException;
import io.downhill.sums.Span;
import io.downhill.sums.Tree;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Examples on a device, in as many slabs as its largest allocation asks for. */
final class ClExamples implements DeviceExamples {
  /** Columns of a row of block sums are a multiple of this, for whole vectors. */
  private static final int STRIDE = 32;

  private final int examples;
  private final int features;
  private final Span span;
  private final ClMemory memory;
  private final ClQueue queue;
  private final List<ClSlab> slabs = new ArrayList<>();
  private final Map<String, ClBuffer> scratch = new TreeMap<>();

  private ClExamples(ClMemory memory, ClQueue queue, int examples, int features, Span span) {
    this.span = span;
    this.memory = memory;
    this.queue = queue;
    this.examples = examples;
    this.features = features;
  }

  /**
   * Copies a data set to the device, its labels as signed weights; without labels they are 0.
   *
   * @throws DeviceException if there is no room for it
   */
  static ClExamples load(Dataset data, Span span, ClMemory memory, ClQueue queue, ClTuning tuning) {
    ClExamples loaded = new ClExamples(memory, queue, data.examples(), data.features(), span);
    memory.reserve(loaded.bytes(), "the examples");
    try {
      int slabRows = loaded.slabRows(tuning.limits());
      float[] y = data.labelled() ? data.signedWeights() : null;
      for (int first = 0; first < loaded.examples; first += slabRows) {
        int rows = Math.min(slabRows, loaded.examples - first);
        loaded.slabs.add(loaded.slab(data, y, first, rows));
      }
      loaded.blockSums();
      loaded.nodeSums();
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

  private int slabRows(ClTuning.Limits limits) {
    long rows = (limits.maxAllocation() / Float.BYTES - ClSlab.PADDING) / features;
    if (rows < Tree.BLOCK) {
      throw new DeviceException(
          "features: "
              + features
              + ", too many for this device: 1024 rows of them take "
              + (long) Tree.BLOCK * features * Float.BYTES
              + " bytes, and one allocation may have "
              + limits.maxAllocation()
              + "; use fewer features, or device cpu");
    }
    long most = Math.min(rows, limits.slabRows());
    return (int) (most / Tree.BLOCK * Tree.BLOCK);
  }

  private ClSlab slab(Dataset data, float[] y, int first, int rows) {
    long floats = (long) rows * features + ClSlab.PADDING;
    ClBuffer labels =
        y == null ? memory.zeros(rows, "no labels", queue) : memory.allocate(rows, "labels");
    ClSlab slab = new ClSlab(memory.allocate(floats, "examples"), labels, first, rows);
    uploadFeatures(data, slab);
    if (y != null) {
      queue.upload(labels, 0, y, first, rows);
    }
    return slab;
  }

  /** The rows chunk by chunk, the padding with the last: each float is written once. */
  private void uploadFeatures(Dataset data, ClSlab slab) {
    int size = data.rowsPerBlock();
    for (int row = 0; row < slab.rows(); ) {
      int k = (slab.first() + row) / size;
      int at = (slab.first() + row) % size;
      int rows = Math.min(slab.rows() - row, data.blockRows(k) - at);
      float[] values = data.block(k);
      int from = at * features;
      int count = rows * features;
      if (row + rows == slab.rows()) {
        values = Arrays.copyOfRange(values, from, from + count + ClSlab.PADDING);
        from = 0;
        count = values.length;
      }
      queue.upload(slab.x(), (long) row * features, values, from, count);
      row += rows;
    }
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

  @Override
  public Span span() {
    return span;
  }

  /** Blocks of 1024 examples, the leaves of the tree of sums. */
  int blocks() {
    return span.blocks();
  }

  /** So many columns, rounded up to whole vectors. */
  static long stride(long columns) {
    return (columns + STRIDE - 1) / STRIDE * STRIDE;
  }

  /** Floats from a block's hi to its lo: at least n + 2, a multiple of 32. */
  int stride() {
    return (int) stride(features + 2L);
  }

  /** Room for the sums of all blocks, a row of two strides each. */
  ClBuffer blockSums() {
    return scratch("sums of blocks", 2L * stride() * blocks());
  }

  /** Room for the sums of their parents in the tree. */
  ClBuffer nodeSums() {
    return scratch("sums of nodes", 2L * stride() * Tree.parents(blocks()));
  }

  /**
   * Room for what passes over these examples make on the way, kept for the next pass. It starts
   * with zeros, since Oclgrind takes a buffer that the host never wrote for the one before it.
   *
   * @param what its name, which goes with one length
   */
  ClBuffer scratch(String what, long floats) {
    return scratch.computeIfAbsent(what, name -> memory.zeros(floats, name, queue));
  }

  @Override
  public void close() {
    slabs.forEach(ClSlab::close);
    scratch.values().forEach(ClBuffer::close);
  }
}
