package io.downhill.device.cpu;

import io.downhill.data.CsrRows;
import io.downhill.data.DenseRows;
import io.downhill.data.RowWindow;
import io.downhill.data.Rows;
import io.downhill.data.StripeSample;
import io.downhill.device.DeviceExamples;
import io.downhill.sums.Span;
import io.downhill.sums.Tree;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Examples of the CPU device: in memory, or read where they lie in a file, a few rows at a time,
 * until they have been read so often that memory would have been cheaper.
 */
final class CpuExamples implements DeviceExamples {
  private static final Logger LOG = LoggerFactory.getLogger(CpuExamples.class);

  /**
   * Reads of a file before its rows are brought into memory: about as many as cost what the memory
   * does, which the system clears when it is first touched. So whatever the number of reads is, it
   * costs at most twice what it had to. Before Java 21 the scale, which is applied at each read,
   * costs five times as much, for its conversions between float and double go one by one.
   */
  private static final int READS = Runtime.version().feature() < 21 ? 0 : 6;

  /** The heap must hold the rows, and a quarter of that beside them. */
  private static final double SPARE = 1.25;

  private final float[] y;
  private final Span span;
  private final SparseExamples sparse;
  private Rows rows;
  private int reads;
  private LastMargins lastMargins;

  private CpuExamples(Rows rows, SparseExamples sparse, float[] y, Span span) {
    this.rows = rows;
    this.sparse = sparse;
    this.y = y;
    this.span = span;
  }

  /**
   * Takes rows: those in memory or in a file and sparse ones as they are, others into memory if it
   * has room.
   */
  static CpuExamples of(Rows rows, float[] y, Span span) {
    return rows instanceof CsrRows csr && csr.change() == null
        ? new CpuExamples(csr, SparseExamples.of(csr, span), y, span)
        : new CpuExamples(rows.areInFile() ? rows : inMemory(rows), null, y, span);
  }

  private static Rows inMemory(Rows rows) {
    try {
      return DenseRows.inMemory(rows);
    } catch (OutOfMemoryError e) {
      if (rows.areGivenAway()) {
        throw e; // Some were taken already.
      }
      LOG.debug(
          "cpu: the heap has no room for {} rows: they are made for each pass", rows.examples());
      return rows;
    }
  }

  /** The examples of a sample, in memory: stripes side by side are what passes walk over. */
  CpuExamples sample(StripeSample sample, float[] labels) {
    return of(rows().of(sample), labels, Span.whole(sample.examples()));
  }

  /**
   * These rows, in place; in blocks of the size that all devices show, since what the host sums
   * block by block may not depend on the device.
   */
  Rows rows() {
    return sparse == null ? DenseRows.usual(rows) : rows;
  }

  /** Those that a pass over sparse rows saw last. */
  LastMargins lastMargins() {
    if (lastMargins == null) {
      lastMargins = new LastMargins(examples());
    }
    return lastMargins;
  }

  /** The rows as sparse ones; empty where they are dense. */
  Optional<SparseExamples> sparse() {
    return Optional.ofNullable(sparse);
  }

  /** To be called before each pass over the rows: brings them into memory when that pays. */
  void read() {
    if (rows.areInFile() && ++reads == READS + 1) {
      double bytes = (double) Float.BYTES * rows.examples() * rows.features();
      if (SPARE * bytes < Runtime.getRuntime().maxMemory()) {
        LOG.debug("cpu: the rows are brought into memory");
        rows = inMemory(rows);
      }
    }
  }

  /** Shows the rows to one thread. */
  RowWindow window() {
    return rows.window();
  }

  @Override
  public int examples() {
    return rows.examples();
  }

  @Override
  public int features() {
    return rows.features();
  }

  /** The signed weights, length m. */
  float[] y() {
    return y;
  }

  @Override
  public Span span() {
    return span;
  }

  /** The number of blocks of 1024 examples. */
  int blocks() {
    return span.blocks();
  }

  /** Examples in a block of 1024, the last of which may be shorter. */
  int rows(int block) {
    return Math.min(Tree.BLOCK, examples() - block * Tree.BLOCK);
  }

  @Override
  public void close() {}
}
