package io.downhill.device.several;

import io.downhill.data.CsrRows;
import io.downhill.data.Rows;
import io.downhill.sums.Span;
import io.downhill.sums.Tree;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Which lane gets which of some examples.
 *
 * @param rows that can be asked for again
 * @param y their signed weights
 * @param span their blocks
 * @param memory bytes of rows beyond which they pass by
 */
record Shares(Rows rows, float[] y, Span span, long memory) {
  /** Arrays of rows for each lane from which on a range ends with one of them. */
  private static final long ARRAYS = 8;

  /** A contiguous range for each lane, as long as it is fast; of rows that pass by, in pieces. */
  List<Part> among(List<Lane> lanes) {
    boolean passing = bytes() > memory;
    long blocks = rows.rowsPerBlock() / Tree.BLOCK;
    long align = span.blocks() / blocks >= ARRAYS * lanes.size() ? blocks : 1;
    double all = lanes.stream().mapToDouble(Lane::speed).sum();
    List<Part> parts = new ArrayList<>();
    long begin = span.first();
    double speed = 0;
    for (Lane lane : lanes) {
      speed += lane.speed();
      long end = span.first() + Math.round(span.blocks() * (speed / all) / align) * align;
      end = lane == lanes.get(lanes.size() - 1) ? span.end() : Math.min(end, span.end());
      long most = passing ? blocksAtOnce(lanes.size()) : Math.max(1, end - begin);
      for (; begin < end; begin = Math.min(end, begin + most)) {
        Span own = new Span(begin, Math.min(end, begin + most), span.all());
        parts.add(part(own, passing, lane));
      }
    }
    return parts;
  }

  /** Bytes that rows take on a device: sparse ones stand there by rows and by columns. */
  private long bytes() {
    return rows instanceof CsrRows csr
        ? 2L * (Integer.BYTES + Float.BYTES) * csr.values().length
        : (long) Float.BYTES * rows.examples() * rows.features();
  }

  /** So many that those of all lanes at once, and as many on their way, are half of the memory. */
  private long blocksAtOnce(int lanes) {
    double ofBlock = (double) bytes() / span.blocks();
    return Math.max(1, (long) (memory / (4.0 * lanes) / ofBlock));
  }

  private Part part(Span own, boolean passing, Lane lane) {
    int first = (int) ((own.first() - span.first()) * Tree.BLOCK);
    int count = (int) Math.min((long) own.blocks() * Tree.BLOCK, rows.examples() - (long) first);
    if (own.equals(span)) {
      return new Part(rows, y, own, first, passing, lane);
    }
    float[] labels = Arrays.copyOfRange(y, first, first + count);
    return new Part(rows.range(first, count), labels, own, first, passing, lane);
  }
}
