package io.downhill.data.npy;

import io.downhill.data.DataException;
import io.downhill.data.DenseRows;
import io.downhill.data.Standardization;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * The rows of a float32 matrix in row order where they lie, mapped into memory: nothing is brought
 * onto the heap, and the page cache is read at the speed of memory.
 *
 * <p>Thread-safe. The file must not be changed while its rows are asked for: {@link
 * #checkUnchanged} tells whether it was. Where it was cut short, or its disk fails, the JVM throws
 * an {@link InternalError}, at once or a little later.
 */
final class MappedRows implements DenseRows.Source {
  private final Path file;
  private final List<FloatBuffer> parts = new ArrayList<>();
  private final int n;
  private final int rowsPerPart;
  private final Stamp stamp;
  private Optional<Standardization> scale = Optional.empty();

  /** What tells a file from itself after a change. */
  private record Stamp(Object file, long size, FileTime modified) {
    static Stamp of(Path file) throws IOException {
      BasicFileAttributes found = Files.readAttributes(file, BasicFileAttributes.class);
      return new Stamp(found.fileKey(), found.size(), found.lastModifiedTime());
    }
  }

  private MappedRows(Path file, int n, int rowsPerPart) throws IOException {
    this.file = file;
    this.n = n;
    this.rowsPerPart = rowsPerPart;
    this.stamp = Stamp.of(file);
  }

  /**
   * Maps a matrix.
   *
   * @param bytes of a part, which is mapped at once, at most; a row is always one part
   */
  static MappedRows of(FileChannel channel, Path file, NpyHeader header, int m, int n, int bytes)
      throws IOException {
    int row = Float.BYTES * n;
    int most = Math.max(1, bytes / row);
    MappedRows rows = new MappedRows(file, n, most);
    for (long first = 0; first < m; first += most) {
      long count = Math.min(most, m - first);
      rows.parts.add(
          channel
              .map(FileChannel.MapMode.READ_ONLY, header.dataOffset() + first * row, count * row)
              .order(header.type().order())
              .asFloatBuffer());
    }
    return rows;
  }

  @Override
  public void copy(int first, int count, float[] target, int place) {
    try {
      for (int done = 0; done < count; ) {
        int row = (first + done) % rowsPerPart;
        int rows = Math.min(count - done, rowsPerPart - row);
        FloatBuffer part = parts.get((first + done) / rowsPerPart);
        part.get(row * n, target, place + done * n, rows * n);
        done += rows;
      }
    } catch (InternalError e) {
      checkUnchanged();
      throw e;
    }
  }

  /** Remembers what was learnt of them. */
  void scale(Standardization learnt) {
    scale = Optional.of(learnt);
  }

  @Override
  public Optional<Standardization> scale() {
    return scale;
  }

  @Override
  public boolean isFile() {
    return true;
  }

  @Override
  public void checkUnchanged() {
    Stamp now;
    try {
      now = Stamp.of(file);
    } catch (IOException e) {
      return; // It was removed, which leaves what is mapped as it was.
    }
    boolean replaced = !Objects.equals(now.file(), stamp.file()); // By another file, as if removed.
    if (!replaced && !now.equals(stamp)) {
      throw new DataException(
          file + ": was changed while it was read: start again when nobody writes it");
    }
  }
}
