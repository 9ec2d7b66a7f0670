package io.downhill.data.text;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.util.Arrays;
import java.util.Optional;
import java.util.zip.GZIPInputStream;

/** The lines of a file that is packed with gzip, a range of whole ones at a time. */
final class PackedLines {
  private static final int BUFFER = 1 << 16;

  private final LineRanges.Sizes sizes;
  private LineRanges.TextFile file;
  private final InputStream in;
  private byte[] rest = new byte[0];

  /**
   * A range that has been unpacked.
   *
   * @param end where it ends in the packed file, in bytes
   * @param lines empty if one is too long
   */
  record Unpacked(
      LineRanges.TextFile file, long end, boolean last, Optional<LineRanges.Lines> lines)
      implements LineRanges.Range {
    @Override
    public Optional<LineRanges.Lines> read() {
      return lines;
    }
  }

  private PackedLines(FileChannel channel, LineRanges.Sizes sizes) throws IOException {
    this.sizes = sizes;
    file = new LineRanges.TextFile(channel, channel.size(), false);
    in = new GZIPInputStream(Channels.newInputStream(channel), BUFFER);
  }

  /** The lines of a packed file; null if it is not packed with gzip. */
  static PackedLines of(FileChannel channel, LineRanges.Sizes sizes) throws IOException {
    InputStream bytes = Channels.newInputStream(channel);
    boolean packed = bytes.read() == 0x1F && bytes.read() == 0x8B;
    channel.position(0);
    return packed ? new PackedLines(channel, sizes) : null;
  }

  /**
   * The next range, which ends where a line does.
   *
   * @throws IOException if the file is cut short or damaged
   */
  LineRanges.Range next() throws IOException {
    int range = sizes.range();
    byte[] bytes = Arrays.copyOf(rest, rest.length + range + 1);
    int length = rest.length;
    int stop = -1;
    boolean more = true;
    while (more && stop < 0 && length <= sizes.longest()) {
      if (length + range >= bytes.length) {
        bytes = Arrays.copyOf(bytes, length + range + 1);
      }
      int count = in.readNBytes(bytes, length, range);
      more = count == range;
      length += count;
      stop = lastLineFeed(bytes, length);
    }
    if (!more) {
      stop = length; // Whether or not a line feed stands there.
      bytes[stop] = '\n';
    }
    if (stop < 0) {
      return new Unpacked(file, file.channel().position(), false, Optional.empty());
    }
    rest = more ? Arrays.copyOfRange(bytes, stop + 1, length) : new byte[0];
    int limit = more ? stop + 1 : length;
    return new Unpacked(
        file,
        file.channel().position(),
        !more,
        Optional.of(new LineRanges.Lines(bytes, 0, limit, stop)));
  }

  /** The first range again, when it is known where its rows begin and how its lines end. */
  LineRanges.Range begun(boolean crlf, LineRanges.Lines rows) {
    boolean last = rest.length == 0 && rows.limit() == rows.end();
    file = new LineRanges.TextFile(file.channel(), file.size(), crlf);
    return new Unpacked(file, 0, last, Optional.of(rows));
  }

  private static int lastLineFeed(byte[] bytes, int length) {
    int place = length - 1;
    while (place >= 0 && bytes[place] != '\n') {
      place--;
    }
    return place;
  }
}
