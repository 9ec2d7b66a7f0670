package io.downhill.data.text;

import io.downhill.data.DataException;
import io.downhill.data.DataFormat;
import io.downhill.data.DataPath;
import io.downhill.data.FileOptions;
import io.downhill.data.PairLines;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The files that a user names, all of one format. What can be read only once, the standard input
 * and pipes, is copied into a temporary file first. Closed by who made it, which deletes the
 * copies.
 */
public final class DataFiles implements AutoCloseable {
  /** What stands for the standard input. */
  private static final String INPUT = "-";

  private static final String NAME_OF_INPUT = "standard input";

  private static final String PACKED = ".*\\.(zst|bz2|xz|zip|7z)";

  private final List<Path> files = new ArrayList<>();
  private final List<TemporaryFile> copies = new ArrayList<>();
  private final Map<Path, String> names = new HashMap<>();
  private final DataFormat format;

  /**
   * Finds files.
   *
   * @param data paths, globs, or - for the standard input
   * @throws DataException if one is not there, or they are of different formats
   */
  public DataFiles(List<String> data, FileOptions options) {
    try {
      data.forEach(this::add);
      format = format(options);
      if (!format.isDelimited()) {
        files.replaceAll(this::unpacked);
      }
    } catch (DataException e) {
      close();
      throw e;
    }
  }

  private void add(String data) {
    if (data.equals(INPUT)) {
      spool(NAME_OF_INPUT, System.in);
    } else if (DataPath.isPipe(data)) {
      try (InputStream in = Files.newInputStream(Path.of(data))) {
        spool(data, in);
      } catch (IOException e) {
        throw new DataException(data + ": cannot be read: " + e.getMessage(), e);
      }
    } else {
      files.addAll(DataPath.expand(data));
    }
  }

  private void spool(String name, InputStream in) {
    TemporaryFile copy = TemporaryFile.of(name, in::transferTo);
    copies.add(copy);
    names.put(copy.path(), name);
    files.add(copy.path());
    if (copy.path().toFile().length() == 0) {
      throw new DataException(name + ": nothing came in");
    }
  }

  /** The file, or a copy with a name by which DuckDB knows whether it is packed. */
  private Path unpacked(Path file) {
    boolean named = format == DataFormat.JSON && TextFiles.isNamedAsPacked(file);
    if (TextEncoding.isPacked(file) == named) {
      return file;
    }
    try (InputStream in = TextEncoding.open(file)) {
      TemporaryFile copy = TemporaryFile.of(name(file), in::transferTo);
      copies.add(copy);
      names.put(copy.path(), name(file));
      return copy.path();
    } catch (IOException e) {
      throw TextEncoding.unreadable(file, e);
    }
  }

  private DataFormat format(FileOptions options) {
    if (options.format().isPresent()) {
      return options.format().get();
    }
    DataFormat first = format(files.get(0), options);
    for (Path file : files) {
      DataFormat other = format(file, options);
      if (other != first && !(other.isDelimited() && first.isDelimited())) {
        throw new DataException(
            name(file)
                + ": another kind of file than "
                + name(files.get(0))
                + "; name one kind only, or say what all are with --format");
      }
    }
    return first;
  }

  private DataFormat format(Path file, FileOptions options) {
    Optional<DataFormat> named = DataFormat.ofName(file);
    if (named.map(DataFormat::isDelimited).orElse(true)) {
      refuseSparse(file);
    }
    return named
        .or(() -> ofBytes(file, options))
        .orElseThrow(() -> new DataException(name(file) + ": unknown kind of file" + cure(file)));
  }

  private void refuseSparse(Path file) {
    if (PairLines.isSeenIn(begin(file))) {
      throw new DataException(
          name(file)
              + ": holds labels and pairs of index:value, as LIBSVM writes them, and not a table;"
              + " give --format libsvm, or --format csv if each pair is a cell");
    }
  }

  private static String cure(Path file) {
    return file.toString().toLowerCase(Locale.ROOT).matches(PACKED)
        ? "; unpack it, or pack it with gzip"
        : "; it must end in .csv, .tsv, .txt, .data, .json, .jsonl (all also .gz), .parquet or"
            + " .npy; or tell with --format what it is";
  }

  /** The name that the user gave it. */
  private String name(Path file) {
    return names.getOrDefault(file, file.toString());
  }

  /** The first bytes of a file, unpacked, a character each. */
  private String begin(Path file) {
    try (InputStream in = TextEncoding.open(file)) {
      return new String(in.readNBytes(PairLines.LOOK), StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      throw TextEncoding.unreadable(file, e);
    }
  }

  /** The format that the first bytes of a file show. */
  private Optional<DataFormat> ofBytes(Path file, FileOptions options) {
    String name = name(file);
    String begin = begin(file);
    if (begin.startsWith("PAR1")) {
      return Optional.of(DataFormat.PARQUET);
    }
    refusePacked(begin, name);
    if (begin.stripLeading().startsWith("{") || begin.stripLeading().startsWith("[{")) {
      return Optional.of(DataFormat.JSON);
    }
    // A file of an unknown name must look like a table; what comes through a pipe has no name.
    boolean table =
        begin.startsWith("\u00FF\u00FE")
            || begin.startsWith("\u00FE\u00FF")
            || begin.indexOf(0) < 0
                && (names.containsKey(file) || CsvSample.isTable(file, options));
    return table ? Optional.of(DataFormat.CSV) : Optional.empty();
  }

  private static void refusePacked(String begin, String name) {
    boolean zip = begin.startsWith("PK\u0003\u0004");
    boolean other =
        begin.startsWith("(\u00B5/\u00FD") // Zstandard
            || begin.startsWith("BZh")
            || begin.startsWith("\u00FD7zXZ")
            || begin.startsWith("7z\u00BC\u00AF");
    if (zip || other) {
      throw new DataException(
          name
              + ": packed"
              + (zip ? " with zip, or a workbook" : "")
              + "; unpack it, pack it with gzip, or save it as CSV");
    }
    if (begin.startsWith("\u0093NUMPY")) {
      throw new DataException(name + ": a NumPy matrix; let its name end in .npy");
    }
  }

  /** The files, in the order they were named in. */
  public List<Path> files() {
    return files;
  }

  /** A message about the files, with the names that the user gave in place of those of copies. */
  public String told(String message) {
    String told = message;
    for (Map.Entry<Path, String> name : names.entrySet()) {
      told = told.replace(name.getKey().toString(), name.getValue());
    }
    return told;
  }

  /** The format of all. */
  public DataFormat format() {
    return format;
  }

  @Override
  public void close() {
    copies.forEach(TemporaryFile::close);
  }
}
