package io.downhill.data.npy;

import io.downhill.data.DataException;
import io.downhill.data.Dataset;
import io.downhill.data.DenseRows;
import io.downhill.data.Offsets;
import io.downhill.data.Preparation;
import io.downhill.data.ReadProgress;
import io.downhill.data.RowWindow;
import io.downhill.data.Standardization;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads examples from a NumPy .npy matrix, row-major or column-major. */
final class NpyExamples {
  private static final Logger LOG = LoggerFactory.getLogger(NpyExamples.class);

  /** Rows that are looked at together. */
  private static final int BLOCK = Dataset.ROW_ALIGNMENT;

  /** Values of a block of sums that each thread has a copy of, at most: 16 MiB. */
  private static final int MOST_BUFFERED = 1 << 22;

  private final NpyFile file;
  private final NpyHeader header;
  private final NpyType type;
  private final ReadProgress progress;
  private final int m;
  private final int n;
  private final FiniteRows finite;

  private NpyExamples(NpyFile file, ReadProgress progress) {
    this.file = file;
    this.progress = progress;
    header = file.header();
    type = header.type();
    if (type.isText()) {
      throw new DataException(
          file.name()
              + ": features must be numbers, not texts; save them as in x.astype('float32')");
    }
    checkShape();
    long[] shape = header.shape();
    m = (int) shape[0];
    n = shape.length == 2 ? (int) shape[1] : 1;
    finite = new FiniteRows(file.name(), n);
  }

  /**
   * Reads a matrix to learn from; its columns are called column0, column1, ...
   *
   * @throws DataException if it cannot be used
   */
  static Dataset.Builder read(String file, ReadProgress progress) {
    return read(file, progress, NpyFile.Sizes.USUAL);
  }

  /** The same in these sizes. */
  static Dataset.Builder read(String file, ReadProgress progress, NpyFile.Sizes sizes) {
    try (NpyFile opened = new NpyFile(file, sizes)) {
      NpyExamples examples = new NpyExamples(opened, progress);
      Optional<Offsets> offsets = examples.offsets();
      return examples.isMappable() && offsets.isEmpty()
          ? examples.map(Dataset.defaultNames(examples.n), true)
          : examples.read(Dataset.defaultNames(examples.n), offsets);
    } catch (IOException e) {
      throw NpyFile.unreadable(file, e);
    }
  }

  /**
   * Reads a matrix to score.
   *
   * @param features what its columns are called
   * @param offsets of its columns
   * @throws DataException if it cannot be used
   */
  static Dataset.Builder read(
      String file, List<String> features, Optional<Offsets> offsets, ReadProgress progress) {
    try (NpyFile opened = new NpyFile(file, NpyFile.Sizes.USUAL)) {
      NpyExamples examples = new NpyExamples(opened, progress);
      if (features.size() != examples.n) {
        throw new DataException(
            file + ": features differ: model " + features.size() + ", data " + examples.n);
      }
      return examples.isMappable() && offsets.isEmpty()
          ? examples.map(features, false)
          : examples.read(features, offsets);
    } catch (IOException e) {
      throw NpyFile.unreadable(file, e);
    }
  }

  private void checkShape() {
    long[] shape = header.shape();
    if (shape.length < 1 || shape.length > 2) {
      throw new DataException(
          file.name()
              + ": shape "
              + header.shapeText()
              + " must be a matrix (examples, features); reshape it");
    }
    long rows = shape[0];
    long columns = shape.length == 2 ? shape[1] : 1;
    if (rows == 0 || columns == 0) {
      throw new DataException(file.name() + ": no examples: its shape is " + header.shapeText());
    }
    if (rows > Dataset.MAX_EXAMPLES) {
      throw new DataException(
          file.name() + ": examples: " + rows + ", at most 2^31 - 1025 are supported");
    }
    if (columns > Dataset.MAX_FEATURES) {
      throw new DataException(file.name() + ": shape " + header.shapeText() + " is too large");
    }
  }

  private Dataset.Builder read(List<String> names, Optional<Offsets> offsets) throws IOException {
    Dataset.Builder builder = new Dataset.Builder(names);
    builder.grow(m);
    if (isByColumn()) {
      readColumns(builder, offsets);
    } else {
      readRows(builder, offsets);
    }
    offsets.ifPresent(found -> builder.preparation(Preparation.plain(names, found)));
    return builder;
  }

  /**
   * Rows where they lie. One read of them, on all cores, tells whether they can be used, and what
   * their scale is if that is wanted.
   */
  private Dataset.Builder map(List<String> names, boolean measured) throws IOException {
    MappedRows mapped;
    try {
      mapped = file.map(m, n);
    } catch (IOException | UnsupportedOperationException e) {
      LOG.debug("{}: is read, for it cannot be mapped: {}", file.name(), e.getMessage());
      return read(names, Optional.empty());
    }
    DenseRows rows = DenseRows.of(m, n, mapped);
    AtomicInteger done = new AtomicInteger();
    Standardization.Watch watch =
        (x, at, row, count, known) -> {
          if (!known) {
            finite.check(x, at, at + count * n, row);
          }
          progressed(done.addAndGet(count));
        };
    rows.unchanged(
        () -> {
          try {
            if (measured) {
              mapped.scale(Standardization.of(rows, null, watch));
            } else {
              RowWindow.Pool windows = new RowWindow.Pool(rows);
              IntStream.rangeClosed(0, (m - 1) / BLOCK)
                  .parallel()
                  .forEach(
                      block ->
                          progressed(done.addAndGet(windows.lend(window -> check(window, block)))));
            }
          } catch (DataException e) {
            firstOfFile(rows);
            throw e;
          }
          return rows;
        });
    return new Dataset.Builder(names).rows(rows);
  }

  /** Checks a block of rows; their number. */
  private int check(RowWindow window, int block) {
    int row = block * BLOCK;
    int count = Math.min(BLOCK, m - row);
    window.show(row, count);
    finite.check(window.x(), window.at(), window.at() + count * n, row);
    return count;
  }

  /** Checks from the first row on: what one of many threads finds need not be the file's first. */
  private void firstOfFile(DenseRows rows) {
    RowWindow window = rows.window();
    for (int block = 0; (long) block * BLOCK < m; block++) {
      check(window, block);
    }
  }

  private void progressed(int rows) {
    synchronized (progress) {
      progress.read(Math.min(m, rows), Math.min(1, rows / (double) m));
    }
  }

  /** Whether rows can be used where they lie, a block of sums in a small buffer of each thread. */
  private boolean isMappable() {
    return type.isFloat32()
        && !isByColumn()
        && file.sizes().part() > 0
        && (long) BLOCK * n <= MOST_BUFFERED;
  }

  private boolean isByColumn() {
    return header.fortran() && n > 1;
  }

  /** The offsets for a sample of the rows; empty if none is needed. */
  private Optional<Offsets> offsets() throws IOException {
    if (!type.isWide()) {
      return Optional.empty();
    }
    OffsetSearch search = new OffsetSearch(m, n);
    boolean byRow = !isByColumn() && n * type.bytes() <= file.sizes().buffer();
    for (int k = 0; k < search.rows(); k++) {
      for (int j = 0; j < n; j++) {
        if (j == 0 || !byRow) {
          file.load(position(search.row(k), j), byRow ? n : 1);
        }
        search.set(k, j, type.read(file.buffer()));
      }
    }
    return search.offsets(file.name());
  }

  private long position(long row, int j) {
    long element = isByColumn() ? (long) j * m + row : row * n + j;
    return header.dataOffset() + element * type.bytes();
  }

  /**
   * Row blocks on all cores: what limits here is the copying, not the page cache or a fast disk.
   */
  private void readRows(Dataset.Builder builder, Optional<Offsets> offsets) throws IOException {
    inParallel(
        builder.rowsPerBlock(),
        () -> {
          ByteBuffer bytes = ByteBuffer.allocateDirect(file.sizes().piece()).order(type.order());
          return (row, rows) -> readBlock(builder.block(row), row, rows, offsets, bytes);
        });
  }

  /** What one thread does with some rows. */
  private interface Piece {
    void read(int row, int rows) throws IOException;
  }

  /** Has all rows read, so many at a time. */
  private void inParallel(int rows, Supplier<Piece> reader) throws IOException {
    AtomicInteger next = new AtomicInteger();
    AtomicInteger done = new AtomicInteger();
    Map<Integer, Exception> failures = new ConcurrentSkipListMap<>();
    IntStream.range(0, Runtime.getRuntime().availableProcessors())
        .parallel()
        .forEach(
            thread -> {
              Piece piece = reader.get();
              long row;
              while (failures.isEmpty() && (row = (long) next.getAndIncrement() * rows) < m) {
                int count = (int) Math.min(rows, m - row);
                try {
                  piece.read((int) row, count);
                } catch (IOException | DataException e) {
                  failures.put((int) row, e);
                  return;
                }
                progressed(done.addAndGet(count));
              }
            });
    // The failure with the lowest row is the first of the file: blocks are begun in order, and each
    // is read to its end.
    for (Exception first : failures.values()) {
      if (first instanceof IOException e) {
        throw e;
      }
      throw (DataException) first;
    }
  }

  private void readBlock(float[] x, int row, int rows, Optional<Offsets> offsets, ByteBuffer bytes)
      throws IOException {
    int most = file.sizes().piece() / type.bytes();
    int length = rows * n;
    for (int first = 0; first < length; first += most) {
      int count = Math.min(most, length - first);
      bytes.clear().limit(count * type.bytes());
      file.fill(bytes, header.dataOffset() + ((long) row * n + first) * type.bytes());
      if (offsets.isEmpty()) {
        type.read(bytes, count, x, first, 1);
      } else {
        for (int k = first; k < first + count; k++) {
          x[k] = offsets.get().stored(k % n, type.read(bytes));
        }
      }
    }
    finite.check(x, 0, length, row);
  }

  private void readColumns(Dataset.Builder builder, Optional<Offsets> offsets) throws IOException {
    int tile = file.sizes().tile();
    for (int row = 0; row < m; row += tile) {
      float[] x = builder.block(row);
      int first = builder.offset(row);
      int rows = Math.min(tile, m - row);
      for (int j = 0; j < n; j++) {
        file.load(position(row, j), rows);
        if (offsets.isEmpty()) {
          type.read(file.buffer(), rows, x, first + j, n);
        } else {
          for (int k = first + j; k < first + rows * n; k += n) {
            x[k] = offsets.get().stored(j, type.read(file.buffer()));
          }
        }
      }
      finite.check(x, first, first + rows * n, row);
      progressed(row + rows);
    }
  }
}
