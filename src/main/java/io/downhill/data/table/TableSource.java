package io.downhill.data.table;

import io.downhill.data.Argument;
import io.downhill.data.DataException;
import io.downhill.data.OpenTable;
import io.downhill.data.Preparation;
import io.downhill.data.PreparationOptions;
import io.downhill.data.ReadProgress;
import io.downhill.data.TableOptions;
import io.downhill.data.duckdb.DuckDbTable;
import io.downhill.data.duckdb.JdbcTable;
import io.downhill.data.text.DataFiles;
import io.downhill.data.text.ExpectedNames;
import java.lang.reflect.RecordComponent;
import java.sql.ResultSet;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Where the rows of a table come from: files, a query over files, a JDBC result, or objects in
 * memory. Nothing is read before it is used.
 */
public final class TableSource {
  private final Opener opener;

  private interface Opener {
    OpenTable open(ExpectedNames expected, TableOptions options);
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

  /** The same table, read with these options, as far as they concern its kind. */
  public TableSource with(TableOptions said) {
    return new TableSource(opener, said, progress);
  }

  /** Who watches the reading. */
  ReadProgress progress() {
    return progress;
  }

  /**
   * Files as one table, their rows one after the other: delimited text (.csv, .tsv, .txt, .data,
   * .dat, also .gz), Parquet (.parquet) or JSON with a row a line (.json, .jsonl, .ndjson, also
   * .gz); other names if the first bytes tell, or the options. All are of one kind and have the
   * same columns. Pipes, and {@code -} for the standard input, are copied into a temporary file
   * first.
   *
   * @param data paths or globs, at least one
   * @param options what cannot be found out by looking at the files
   */
  public static TableSource files(List<String> data, TableOptions options) {
    Argument.noneNull(data, "data");
    Argument.notNull(options, "options");
    if (data.isEmpty()) {
      throw new IllegalArgumentException("no files");
    }
    String first = data.get(0).equals("-") ? "standard input" : data.get(0);
    String name = data.size() == 1 ? first : first + " and others";
    return new TableSource(
        (expected, told) ->
            DuckDbTable.files(name, new DataFiles(data, told.files()), expected, told),
        options);
  }

  /** The same with the default options. */
  public static TableSource files(String... data) {
    return files(Arrays.asList(Argument.notNull(data, "data")), TableOptions.DEFAULTS);
  }

  /**
   * The result of a query of DuckDB, such as {@code SELECT * FROM 'sales.parquet' WHERE year =
   * 2024}. Without ORDER BY, a query that joins, groups or asks for one IN a list may give its rows
   * in another order each time.
   */
  public static TableSource sql(String query) {
    Argument.notNull(query, "query");
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
    Argument.notNull(result, "result");
    return new TableSource((expected, told) -> new JdbcTable(result), TableOptions.DEFAULTS);
  }

  /**
   * A row a map, its keys being the columns; a key that a map lacks is a gap. Numbers, booleans,
   * dates and times of {@code java.time} are taken as such, all else by its text.
   */
  public static TableSource of(List<? extends Map<String, ?>> rows) {
    Argument.noneNull(rows, "rows");
    return new TableSource((expected, told) -> new MapTable(rows), TableOptions.DEFAULTS);
  }

  /** A row a record, its components being the columns; as {@link #of(List)} otherwise. */
  public static TableSource ofRecords(List<? extends Record> rows) {
    Argument.noneNull(rows, "rows");
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

  /** All texts that stand for a gap. */
  List<String> gaps() {
    return options.allGaps();
  }

  /** The texts for a gap that a model knows, and those that the user adds. */
  List<String> gapsWith(List<String> learned) {
    List<String> all = new ArrayList<>(learned);
    options.gaps().stream().filter(gap -> !all.contains(gap)).forEach(all::add);
    return all;
  }

  /** What the user says of the decimal sign of numbers. */
  Optional<Character> decimal() {
    return options.decimal();
  }

  /**
   * Opens the table to learn from it.
   *
   * @param learning names columns; those in the first line make it a header
   */
  OpenTable open(PreparationOptions learning) {
    return opener.open(ExpectedNames.of(learning), options);
  }

  /** Opens the table to score it, as the one that a model was trained on. */
  OpenTable open(Preparation preparation) {
    List<String> all = gapsWith(preparation.gaps());
    return opener.open(ExpectedNames.of(preparation), options.withGaps(all));
  }
}
