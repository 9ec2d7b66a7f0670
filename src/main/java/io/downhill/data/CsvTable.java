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
 * @param doubt what to tell of its first line, if that might be otherwise
 * @param crlf whether lines end in CR and LF, in all files; DuckDB would go by the first that it
 *     finds, which may be in quotes
 * @param numbers how the first records write them
 * @param gaps every text that stands for a gap
 * @param sought those of them that DuckDB looks for: each that it is told costs it 2 % of its time,
 *     so at first these are the ones in the sample and those that only this table has
 */
record CsvTable(
    CsvSample sample,
    boolean named,
    Optional<String> doubt,
    boolean crlf,
    List<Column> columns,
    SampleNumbers numbers,
    List<String> gaps,
    List<String> sought)
    implements Table {
  /**
   * Looks at the first records; further files must have the same columns.
   *
   * @param expected what is known of its names
   */
  static CsvTable of(List<Path> files, ExpectedNames expected, TableOptions options) {
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
        named ? Table.unique(sample.first()) : Dataset.defaultNames(sample.first().size());
    // What looks like truth values in the sample may be a category further down.
    List<Kind> kinds =
        sample.kinds(named, gaps).stream()
            .map(kind -> kind == Kind.BOOLEAN ? Kind.OTHER : kind)
            .toList();
    SampleNumbers numbers =
        SampleNumbers.of(sample, named, names, new Gaps(gaps), options.decimal());
    List<Column> columns = new ArrayList<>();
    for (int j = 0; j < kinds.size(); j++) {
      boolean text = numbers.isText(j);
      columns.add(new Column(names.get(j), text ? Kind.OTHER : kinds.get(j)));
    }
    List<String> sought =
        gaps.stream().filter(gap -> !CellText.GAPS.contains(gap) || sample.holds(gap)).toList();
    Optional<String> doubt =
        line.warning(sample.first()).map(warning -> files.get(0) + ": " + warning);
    return new CsvTable(sample, named, doubt, false, List.copyOf(columns), numbers, gaps, sought);
  }

  /** Whether DuckDB is told of every text that stands for a gap. */
  boolean looksForAllGaps() {
    return sought.size() == gaps.size();
  }

  /** The same table, DuckDB being told of every text that stands for a gap. */
  CsvTable lookingForAllGaps() {
    return new CsvTable(sample, named, doubt, crlf, columns, numbers, gaps, gaps);
  }

  /** The same table, all lines of which end so. */
  CsvTable ending(boolean inCrlf) {
    return new CsvTable(sample, named, doubt, inCrlf, columns, numbers, gaps, sought);
  }

  /** Whether a name from the file has a character beyond ASCII. */
  boolean hasAccentedNames() {
    return named && sample.first().stream().anyMatch(name -> name.chars().anyMatch(c -> c > 127));
  }

  /** The same table in files that have been written anew. */
  CsvTable copied() {
    return new CsvTable(sample.copied(), named, doubt, crlf, columns, numbers, gaps, sought);
  }

  /**
   * What is known of the decimal sign.
   *
   * @param told what the user says of it
   */
  DecimalSign decimalSign(Optional<Character> told) {
    return new DecimalSign(told, sample.delimiter() == ';', numbers.shown());
  }

  @Override
  public String cells(List<Path> files, List<Rows.Cell> cells) {
    boolean verbatim = cells.stream().anyMatch(Rows.Cell::verbatim);
    // DuckDB knows gaps of a whole file, not of a column: then they are looked for in the texts.
    boolean cast = verbatim && !sought.isEmpty() || sample.runs();
    String[] types = texts();
    for (Rows.Cell cell : cells) {
      types[cell.column()] = cast || numbers.mayBeCodes(cell.column()) ? "VARCHAR" : "DOUBLE";
    }
    cells.stream().filter(Rows.Cell::text).forEach(cell -> types[cell.column()] = "VARCHAR");
    StringJoiner list = new StringJoiner(", ", "SELECT ", " FROM ");
    for (Rows.Cell cell : cells) {
      String text = "c" + cell.column();
      boolean read = cell.text() || types[cell.column()].equals("DOUBLE");
      // Texts that stand for gaps are told as such by who reads them.
      String number = verbatim && !sought.isEmpty() ? withoutGaps(text) : text;
      list.add(read ? text : "CAST(" + withoutCodes(number, cell.column()) + " AS DOUBLE)");
    }
    return list + source(Table.literals(files), types, verbatim);
  }

  /**
   * A text in SQL, of which codes as 007 are made texts that are no numbers, and so are numbers
   * whose point may stand between thousands. To look for codes costs DuckDB a quarter of its time,
   * so it does not where numbers have fractions.
   */
  private String withoutCodes(String text, int column) {
    return !numbers.mayBeCodes(column)
        ? text
        : "CASE WHEN starts_with(ltrim("
            + text
            + ", ' '), '0') AND regexp_full_match("
            + text
            + ", ' *0[0-9]+ *')"
            + (numbers.mayBeGrouped(column) ? " OR contains(" + text + ", '.')" : "")
            + " THEN 'code' ELSE "
            + text
            + " END";
  }

  @Override
  public Optional<String> misfits(List<Path> files, int[] chosen) {
    StringJoiner list = new StringJoiner(", ", "SELECT ", " FROM ");
    for (int j : chosen) {
      String number = "TRY_CAST(" + withoutCodes("c" + j, j) + " AS DOUBLE)";
      list.add("bool_or(c" + j + " IS NOT NULL AND " + number + " IS NULL)");
    }
    return Optional.of(list + lookingForAllGaps().source(Table.literals(files)));
  }

  @Override
  public String count(Path file) {
    return "SELECT count(*) FROM " + source(Table.literal(file));
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
    return sample.runs() ? aligned(files, verbatim) : delimited(files, types, verbatim);
  }

  private String[] texts() {
    String[] types = new String[columns.size()];
    Arrays.fill(types, "VARCHAR");
    return types;
  }

  /**
   * A text in SQL, or null if it stands for a gap. IN and list_contains would say it shorter, but
   * DuckDB makes joins of them, which do not keep the rows in their order.
   */
  private String withoutGaps(String text) {
    StringJoiner cases =
        new StringJoiner(" ", "CASE trim(" + text + ", ' ') ", " ELSE " + text + " END");
    cases.add("WHEN '' THEN NULL");
    sought.forEach(gap -> cases.add("WHEN " + Table.literal(gap) + " THEN NULL"));
    return cases.toString();
  }

  private String newLine() {
    return ", new_line = '" + (crlf ? "\\r\\n" : "\\n") + "'";
  }

  /** Whole lines, cut at runs of blanks. */
  private String aligned(String files, boolean verbatim) {
    StringJoiner list = new StringJoiner(", ", "(SELECT ", " FROM ");
    for (int j = 0; j < columns.size(); j++) {
      String cell = "cells[" + (j + 1) + "]";
      list.add((verbatim ? cell : withoutGaps(cell)) + " AS c" + j);
    }
    return list
        + "(SELECT if(len(cut) = "
        + columns.size()
        + ", cut, error(len(cut) || ' columns, but "
        + columns.size()
        + " expected: ' || line)) AS cells FROM (SELECT line, string_split_regex(trim(line, ' \t'),"
        + " '[ \t]+') AS cut FROM read_csv("
        + files
        + ", auto_detect = false, delim = '\u0001', quote = '', escape = '', comment = '', header = "
        + named
        + newLine()
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
        + Table.literal(String.valueOf(sample.delimiter()))
        + ", quote = '\"', escape = '\"', comment = '', header = "
        + named
        + newLine()
        + ", nullstr = "
        + nullTexts(verbatim ? List.of() : sought)
        + ", columns = "
        + list
        + ")";
  }

  // With a blank too, since files often have one after the delimiter, which no gap may hold.
  private String nullTexts(List<String> texts) {
    StringJoiner list = new StringJoiner(", ", "[", "]").add("''");
    Stream.concat(Stream.of(""), texts.stream())
        .flatMap(gap -> Stream.of(gap, " " + gap))
        .filter(gap -> !gap.isEmpty() && gap.indexOf(sample.delimiter()) < 0)
        .forEach(gap -> list.add(Table.literal(gap)));
    return list.toString();
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
