package io.downhill.data.text;

import io.downhill.data.DataException;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/** The bytes of a text file, unpacked, and what its first ones tell of their encoding. */
final class TextEncoding {
  /** What Windows writes in western countries: ISO 8859-1 with quotes and dashes. */
  static final Charset WINDOWS = Charset.forName("windows-1252");

  private static final int BUFFER = 1 << 16;

  private TextEncoding() {}

  /** Opens a file; if it is packed with gzip, whatever its name, what is in it. */
  static InputStream open(Path file) throws IOException {
    InputStream in = new BufferedInputStream(Files.newInputStream(file), BUFFER);
    try {
      in.mark(2);
      boolean packed = in.read() == 0x1F && in.read() == 0x8B;
      in.reset();
      return packed ? new BufferedInputStream(new GZIPInputStream(in, BUFFER), BUFFER) : in;
    } catch (IOException e) {
      in.close();
      throw e;
    }
  }

  /** Whether a file is packed with gzip, which its first bytes tell. */
  static boolean isPacked(Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      return in.read() == 0x1F && in.read() == 0x8B;
    } catch (IOException e) {
      return false; // The one who reads it tells why it cannot be read.
    }
  }

  /** The encoding that the mark at the begin of a file stands for. */
  static Optional<Charset> marked(Path file) throws IOException {
    try (InputStream in = open(file)) {
      int first = in.read();
      int second = in.read();
      if (first == 0xFF && second == 0xFE) {
        return Optional.of(StandardCharsets.UTF_16LE);
      }
      if (first == 0xFE && second == 0xFF) {
        return Optional.of(StandardCharsets.UTF_16BE);
      }
      return first == 0xEF && second == 0xBB && in.read() == 0xBF
          ? Optional.of(StandardCharsets.UTF_8)
          : Optional.empty();
    }
  }

  /** What to tell of a file that cannot be read. */
  static DataException unreadable(Path file, IOException e) {
    boolean packed = e instanceof EOFException || e instanceof ZipException;
    return new DataException(
        file
            + ": cannot be read: "
            + (e.getMessage() == null ? "it ends in the middle" : e.getMessage())
            + (packed ? "; it is cut short or damaged, fetch it again" : ""),
        e);
  }

  /** What to do about a file whose bytes are in no encoding that is known. */
  static String cure() {
    return "save it as UTF-8, or name its encoding, as in --encoding windows-1251";
  }
}
