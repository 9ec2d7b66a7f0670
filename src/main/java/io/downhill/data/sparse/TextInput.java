package io.downhill.data.sparse;

import io.downhill.data.DataException;
import io.downhill.data.DataPath;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/**
 * A text that is read once, from its begin to its end: a file, a pipe or the standard input.
 *
 * @param name how messages name it
 * @param file where it is; null for the standard input
 * @param length in bytes, packed if it is; 0 where it is not known
 */
record TextInput(String name, Path file, long length) {
  private static final int BUFFER = 1 << 16;

  /** What stands for the standard input. */
  private static final String INPUT = "-";

  /**
   * What a user names.
   *
   * @param data paths, globs, or - for the standard input
   * @throws DataException if one is not there
   */
  static List<TextInput> of(List<String> data) {
    List<TextInput> inputs = new ArrayList<>();
    for (String one : data) {
      if (one.equals(INPUT)) {
        inputs.add(new TextInput("standard input", null, 0));
      } else if (DataPath.isPipe(one)) {
        inputs.add(new TextInput(one, DataPath.of(one), 0));
      } else {
        DataPath.expand(one).forEach(file -> inputs.add(of(file)));
      }
    }
    return inputs;
  }

  /** A file. */
  static TextInput of(Path file) {
    return new TextInput(file.toString(), file, file.toFile().length());
  }

  /** How messages name several. */
  static String name(List<TextInput> inputs) {
    return inputs.size() == 1 ? inputs.get(0).name : inputs.get(0).name + " and others";
  }

  /** Its bytes as they are, to be read once. */
  InputStream open() throws IOException {
    return file == null
        ? open(System.in)
        : length > 0
            ? Channels.newInputStream(FileChannel.open(file, StandardOpenOption.READ))
            : Files.newInputStream(file);
  }

  /** A stream that stays open when its reader is closed, for it is nobody's. */
  private static InputStream open(InputStream in) {
    return new FilterInputStream(in) {
      @Override
      public void close() {}
    };
  }

  /** What is in a stream, unpacked if it is packed with gzip, without the mark of UTF-8. */
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

  static DataException unreadable(String name, IOException e) {
    boolean packed = e instanceof EOFException || e instanceof ZipException;
    return new DataException(
        name
            + ": cannot be read: "
            + (e.getMessage() == null ? "it ends in the middle" : e.getMessage())
            + (packed ? "; it is cut short or damaged, fetch it again" : ""),
        e);
  }
}
