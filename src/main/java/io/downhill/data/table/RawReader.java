package io.downhill.data.table;

import io.downhill.data.Clusters;
import io.downhill.data.DataException;
import io.downhill.data.Dataset;
import io.downhill.data.LabelText;
import io.downhill.data.Missing;
import io.downhill.data.OpenTable;
import io.downhill.data.PreparationOptions;
import io.downhill.data.ReadProgress;
import io.downhill.data.TableColumn;
import io.downhill.data.TableRows;
import io.downhill.data.Target;
import io.downhill.data.cell.CellText;
import io.downhill.data.cell.DecimalSign;
import io.downhill.data.cell.Gaps;
import io.downhill.data.cell.NumberFormat;
import io.downhill.data.column.ExactColumns;
import io.downhill.data.column.LevelIndex;
import io.downhill.data.column.RawExamples;
import io.downhill.data.column.StraightColumns;
import io.downhill.data.words.TextRows;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/** Reads training rows as they are written, before it is known what becomes of their columns. */
final class RawReader {
  /** Rows after which whoever watches is told. */
  static final int WATCHED = 1 << 12;

  /** Whole numbers from here on may share a double: clusters are then told apart as texts. */
  private final OpenTable table;

  private final ColumnChoice choice;
  private final PreparationOptions options;
  private final Gaps gaps;
  private final ReadProgress progress;
  private final List<String> names;
  private final Set<Integer> texts = new TreeSet<>();
  private final StraightColumns straight;

  private Dataset.Builder cells;
  private LevelIndex[] levels;
  private TextRows[] words;
  private boolean[] values;
  private ExactColumns exact;
  private boolean[] found;
  private final Map<Integer, NumberFormat> formats = new HashMap<>();
  private List<Object> clusters;
  private LongStream.Builder skipped;

  private RawReader(
      OpenTable table, ColumnChoice choice, PreparationOptions options, TableSource source) {
    this.table = table;
    this.choice = choice;
    this.options = options;
    this.gaps = new Gaps(source.gaps());
    this.progress = source.progress();
    this.names = choice.features().stream().map(j -> table.columns().get(j).name()).toList();
    for (int j = 0; j < table.columns().size(); j++) {
      if (table.columns().get(j).kind() == TableColumn.Kind.OTHER
          || choice.categories().containsKey(j)
          || choice.texts().contains(j)) {
        texts.add(j);
      }
    }
    DecimalSign sign = table.decimalSign(source.decimal());
    this.straight = new StraightColumns(names.size(), choice.categoryFeatures(), gaps, sign);
    for (int place : choice.target()) {
      // A label of a text is read as it is written.
      boolean written = table.isText() && options.target() instanceof Target.Label;
      if (written || table.columns().get(place).kind() != TableColumn.Kind.NUMBER) {
        texts.add(place);
      }
    }
    findFormats();
  }

  /** How numbers that are no features are written where they are read as texts. */
  private void findFormats() {
    Set<Integer> numbers = new TreeSet<>(List.of(choice.weight()));
    if (!(options.target() instanceof Target.Label)) {
      numbers.addAll(choice.target());
    }
    numbers.retainAll(texts);
    for (int column : numbers) {
      formats.computeIfAbsent(column, j -> NumberPass.of(table, j, gaps, straight.sign()));
    }
  }

  /**
   * Reads a table.
   *
   * @param source of the table: what stands for a gap, and who watches
   * @throws DataException if a label, a weight or a number cannot be used
   */
  static RawExamples read(
      OpenTable table, ColumnChoice choice, PreparationOptions options, TableSource source) {
    Set<Integer> doubles = new TreeSet<>();
    RawReader reader = new RawReader(table, choice, options, source);
    while (true) {
      try (TableRows rows = table.rows(reader.wanted())) {
        RawExamples raw = reader.read(rows, doubles);
        if (!table.rereads() || !doubles.addAll(reader.exact.coarse())) {
          return raw;
        }
      } catch (TableRows.NotNumbers e) {
        // What looked like numbers in the first rows is read again as texts.
        Arrays.stream(e.columns()).forEach(reader.texts::add);
        reader.findFormats();
      } catch (StraightColumns.Changed e) {
        // Columns of texts are read as numbers from now on, or as texts again.
      } catch (ExactColumns.TooLarge e) {
        doubles.add(e.column());
      }
    }
  }

  private List<TableRows.Cell> wanted() {
    List<TableRows.Cell> wanted = new ArrayList<>();
    choice.features().forEach(j -> wanted.add(new TableRows.Cell(j, texts.contains(j))));
    choice.target().forEach(j -> wanted.add(new TableRows.Cell(j, texts.contains(j))));
    if (choice.weight() >= 0) {
      wanted.add(new TableRows.Cell(choice.weight(), texts.contains(choice.weight())));
    }
    if (choice.cluster() >= 0) {
      wanted.add(new TableRows.Cell(choice.cluster(), texts.contains(choice.cluster())));
    }
    return wanted;
  }

  private RawExamples read(TableRows rows, Set<Integer> doubles) {
    int n = names.size();
    cells = new Dataset.Builder(names);
    levels = new LevelIndex[n];
    words = new TextRows[n];
    found = new boolean[n];
    clusters = choice.cluster() < 0 ? null : new ArrayList<>();
    int clusterCell = n + choice.target().size() + (choice.weight() < 0 ? 0 : 1);
    skipped = LongStream.builder();
    straight.restart();
    values = new boolean[n];
    for (int k = 0; k < n; k++) {
      int column = choice.features().get(k);
      words[k] = choice.texts().contains(column) ? new TextRows() : null;
      boolean text = texts.contains(column) && !straight.holds(k) && words[k] == null;
      levels[k] = text ? new LevelIndex() : null;
      values[k] = straight.holds(k);
      if (text) {
        levels[k].expect(straight.expected(k));
      }
    }
    exact = new ExactColumns(levels, doubles, table.rereads());
    boolean weighted = choice.weight() >= 0;
    NumberCell weightCell = weighted ? number(choice.weight(), n + choice.target().size()) : null;
    RowTarget target = target(weighted);
    int unclustered = 0;
    long row = 0;
    while (!target.hopeless() && rows.next()) {
      float weight = weighted ? weightCell.weight(rows) : 1;
      Object cluster = clusters == null || weight == 0 ? "" : cluster(rows, clusterCell);
      if (weight > 0 && cluster == null) {
        unclustered++;
      }
      if (weight > 0 && cluster != null && target.add(rows, weight)) {
        cells.grow(1);
        int i = cells.examples() - 1;
        features(rows, cells.block(i), cells.offset(i));
        if (clusters != null) {
          clusters.add(cluster);
        }
        exact.nextRow();
      } else {
        skipped.add(row);
      }
      row++;
      if (row % WATCHED == 0) {
        progress.read(row, rows.part());
      }
    }
    if (cells.examples() == 0) {
      throw new DataException(
          table.name()
              + ": no examples: the table has no rows with "
              + (options.target() instanceof Target.Label ? "a label" : "an outcome")
              + (weighted ? " and a weight above 0" : ""));
    }
    exact.end();
    readAsTexts();
    return new RawExamples(
        table,
        names,
        cells,
        levels,
        words,
        exact,
        found,
        target.outcomes(),
        clusters == null ? null : Clusters.named(name(choice.cluster()), clusters),
        skipped.build().toArray(),
        target.gaps() + unclustered,
        target.warnings(),
        straight);
  }

  /** Reads what is to be predicted, whose cells stand behind those of the features. */
  private RowTarget target(boolean weighted) {
    int n = names.size();
    List<Integer> places = choice.target();
    if (options.target() instanceof Target.Label) {
      int place = places.get(0);
      return new LabelTarget(table, place, n, texts.contains(place), options, gaps, weighted);
    }
    List<NumberCell> cells =
        IntStream.range(0, places.size()).mapToObj(k -> number(places.get(k), n + k)).toList();
    return new PartTarget(new PartCells(options.target(), cells), options.missing());
  }

  /**
   * If a column of texts has decimal commas, and none seen so far has points, columns of numbers
   * may have points between thousands: then they are texts too.
   *
   * @throws StraightColumns.Changed if there are such
   */
  private void readAsTexts() {
    boolean commas = false;
    for (int k = 0; k < levels.length; k++) {
      commas |=
          levels[k] == null ? straight.hasCommas(k) : straight.showsCommas(levels[k].levels());
    }
    if (!commas || !table.isText() || straight.sign().shows('.')) {
      return;
    }
    boolean changed = false;
    for (int column : choice.features()) {
      changed |= texts.add(column);
    }
    if (changed) {
      throw new StraightColumns.Changed();
    }
  }

  private void features(TableRows rows, float[] x, int offset) {
    for (int k = 0; k < levels.length; k++) {
      float value =
          words[k] != null ? words(rows, k) : levels[k] == null ? number(rows, k) : code(rows, k);
      x[offset + k] = value;
      if (value != value) {
        gap(rows, k);
      }
    }
  }

  private void gap(TableRows rows, int k) {
    if (options.missing() == Missing.ERROR) {
      throw new DataException(
          place(rows, choice.features().get(k))
              + "missing value; fill it, or give --missing impute or --missing drop");
    }
    found[k] = true;
  }

  private float number(TableRows rows, int k) {
    double value = values[k] ? straight.value(k, rows.text(k)) : rows.number(k);
    float rounded = Double.isInfinite(value) ? (float) value : exact.add(k, value);
    if (Float.isInfinite(rounded) && (Double.isInfinite(value) || !exact.holds(k))) {
      throw new DataException(
          place(rows, choice.features().get(k)) + value + " is not a finite float32 number");
    }
    return rounded;
  }

  /** Takes the words of a cell; what stands for it is 0, or NaN for a gap. */
  private float words(TableRows rows, int k) {
    String text = rows.text(k);
    boolean gap = gaps.holds(text);
    words[k].add(gap ? null : text);
    return gap ? Float.NaN : 0;
  }

  private float code(TableRows rows, int k) {
    String text = rows.text(k);
    int code = levels[k].countKnown(text);
    if (code < 0) {
      code = gaps.holds(text) ? -1 : levels[k].count(text);
      if (table.rereads()) {
        straight.look(levels, k);
      }
    }
    return code < 0 ? Float.NaN : code;
  }

  /** What names the cluster of a row; null if it has none and may be left out. */
  private Object cluster(TableRows rows, int k) {
    boolean text = texts.contains(choice.cluster());
    String level = text ? rows.text(k) : null;
    double number = text ? Double.NaN : rows.number(k);
    if (Math.abs(number) >= LabelText.APART) {
      texts.add(choice.cluster());
      throw new StraightColumns.Changed();
    }
    boolean gap = text ? gaps.holds(level) : Double.isNaN(number);
    if (gap && options.missing() != Missing.DROP) {
      throw new DataException(
          place(rows, choice.cluster())
              + "missing cluster or fold; fill it, or leave such rows out with --missing drop");
    }
    return gap ? null : text ? CellText.level(level) : (Object) number;
  }

  private NumberCell number(int column, int cell) {
    NumberFormat format = formats.getOrDefault(column, NumberFormat.PLAIN);
    return new NumberCell(name(column), cell, texts.contains(column), format, gaps);
  }

  private String place(TableRows rows, int column) {
    return rows.place() + ", column " + name(column) + ": ";
  }

  private String name(int column) {
    return table.columns().get(column).name();
  }
}
