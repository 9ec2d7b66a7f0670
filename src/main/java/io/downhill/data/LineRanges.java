package io.downhill.data;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/** Cuts text files into ranges whose lines can be read each for itself, in file order. */
final class LineRanges {
  private static final int LENGTH = 1 << 18;
  private static final int LONGEST_LINE = 2_000_000;
  private static final int TAIL = 1 << 13;

  /**
   * A part of a file; the lines that begin in it are its own.
   *
   * @param crlf whether the first line of the file ends in CR and LF
   * @param from where it begins
   * @param to where the next one begins
   * @param first whether a line begins at {@code from}; else it is to be looked for
   */
  record Range(Path file, boolean crlf, long from, long to, boolean first) {
    /**
     * Reads its lines.
     *
     * @return empty if a line is too long
     */
    Optional<Lines> read() throws IOException {
      try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
        // A line begins behind a line feed, which may be the byte before the range.
        long begin = first ? from : from - 1;
        int length = (int) (to - begin);
        int available = (int) Math.min(length + LONGEST_LINE, channel.size() - begin);
        byte[] bytes = new byte[Math.min(length + TAIL, available) + 1];
        fill(channel, begin, bytes, 0, bytes.length - 1);
        int stop = find(bytes, length - 1, bytes.length - 1);
        if (stop == bytes.length - 1 && stop < available) {
          bytes = Arrays.copyOf(bytes, available + 1);
          fill(channel, begin, bytes, stop, available);
          stop = find(bytes, stop, available);
          if (stop == available && begin + available < channel.size()) {
            return Optional.empty();
          }
        }
        bytes[stop] = '\n';
        int start = first ? 0 : find(bytes, 0, stop) + 1;
        return Optional.of(new Lines(bytes, start, length, stop));
      }
    }
  }

  /**
   * Lines of text.
   *
   * @param bytes of the text
   * @param from where the first line begins
   * @param to where no line begins any more
   * @param stop where the last line ends, with a line feed
   */
  record Lines(byte[] bytes, int from, int to, int stop) {}

  private final Iterator<Path> files;
  private final int header;
  private Range last;
  private long before;

  /**
   * Ranges of some files.
   *
   * @param header how many lines at the begin of each file belong to no range
   */
  LineRanges(List<Path> files, int header) {
    this.files = files.iterator();
    this.header = header;
  }

  /**
   * The next range.
   *
   * @return null after the last
   * @throws IOException if a file cannot be read, or its header has no end
   */
  Range next() throws IOException {
    long size = last == null ? 0 : Files.size(last.file());
    if (last != null && last.to() < size) {
      long to = Math.min(size, last.to() + LENGTH);
      last = new Range(last.file(), last.crlf(), last.to(), to, false);
    } else if (files.hasNext()) {
      before += size;
      last = first(files.next());
    } else {
      return null;
    }
    return last;
  }

  /** The bytes up to the end of the last range, those of earlier files included. */
  long position() {
    return last == null ? 0 : before + last.to();
  }

  private Range first(Path file) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      byte[] begin = new byte[(int) Math.min(channel.size(), LONGEST_LINE)];
      fill(channel, 0, begin, 0, begin.length);
      boolean marked = begin.length > 2 && begin[0] == (byte) 0xEF && begin[1] == (byte) 0xBB;
      int from = marked ? 3 : 0;
      int end = find(begin, from, begin.length);
      boolean crlf = end > from && begin[end - 1] == '\r';
      for (int line = 0; line < header; line++) {
        if (end == begin.length || isOpen(begin, from, end)) {
          throw new EOFException("the header has no clear end");
        }
        from = end + 1;
        end = find(begin, from, begin.length);
      }
      return new Range(file, crlf, from, Math.min(channel.size(), from + LENGTH), true);
    }
  }

  /** Whether a quote is open at the end of a line, or a carriage return ends another before. */
  private static boolean isOpen(byte[] text, int from, int to) {
    int quotes = 0;
    for (int i = from; i < to; i++) {
      if (text[i] == '\r' && i < to - 1) {
        return true;
      }
      quotes += text[i] == '"' ? 1 : 0;
    }
    return quotes % 2 == 1;
  }

  private static int find(byte[] text, int from, int to) {
    int at = Math.max(0, from);
    while (at < to && text[at] != '\n') {
      at++;
    }
    return at;
  }

  private static void fill(FileChannel channel, long position, byte[] bytes, int from, int to)
      throws IOException {
    NpyFile.fill(channel, ByteBuffer.wrap(bytes, from, to - from), position + from);
  }
}
