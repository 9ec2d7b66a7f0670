package io.downhill.data.text;

import io.downhill.data.DataException;
import io.downhill.data.Dataset;
import io.downhill.data.TableColumn;
import io.downhill.data.TableOptions;
import io.downhill.data.cell.DecimalSign;
import io.downhill.data.cell.Gaps;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What the first records of delimited text files tell of their table, whoever then reads it.
 *
 * @param sample the first records of the first file
 * @param named whether its first line holds the names of the columns
 * @param doubt what to tell of that line, if it might be otherwise
 * @param columns in file order
 * @param numbers how the first records write them
 * @param gaps every text that stands for a gap
 */
public record TextTable(
    CsvSample sample,
    boolean named,
    Optional<String> doubt,
    List<TableColumn> columns,
    SampleNumbers numbers,
    List<String> gaps) {
  /**
   * Looks at the first records; further files must have the same columns.
   *
   * @param expected what is known of its names
   * @throws DataException if they have not, or a file holds no records
   */
  public static TextTable of(List<Path> files, ExpectedNames expected, TableOptions options) {
    CsvSample sample = CsvSample.read(files.get(0), options);
    List<String> gaps = options.allGaps();
    FirstLine line =
        options
            .header()
            .map(told -> new FirstLine(told, false))
            .orElseGet(() -> FirstLine.of(sample, gaps, expected));
    boolean named = line.named();
    for (Path file : files.subList(1, files.size())) {
      checkSame(sample, named, files.get(0), file, options);
    }
    List<String> names =
        named ? TableColumn.unique(sample.first()) : Dataset.defaultNames(sample.first().size());
    // What looks like truth values in the sample may be a category further down.
    List<TableColumn.Kind> kinds =
        sample.kinds(named, gaps).stream()
            .map(kind -> kind == TableColumn.Kind.BOOLEAN ? TableColumn.Kind.OTHER : kind)
            .toList();
    SampleNumbers numbers =
        SampleNumbers.of(sample, named, names, new Gaps(gaps), options.decimal());
    List<TableColumn> columns = new ArrayList<>();
    for (int j = 0; j < kinds.size(); j++) {
      boolean text = numbers.isText(j);
      columns.add(new TableColumn(names.get(j), text ? TableColumn.Kind.OTHER : kinds.get(j)));
    }
    Optional<String> doubt =
        line.warning(sample.first()).map(warning -> files.get(0) + ": " + warning);
    return new TextTable(sample, named, doubt, List.copyOf(columns), numbers, gaps);
  }

  /** Whether a name from the file has a character beyond ASCII. */
  boolean hasAccentedNames() {
    return named && sample.first().stream().anyMatch(name -> name.chars().anyMatch(c -> c > 127));
  }

  /** The same table in copies of its files. */
  public TextTable copied() {
    return new TextTable(sample.copied(), named, doubt, columns, numbers, gaps);
  }

  /**
   * What is known of the decimal sign.
   *
   * @param told what the user says of it
   */
  public DecimalSign decimalSign(Optional<Character> told) {
    return new DecimalSign(told, sample.delimiter() == ';', numbers.shown());
  }

  private static void checkSame(
      CsvSample sample, boolean named, Path first, Path file, TableOptions options) {
    CsvSample other = CsvSample.read(file, options.delimiter(sample.delimiter()));
    int expected = sample.first().size();
    int actual = other.first().size();
    if (actual != expected) {
      throw new DataException(file + ": " + actual + " columns, but " + first + " has " + expected);
    }
    if (named && !other.first().equals(sample.first())) {
      throw new DataException(file + ": its header or delimiter differs from that of " + first);
    }
  }
}
