package io.downhill.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A table that says what a clean one says, written in another way.
 *
 * @param name what is different
 * @param origin the name of the clean table that it is a twin of
 * @param writer makes its files
 * @param data the files, as a user names them in their folder
 * @param label the column of the labels, as a user names it
 * @param reading options that train and predict need to read it
 * @param training options that train alone needs
 * @param rows for each of its rows the row of the clean table that it repeats
 * @param likeness how like the clean table's its fit must be
 * @param crosses whether a model of the one must score the other alike, or refuse to
 */
record DirtyTwin(
    String name,
    String origin,
    Writer writer,
    List<String> data,
    String label,
    List<String> reading,
    List<String> training,
    int[] rows,
    Likeness likeness,
    boolean crosses) {
  /** Writes files into a folder. */
  interface Writer {
    void writeInto(Path folder) throws IOException;
  }

  /** What must be equal. */
  enum Likeness {
    /** The same numbers in the same order: every bit. */
    BITS,
    /** J to 1e-9 of itself and probabilities to 1e-6: the sums have another order or scale. */
    ROUNDING,
    /** J to 1e-6 of itself and probabilities to 1e-4: the digits of one column are at an edge. */
    DIGITS
  }

  /** A twin of the clean table in one file, which a user would give no options for. */
  static DirtyTwin of(String name, String file, Writer writer, int rows) {
    return new DirtyTwin(
        name,
        CleanTables.TABLE,
        writer,
        List.of(file),
        CleanTables.LABEL,
        List.of(),
        List.of(),
        IntStream.range(0, rows).toArray(),
        Likeness.BITS,
        true);
  }

  /** The same, of bytes. */
  static DirtyTwin of(String name, String file, byte[] bytes, int rows) {
    return of(name, file, folder -> Files.write(folder.resolve(file), bytes), rows);
  }

  /** The same, of text as UTF-8, in table.csv. */
  static DirtyTwin of(String name, String text, int rows) {
    return of(name, "table.csv", text.getBytes(StandardCharsets.UTF_8), rows);
  }

  /** The same twin of another clean table. */
  DirtyTwin from(String other) {
    return new DirtyTwin(
        name, other, writer, data, label, reading, training, rows, likeness, crosses);
  }

  /** The same with other arguments for the data. */
  DirtyTwin data(String... files) {
    return new DirtyTwin(
        name, origin, writer, List.of(files), label, reading, training, rows, likeness, crosses);
  }

  /** The same with another label. */
  DirtyTwin label(String column) {
    return new DirtyTwin(
        name, origin, writer, data, column, reading, training, rows, likeness, crosses);
  }

  /** The same with options for reading it. */
  DirtyTwin read(String... options) {
    return new DirtyTwin(
        name, origin, writer, data, label, List.of(options), training, rows, likeness, crosses);
  }

  /** The same with options for training on it. */
  DirtyTwin train(String... options) {
    return new DirtyTwin(
        name, origin, writer, data, label, reading, List.of(options), rows, likeness, crosses);
  }

  /** The same, its rows being these of the clean table. */
  DirtyTwin rows(int... places) {
    return new DirtyTwin(
        name, origin, writer, data, label, reading, training, places, likeness, crosses);
  }

  /** The same with another likeness. */
  DirtyTwin like(Likeness other) {
    return new DirtyTwin(
        name, origin, writer, data, label, reading, training, rows, other, crosses);
  }

  /** The same, whose cells mean something else to a model of the clean table. */
  DirtyTwin apart() {
    return new DirtyTwin(
        name, origin, writer, data, label, reading, training, rows, likeness, false);
  }

  @Override
  public String toString() {
    return name;
  }
}
