package io.downhill.data.text;

import io.downhill.data.FileBytes;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/**
 * Cuts text files into ranges whose lines can be read each for itself, in file order. What is
 * packed with gzip is unpacked here, range by range.
 */
final class LineRanges implements AutoCloseable {
  /**
   * How files are cut.
   *
   * @param range the usual length of a range
   * @param tail what is read behind it for the end of its last line, at first; less than longest
   * @param longest lines that are longer are not read here
   */
  record Sizes(int range, int tail, int longest) {
    /** What serves. */
    static final Sizes USUAL = new Sizes(1 << 18, 1 << 13, 2_000_000);
  }

  /**
   * A file that stays open until its last range has been read, so that all of them are of one file
   * even if another takes its name meanwhile.
   *
   * @param size when it was opened
   * @param crlf whether its first line ends in CR and LF
   */
  record TextFile(FileChannel channel, long size, boolean crlf) implements AutoCloseable {
    @Override
    public void close() throws IOException {
      channel.close();
    }
  }

  /** A part of a file. */
  sealed interface Range permits Cut, PackedLines.Unpacked {
    /** The file. */
    TextFile file();

    /** Whether it is the last of its file. */
    boolean last();

    /** How far into the file it goes, in bytes. */
    long to();

    /**
     * Reads its lines.
     *
     * @return empty if a line is too long
     */
    Optional<Lines> read() throws IOException;
  }

  /**
   * A range of bytes; the lines that begin in it are its own.
   *
   * @param from where it begins
   * @param to where the next one begins
   * @param first whether a line begins at {@code from}; else it is to be looked for
   */
  record Cut(TextFile file, long from, long to, boolean first, Sizes sizes) implements Range {
    @Override
    public boolean last() {
      return to == file.size();
    }

    @Override
    public Optional<Lines> read() throws IOException {
      // A line begins behind a line feed, which may be the byte before the range.
      long begin = first ? from : from - 1;
      int length = (int) (to - begin);
      int available = (int) Math.min(length + sizes.longest(), file.size() - begin);
      byte[] bytes = new byte[Math.min(length + sizes.tail(), available) + 1];
      fill(file.channel(), begin, bytes, 0, bytes.length - 1);
      int stop = find(bytes, length - 1, bytes.length - 1);
      if (stop == bytes.length - 1 && stop < available) {
        bytes = Arrays.copyOf(bytes, available + 1);
        fill(file.channel(), begin, bytes, stop, available);
        stop = find(bytes, stop, available);
        if (stop == available && begin + available < file.size()) {
          return Optional.empty();
        }
      }
      bytes[stop] = '\n';
      int start = first ? 0 : find(bytes, 0, stop) + 1;
      return Optional.of(new Lines(bytes, start, length, stop));
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
  private final Sizes sizes;
  private Range last;
  private PackedLines packed;
  private long before;

  /**
   * Ranges of some files.
   *
   * @param header how many lines at the begin of each file belong to no range
   */
  LineRanges(List<Path> files, int header, Sizes sizes) {
    this.files = files.iterator();
    this.header = header;
    this.sizes = sizes;
  }

  /**
   * The next range.
   *
   * @return null after the last
   * @throws IOException if a file cannot be read, or its header has no end
   */
  Range next() throws IOException {
    if (last == null || last.last()) {
      if (!files.hasNext()) {
        return null;
      }
      before += last == null ? 0 : last.file().size();
      last = first(files.next());
    } else if (last instanceof Cut cut) {
      long to = Math.min(cut.file().size(), cut.to() + sizes.range());
      last = new Cut(cut.file(), cut.to(), to, false, sizes);
    } else {
      last = packed.next();
    }
    return last;
  }

  /** Closes the file in hand; those before it are closed by who reads their ranges. */
  @Override
  public void close() throws IOException {
    if (last != null) {
      last.file().close();
    }
  }

  /** The bytes up to the end of the last range, those of earlier files included. */
  long position() {
    return last == null ? 0 : before + last.to();
  }

  private Range first(Path file) throws IOException {
    FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
    try {
      return first(channel);
    } catch (IOException e) {
      channel.close();
      throw e;
    }
  }

  private Range first(FileChannel channel) throws IOException {
    long size = channel.size();
    packed = PackedLines.of(channel, sizes);
    if (packed != null) {
      Range range = packed.next();
      Lines lines = range.read().orElseThrow(() -> new EOFException("the first line is too long"));
      int from = begin(lines.bytes(), lines.to());
      boolean crlf = isCrlf(lines.bytes(), from, lines.to());
      from = behindHeader(lines.bytes(), from, lines.to());
      return packed.begun(crlf, new Lines(lines.bytes(), from, lines.to(), lines.stop()));
    }
    byte[] begin = new byte[(int) Math.min(size, sizes.longest())];
    fill(channel, 0, begin, 0, begin.length);
    int from = begin(begin, begin.length);
    TextFile file = new TextFile(channel, size, isCrlf(begin, from, begin.length));
    from = behindHeader(begin, from, begin.length);
    return new Cut(file, from, Math.min(size, from + sizes.range()), true, sizes);
  }

  /** Where the text begins, behind a mark. */
  private static int begin(byte[] text, int length) {
    boolean marked = length > 2 && text[0] == (byte) 0xEF && text[1] == (byte) 0xBB;
    return marked ? 3 : 0;
  }

  private static boolean isCrlf(byte[] text, int from, int length) {
    int end = find(text, from, length);
    return end > from && text[end - 1] == '\r';
  }

  private int behindHeader(byte[] text, int begin, int length) throws IOException {
    int from = begin;
    for (int line = 0; line < header; line++) {
      int end = find(text, from, length);
      if (end == length || isOpen(text, from, end)) {
        throw new EOFException("the header has no clear end");
      }
      from = end + 1;
    }
    return from;
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
    FileBytes.fill(channel, ByteBuffer.wrap(bytes, from, to - from), position + from);
  }
}
