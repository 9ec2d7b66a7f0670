package io.downhill.device.opencl;

import io.downhill.data.CsrRows;
import io.downhill.device.DeviceException;
import io.downhill.sums.Span;
import io.downhill.sums.Tree;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Sparse rows on a device: by rows for margins, their values in the slabs of the examples, and by
 * features for sums. A slab has so many rows that its values fit one allocation, and that an int
 * finds each.
 */
final class ClSparse implements AutoCloseable {
  /** Values of a slab: places and the next tile of them are ints. */
  private static final int MOST_VALUES = 1 << 30;

  /** Floats of rows that are made dense at a time: 64 MiB, or what a block takes. */
  private static final long PORTION_FLOATS = 1L << 24;

  /** Floats of one upload: 16 MiB. */
  private static final int PIECE = 1 << 22;

  /**
   * What a slab has beside its values by rows.
   *
   * @param starts where its rows begin
   * @param columns the feature of each value by rows
   * @param rows the example of each value by features
   * @param byFeature the values
   * @param parts of the sums, as {@link ClParts} has them
   * @param count of the parts
   * @param values how many there are
   */
  record Slab(
      ClBuffer starts,
      ClBuffer columns,
      ClBuffer rows,
      ClBuffer byFeature,
      ClBuffer parts,
      int count,
      int values) {}

  /**
   * Nodes of one level that are split.
   *
   * @param first the first of them among all
   */
  record Level(int first, int count) {}

  private final CsrRows csr;
  private final ClMemory memory;
  private final ClQueue queue;
  private final List<ClBuffer> buffers = new ArrayList<>();
  private final List<Slab> slabs = new ArrayList<>();
  private final List<Level> levels = new ArrayList<>();
  private ClBuffer splits;
  private int slots;

  ClSparse(CsrRows csr, ClMemory memory, ClQueue queue) {
    this.csr = csr;
    this.memory = memory;
    this.queue = queue;
  }

  /** Bytes of both layouts, about. */
  static long bytes(CsrRows csr) {
    return 4L * Float.BYTES * csr.values().length
        + (csr.examples() + 4L * csr.features()) * Float.BYTES;
  }

  /** The rows of the slabs: a multiple of 1024 each, but the last. */
  static List<Integer> ends(CsrRows csr, ClTuning.Limits limits) {
    long most = Math.min(MOST_VALUES, limits.maxAllocation() / Float.BYTES - ClSlab.PADDING);
    int[] starts = csr.starts();
    List<Integer> ends = new ArrayList<>();
    int begin = 0;
    for (int row = 0; row < csr.examples(); ) {
      int next = (int) Math.min(csr.examples(), (long) row + Tree.BLOCK);
      if ((long) starts[next] - starts[row] > most) {
        throw new DeviceException(
            "too many values for this device: rows "
                + (row + 1)
                + " to "
                + next
                + " have "
                + (starts[next] - starts[row])
                + ", and one allocation holds "
                + most
                + "; use device cpu");
      }
      boolean full = next - begin > limits.slabRows() || (long) starts[next] - starts[begin] > most;
      if (full && row > begin) {
        ends.add(row);
        begin = row;
      }
      row = next;
    }
    ends.add(csr.examples());
    return ends;
  }

  /** Brings the rows to the device; the values of slab k are to be {@link #values(int, int)}. */
  void load(List<Integer> ends, Span span) {
    List<ClFeatures> features = new ArrayList<>();
    for (int k = 0; k < ends.size(); k++) {
      features.add(ClFeatures.of(csr, k == 0 ? 0 : ends.get(k - 1), ends.get(k)));
    }
    ClParts.Shares shares = ClParts.of(features, span, csr.examples());
    for (int k = 0; k < ends.size(); k++) {
      ClFeatures by = features.get(k);
      int from = csr.starts()[by.first()];
      int[] starts =
          IntStream.rangeClosed(by.first(), by.end()).map(i -> csr.starts()[i] - from).toArray();
      slabs.add(
          new Slab(
              ints(starts, 0, starts.length, "starts of rows"),
              ints(csr.columns(), from, by.rows().length, "columns"),
              ints(by.rows(), 0, by.rows().length, "rows of features"),
              floats(by.values(), 0, by.values().length, "values of features"),
              ints(shares.parts().get(k), 0, shares.parts().get(k).length, "parts of features"),
              shares.parts(k),
              by.values().length));
    }
    int first = 0;
    for (int[] level : shares.splits()) {
      levels.add(new Level(first, ClParts.splits(level)));
      first += ClParts.splits(level);
    }
    int[] all = shares.splits().stream().flatMapToInt(IntStream::of).toArray();
    splits = ints(all, 0, all.length, "nodes of features");
    slots = shares.slots();
  }

  /** The values of the rows from {@code first} to before {@code end}; whoever asks closes them. */
  ClBuffer values(int first, int end) {
    int from = csr.starts()[first];
    ClBuffer values = floats(csr.values(), from, csr.starts()[end] - from, "values");
    buffers.remove(values);
    return values;
  }

  private ClBuffer floats(float[] content, int at, int count, String what) {
    ClBuffer buffer = allocate(count, what);
    for (int done = 0; done < count; done += PIECE) {
      queue.upload(buffer, done, content, at + done, Math.min(PIECE, count - done));
    }
    return buffer;
  }

  private ClBuffer ints(int[] content, int at, int count, String what) {
    ClBuffer buffer = allocate(count, what);
    for (int done = 0; done < count; done += PIECE) {
      queue.upload(buffer, done, content, at + done, Math.min(PIECE, count - done));
    }
    return buffer;
  }

  /** No buffer is empty. */
  private ClBuffer allocate(int count, String what) {
    ClBuffer buffer = memory.allocate(Math.max(1, count), what);
    buffers.add(buffer);
    return buffer;
  }

  /** The rows on the host. */
  CsrRows csr() {
    return csr;
  }

  List<Slab> slabs() {
    return slabs;
  }

  /** Nodes that are split, level by level from 1 on. */
  List<Level> levels() {
    return levels;
  }

  ClBuffer splits() {
    return splits;
  }

  /** Nodes of features that have a place, those of the result among them. */
  int slots() {
    return slots;
  }

  /** Values of a row, at least 1: what a pass reads of it. */
  int rowValues() {
    return (int) Math.max(1, csr.values().length / (long) csr.examples());
  }

  /** Blocks of 1024 rows that are made dense at a time. */
  int portion() {
    return (int) Math.max(1, PORTION_FLOATS / ((long) Tree.BLOCK * csr.features()));
  }

  @Override
  public void close() {
    buffers.forEach(ClBuffer::close);
  }
}
