package io.downhill.data.npy;

import io.downhill.data.DataException;
import io.downhill.data.FileBytes;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The header of a NumPy .npy file, format versions 1.0, 2.0 and 3.0.
 *
 * @param type of the elements
 * @param fortran whether the first index runs fastest
 * @param shape the lengths of the axes
 * @param dataOffset where the elements begin in the file, in bytes
 */
record NpyHeader(NpyType type, boolean fortran, long[] shape, long dataOffset) {
  private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};
  private static final String CUT = ": not a NumPy .npy file, or cut short in its header";
  private static final int LONGEST = 1 << 20;
  private static final Pattern DESCR = Pattern.compile("'descr'\\s*:\\s*'([^']*)'");
  private static final Pattern ORDER = Pattern.compile("'fortran_order'\\s*:\\s*(True|False)");
  private static final Pattern SHAPE = Pattern.compile("'shape'\\s*:\\s*\\(([\\d,\\sL]*)\\)");

  /**
   * Reads the header and checks that the file is long enough for what it promises.
   *
   * @param file how messages name the file
   * @throws DataException if it is not an .npy file of numbers, or is cut short
   */
  static NpyHeader read(FileChannel channel, String file) throws IOException {
    NpyHeader header = read((position, count) -> bytes(channel, position, count, file), file);
    header.checkSize(channel.size(), file);
    return header;
  }

  /**
   * Reads the header at the begin of a stream, and leaves it where the elements begin.
   *
   * @param size bytes of the whole
   */
  static NpyHeader read(InputStream in, long size, String file) throws IOException {
    NpyHeader header = read((position, count) -> bytes(in, count, file), file);
    header.checkSize(size, file);
    return header;
  }

  /** Gives bytes, asked for one after the other. */
  private interface Source {
    ByteBuffer bytes(long position, int count) throws IOException;
  }

  private static NpyHeader read(Source source, String file) throws IOException {
    ByteBuffer start = source.bytes(0, 8);
    byte[] magic = new byte[MAGIC.length];
    start.get(magic);
    int major = start.get();
    if (!Arrays.equals(magic, MAGIC)) {
      throw new DataException(
          file + ": not a NumPy .npy file (its first bytes are not \\x93NUMPY)");
    }
    if (major < 1 || major > 3) {
      throw new DataException(
          file + ": .npy format version " + major + " is not supported, 1, 2 and 3 are");
    }
    int lengthBytes = major == 1 ? 2 : 4;
    ByteBuffer length = source.bytes(8, lengthBytes);
    long characters = major == 1 ? length.getShort() & 0xffff : length.getInt() & 0xffffffffL;
    if (characters > LONGEST) {
      throw new DataException(file + ": damaged: its header claims " + characters + " bytes");
    }
    long offset = 8L + lengthBytes;
    ByteBuffer text = source.bytes(offset, (int) characters);
    return parse(StandardCharsets.UTF_8.decode(text).toString(), offset + characters, file);
  }

  private static NpyHeader parse(String text, long dataOffset, String file) {
    Matcher descr = DESCR.matcher(text);
    Matcher order = ORDER.matcher(text);
    Matcher shape = SHAPE.matcher(text);
    if (text.matches("(?s).*'descr'\\s*:\\s*\\[.*")) {
      throw new DataException(
          file + ": a structured array; save a plain matrix of numbers (one dtype)");
    }
    if (!descr.find() || !order.find() || !shape.find()) {
      throw new DataException(file + ": damaged: cannot understand its header: " + text.strip());
    }
    NpyType type =
        NpyType.parse(descr.group(1))
            .orElseThrow(
                () ->
                    new DataException(
                        file
                            + ": elements of type '"
                            + descr.group(1)
                            + "' are not supported; save numbers, as in"
                            + " x.astype('float32'), or labels as texts, as in"
                            + " y.astype(str)"));
    String[] axes = shape.group(1).replace("L", "").strip().split("\\s*,\\s*");
    long[] lengths;
    try {
      lengths =
          Arrays.stream(axes).filter(axis -> !axis.isEmpty()).mapToLong(Long::parseLong).toArray();
    } catch (NumberFormatException e) {
      throw new DataException(file + ": damaged: its shape is (" + shape.group(1) + ")", e);
    }
    return new NpyHeader(type, order.group(1).equals("True"), lengths, dataOffset);
  }

  /** The shape as NumPy writes it. */
  String shapeText() {
    String axes = Arrays.toString(shape);
    return "(" + axes.substring(1, axes.length() - 1) + (shape.length == 1 ? ",)" : ")");
  }

  private void checkSize(long size, String file) {
    long needed;
    try {
      needed = type.bytes();
      for (long length : shape) {
        needed = Math.multiplyExact(needed, length);
      }
      needed = Math.addExact(needed, dataOffset);
    } catch (ArithmeticException e) {
      throw new DataException(file + ": damaged: its shape is " + shapeText(), e);
    }
    if (size < needed) {
      throw new DataException(
          file + ": cut short: " + size + " bytes, a " + shapeText() + " array needs " + needed);
    }
  }

  private static ByteBuffer bytes(FileChannel channel, long position, int count, String file)
      throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(count).order(ByteOrder.LITTLE_ENDIAN);
    try {
      FileBytes.fill(channel, buffer, position);
    } catch (EOFException e) {
      throw new DataException(file + CUT, e);
    }
    return buffer;
  }

  private static ByteBuffer bytes(InputStream in, int count, String file) throws IOException {
    byte[] bytes = in.readNBytes(count);
    if (bytes.length < count) {
      throw new DataException(file + CUT);
    }
    return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }
}
