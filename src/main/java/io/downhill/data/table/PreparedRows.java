package io.downhill.data.table;

import io.downhill.data.Classes;
import io.downhill.data.Clusters;
import io.downhill.data.CsrWriter;
import io.downhill.data.DataException;
import io.downhill.data.Dataset;
import io.downhill.data.DenseWriter;
import io.downhill.data.Encoding;
import io.downhill.data.FeatureSink;
import io.downhill.data.OpenTable;
import io.downhill.data.Preparation;
import io.downhill.data.ReadProgress;
import io.downhill.data.RowWriter;
import io.downhill.data.TableColumn;
import io.downhill.data.TableRows;
import io.downhill.data.Target;
import io.downhill.data.cell.Gaps;
import io.downhill.data.cell.NumberFormat;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * The rows of a table as a model's features, in the order of the table and a part at a time, so
 * that a table of any size needs little memory. Columns are found by name; others are not read.
 */
public final class PreparedRows implements AutoCloseable {
  /**
   * A part of the rows.
   *
   * @param examples with labels if they were asked for
   * @param kept the cells to carry along as they are written, one array a row; null for empty ones
   */
  public record Part(Dataset examples, List<String[]> kept) {}

  private final OpenTable table;
  private final ReadProgress progress;
  private final Preparation preparation;
  private final List<String> features;
  private final boolean sparse;
  private final Gaps gaps;
  private final ScoredNumbers numbers;
  private final List<RowEncoder> encoders = new ArrayList<>();
  private final ScoredColumns columns;
  private final ScoredLabels labels;
  private final Optional<Target> judgedBy;
  private final Set<Integer> texts = new TreeSet<>();
  private final boolean[] asTexts;
  private NumberCell weight;
  private ScoredTarget target;
  private TableRows rows;
  private long done;
  private long empty;

  private PreparedRows(
      OpenTable table,
      TableSource source,
      Preparation preparation,
      Optional<Classes> classes,
      Optional<Target> told,
      String trim,
      Optional<String> weight,
      List<String> keep) {
    this.table = table;
    this.progress = source.progress();
    this.preparation = preparation;
    this.features = preparation.features();
    this.sparse = preparation.isSparse(1); // Of few features a part is small either way.
    this.gaps = new Gaps(source.gapsWith(preparation.gaps()));
    this.columns = new ScoredColumns(table, preparation);
    List<Encoding> used = preparation.used();
    for (int k = 0; k < used.size(); k++) {
      int place = columns.features().get(k);
      encoders.add(RowEncoder.of(used.get(k), preparation.missing(used.get(k).column()), gaps));
      if (encoders.get(k).readsText(table.columns().get(place).kind())) {
        texts.add(place);
      }
    }
    this.numbers = new ScoredNumbers(table, gaps, source.decimal(), columns.trainedFormats());
    texts.addAll(numbers.look(texts));
    asTexts = new boolean[encoders.size()];
    columns.keep(keep);
    this.labels = new ScoredLabels(classes, trim, gaps);
    weight.ifPresent(columns::findWeight);
    this.judgedBy = classes.map(given -> columns.findTarget(told));
    boolean byLabel = judgedBy.filter(Target.Label.class::isInstance).isPresent();
    if (judgedBy.isPresent() && !byLabel) {
      classes
          .orElseThrow()
          .requireTwo(table.name() + ": counts and soft labels", "give a column of labels");
    }
    for (int place : columns.target()) {
      if (byLabel || isOther(place)) {
        texts.add(place);
      }
    }
    if (columns.weighted() && isOther(columns.weight())) {
      texts.add(columns.weight());
    }
  }

  private boolean isOther(int place) {
    return table.columns().get(place).kind() == TableColumn.Kind.OTHER;
  }

  /**
   * Opens rows to score.
   *
   * @param keep columns to carry along, by name or number
   * @throws DataException if a column is missing
   */
  public static PreparedRows open(TableSource source, Preparation preparation, List<String> keep) {
    return open(
        source, preparation, Optional.empty(), Optional.empty(), "", Optional.empty(), keep);
  }

  /**
   * Opens labelled rows that count once each; see {@link #open(TableSource, Preparation, Classes,
   * Optional, String, Optional)}.
   */
  public static PreparedRows open(
      TableSource source,
      Preparation preparation,
      Classes classes,
      Optional<Target> target,
      String trim) {
    return open(source, preparation, classes, target, trim, Optional.empty());
  }

  /**
   * Opens labelled rows to judge a model on.
   *
   * @param classes what the model calls its classes; each label must be one of them
   * @param target the columns by name or number; empty for those that the training table had, or
   *     for a label the only one that is not a feature
   * @param trim characters to take off the end of labels
   * @param weight the column that says how often each row counts, by name or number; rows of weight
   *     0 are left out. Empty if each counts once
   * @throws DataException if a column is missing
   */
  public static PreparedRows open(
      TableSource source,
      Preparation preparation,
      Classes classes,
      Optional<Target> target,
      String trim,
      Optional<String> weight) {
    return open(source, preparation, Optional.of(classes), target, trim, weight, List.of());
  }

  private static PreparedRows open(
      TableSource source,
      Preparation preparation,
      Optional<Classes> classes,
      Optional<Target> target,
      String trim,
      Optional<String> weight,
      List<String> keep) {
    OpenTable table = source.open(preparation);
    try {
      return new PreparedRows(table, source, preparation, classes, target, trim, weight, keep);
    } catch (DataException e) {
      table.close();
      throw e;
    }
  }

  /** The names of the columns that are carried along. */
  public List<String> keptNames() {
    return columns.kept().stream().map(j -> table.names().get(j)).toList();
  }

  /**
   * The next rows.
   *
   * @param most at most so many, at least 1
   * @return empty after the last
   * @throws DataException if a cell cannot be used, with its place
   */
  public Optional<Part> next(int most) {
    while (true) {
      try {
        return part(most);
      } catch (TableRows.NotNumbers e) {
        // What looked like numbers in the first rows is read again as texts.
        rows.close();
        rows = null;
        encoders.forEach(RowEncoder::reset);
        Set<Integer> more = new TreeSet<>();
        Arrays.stream(e.columns()).filter(texts::add).forEach(more::add);
        texts.addAll(numbers.look(more, texts, done));
      }
    }
  }

  /** Opens the rows, and passes over those that are done. */
  private void openRows() {
    List<TableRows.Cell> cells = columns.cells(texts);
    weight = columns.weighted() ? number(columns.weight(), columns.weightCell()) : null;
    target = judgedBy.map(this::target).orElse(null);
    rows = table.rows(cells);
    for (int k = 0; k < asTexts.length; k++) {
      asTexts[k] = cells.get(k).text();
      if (encoders.get(k) instanceof RowEncoder.OfNumbers encoder) {
        numbers.format(columns.features().get(k)).ifPresent(encoder::readAs);
      }
    }
    for (long row = 0; row < done; row++) {
      rows.next();
    }
  }

  private Optional<Part> part(int most) {
    if (rows == null) {
      openRows();
    }
    encoders.forEach(RowEncoder::mark);
    RowWriter writer = writer();
    // A row of both classes is two examples.
    float[] y = new float[target != null ? most + 1 : 0];
    float[] weights = new float[isWeighted() ? most + 1 : 0];
    int[] row = target != null && target.fractions() ? new int[most + 1] : null;
    List<String[]> kept = new ArrayList<>();
    long read = done;
    long withoutTrial = 0;
    while (writer.rows() < most && rows.next()) {
      if (++read % RawReader.WATCHED == 0) {
        progress.read(read, rows.part());
      }
      float count = weight == null ? 1 : weight.weight(rows);
      if (count == 0) {
        continue;
      }
      if (target != null && !target.read(rows, count)) {
        withoutTrial++;
        continue;
      }
      int i = writer.rows();
      writer.next();
      encode(writer);
      if (target != null) {
        examples(writer, i, y, weights);
        if (row != null) {
          Arrays.fill(row, i, writer.rows(), i);
        }
      }
      if (!columns.kept().isEmpty()) {
        kept.add(keptCells());
      }
    }
    done = read;
    empty += withoutTrial;
    int count = writer.rows();
    if (count == 0) {
      return Optional.empty();
    }
    Dataset.Builder builder = writer.ended();
    if (target != null) {
      builder.labels(Arrays.copyOf(y, count), target.classes());
    }
    if (isWeighted()) {
      builder.weights(Arrays.copyOf(weights, count));
    }
    if (row != null) {
      builder.clusters(Clusters.rows(Arrays.copyOf(row, count)));
    }
    return Optional.of(new Part(builder.preparation(preparation).build(), kept));
  }

  private RowWriter writer() {
    Dataset.Builder builder = new Dataset.Builder(features);
    return sparse ? new CsrWriter(builder) : new DenseWriter(builder);
  }

  private boolean isWeighted() {
    return weight != null || target != null && target.divided();
  }

  /** Labels and weights of the row in hand, whose features are those of example i. */
  private void examples(RowWriter writer, int i, float[] y, float[] weights) {
    if (!target.divided()) {
      y[i] = target.label();
      if (isWeighted()) {
        weights[i] = target.count();
      }
      return;
    }
    int k = i;
    for (int code = 0; code < 2; code++) {
      if (target.part(code) == 0) {
        continue;
      }
      if (k > i) {
        writer.repeat();
      }
      y[k] = code;
      weights[k] = target.part(code);
      k++;
    }
  }

  private NumberCell number(int column, int cell) {
    boolean text = texts.contains(column);
    NumberFormat format = text ? numbers.untrained(column) : NumberFormat.PLAIN;
    return new NumberCell(table.names().get(column), cell, text, format, gaps);
  }

  private ScoredTarget target(Target told) {
    List<Integer> places = columns.target();
    if (told instanceof Target.Label) {
      String name = table.names().get(places.get(0));
      NumberFormat none = NumberFormat.PLAIN;
      return ScoredTarget.of(labels, new NumberCell(name, columns.targetCell(), true, none, gaps));
    }
    List<NumberCell> cells = new ArrayList<>();
    for (int k = 0; k < places.size(); k++) {
      cells.add(number(places.get(k), columns.targetCell() + k));
    }
    return ScoredTarget.of(labels, new PartCells(told, cells));
  }

  private void encode(FeatureSink x) {
    int feature = 0;
    for (int k = 0; k < asTexts.length; k++) {
      RowEncoder encoder = encoders.get(k);
      String trouble =
          asTexts[k]
              ? encoder.encode(rows.text(k), x, feature)
              : encoder.encode(rows.number(k), x, feature);
      if (!trouble.isEmpty()) {
        String name = table.names().get(columns.features().get(k));
        throw new DataException(rows.place() + ", column " + name + ": " + trouble);
      }
      feature += encoder.width();
    }
  }

  private String[] keptCells() {
    int first = columns.firstKeptCell();
    String[] cells = new String[columns.kept().size()];
    for (int k = 0; k < cells.length; k++) {
      cells[k] = rows.text(first + k);
    }
    return cells;
  }

  /** What is doubtful about the table, and what was seen so far that training rows had not. */
  public List<String> warnings() {
    List<String> warnings = new ArrayList<>(table.warnings());
    warnings.addAll(numbers.warnings());
    warnings.addAll(PartTarget.noTrials(empty));
    encoders.stream().map(RowEncoder::warning).filter(Objects::nonNull).forEach(warnings::add);
    return warnings;
  }

  /** Closes the table. */
  @Override
  public void close() {
    if (rows != null) {
      rows.close();
    }
    table.close();
  }
}
