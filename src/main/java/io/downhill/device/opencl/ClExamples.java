package io.downhill.device.opencl;

import io.downhill.data.CsrRows;
import io.downhill.data.DenseRows;
import io.downhill.data.Rows;
import io.downhill.data.StripeSample;
import io.downhill.device.DeviceExamples;
import io.downhill.device.DeviceException;
import io.downhill.sums.Span;
import io.downhill.sums.Tree;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
  private final Optional<ClSparse> sparse;

  private ClExamples(
      ClMemory memory,
      ClQueue queue,
      int examples,
      int features,
      Span span,
      Optional<ClSparse> sparse) {
    this.sparse = sparse;
    this.span = span;
    this.memory = memory;
    this.queue = queue;
    this.examples = examples;
    this.features = features;
  }

  /**
   * Copies sparse rows to the device, by rows and by features.
   *
   * @param y their signed weights
   * @throws DeviceException if there is no room for them
   */
  static ClExamples load(
      CsrRows rows,
      float[] y,
      Span span,
      ClMemory memory,
      ClQueue queue,
      ClUpload upload,
      ClTuning tuning) {
    ClSparse sparse = new ClSparse(rows, memory, queue);
    ClExamples loaded =
        new ClExamples(memory, queue, rows.examples(), rows.features(), span, Optional.of(sparse));
    memory.reserve(ClSparse.bytes(rows) + 4L * Float.BYTES * rows.examples(), "the examples");
    try {
      List<Integer> ends = ClSparse.ends(rows, tuning.limits());
      sparse.load(ends, span);
      for (int k = 0, first = 0; k < ends.size(); first = ends.get(k++)) {
        int count = ends.get(k) - first;
        ClBuffer labels = memory.allocate(count, "labels");
        loaded.slabs.add(new ClSlab(sparse.values(first, ends.get(k)), labels, first, count));
        upload.labels(y, loaded.slabs.get(k));
      }
      loaded.blockSums();
      loaded.nodeSums();
      return loaded;
    } catch (RuntimeException | Error e) {
      loaded.close();
      throw e;
    }
  }

  /**
   * Copies rows to the device.
   *
   * @param y their signed weights
   * @throws DeviceException if there is no room for them
   */
  static ClExamples load(
      Rows rows,
      float[] y,
      Span span,
      ClMemory memory,
      ClQueue queue,
      ClUpload upload,
      ClTuning tuning) {
    ClExamples loaded =
        new ClExamples(memory, queue, rows.examples(), rows.features(), span, Optional.empty());
    memory.reserve(loaded.bytes(), "the examples");
    try {
      loaded.allocate(tuning.limits(), false);
      loaded.slabs.forEach(slab -> upload.labels(y, slab));
      upload.rows(rows, loaded.slabs);
      return loaded;
    } catch (RuntimeException | Error e) {
      loaded.close();
      throw e;
    }
  }

  /**
   * Gathers the rows of a sample from resident ones.
   *
   * @param y their signed weights
   */
  ClExamples sample(StripeSample sample, float[] y, ClKernel gather, ClTuning tuning) {
    ClExamples taken =
        new ClExamples(
            memory,
            queue,
            sample.examples(),
            features,
            Span.whole(sample.examples()),
            Optional.empty());
    memory.reserve(taken.bytes(), "a sample");
    try (ClBuffer places = memory.of(sample.places(), "places of a sample")) {
      taken.allocate(tuning.limits(), true);
      for (ClSlab slab : taken.slabs) {
        queue.upload(slab.y(), 0, y, slab.first(), slab.rows());
      }
      int step = tuning.launchBlocks(features) * Tree.BLOCK;
      for (ClSlab part : taken.slabs) {
        for (ClSlab slab : slabs) {
          for (int begin = 0; begin < part.rows(); begin += step) {
            int count = Math.min(step, part.rows() - begin);
            gather.with(
                slab.x(),
                places,
                part.x(),
                features,
                slab.first(),
                slab.rows(),
                part.first(),
                begin,
                count);
            queue.launch(gather, features, tuning.group(), count);
          }
        }
      }
      return taken;
    } catch (RuntimeException | Error e) {
      taken.close();
      throw e;
    }
  }

  /** Makes the slabs, with whatever is there or with zeros for features, and the room for sums. */
  private void allocate(ClTuning.Limits limits, boolean zeros) {
    int slabRows = slabRows(limits);
    for (int first = 0; first < examples; first += slabRows) {
      int rows = Math.min(slabRows, examples - first);
      long floats = (long) rows * features + ClSlab.PADDING;
      ClBuffer x =
          zeros ? memory.zeros(floats, "a sample", queue) : memory.allocate(floats, "examples");
      slabs.add(new ClSlab(x, memory.allocate(rows, "labels"), first, rows));
    }
    blockSums();
    nodeSums();
  }

  /**
   * The rows, which sparse ones have on the host, or read back when they are asked for; by one
   * thread at a time, as the queue wants.
   */
  Rows rows() {
    if (sparse.isPresent()) {
      return sparse.get().csr();
    }
    return DenseRows.of(
        examples,
        features,
        (first, count, target, place) -> {
          synchronized (this) {
            for (ClSlab slab : slabs) {
              int begin = Math.max(first, slab.first());
              int end = Math.min(first + count, slab.first() + slab.rows());
              if (begin < end) {
                queue.read(
                    slab.x(),
                    (long) (begin - slab.first()) * features,
                    target,
                    place + (begin - first) * features,
                    (end - begin) * features);
              }
            }
          }
        });
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

  @Override
  public int examples() {
    return examples;
  }

  @Override
  public int features() {
    return features;
  }

  /** What sparse rows have beside their slabs; empty where rows are dense. */
  Optional<ClSparse> sparse() {
    return sparse;
  }

  /** What a pass reads of a row: n values, or of sparse rows so many on average. */
  int rowValues() {
    return sparse.map(ClSparse::rowValues).orElse(features);
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

  /**
   * Floats from a block's hi to its lo: at least n + 2, a multiple of 32. The features of sparse
   * rows have no sums of blocks.
   */
  int stride() {
    return (int) stride(sparse.isPresent() ? 1 : features + 2L);
  }

  /** Room for the sums of all blocks, a row of two strides each. */
  ClBuffer blockSums() {
    return scratch("sums of blocks", 2L * stride() * blocks());
  }

  /** Room for the sums of all stripes, a row each, where groups take parts of blocks. */
  ClBuffer stripeSums() {
    long stripes = (examples + Tree.STRIPE - 1L) / Tree.STRIPE;
    return scratch("sums of stripes", stripes * stride());
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
    sparse.ifPresent(ClSparse::close);
    scratch.values().forEach(ClBuffer::close);
  }
}
