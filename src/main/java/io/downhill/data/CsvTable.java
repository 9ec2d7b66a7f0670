package io.downhill.data;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.StringJoiner;
import java.util.stream.Stream;

/**
 * A table in delimited text files. Whatever column is not of truth values is read as numbers, so a
 * cell far down that is none is an error that can be told, not a column that silently became a
 * text.
 *
 * @param gaps every text that stands for a gap
 * @param sought those of them that DuckDB looks for: each that it is told costs it 2 % of its time,
 *     so at first these are the ones in the sample and those that only this table has
 */
record CsvTable(
    CsvSample sample, boolean named, List<Column> columns, List<String> gaps, List<String> sought)
    implements Table {
  /**
   * Looks at the first records; further files must have the same columns.
   *
   * @param expected names of columns that the table may have; if all are in the first record, it is
   *     a header
   */
  static CsvTable of(List<Path> files, List<String> expected, TableOptions options) {
    CsvSample sample = CsvSample.read(files.get(0), options.delimiter());
    List<String> gaps = options.allGaps();
    boolean named =
        options
            .header()
            .orElseGet(
                () ->
                    !expected.isEmpty() && sample.first().containsAll(expected)
                        || sample.looksNamed(gaps));
    for (Path file : files.subList(1, files.size())) {
      checkSame(sample, named, files.get(0), file);
    }
    List<String> names =
        named ? Table.unique(sample.first()) : Dataset.defaultNames(sample.first().size());
    // What looks like truth values in the sample may be a category further down.
    List<Kind> kinds =
        sample.kinds(named, gaps).stream()
            .map(kind -> kind == Kind.BOOLEAN ? Kind.OTHER : kind)
            .toList();
    List<Column> columns = new ArrayList<>();
    for (int j = 0; j < kinds.size(); j++) {
      columns.add(new Column(names.get(j), kinds.get(j)));
    }
    List<String> sought =
        gaps.stream().filter(gap -> !CellText.GAPS.contains(gap) || sample.holds(gap)).toList();
    return new CsvTable(sample, named, List.copyOf(columns), gaps, sought);
  }

  /** Whether DuckDB is told of every text that stands for a gap. */
  boolean looksForAllGaps() {
    return sought.size() == gaps.size();
  }

  /** The same table, DuckDB being told of every text that stands for a gap. */
  CsvTable lookingForAllGaps() {
    return new CsvTable(sample, named, columns, gaps, gaps);
  }

  @Override
  public String cells(List<Path> files, List<Rows.Cell> cells) {
    String[] types = texts();
    for (Rows.Cell cell : cells) {
      types[cell.column()] = "DOUBLE";
    }
    for (Rows.Cell cell : cells) {
      if (cell.text()) {
        types[cell.column()] = "VARCHAR";
      }
    }
    StringJoiner list = new StringJoiner(", ", "SELECT ", " FROM ");
    for (Rows.Cell cell : cells) {
      int j = cell.column();
      boolean cast = !cell.text() && types[j].equals("VARCHAR");
      list.add(cast ? "CAST(c" + j + " AS DOUBLE)" : "c" + j);
    }
    return list + source(Table.literals(files), types);
  }

  @Override
  public Optional<String> misfits(List<Path> files, int[] chosen) {
    StringJoiner list = new StringJoiner(", ", "SELECT ", " FROM ");
    for (int j : chosen) {
      list.add("bool_or(c" + j + " IS NOT NULL AND TRY_CAST(c" + j + " AS DOUBLE) IS NULL)");
    }
    return Optional.of(list + lookingForAllGaps().source(Table.literals(files), texts()));
  }

  @Override
  public String count(Path file) {
    return "SELECT count(*) FROM " + source(Table.literal(file), texts());
  }

  private String source(String files, String[] types) {
    return sample.runs() ? aligned(files, types) : delimited(files, types);
  }

  /** Whole lines, cut at runs of blanks. */
  private String aligned(String files, String[] types) {
    StringJoiner list = new StringJoiner(", ", "(SELECT ", " FROM ");
    StringJoiner nulls = new StringJoiner(", ", "(", ")").add("''");
    gaps.forEach(gap -> nulls.add(Table.literal(gap)));
    for (int j = 0; j < types.length; j++) {
      String cell = "cells[" + (j + 1) + "]";
      list.add(
          "CAST(if("
              + cell
              + " IN "
              + nulls
              + ", NULL, "
              + cell
              + ") AS "
              + types[j]
              + ") AS c"
              + j);
    }
    return list
        + "(SELECT if(len(cut) = "
        + types.length
        + ", cut, error(len(cut) || ' columns, but "
        + types.length
        + " expected: ' || line)) AS cells FROM (SELECT line, string_split_regex(trim(line, ' \t'),"
        + " '[ \t]+') AS cut FROM read_csv("
        + files
        + ", auto_detect = false, delim = '\u0001', quote = '', escape = '', comment = '', header = "
        + named
        + ", skip = "
        + sample.blankLines()
        + (sample.latin1() ? ", encoding = 'latin-1'" : "")
        + ", columns = {'line': 'VARCHAR'}) WHERE trim(line, ' \t') <> '')))";
  }

  private String delimited(String files, String[] types) {
    StringJoiner list = new StringJoiner(", ", "{", "}");
    for (int j = 0; j < types.length; j++) {
      list.add("'c" + j + "': '" + types[j] + "'");
    }
    return "read_csv("
        + files
        + ", auto_detect = false, delim = "
        + Table.literal(String.valueOf(sample.delimiter()))
        + ", quote = '\"', escape = '\"', comment = '', header = "
        + named
        + ", skip = "
        + sample.blankLines()
        + (sample.latin1() ? ", encoding = 'latin-1'" : "")
        + ", nullstr = "
        + nullTexts()
        + ", columns = "
        + list
        + ")";
  }

  // With a blank too, since files often have one after the delimiter, which no gap may hold.
  private String nullTexts() {
    StringJoiner list = new StringJoiner(", ", "[", "]").add("''");
    Stream.concat(Stream.of(""), sought.stream())
        .flatMap(gap -> Stream.of(gap, " " + gap))
        .filter(gap -> !gap.isEmpty() && gap.indexOf(sample.delimiter()) < 0)
        .forEach(gap -> list.add(Table.literal(gap)));
    return list.toString();
  }

  private String[] texts() {
    String[] types = new String[columns.size()];
    Arrays.fill(types, "VARCHAR");
    return types;
  }

  private static void checkSame(CsvSample sample, boolean named, Path first, Path file) {
    CsvSample other = CsvSample.read(file, Optional.of(sample.delimiter()));
    int expected = sample.first().size();
    int actual = other.first().size();
    if (actual != expected) {
      throw new DataException(file + ": " + actual + " columns, but " + first + " has " + expected);
    }
    if (other.blankLines() != sample.blankLines()
        || named && !other.first().equals(sample.first())) {
      throw new DataException(file + ": its header or delimiter differs from that of " + first);
    }
  }
}
