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

    /** Where it ends in the file, in bytes. */
    long end();

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
   * @param start of the range
   * @param end of the range, where the next one starts
   * @param startsLine whether a line begins at {@code start}; else the first one is searched for
   */
  record Cut(TextFile file, long start, long end, boolean startsLine, Sizes sizes)
      implements Range {
    @Override
    public boolean last() {
      return end == file.size();
    }

    @Override
    public Optional<Lines> read() throws IOException {
      // A line begins behind a line feed, which may be the byte before the range.
      long position = startsLine ? start : start - 1;
      int length = (int) (end - position);
      int available = (int) Math.min(length + sizes.longest(), file.size() - position);
      byte[] bytes = new byte[Math.min(length + sizes.tail(), available) + 1];
      fill(file.channel(), position, bytes, 0, bytes.length - 1);
      int stop = lineFeed(bytes, length - 1, bytes.length - 1);
      if (stop == bytes.length - 1 && stop < available) {
        bytes = Arrays.copyOf(bytes, available + 1);
        fill(file.channel(), position, bytes, stop, available);
        stop = lineFeed(bytes, stop, available);
        if (stop == available && position + available < file.size()) {
          return Optional.empty();
        }
      }
      bytes[stop] = '\n';
      int first = startsLine ? 0 : lineFeed(bytes, 0, stop) + 1;
      return Optional.of(new Lines(bytes, first, length, stop));
    }
  }

  /**
   * Lines of text.
   *
   * @param bytes of the text
   * @param first where the first line begins
   * @param limit every line begins before it
   * @param end the line feed of the last line
   */
  record Lines(byte[] bytes, int first, int limit, int end) {}

  private final Iterator<Path> files;
  private final int header;
  private final Sizes sizes;
  private Range last;
  private PackedLines packed;
  private long earlierBytes;

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
      earlierBytes += last == null ? 0 : last.file().size();
      last = first(files.next());
    } else if (last instanceof Cut cut) {
      long end = Math.min(cut.file().size(), cut.end() + sizes.range());
      last = new Cut(cut.file(), cut.end(), end, false, sizes);
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
    return last == null ? 0 : earlierBytes + last.end();
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
      int text = textStart(lines.bytes(), lines.limit());
      boolean crlf = isCrlf(lines.bytes(), text, lines.limit());
      int rows = headerEnd(lines.bytes(), text, lines.limit());
      return packed.begun(crlf, new Lines(lines.bytes(), rows, lines.limit(), lines.end()));
    }
    byte[] bytes = new byte[(int) Math.min(size, sizes.longest())];
    fill(channel, 0, bytes, 0, bytes.length);
    int text = textStart(bytes, bytes.length);
    TextFile file = new TextFile(channel, size, isCrlf(bytes, text, bytes.length));
    int rows = headerEnd(bytes, text, bytes.length);
    return new Cut(file, rows, Math.min(size, rows + sizes.range()), true, sizes);
  }

  /** Where the text begins: behind the mark of UTF-8, if there is one. */
  private static int textStart(byte[] bytes, int length) {
    boolean marked = length > 2 && bytes[0] == (byte) 0xEF && bytes[1] == (byte) 0xBB;
    return marked ? 3 : 0;
  }

  private static boolean isCrlf(byte[] bytes, int first, int length) {
    int end = lineFeed(bytes, first, length);
    return end > first && bytes[end - 1] == '\r';
  }

  /** Where the lines of the header, which begins at {@code first}, end. */
  private int headerEnd(byte[] bytes, int first, int length) throws IOException {
    int start = first;
    for (int line = 0; line < header; line++) {
      int end = lineFeed(bytes, start, length);
      if (end == length || isOpen(bytes, start, end)) {
        throw new EOFException("the header has no clear end");
      }
      start = end + 1;
    }
    return start;
  }

  /** Whether a quote is open at the end of a line, or a carriage return ends another before. */
  private static boolean isOpen(byte[] bytes, int start, int end) {
    int quotes = 0;
    for (int i = start; i < end; i++) {
      if (bytes[i] == '\r' && i < end - 1) {
        return true;
      }
      quotes += bytes[i] == '"' ? 1 : 0;
    }
    return quotes % 2 == 1;
  }

  /** The first line feed in [first, limit), {@code limit} if there is none. */
  private static int lineFeed(byte[] bytes, int first, int limit) {
    int place = Math.max(0, first);
    while (place < limit && bytes[place] != '\n') {
      place++;
    }
    return place;
  }

  /** Fills the bytes [first, end) with those of the file, of which byte 0 is at a position. */
  private static void fill(FileChannel channel, long position, byte[] bytes, int first, int end)
      throws IOException {
    FileBytes.fill(channel, ByteBuffer.wrap(bytes, first, end - first), position + first);
  }
}
