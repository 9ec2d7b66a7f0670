package io.downhill.data.duckdb;

import io.downhill.data.TableColumn;
import io.downhill.data.TableRows;
import io.downhill.data.cell.CellText;
import io.downhill.data.text.CsvSample;
import io.downhill.data.text.SampleNumbers;
import io.downhill.data.text.TextTable;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.StringJoiner;
import java.util.stream.Stream;

/**
 * The SQL that reads delimited text files. Columns that look like numbers are read as numbers, so
 * that a cell far down that is none is an error, and does not silently make the column one of
 * texts.
 *
 * @param text what the first records of the files tell
 * @param crlf whether lines end in CR and LF, in all files; DuckDB would go by the first that it
 *     finds, which may be in quotes
 * @param sought those texts for gaps that DuckDB looks for: each that it is told costs it 2 % of
 *     its time, so at first these are the ones in the sample and those that only this table has
 * @param all whether DuckDB is told of all of them, and of lines of up to 64 MiB instead of 2 MB,
 *     for which it takes larger buffers
 */
public record CsvTable(TextTable text, boolean crlf, List<String> sought, boolean all)
    implements SqlTable {
  private static final String LONG_LINES = ", max_line_size = 67108864, buffer_size = 134217728";

  /** The table that the first records tell of. */
  static CsvTable of(TextTable text) {
    List<String> sought =
        text.gaps().stream()
            .filter(gap -> !CellText.GAPS.contains(gap) || text.sample().holds(gap))
            .toList();
    return new CsvTable(text, false, sought, false);
  }

  @Override
  public List<TableColumn> columns() {
    return text.columns();
  }

  @Override
  public boolean named() {
    return text.named();
  }

  private CsvSample sample() {
    return text.sample();
  }

  private SampleNumbers numbers() {
    return text.numbers();
  }

  /** The same table, DuckDB being told of every text that stands for a gap, and of long lines. */
  CsvTable toldOfAll() {
    return new CsvTable(text, crlf, text.gaps(), true);
  }

  /** The same table, whose lines end in CR and LF or not. */
  CsvTable ending(boolean inCrlf) {
    return new CsvTable(text, inCrlf, sought, all);
  }

  @Override
  public String cells(List<Path> files, List<TableRows.Cell> cells) {
    boolean verbatim = cells.stream().anyMatch(TableRows.Cell::verbatim);
    // DuckDB knows gaps of a file, not of a column; where some cells are wanted verbatim, gaps are
    // searched in the texts.
    boolean cast = verbatim && !sought.isEmpty() || sample().runs();
    String[] types = texts();
    for (TableRows.Cell cell : cells) {
      types[cell.column()] = cast || numbers().mayBeCodes(cell.column()) ? "VARCHAR" : "DOUBLE";
    }
    cells.stream().filter(TableRows.Cell::text).forEach(cell -> types[cell.column()] = "VARCHAR");
    StringJoiner list = new StringJoiner(", ", "SELECT ", " FROM ");
    for (TableRows.Cell cell : cells) {
      String name = "c" + cell.column();
      boolean read = cell.text() || types[cell.column()].equals("DOUBLE");
      // Texts that stand for gaps are told as such by who reads them.
      String number = verbatim && !sought.isEmpty() ? withoutGaps(name) : name;
      list.add(read ? name : "CAST(" + withoutCodes(number, cell.column()) + " AS DOUBLE)");
    }
    return list + source(SqlTable.literals(files), types, verbatim);
  }

  /**
   * A text in SQL, of which codes as 007 are made texts that are no numbers, and so are numbers
   * whose point may stand between thousands. To look for codes costs DuckDB a quarter of its time,
   * so it does not where numbers have fractions.
   */
  private String withoutCodes(String cell, int column) {
    return !numbers().mayBeCodes(column)
        ? cell
        : "CASE WHEN starts_with(ltrim("
            + cell
            + ", ' '), '0') AND regexp_full_match("
            + cell
            + ", ' *0[0-9]+ *')"
            + (numbers().mayBeGrouped(column) ? " OR contains(" + cell + ", '.')" : "")
            + " THEN 'code' ELSE "
            + cell
            + " END";
  }

  @Override
  public Optional<String> misfits(List<Path> files, int[] chosen) {
    StringJoiner list = new StringJoiner(", ", "SELECT ", " FROM ");
    for (int j : chosen) {
      String number = "TRY_CAST(" + withoutCodes("c" + j, j) + " AS DOUBLE)";
      list.add("bool_or(c" + j + " IS NOT NULL AND " + number + " IS NULL)");
    }
    return Optional.of(list + toldOfAll().source(SqlTable.literals(files)));
  }

  @Override
  public String count(Path file) {
    return "SELECT count(*) FROM " + toldOfAll().source(SqlTable.literal(file));
  }

  private String source(String files) {
    return source(files, texts(), false);
  }

  /**
   * What DuckDB is to read the files with.
   *
   * @param types of the columns; texts where runs of blanks stand between them
   * @param verbatim whether texts that stand for gaps stay as they are
   */
  private String source(String files, String[] types, boolean verbatim) {
    return sample().runs() ? aligned(files, verbatim) : delimited(files, types, verbatim);
  }

  private String[] texts() {
    String[] types = new String[columns().size()];
    Arrays.fill(types, "VARCHAR");
    return types;
  }

  /**
   * A text in SQL, or null if it stands for a gap. IN and list_contains would say it shorter, but
   * DuckDB makes joins of them, which do not keep the rows in their order.
   */
  private String withoutGaps(String cell) {
    StringJoiner cases =
        new StringJoiner(" ", "CASE trim(" + cell + ", ' ') ", " ELSE " + cell + " END");
    cases.add("WHEN '' THEN NULL");
    sought.forEach(gap -> cases.add("WHEN " + SqlTable.literal(gap) + " THEN NULL"));
    return cases.toString();
  }

  private String newLine() {
    return ", new_line = '" + (crlf ? "\\r\\n" : "\\n") + "'";
  }

  /** Whole lines, cut at runs of blanks. */
  private String aligned(String files, boolean verbatim) {
    StringJoiner list = new StringJoiner(", ", "(SELECT ", " FROM ");
    for (int j = 0; j < columns().size(); j++) {
      String cell = "cells[" + (j + 1) + "]";
      list.add((verbatim ? cell : withoutGaps(cell)) + " AS c" + j);
    }
    return list
        + "(SELECT if(len(cut) = "
        + columns().size()
        + ", cut, error(len(cut) || ' columns, but "
        + columns().size()
        + " expected: ' || line)) AS cells FROM (SELECT line, string_split_regex(trim(line, ' \t'),"
        + " '[ \t]+') AS cut FROM read_csv("
        + files
        + ", auto_detect = false, delim = '\u0001', quote = '', escape = '', comment = '', header = "
        + named()
        + newLine()
        + (all ? LONG_LINES : "")
        + ", columns = {'line': 'VARCHAR'}) WHERE trim(line, ' \t') <> '')))";
  }

  private String delimited(String files, String[] types, boolean verbatim) {
    StringJoiner list = new StringJoiner(", ", "{", "}");
    for (int j = 0; j < types.length; j++) {
      list.add("'c" + j + "': '" + types[j] + "'");
    }
    return "read_csv("
        + files
        + ", auto_detect = false, delim = "
        + SqlTable.literal(String.valueOf(sample().delimiter()))
        + ", quote = '\"', escape = '\"', comment = '', header = "
        + named()
        + newLine()
        + (all ? LONG_LINES : "")
        + ", nullstr = "
        + nullTexts(verbatim ? List.of() : sought)
        + ", columns = "
        + list
        + ")";
  }

  // Also with a blank before, which files often have after the delimiter. A gap that holds the
  // delimiter cannot be a cell.
  private String nullTexts(List<String> texts) {
    StringJoiner list = new StringJoiner(", ", "[", "]").add("''");
    Stream.concat(Stream.of(""), texts.stream())
        .flatMap(gap -> Stream.of(gap, " " + gap))
        .filter(gap -> !gap.isEmpty() && gap.indexOf(sample().delimiter()) < 0)
        .forEach(gap -> list.add(SqlTable.literal(gap)));
    return list.toString();
  }
}
