package io.downhill.data.text;

import io.downhill.data.DataException;
import io.downhill.data.DataFormat;
import io.downhill.data.FileOptions;
import io.downhill.data.TableColumn;
import io.downhill.data.TableOptions;
import io.downhill.data.cell.CellText;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The first records of a delimited text file: enough to tell the delimiter, whether there is a
 * header, and what the columns hold.
 *
 * <p>DuckDB has a search of its own for all of this. It is not used: it skips lines or changes the
 * delimiter where a file is ragged, and takes seconds for a thousand columns.
 *
 * @param delimiter as the user says, or a tab in a .tsv, or what a first line such as {@code sep=;}
 *     says, else whichever of , ; tab | occurs most in the first record, or blanks where they cut
 *     the first two alike
 * @param runs whether any number of blanks stands between cells, as in files with aligned columns
 * @param charset as the user or a mark says; else UTF-8 if these records are
 * @param leading how many lines without text, or with the delimiter alone, come first
 * @param carriageReturns whether the first record ends in a carriage return alone
 * @param records each a row of cells, without the quotes and the blanks around them; at least one
 */
public record CsvSample(
    char delimiter,
    boolean runs,
    Charset charset,
    int leading,
    boolean carriageReturns,
    List<List<String>> records) {
  private static final Logger LOG = LoggerFactory.getLogger(CsvSample.class);
  private static final int RECORDS = 100;
  private static final int CHARACTERS = 1 << 22;
  private static final Set<String> TRUTH = Set.of("true", "false", "t", "f", "yes", "no", "y", "n");

  /** A number in the one column of a file, whose comma is no delimiter. */
  private static final Pattern DECIMAL_COMMA = Pattern.compile("[+-]?\\d+(,\\d+)?");

  /** The line such as sep=; that Excel writes before the header. */
  private static final Pattern DELIMITER_LINE = Pattern.compile("\"?(?i:sep)=(.)\"?");

  /**
   * Reads the first records.
   *
   * @throws DataException if the file holds none, or is no text
   */
  static CsvSample read(Path file, TableOptions options) {
    try {
      Optional<Charset> told = options.files().encoding().or(() -> marked(file));
      if (told.isPresent()) {
        return read(file, options, told.get(), true);
      }
      try {
        return read(file, options, StandardCharsets.UTF_8, false);
      } catch (CharacterCodingException e) {
        LOG.debug("{}: not UTF-8, read as Windows-1252", file);
        return read(file, options, TextEncoding.WINDOWS, true);
      }
    } catch (IOException e) {
      throw TextEncoding.unreadable(file, e);
    }
  }

  /** Whether a file of an unknown kind is a text whose first two lines have as many cells. */
  static boolean isTable(Path file, FileOptions options) {
    try {
      return alike(read(file, TableOptions.DEFAULTS.files(options)).records());
    } catch (DataException e) {
      LOG.debug("no text: {}", e.getMessage());
      return false;
    }
  }

  private static Optional<Charset> marked(Path file) {
    try {
      return TextEncoding.marked(file);
    } catch (IOException e) {
      throw TextEncoding.unreadable(file, e);
    }
  }

  private static CsvSample read(Path file, TableOptions options, Charset charset, boolean sure)
      throws IOException {
    try (TextRecords records = new TextRecords(file, charset, options.files())) {
      try {
        return read(records, file, options, charset);
      } catch (CharacterCodingException e) {
        if (sure) {
          throw records.undecodable(e);
        }
        throw e;
      }
    }
  }

  private static CsvSample read(
      TextRecords records, Path file, TableOptions options, Charset charset) throws IOException {
    Optional<Character> given = options.delimiter().or(() -> tab(file, options));
    given.ifPresent(records::delimiter);
    int leading = 0;
    boolean found = records.next();
    while (found && (records.record().isBlank() || sep(records).isPresent())) {
      if (given.isEmpty()) {
        given = sep(records);
      }
      leading++;
      found = records.next();
    }
    if (!found) {
      throw new DataException(file + ": no examples: the file holds only blank lines");
    }
    char delimiter = given.orElse(LineCells.delimiter(records.record()));
    records.delimiter(delimiter);
    boolean carriageReturns = records.endsInCarriageReturn();
    List<String> lines = new ArrayList<>();
    List<Long> numbers = new ArrayList<>();
    int characters = 0;
    while (found && (lines.size() < 2 || lines.size() < RECORDS && characters < CHARACTERS)) {
      String record = records.record();
      if (!record.isBlank()) {
        lines.add(record);
        numbers.add(records.line());
      }
      characters += record.length();
      found = records.next();
    }
    List<List<String>> cells =
        lines.stream().map(line -> LineCells.split(line, delimiter)).toList();
    boolean blanks = delimiter == ' ' || given.isEmpty() && cells.get(0).size() == 1;
    if (blanks && lines.size() > 1) {
      List<List<String>> cut = lines.stream().map(line -> LineCells.split(line, ' ')).toList();
      List<List<String>> aligned = lines.stream().map(LineCells::aligned).toList();
      if ((cut.get(0).contains("") || cut.get(1).contains(""))
          && lines.stream().noneMatch(line -> line.indexOf('"') >= 0)
          && alike(aligned)) {
        return new CsvSample(' ', true, charset, leading, carriageReturns, aligned);
      }
      if (alike(cut)) {
        return new CsvSample(' ', false, charset, leading, carriageReturns, cut);
      }
    }
    if (given.isEmpty() && cells.get(0).size() == 1) {
      if (lines.stream().skip(1).allMatch(line -> DECIMAL_COMMA.matcher(line).matches())) {
        List<List<String>> column = lines.stream().map(line -> LineCells.split(line, ';')).toList();
        return new CsvSample(';', false, charset, leading, carriageReturns, column);
      }
      refuseTitle(file, lines, numbers);
    }
    return new CsvSample(delimiter, false, charset, leading, carriageReturns, cells);
  }

  /** Refuses lines of one cell before those of more, and tells how to skip them. */
  private static void refuseTitle(Path file, List<String> lines, List<Long> numbers) {
    int k = 0;
    while (k < lines.size()
        && LineCells.split(lines.get(k), LineCells.delimiter(lines.get(k))).size() == 1) {
      k++;
    }
    if (k > 0 && k < lines.size()) {
      throw new DataException(
          file
              + ": its first line ("
              + CellText.shown(lines.get(0))
              + ") is one cell, line "
              + numbers.get(k)
              + " has more; if it is a title, give --skip "
              + (numbers.get(k) - 1)
              + ", if it is a comment, --comment with how it begins");
    }
  }

  private static Optional<Character> tab(Path file, TableOptions options) {
    DataFormat format =
        options.files().format().or(() -> DataFormat.ofName(file)).orElse(DataFormat.CSV);
    return format == DataFormat.TSV ? Optional.of('\t') : Optional.empty();
  }

  /** The delimiter that a line such as sep=; names. */
  private static Optional<Character> sep(TextRecords records) {
    Matcher line = DELIMITER_LINE.matcher(records.record());
    return line.matches() ? Optional.of(line.group(1).charAt(0)) : Optional.empty();
  }

  /** Whether every byte of the file is a part of its rows, in UTF-8, lines ending in line feeds. */
  boolean isClean(FileOptions options) {
    return charset.equals(StandardCharsets.UTF_8)
        && leading == 0
        && !carriageReturns
        && options.skip() == 0
        && options.comment().isEmpty();
  }

  /** The delimiter; 0 where runs of blanks stand between cells. */
  char strictDelimiter() {
    return runs ? 0 : delimiter;
  }

  /** The same first records in a copy of the file. */
  CsvSample copied() {
    return new CsvSample(delimiter, runs, StandardCharsets.UTF_8, 0, false, records);
  }

  /**
   * The first line that has not as many cells as the first record, where runs of blanks stand
   * between them: DuckDB is given whole lines then, and does not count them.
   *
   * @return what to tell, with the file and the line; empty if there is none
   */
  public Optional<String> ragged(List<Path> files) {
    for (Path file : files) {
      try (TextRecords records = new TextRecords(file, charset, FileOptions.DEFAULTS)) {
        while (records.next()) {
          String line = records.record();
          int cells = line.isBlank() ? first().size() : LineCells.aligned(line).size();
          if (cells != first().size()) {
            String columns = cells + " columns, but " + first().size() + " expected: ";
            return Optional.of(
                file + ": line " + records.line() + ": " + columns + CellText.shown(line));
          }
        }
      } catch (IOException e) {
        LOG.debug("{}: {}", file, e.getMessage());
        return Optional.empty(); // What stopped DuckDB is told instead.
      }
    }
    return Optional.empty();
  }

  /** Whether the first two records have as many cells, and more than one. */
  private static boolean alike(List<List<String>> records) {
    int first = records.get(0).size();
    return first > 1 && records.size() > 1 && first == records.get(1).size();
  }

  /** The cells of the first record. */
  List<String> first() {
    return records.get(0);
  }

  /** Whether one of the cells is this text. */
  public boolean holds(String text) {
    return records.stream().anyMatch(record -> record.contains(text));
  }

  /** What each column holds, judged by its cells that are neither empty nor one of the gaps. */
  List<TableColumn.Kind> kinds(boolean named, List<String> gaps) {
    List<TableColumn.Kind> kinds = new ArrayList<>();
    for (int j = 0; j < first().size(); j++) {
      TableColumn.Kind kind = null;
      for (List<String> record : records.subList(named ? 1 : 0, records.size())) {
        String cell = j < record.size() ? record.get(j) : "";
        if (!cell.isEmpty() && !gaps.contains(cell)) {
          TableColumn.Kind found = kind(cell);
          kind = kind == null || kind == found ? found : TableColumn.Kind.OTHER;
        }
      }
      kinds.add(kind == null ? TableColumn.Kind.OTHER : kind);
    }
    return kinds;
  }

  /** What a cell holds, which is neither empty nor a gap. */
  static TableColumn.Kind kind(String cell) {
    if (CellText.isNumber(cell)) {
      return TableColumn.Kind.NUMBER;
    }
    String lower = cell.toLowerCase(Locale.ROOT);
    if (lower.matches("[+-]?(nan|inf(inity)?)")) {
      return TableColumn.Kind.NUMBER;
    }
    return TRUTH.contains(lower) ? TableColumn.Kind.BOOLEAN : TableColumn.Kind.OTHER;
  }
}
