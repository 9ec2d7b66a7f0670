package io.downhill.data.sparse;

import io.downhill.data.DataException;
import io.downhill.data.ReadProgress;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.List;

/**
 * The bytes of text files, unpacked where they are packed with gzip, in chunks of whole lines. Many
 * threads may ask; each gets chunks of its own. Closed by who made it.
 */
final class LineChunks implements AutoCloseable {
  /** Bytes that are read at once: they stay in a core's cache while they are parsed. */
  static final int USUAL = 1 << 20;

  private static final byte LINE_END = '\n';
  private static final int LONGEST = Integer.MAX_VALUE - 16;

  /**
   * Some lines of a file.
   *
   * @param number counted from 0 over all files
   * @param file which of them
   * @param text the lines, and a line end behind them
   * @param length without what is behind the last line end
   */
  record Chunk(int number, int file, byte[] text, int length) {}

  private final List<TextInput> files;
  private final int usual;
  private final boolean isKnown;
  private final long total;
  private long before;
  private int number;
  private int file = -1;
  private long taken;
  private InputStream in;
  private byte[] rest = {};
  private int restLength;

  /**
   * Chunks of texts.
   *
   * @param usual the bytes of a chunk, more where a line is longer
   */
  LineChunks(List<TextInput> files, int usual) {
    this.files = files;
    this.usual = usual;
    this.isKnown = files.stream().allMatch(f -> f.length() > 0);
    this.total = files.stream().mapToLong(TextInput::length).sum();
  }

  /**
   * The next lines, or null at the end.
   *
   * @param progress is told where reading is
   * @param rows so far, for the progress
   * @throws DataException if a file cannot be read, or ends in the middle
   */
  synchronized Chunk next(ReadProgress progress, long rows) {
    try {
      while (true) {
        if (in == null && !open()) {
          return null;
        }
        Chunk chunk = read();
        progress.read(rows, isKnown ? (before + taken) / (double) total : Double.NaN);
        if (chunk != null) {
          return chunk;
        }
      }
    } catch (IOException e) {
      throw TextInput.unreadable(files.get(file).name(), e);
    }
  }

  private boolean open() throws IOException {
    if (file + 1 == files.size()) {
      return false;
    }
    file++;
    in = TextInput.unpacked(new Counted(files.get(file).open()));
    return true;
  }

  /** Counts the bytes that are read of a stream. */
  private final class Counted extends FilterInputStream {
    Counted(InputStream in) {
      super(in);
    }

    @Override
    public int read() throws IOException {
      int read = super.read();
      taken += read < 0 ? 0 : 1;
      return read;
    }

    @Override
    public int read(byte[] target, int first, int length) throws IOException {
      int read = super.read(target, first, length);
      taken += Math.max(0, read);
      return read;
    }
  }

  /** Lines of the open file; null, and the file closed, at its end. */
  private Chunk read() throws IOException {
    byte[] text = Arrays.copyOf(rest, Math.max(usual, restLength) + 1);
    int length = restLength;
    restLength = 0;
    while (true) {
      int count = in.readNBytes(text, length, text.length - 1 - length);
      int end = lastLineEnd(text, length, length + count);
      length += count;
      if (length < text.length - 1) { // The file ends.
        close();
        before += taken;
        taken = 0;
        text[length] = LINE_END;
        return length == 0 ? null : new Chunk(number++, file, text, length);
      }
      if (end > 0) {
        rest = Arrays.copyOfRange(text, end, length);
        restLength = rest.length;
        text[end] = LINE_END;
        return new Chunk(number++, file, text, end);
      }
      if (text.length == LONGEST) {
        throw new DataException(files.get(file).name() + ": a line has more than 2^31 bytes");
      }
      text = Arrays.copyOf(text, (int) Math.min(LONGEST, 2L * text.length));
    }
  }

  /** Behind the last line end; 0 if there is none. */
  private static int lastLineEnd(byte[] text, int first, int end) {
    int p = end;
    while (p > first && text[p - 1] != LINE_END) {
      p--;
    }
    return p > first ? p : 0;
  }

  @Override
  public synchronized void close() throws IOException {
    if (in != null) {
      in.close();
      in = null;
    }
  }
}
