package io.downhill.device.opencl;

import io.downhill.data.Rows;
import io.downhill.device.DeviceException;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings rows and labels to one open device: through {@link ClStaging} where there is enough of
 * them, or array by array where the device's memory is the host's anyway. Confined to one thread.
 */
final class ClUpload {
  private static final Logger LOG = LoggerFactory.getLogger(ClUpload.class);

  /** Row blocks of 16 MiB that stand on the heap and on the device at once. */
  private static final int BLOCKS_MOVED = 2;

  /** Floats of a half: 16 MiB. */
  private static final int HALF = 1 << 22;

  /** Floats from which on the memory is worth its making: 64 MiB. */
  private static final long WORTH_STAGING = 1 << 24;

  private final ClMemory memory;
  private final ClQueue queue;
  private Supplier<ClStaging> maker;
  private long least;
  private Optional<ClStaging> staging;

  ClUpload(ClMemory memory, ClQueue queue) {
    this.memory = memory;
    this.queue = queue;
    this.maker = () -> new ClStaging(memory, queue, HALF);
    this.least = memory.isOfHost() ? Long.MAX_VALUE : WORTH_STAGING;
  }

  /** Stages whatever comes, in halves of so many floats, on every device. */
  void stage(int floats) {
    stage(() -> new ClStaging(memory, queue, floats));
  }

  /** The same through memory that is made elsewhere. */
  void stage(Supplier<ClStaging> made) {
    maker = made;
    least = 1;
    staging = null;
  }

  /** The labels of a slab, out of those of all examples. */
  void labels(float[] y, ClSlab slab) {
    Optional<ClStaging> staged = staging(slab.rows());
    if (staged.isPresent()) {
      ClStaging.Source labels =
          (first, count, target, place) -> target.put(place, y, (int) first, count);
      staged.get().write(slab.y(), labels, slab.first(), slab.rows());
    } else {
      queue.upload(slab.y(), 0, y, slab.first(), slab.rows());
    }
  }

  /** All rows, and some finite values behind those of each slab. */
  void rows(Rows rows, List<ClSlab> slabs) {
    int n = rows.features();
    Optional<ClStaging> staged = staging((long) rows.examples() * n);
    if (staged.isPresent()) {
      TakenRows taken = new TakenRows(rows, Runtime.getRuntime().availableProcessors());
      for (ClSlab slab : slabs) {
        long count = (long) slab.rows() * n + ClSlab.PADDING;
        staged.get().write(slab.x(), taken, (long) slab.first() * n, count);
      }
    } else {
      blockByBlock(rows, slabs);
    }
  }

  /** The memory for so many floats, if they are worth it and the runtime gives it. */
  private Optional<ClStaging> staging(long floats) {
    if (floats < least) {
      return Optional.empty();
    }
    if (staging == null) {
      try {
        staging = Optional.of(maker.get());
      } catch (DeviceException e) {
        LOG.debug("uploads go without pinned memory: {}", e.getMessage());
        staging = Optional.empty();
      }
    }
    return staging;
  }

  /**
   * Takes the row blocks and uploads them: as many at a time as there are cores to make them, or
   * few where the buffers fill the memory that the blocks leave.
   */
  private void blockByBlock(Rows rows, List<ClSlab> slabs) {
    boolean moved = rows.areGivenAway() && memory.isOfHost();
    int most = moved ? BLOCKS_MOVED : Runtime.getRuntime().availableProcessors();
    for (int first = 0; first < rows.blockCount(); first += most) {
      float[][] blocks = new float[Math.min(most, rows.blockCount() - first)][];
      int start = first;
      IntStream.range(0, blocks.length).parallel().forEach(k -> blocks[k] = rows.take(start + k));
      for (int k = 0; k < blocks.length; k++) {
        block(rows, start + k, blocks[k], slabs);
        blocks[k] = null;
      }
      if (moved) {
        System.gc(); // What was taken must go before the buffers have grown as large.
      }
    }
  }

  /** A row block, to the slabs that it belongs to; the padding of a slab is what lies behind. */
  private void block(Rows rows, int k, float[] values, List<ClSlab> slabs) {
    int features = rows.features();
    int first = k * rows.rowsPerBlock();
    for (ClSlab slab : slabs) {
      int begin = Math.max(first, slab.first());
      int end = Math.min(first + rows.blockRows(k), slab.first() + slab.rows());
      if (begin < end) {
        long target = (long) (begin - slab.first()) * features;
        int padding = end == slab.first() + slab.rows() ? ClSlab.PADDING : 0;
        int count = (end - begin) * features + padding;
        queue.upload(slab.x(), target, values, (begin - first) * features, count);
      }
    }
  }
}
