package io.downhill.data.sparse;

import io.downhill.data.DataException;
import io.downhill.data.ReadProgress;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/**
 * The bytes of text files, unpacked where they are packed with gzip, in chunks of whole lines. Many
 * threads may ask; each gets chunks of its own. Closed by who made it.
 */
final class LineChunks implements AutoCloseable {
  /** Bytes that are read at once: they stay in a core's cache while they are parsed. */
  static final int USUAL = 1 << 20;

  private static final int BUFFER = 1 << 16;
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

  private final List<Path> files;
  private final List<String> names;
  private final int usual;
  private final long total;
  private long before;
  private int number;
  private int file = -1;
  private FileChannel channel;
  private InputStream in;
  private byte[] rest = {};
  private int restLength;

  /**
   * Chunks of files.
   *
   * @param names how messages name them
   * @param usual the bytes of a chunk, more where a line is longer
   */
  LineChunks(List<Path> files, List<String> names, int usual) {
    this.files = files;
    this.names = names;
    this.usual = usual;
    this.total = files.stream().mapToLong(f -> f.toFile().length()).sum();
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
        progress.read(rows, (before + (in == null ? 0 : channel.position())) / (double) total);
        if (chunk != null) {
          return chunk;
        }
      }
    } catch (IOException e) {
      throw unreadable(names.get(file), e);
    }
  }

  private boolean open() throws IOException {
    if (file + 1 == files.size()) {
      return false;
    }
    file++;
    channel = FileChannel.open(files.get(file), StandardOpenOption.READ);
    in = unpacked(Channels.newInputStream(channel));
    return true;
  }

  /** What is in a file, unpacked if it is packed with gzip, without the mark of UTF-8. */
  static InputStream unpacked(InputStream plain) throws IOException {
    InputStream in = new BufferedInputStream(plain, BUFFER);
    in.mark(2);
    boolean packed = in.read() == 0x1F && in.read() == 0x8B;
    in.reset();
    if (packed) {
      in = new BufferedInputStream(new GZIPInputStream(in, BUFFER), BUFFER);
    }
    in.mark(3);
    if (in.read() != 0xEF || in.read() != 0xBB || in.read() != 0xBF) {
      in.reset();
    }
    return in;
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
        before += files.get(file).toFile().length();
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
        throw new DataException(names.get(file) + ": a line has more than 2^31 bytes");
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

  static DataException unreadable(String name, IOException e) {
    boolean packed = e instanceof EOFException || e instanceof ZipException;
    return new DataException(
        name
            + ": cannot be read: "
            + (e.getMessage() == null ? "it ends in the middle" : e.getMessage())
            + (packed ? "; it is cut short or damaged, fetch it again" : ""),
        e);
  }

  @Override
  public synchronized void close() throws IOException {
    if (in != null) {
      in.close();
      in = null;
    }
  }
}
