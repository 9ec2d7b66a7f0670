package io.downhill.data;

import java.lang.reflect.RecordComponent;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Where the rows of a table come from: files, a query over files, a JDBC result, or objects in
 * memory. Nothing is read before it is used.
 */
public final class TableSource {
  private static final String KNOWN = ".*\\.(csv|tsv|txt|data|dat|json|jsonl|ndjson)(\\.gz)?";

  private final Opener opener;

  private interface Opener {
    OpenTable open(List<String> expected, TableOptions options);
  }

  private final TableOptions options;
  private final ReadProgress progress;

  private TableSource(Opener opener, TableOptions options) {
    this(opener, options, ReadProgress.NONE);
  }

  private TableSource(Opener opener, TableOptions options, ReadProgress progress) {
    this.opener = opener;
    this.options = options;
    this.progress = progress;
  }

  /** The same table, whose reading is watched. */
  public TableSource watchedBy(ReadProgress watcher) {
    return new TableSource(opener, options, watcher);
  }

  /** Who watches the reading. */
  ReadProgress progress() {
    return progress;
  }

  /**
   * Files as one table, their rows one after the other: delimited text (.csv, .tsv, .txt, .data,
   * .dat, also .gz), Parquet (.parquet) or JSON with a row a line (.json, .jsonl, .ndjson, also
   * .gz). All are of one kind and have the same columns.
   *
   * @param data paths or globs, at least one
   * @param options what looking at a text would not tell
   */
  public static TableSource files(List<String> data, TableOptions options) {
    if (data.isEmpty()) {
      throw new IllegalArgumentException("no files");
    }
    String name = data.size() == 1 ? data.get(0) : data.get(0) + " and others";
    return new TableSource(
        (expected, told) -> {
          List<Path> files = new ArrayList<>();
          data.forEach(d -> files.addAll(expand(d)));
          String kind = end(files.get(0));
          for (Path file : files) {
            if (!end(file).equals(kind)) {
              throw new DataException(
                  file + ": another kind of file than " + files.get(0) + "; name one kind only");
            }
          }
          return DuckDbTable.files(name, files, expected, told);
        },
        options);
  }

  /** The same, everything being found out by looking at them. */
  public static TableSource files(String... data) {
    return files(List.of(data), TableOptions.DEFAULTS);
  }

  /**
   * What a query of DuckDB gives, such as {@code SELECT * FROM 'sales.parquet' WHERE year = 2024}.
   * Without ORDER BY, a query that joins, groups or asks for one IN a list may give its rows in
   * another order each time.
   */
  public static TableSource sql(String query) {
    return new TableSource(
        (expected, told) -> DuckDbTable.sql(query.replaceAll("[;\\s]+$", "")),
        TableOptions.DEFAULTS);
  }

  /**
   * The rows that are left of a JDBC result, which can be read once. The caller closes it.
   *
   * @param result before its first row, or on the row before the first to read
   */
  public static TableSource of(ResultSet result) {
    return new TableSource((expected, told) -> new JdbcTable(result), TableOptions.DEFAULTS);
  }

  /**
   * A row a map, its keys being the columns; a key that a map lacks is a gap. Numbers, booleans,
   * dates and times of {@code java.time} are taken as such, all else by its text.
   */
  public static TableSource of(List<? extends Map<String, ?>> rows) {
    return new TableSource((expected, told) -> new MapTable(rows), TableOptions.DEFAULTS);
  }

  /** A row a record, its components being the columns; as {@link #of(List)} otherwise. */
  public static TableSource ofRecords(List<? extends Record> rows) {
    return of(rows.stream().map(TableSource::map).toList());
  }

  private static Map<String, Object> map(Record row) {
    Map<String, Object> cells = new LinkedHashMap<>();
    try {
      for (RecordComponent component : row.getClass().getRecordComponents()) {
        component.getAccessor().setAccessible(true);
        cells.put(component.getName(), component.getAccessor().invoke(row));
      }
    } catch (ReflectiveOperationException e) {
      throw new DataException("cannot read " + row.getClass().getName() + ": " + e.getMessage(), e);
    }
    return cells;
  }

  /** The usual gaps, and those the user adds. */
  List<String> gaps() {
    return options.allGaps();
  }

  /**
   * Opens the table to learn from it.
   *
   * @param label as the user says it; if it is in the first line, that is a header
   */
  OpenTable open(String label) {
    // A number may well stand in a row of data.
    List<String> expected = label.matches("-?\\d+") ? List.of() : List.of(label);
    return opener.open(expected, options);
  }

  /**
   * Opens the table to score it.
   *
   * @param expected names of columns that it should have
   * @param gaps that the model knows
   */
  OpenTable open(List<String> expected, List<String> gaps) {
    List<String> all = new ArrayList<>(gaps);
    all.addAll(options.gaps());
    return opener.open(expected, options.withGaps(all));
  }

  private static List<Path> expand(String data) {
    String name = data.toLowerCase(Locale.ROOT);
    List<Path> files = DataPath.expand(data);
    if (!name.endsWith(".parquet") && !name.matches(KNOWN)) {
      String cure =
          name.matches(".*\\.(zst|bz2|xz|zip|7z)")
              ? "; unpack it, or pack it with gzip"
              : "; it must end in .csv, .tsv, .txt, .data, .json, .jsonl (all also .gz), .parquet"
                  + " or .npy";
      throw new DataException(data + ": unknown kind of file" + cure);
    }
    return files;
  }

  private static String end(Path file) {
    String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
    String plain = name.endsWith(".gz") ? name.substring(0, name.length() - 3) : name;
    String end = plain.substring(plain.lastIndexOf('.') + 1);
    return switch (end) {
      case "json", "jsonl", "ndjson" -> "json";
      case "parquet" -> "parquet";
      default -> "text";
    };
  }
}
