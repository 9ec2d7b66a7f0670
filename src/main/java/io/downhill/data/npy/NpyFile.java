package io.downhill.data.npy;

import io.downhill.data.Argument;
import io.downhill.data.DataException;
import io.downhill.data.DataPath;
import io.downhill.data.Dataset;
import io.downhill.data.FileBytes;
import io.downhill.data.LabelCoder;
import io.downhill.data.Offsets;
import io.downhill.data.Preparation;
import io.downhill.data.ReadProgress;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads examples from a NumPy .npy matrix, and labels from an .npy vector. */
final class NpyFile implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(NpyFile.class);

  /**
   * How a file is read.
   *
   * @param buffer bytes of labels, or of a row, that are read at once
   * @param piece bytes of rows that are: they stay in a core's cache until they are floats
   * @param tile rows of a column-major matrix that are: long enough runs, few cache lines; a
   *     divisor of {@link Dataset#ROW_ALIGNMENT}
   */
  record Sizes(int buffer, int piece, int tile) {
    /** What serves. */
    static final Sizes USUAL = new Sizes(1 << 22, 1 << 19, 1024);
  }

  private final String file;
  private final FileChannel channel;
  private final NpyHeader header;
  private final ByteBuffer buffer;
  private final Sizes sizes;

  private NpyFile(String file, Sizes sizes) {
    this.sizes = sizes;
    this.file = file;
    Path path = DataPath.check(Argument.notNull(file, "file"));
    FileChannel opened = null;
    try {
      opened = FileChannel.open(path, StandardOpenOption.READ);
      header = NpyHeader.read(opened, file);
    } catch (IOException | DataException e) {
      close(opened);
      throw e instanceof DataException data ? data : unreadable(file, (IOException) e);
    }
    channel = opened;
    buffer = ByteBuffer.allocateDirect(sizes.buffer()).order(header.type().order());
  }

  /**
   * Reads a matrix to learn from; its columns are called column0, column1, ...
   *
   * @throws DataException if it cannot be used
   */
  static Dataset.Builder examples(String file, ReadProgress progress) {
    return examples(file, progress, Sizes.USUAL);
  }

  /** The same in these sizes. */
  static Dataset.Builder examples(String file, ReadProgress progress, Sizes sizes) {
    try (NpyFile matrix = new NpyFile(file, sizes)) {
      int n = matrix.features();
      return matrix.examples(Dataset.defaultNames(n), matrix.offsets(n), progress);
    } catch (IOException e) {
      throw unreadable(file, e);
    }
  }

  /**
   * Reads a matrix to score.
   *
   * @param features what its columns are called
   * @param offsets of its columns
   * @throws DataException if it cannot be used
   */
  static Dataset.Builder examples(
      String file, List<String> features, Optional<Offsets> offsets, ReadProgress progress) {
    try (NpyFile matrix = new NpyFile(file, Sizes.USUAL)) {
      int n = matrix.features();
      if (features.size() != n) {
        throw new DataException(
            file + ": features differ: model " + features.size() + ", data " + n);
      }
      return matrix.examples(features, offsets, progress);
    } catch (IOException e) {
      throw unreadable(file, e);
    }
  }

  /**
   * Reads a vector of labels.
   *
   * @param builder of the examples, which gets them
   * @param data how messages name the examples
   */
  static void labels(String file, LabelCoder coder, Dataset.Builder builder, String data) {
    labels(file, coder, builder, data, Sizes.USUAL);
  }

  /** The same in these sizes. */
  static void labels(
      String file, LabelCoder coder, Dataset.Builder builder, String data, Sizes sizes) {
    try (NpyFile vector = new NpyFile(file, sizes)) {
      vector.labels(builder, coder, data);
    } catch (IOException e) {
      throw unreadable(file, e);
    }
  }

  /** The number of columns of a matrix that can be used. */
  private int features() {
    long[] shape = header.shape();
    if (shape.length < 1 || shape.length > 2) {
      throw new DataException(
          file
              + ": shape "
              + header.shapeText()
              + " must be a matrix (examples, features); reshape it");
    }
    long m = shape[0];
    long n = shape.length == 2 ? shape[1] : 1;
    if (m == 0 || n == 0) {
      throw new DataException(file + ": no examples: its shape is " + header.shapeText());
    }
    if (n > Dataset.MAX_FEATURES || m > Integer.MAX_VALUE) {
      throw new DataException(file + ": shape " + header.shapeText() + " is too large");
    }
    return (int) n;
  }

  private Dataset.Builder examples(
      List<String> names, Optional<Offsets> offsets, ReadProgress progress) throws IOException {
    int m = (int) header.shape()[0];
    int n = names.size();
    Dataset.Builder builder = new Dataset.Builder(names);
    builder.grow(m);
    if (isByColumn(n)) {
      readColumns(builder, m, n, offsets, progress);
    } else {
      readRows(builder, m, n, offsets, progress);
    }
    offsets.ifPresent(found -> builder.preparation(Preparation.plain(names, found)));
    return builder;
  }

  private boolean isByColumn(int n) {
    return header.fortran() && n > 1;
  }

  /** The offsets that some rows ask for; empty if they ask for none. */
  private Optional<Offsets> offsets(int n) throws IOException {
    if (!header.type().isWide()) {
      return Optional.empty();
    }
    int m = (int) header.shape()[0];
    OffsetSearch search = new OffsetSearch(m, n);
    boolean byRow = !isByColumn(n) && n * header.type().bytes() <= sizes.buffer();
    for (int k = 0; k < search.rows(); k++) {
      for (int j = 0; j < n; j++) {
        if (j == 0 || !byRow) {
          load(position(search.row(k), j, m, n), byRow ? n : 1);
        }
        search.set(k, j, header.type().read(buffer));
      }
    }
    return search.offsets(file);
  }

  private long position(long row, int j, long m, int n) {
    long element = isByColumn(n) ? j * m + row : row * n + j;
    return header.dataOffset() + element * header.type().bytes();
  }

  /**
   * Row blocks on all cores but one, which is left to the JIT: it compiles the loops meanwhile.
   * What limits here is the copying, not the page cache or a fast disk.
   */
  private void readRows(
      Dataset.Builder builder, int m, int n, Optional<Offsets> offsets, ReadProgress progress)
      throws IOException {
    int rows = builder.rowsPerBlock();
    AtomicInteger next = new AtomicInteger();
    AtomicInteger done = new AtomicInteger();
    Map<Integer, Exception> failures = new ConcurrentSkipListMap<>();
    IntStream.range(0, Math.max(1, Runtime.getRuntime().availableProcessors() - 1))
        .parallel()
        .forEach(
            reader -> {
              ByteBuffer bytes =
                  ByteBuffer.allocateDirect(sizes.piece()).order(header.type().order());
              long row;
              while (failures.isEmpty() && (row = (long) next.getAndIncrement() * rows) < m) {
                int count = (int) Math.min(rows, m - row);
                try {
                  readBlock(builder.block((int) row), (int) row, count, n, offsets, bytes);
                } catch (IOException | DataException e) {
                  failures.put((int) row, e);
                  return;
                }
                synchronized (progress) {
                  int read = done.addAndGet(count);
                  progress.read(read, read / (double) m);
                }
              }
            });
    // The first of the file: blocks are begun in their order, and what is begun is ended.
    for (Exception first : failures.values()) {
      if (first instanceof IOException e) {
        throw e;
      }
      throw (DataException) first;
    }
  }

  private void readBlock(
      float[] x, int row, int rows, int n, Optional<Offsets> offsets, ByteBuffer bytes)
      throws IOException {
    NpyType type = header.type();
    int most = sizes.piece() / type.bytes();
    int length = rows * n;
    for (int at = 0; at < length; at += most) {
      int count = Math.min(most, length - at);
      bytes.clear().limit(count * type.bytes());
      FileBytes.fill(channel, bytes, header.dataOffset() + ((long) row * n + at) * type.bytes());
      if (offsets.isEmpty()) {
        type.read(bytes, count, x, at, 1);
      } else {
        for (int k = at; k < at + count; k++) {
          x[k] = offsets.get().stored(k % n, type.read(bytes));
        }
      }
    }
    checkFinite(x, 0, length, row, n);
  }

  private void readColumns(
      Dataset.Builder builder, int m, int n, Optional<Offsets> offsets, ReadProgress progress)
      throws IOException {
    NpyType type = header.type();
    for (int row = 0; row < m; row += sizes.tile()) {
      float[] x = builder.block(row);
      int at = builder.offset(row);
      int rows = Math.min(sizes.tile(), m - row);
      for (int j = 0; j < n; j++) {
        load(position(row, j, m, n), rows);
        if (offsets.isEmpty()) {
          type.read(buffer, rows, x, at + j, n);
        } else {
          for (int k = at + j; k < at + rows * n; k += n) {
            x[k] = offsets.get().stored(j, type.read(buffer));
          }
        }
      }
      checkFinite(x, at, at + rows * n, row, n);
      progress.read(row + rows, (row + rows) / (double) m);
    }
  }

  private void checkFinite(float[] x, int from, int to, int row, int n) {
    int greatest = 0;
    for (int i = from; i < to; i++) {
      greatest = Math.max(greatest, Float.floatToRawIntBits(x[i]) & 0x7fffffff);
    }
    if (greatest < Float.floatToRawIntBits(Float.POSITIVE_INFINITY)) {
      return;
    }
    int i = from;
    while (Float.isFinite(x[i])) {
      i++;
    }
    throw new DataException(
        file
            + ": row "
            + (row + (i - from) / n + 1L)
            + ", column column"
            + (i - from) % n
            + ": "
            + (Float.isNaN(x[i])
                ? "NaN is not a number; fill it or leave the row out"
                : x[i] + " is not a finite float32 number"));
  }

  private void labels(Dataset.Builder builder, LabelCoder coder, String data) throws IOException {
    long[] shape = header.shape();
    boolean vector = shape.length == 1 || shape.length == 2 && (shape[0] == 1 || shape[1] == 1);
    if (!vector) {
      throw new DataException(
          file + ": shape " + header.shapeText() + " must be a vector, one label an example");
    }
    long length = shape.length == 1 ? shape[0] : shape[0] * shape[1];
    if (length != builder.examples()) {
      throw new DataException(
          file
              + ": labels: "
              + length
              + ", but "
              + data
              + " has "
              + builder.examples()
              + " examples");
    }
    NpyType type = header.type();
    int most = sizes.buffer() / type.bytes();
    for (long i = 0; i < length && !coder.hopeless(); i++) {
      if (i % most == 0) {
        load(header.dataOffset() + i * type.bytes(), (int) Math.min(most, length - i));
      }
      double label = type.read(buffer);
      if (!Double.isFinite(label)) {
        throw new DataException(file + ": row " + (i + 1) + ": the label is " + label);
      }
      boolean known =
          type.isBoolean() ? coder.add(label == 1 ? "true" : "false") : coder.add(label);
      if (!known) {
        String text = type.isBoolean() ? "" + (label == 1) : LabelCoder.canonical("" + label);
        throw new DataException(
            file + ": row " + (i + 1) + ": label " + text + " is neither " + coder.names());
      }
    }
    coder.finish(builder, file);
  }

  /** Fills the buffer with elements of the file. */
  private void load(long position, int count) throws IOException {
    buffer.clear().limit(count * header.type().bytes());
    FileBytes.fill(channel, buffer, position);
  }

  private static DataException unreadable(String file, IOException e) {
    return new DataException(file + ": cannot be read: " + e.getMessage(), e);
  }

  @Override
  public void close() {
    close(channel);
  }

  // Only read from: a failure to close it loses nothing.
  private static void close(FileChannel channel) {
    if (channel != null) {
      try {
        channel.close();
      } catch (IOException e) {
        LOG.debug("closing failed", e);
      }
    }
  }
}
