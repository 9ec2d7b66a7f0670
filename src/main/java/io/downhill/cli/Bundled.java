package io.downhill.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.zip.GZIPInputStream;

/** The data sets that come with the program. */
final class Bundled {
  private static final String FOLDER = "/io/downhill/data/";
  private static final String PACKED = ".gz";

  private Bundled() {}

  /** The text of one of them, unpacked. */
  static String text(String name) {
    try (InputStream in = Bundled.class.getResourceAsStream(FOLDER + name)) {
      if (in == null) {
        throw new IllegalStateException("the jar lacks " + FOLDER + name);
      }
      InputStream bytes = name.endsWith(PACKED) ? new GZIPInputStream(in) : in;
      return new String(bytes.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
