package io.downhill.data;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.zip.GZIPInputStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The first records of a delimited text file: enough to tell the delimiter, whether there is a
 * header, and what the columns hold.
 *
 * <p>DuckDB has a search of its own for all of this. It is not used, since it would rather skip
 * lines or change the delimiter than report a ragged file, and takes seconds over a thousand
 * columns.
 *
 * @param delimiter as the user says, or a tab in a .tsv, else whichever of , ; tab | occurs most in
 *     the first record, or blanks where they cut the first two alike
 * @param runs whether any number of blanks stands between cells, as in files with aligned columns
 * @param blankLines how many lines without text come first
 * @param latin1 whether the bytes are no UTF-8, and so are taken for ISO 8859-1
 * @param records each a row of cells, without the quotes and the blanks around them; at least one
 */
record CsvSample(
    char delimiter, boolean runs, int blankLines, boolean latin1, List<List<String>> records) {
  private static final Logger LOG = LoggerFactory.getLogger(CsvSample.class);

  /** ISO 8859-1 with quotes and dashes where that has control characters, as Windows writes it. */
  private static final Charset WINDOWS = Charset.forName("windows-1252");

  private static final String DELIMITERS = ",;\t|";
  private static final int LONGEST = 1 << 26;
  private static final int RECORDS = 100;
  private static final int CHARACTERS = 1 << 22;
  private static final Set<String> TRUTH = Set.of("true", "false", "t", "f", "yes", "no", "y", "n");

  /**
   * Reads the first records.
   *
   * @throws DataException if the file holds none, or is no text
   */
  static CsvSample read(Path file, Optional<Character> delimiter) {
    try {
      return read(file, delimiter, false);
    } catch (CharacterCodingException e) {
      LOG.debug("{}: no UTF-8, read as ISO 8859-1", file);
    } catch (IOException e) {
      throw new DataException(file + ": cannot be read: " + e.getMessage(), e);
    }
    try {
      return read(file, delimiter, true);
    } catch (IOException e) {
      throw new DataException(file + ": cannot be read: " + e.getMessage(), e);
    }
  }

  private static CsvSample read(Path file, Optional<Character> given, boolean latin1)
      throws IOException {
    try (BufferedReader in = open(file, latin1)) {
      int blankLines = 0;
      String record = record(in, file);
      while (record != null && record.isBlank()) {
        blankLines++;
        record = record(in, file);
      }
      if (record == null) {
        throw new DataException(file + ": no examples: the file holds only blank lines");
      }
      String name = file.toString().toLowerCase(Locale.ROOT);
      boolean tabs = name.endsWith(".tsv") || name.endsWith(".tsv.gz");
      String first = record;
      char delimiter = given.orElseGet(() -> tabs ? '\t' : delimiter(first));
      List<List<String>> records = new ArrayList<>();
      List<String> lines = new ArrayList<>();
      int characters = 0;
      while (record != null
          && (records.size() < 2 || records.size() < RECORDS && characters < CHARACTERS)) {
        if (!record.isBlank()) {
          records.add(split(record, delimiter));
          lines.add(record);
        }
        characters += record.length();
        record = record(in, file);
      }
      boolean blanks = delimiter == ' ' || given.isEmpty() && records.get(0).size() == 1;
      if (blanks && lines.size() > 1) {
        List<List<String>> cut = lines.stream().map(line -> split(line, ' ')).toList();
        List<List<String>> aligned = lines.stream().map(CsvSample::aligned).toList();
        if ((cut.get(0).contains("") || cut.get(1).contains(""))
            && lines.stream().noneMatch(line -> line.indexOf('"') >= 0)
            && alike(aligned)) {
          return new CsvSample(' ', true, blankLines, latin1, aligned);
        }
        if (alike(cut)) {
          return new CsvSample(' ', false, blankLines, latin1, cut);
        }
      }
      return new CsvSample(delimiter, false, blankLines, latin1, List.copyOf(records));
    }
  }

  private static List<String> aligned(String line) {
    return List.of(line.strip().split("[ \\t]+"));
  }

  /**
   * The first line that has not as many cells as the first record, where runs of blanks stand
   * between them: DuckDB is given whole lines then, and does not count them.
   *
   * @return what to tell, with the file and the line; empty if there is none
   */
  Optional<String> ragged(List<Path> files) {
    for (Path file : files) {
      try (BufferedReader in = open(file, latin1)) {
        String line = in.readLine();
        for (long number = 1; line != null; number++) {
          int cells = line.isBlank() ? first().size() : aligned(line).size();
          if (cells != first().size()) {
            String columns = cells + " columns, but " + first().size() + " expected: ";
            return Optional.of(file + ": line " + number + ": " + columns + CellText.shown(line));
          }
          line = in.readLine();
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
    return first > 1 && first == records.get(1).size();
  }

  private static Charset charset(boolean latin1) {
    return latin1 ? WINDOWS : StandardCharsets.UTF_8;
  }

  /** What the bytes are in. */
  Charset charset() {
    return charset(latin1);
  }

  /** The cells of the first record. */
  List<String> first() {
    return records.get(0);
  }

  /**
   * Whether the first record holds names: in some column of numbers or truth values it has neither;
   * or where no column tells, it has no number at all.
   */
  boolean looksNamed(List<String> gaps) {
    List<Table.Kind> kinds = kinds(true, gaps);
    boolean number = false;
    for (int j = 0; j < kinds.size(); j++) {
      String cell = first().get(j);
      boolean empty = cell.isEmpty() || gaps.contains(cell);
      Table.Kind kind = empty ? Table.Kind.OTHER : kind(cell);
      // A column may be called y, which is a truth value too.
      boolean name = kind == Table.Kind.OTHER || kind == Table.Kind.BOOLEAN && cell.length() == 1;
      boolean fits = kinds.get(j) == kind || kinds.get(j) == Table.Kind.OTHER;
      if (!empty && name && !fits) {
        return true;
      }
      number |= kind == Table.Kind.NUMBER;
    }
    return !number && kinds.stream().allMatch(kind -> kind == Table.Kind.OTHER);
  }

  /** Whether one of the cells is this text. */
  boolean holds(String text) {
    return records.stream().anyMatch(record -> record.contains(text));
  }

  /** What each column holds, judged by its cells that are neither empty nor one of the gaps. */
  List<Table.Kind> kinds(boolean named, List<String> gaps) {
    List<Table.Kind> kinds = new ArrayList<>();
    for (int j = 0; j < first().size(); j++) {
      Table.Kind kind = null;
      for (List<String> record : records.subList(named ? 1 : 0, records.size())) {
        String cell = j < record.size() ? record.get(j) : "";
        if (!cell.isEmpty() && !gaps.contains(cell)) {
          Table.Kind found = kind(cell);
          kind = kind == null || kind == found ? found : Table.Kind.OTHER;
        }
      }
      kinds.add(kind == null ? Table.Kind.OTHER : kind);
    }
    return kinds;
  }

  private static Table.Kind kind(String cell) {
    if (LabelCoder.isNumber(cell)) {
      return Table.Kind.NUMBER;
    }
    String lower = cell.toLowerCase(Locale.ROOT);
    if (lower.matches("[+-]?(nan|inf(inity)?)")) {
      return Table.Kind.NUMBER;
    }
    return TRUTH.contains(lower) ? Table.Kind.BOOLEAN : Table.Kind.OTHER;
  }

  private static BufferedReader open(Path file, boolean latin1) throws IOException {
    InputStream in = Files.newInputStream(file);
    try {
      if (file.toString().toLowerCase(Locale.ROOT).endsWith(".gz")) {
        in = new GZIPInputStream(in);
      }
      // A decoder that is asked for, and not a charset, refuses bytes that are no UTF-8.
      CharsetDecoder decoder = charset(latin1).newDecoder();
      BufferedReader reader = new BufferedReader(new InputStreamReader(in, decoder));
      reader.mark(1);
      if (reader.read() != '\uFEFF') {
        reader.reset();
      }
      return reader;
    } catch (IOException e) {
      in.close();
      throw e;
    }
  }

  /** The text up to an end of line that is not in quotes; null at the end of the file. */
  private static String record(BufferedReader in, Path file) throws IOException {
    StringBuilder record = new StringBuilder();
    boolean quoted = false;
    int c = in.read();
    if (c < 0) {
      return null;
    }
    for (; c >= 0 && (quoted || c != '\n' && c != '\r'); c = in.read()) {
      if (c == 0 || record.length() == LONGEST) {
        throw new DataException(file + ": not a text file");
      }
      quoted ^= c == '"';
      record.append((char) c);
    }
    if (c == '\r') {
      in.mark(1);
      if (in.read() != '\n') {
        in.reset();
      }
    }
    return record.toString();
  }

  private static char delimiter(String record) {
    int[] counts = new int[DELIMITERS.length()];
    boolean quoted = false;
    for (int i = 0; i < record.length(); i++) {
      quoted ^= record.charAt(i) == '"';
      int candidate = DELIMITERS.indexOf(record.charAt(i));
      if (!quoted && candidate >= 0) {
        counts[candidate]++;
      }
    }
    int best = 0;
    for (int k = 1; k < counts.length; k++) {
      best = counts[k] > counts[best] ? k : best;
    }
    return DELIMITERS.charAt(best);
  }

  private static List<String> split(String record, char delimiter) {
    List<String> cells = new ArrayList<>();
    StringBuilder cell = new StringBuilder();
    boolean quoted = false;
    for (int i = 0; i < record.length(); i++) {
      char c = record.charAt(i);
      if (c == '"' && quoted && i + 1 < record.length() && record.charAt(i + 1) == '"') {
        cell.append(c);
        i++;
      } else if (c == '"') {
        quoted = !quoted;
      } else if (c == delimiter && !quoted) {
        cells.add(cell.toString().strip());
        cell.setLength(0);
      } else {
        cell.append(c);
      }
    }
    cells.add(cell.toString().strip());
    return List.copyOf(cells);
  }
}
