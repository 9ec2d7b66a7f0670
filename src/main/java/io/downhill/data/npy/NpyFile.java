package io.downhill.data.npy;

import io.downhill.data.Argument;
import io.downhill.data.DataException;
import io.downhill.data.DataPath;
import io.downhill.data.Dataset;
import io.downhill.data.FileBytes;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** An open .npy file, whose elements are read into a buffer. Closed by who opened it. */
final class NpyFile implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(NpyFile.class);

  /**
   * How a file is read.
   *
   * @param buffer bytes of labels, or of a row, that are read at once
   * @param piece bytes of rows that are: they stay in a core's cache until they are floats
   * @param tile rows of a column-major matrix that are: long enough runs, few cache lines; a
   *     divisor of {@link Dataset#ROW_ALIGNMENT}
   * @param part bytes of rows that are mapped at once; 0 for not mapping any
   */
  record Sizes(int buffer, int piece, int tile, int part) {
    /** What serves. */
    static final Sizes USUAL = new Sizes(1 << 22, 1 << 19, 1024, 1 << 30);
  }

  private final String file;
  private final Path path;
  private final FileChannel channel;
  private final NpyHeader header;
  private final ByteBuffer buffer;
  private final Sizes sizes;

  /**
   * Opens a file and reads its header.
   *
   * @throws DataException if it cannot be read, or is no .npy file
   */
  NpyFile(String file, Sizes sizes) {
    this.sizes = sizes;
    this.file = file;
    this.path = DataPath.check(Argument.notNull(file, "file"));
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

  /** How messages name it. */
  String name() {
    return file;
  }

  /** What its elements are, and how many. */
  NpyHeader header() {
    return header;
  }

  /** How it is read. */
  Sizes sizes() {
    return sizes;
  }

  /** The elements that were loaded, and have not been read. */
  ByteBuffer buffer() {
    return buffer;
  }

  /** Fills the buffer with elements of the file. */
  void load(long position, int count) throws IOException {
    buffer.clear().limit(count * header.type().bytes());
    fill(buffer, position);
  }

  /** Fills a buffer from a position of the file, whatever other threads read of it. */
  void fill(ByteBuffer bytes, long position) throws IOException {
    FileBytes.fill(channel, bytes, position);
  }

  /** Its m x n elements, float32 in row order, as rows where they lie. */
  MappedRows map(int m, int n) throws IOException {
    return MappedRows.of(channel, path, header, m, n, sizes.part());
  }

  /** What to tell of a failure to read a file. */
  static DataException unreadable(String file, IOException e) {
    return new DataException(file + ": cannot be read: " + e.getMessage(), e);
  }

  @Override
  public void close() {
    close(channel);
  }

  // The file is only read, so a failure to close it loses nothing.
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
