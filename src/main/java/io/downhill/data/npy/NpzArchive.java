package io.downhill.data.npy;

import io.downhill.data.DataException;
import io.downhill.data.DataPath;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

/** An open .npz file: .npy arrays in a zip, packed or not. Closed by who opened it. */
final class NpzArchive implements AutoCloseable {
  private static final String END = ".npy";
  private static final int BUFFER = 1 << 16;
  private static final int LONGEST_TEXT = 1 << 12;

  private final String file;
  private final ZipFile zip;

  /**
   * Opens a file.
   *
   * @throws DataException if it cannot be read, or is no zip
   */
  NpzArchive(String file) {
    this.file = file;
    DataPath.check(file);
    try {
      zip = new ZipFile(file);
    } catch (ZipException e) {
      throw new DataException(
          file + ": no whole .npz file (" + e.getMessage() + "); save or fetch it again", e);
    } catch (IOException e) {
      throw NpyFile.unreadable(file, e);
    }
  }

  /** The names of its arrays, in their order. */
  List<String> names() {
    return zip.stream()
        .map(ZipEntry::getName)
        .map(name -> name.endsWith(END) ? name.substring(0, name.length() - END.length()) : name)
        .toList();
  }

  /** Takes the elements of an array one after the other. */
  interface Reader<T> {
    /**
     * Takes them.
     *
     * @param source gives elements of the header's type
     */
    T read(NpyHeader header, Source source) throws IOException;
  }

  /** Gives the elements of an array as doubles, exact up to 2^53. */
  static final class Source {
    private final InputStream in;
    private final NpyType type;
    private final byte[] bytes;
    private final ByteBuffer buffer;

    private Source(InputStream in, NpyType type) {
      this.in = in;
      this.type = type;
      bytes = new byte[BUFFER];
      buffer = ByteBuffer.wrap(bytes).order(type.order()).limit(0);
    }

    double next() throws IOException {
      if (!buffer.hasRemaining()) {
        int length = in.readNBytes(bytes, 0, BUFFER);
        buffer.clear().limit(length - length % type.bytes());
        if (!buffer.hasRemaining()) {
          throw new ZipException("it ends before its array does");
        }
      }
      return type.read(buffer);
    }
  }

  /**
   * Reads an array.
   *
   * @throws DataException if it is not there, damaged, or of no numbers
   */
  <T> T read(String name, Reader<T> reader) {
    String told = file + ", " + name;
    ZipEntry entry = zip.getEntry(name + END);
    CRC32 sum = new CRC32();
    try (InputStream in = new CheckedInputStream(zip.getInputStream(entry), sum)) {
      NpyHeader header = NpyHeader.read(in, entry.getSize(), told);
      T read = reader.read(header, new Source(in, header.type()));
      in.skip(Long.MAX_VALUE);
      check(entry, sum);
      return read;
    } catch (ZipException e) {
      throw new DataException(
          told + ": damaged (" + e.getMessage() + "); save or fetch the file again", e);
    } catch (IOException e) {
      throw NpyFile.unreadable(told, e);
    }
  }

  /** Reads a text in an array of its own, as {@code format} is. */
  String text(String name) {
    try (InputStream in = zip.getInputStream(zip.getEntry(name + END))) {
      byte[] bytes = in.readNBytes(LONGEST_TEXT);
      int header = bytes.length > 10 ? 10 + (bytes[8] & 0xff) + 256 * (bytes[9] & 0xff) : 0;
      int from = Math.min(header, bytes.length);
      return new String(bytes, from, bytes.length - from, StandardCharsets.ISO_8859_1)
          .replace("\0", "");
    } catch (IOException e) {
      throw NpyFile.unreadable(file + ", " + name, e);
    }
  }

  private static void check(ZipEntry entry, CRC32 sum) throws ZipException {
    if (entry.getCrc() >= 0 && entry.getCrc() != sum.getValue()) {
      throw new ZipException("its sum of bytes is wrong");
    }
  }

  @Override
  public void close() {
    try {
      zip.close();
    } catch (IOException e) {
      throw NpyFile.unreadable(file, e);
    }
  }
}
