package io.downhill.data.table;

import io.downhill.data.Classes;
import io.downhill.data.DataException;
import io.downhill.data.Dataset;
import io.downhill.data.Encoding;
import io.downhill.data.OpenTable;
import io.downhill.data.Preparation;
import io.downhill.data.ReadProgress;
import io.downhill.data.Spelling;
import io.downhill.data.TableColumn;
import io.downhill.data.TableRows;
import io.downhill.data.cell.Gaps;
import io.downhill.data.cell.NumberFormat;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
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
  private final Gaps gaps;
  private final ScoredNumbers numbers;
  private final List<RowEncoder> encoders = new ArrayList<>();
  private final List<Integer> places = new ArrayList<>();
  private final int label;
  private final int weight;
  private final ScoredLabels labels;
  private final List<Integer> keep = new ArrayList<>();
  private final Set<Integer> texts = new TreeSet<>();
  private final boolean[] asTexts;
  private NumberFormat weightFormat = NumberFormat.PLAIN;
  private TableRows rows;
  private long done;

  private PreparedRows(
      OpenTable table,
      TableSource source,
      Preparation preparation,
      Optional<Classes> classes,
      Optional<String> label,
      String trim,
      Optional<String> weight,
      List<String> keep) {
    this.table = table;
    this.progress = source.progress();
    this.preparation = preparation;
    this.gaps = new Gaps(source.gapsWith(preparation.gaps()));
    List<String> names = table.names();
    for (Encoding encoding : preparation.used()) {
      int place = names.indexOf(encoding.column());
      if (place < 0) {
        throw missing(encoding.column(), names);
      }
      places.add(place);
      encoders.add(RowEncoder.of(encoding, preparation.missing(), gaps));
      if (encoders.get(encoders.size() - 1).readsText(table.columns().get(place).kind())) {
        texts.add(place);
      }
    }
    this.numbers = new ScoredNumbers(table, gaps, source.decimal(), trainedFormats());
    texts.addAll(numbers.look(texts));
    asTexts = new boolean[places.size()];
    keep.forEach(column -> this.keep.add(table.column(column)));
    this.labels = new ScoredLabels(classes, trim, gaps);
    this.weight = weight.map(this::weight).orElse(-1);
    this.label = classes.isEmpty() ? -1 : label(label, names);
  }

  /** How the numbers of the columns were written in training. */
  private Map<Integer, NumberFormat> trainedFormats() {
    Map<Integer, NumberFormat> formats = new TreeMap<>();
    List<Encoding> used = preparation.used();
    for (int k = 0; k < used.size(); k++) {
      if (used.get(k) instanceof Encoding.Numeric numeric
          && numeric.scale() instanceof NumberFormat format) {
        formats.put(places.get(k), format);
      }
    }
    return formats;
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
      Optional<String> label,
      String trim) {
    return open(source, preparation, classes, label, trim, Optional.empty());
  }

  /**
   * Opens labelled rows to judge a model on.
   *
   * @param classes what the model calls its classes; each label must be one of them
   * @param label the column by name or number; empty for the one that the training table had, or
   *     the only one that is not a feature
   * @param trim characters to take off the end of labels
   * @param weight the column that says how often each row counts, by name or number; rows of weight
   *     0 are left out. Empty if each counts once
   * @throws DataException if a column is missing
   */
  public static PreparedRows open(
      TableSource source,
      Preparation preparation,
      Classes classes,
      Optional<String> label,
      String trim,
      Optional<String> weight) {
    return open(source, preparation, Optional.of(classes), label, trim, weight, List.of());
  }

  private static PreparedRows open(
      TableSource source,
      Preparation preparation,
      Optional<Classes> classes,
      Optional<String> label,
      String trim,
      Optional<String> weight,
      List<String> keep) {
    OpenTable table = source.open(preparation);
    try {
      return new PreparedRows(table, source, preparation, classes, label, trim, weight, keep);
    } catch (DataException e) {
      table.close();
      throw e;
    }
  }

  private DataException missing(String name, List<String> names) {
    long count = preparation.used().stream().filter(e -> !names.contains(e.column())).count();
    return new DataException(
        table.name()
            + ": no column named "
            + name
            + (count > 1 ? " (and " + (count - 1) + " more that the model needs)" : "")
            + table.others(name));
  }

  private int weight(String told) {
    int place = place(told, "the weight");
    if (table.columns().get(place).kind() == TableColumn.Kind.OTHER) {
      texts.add(place);
    }
    return place;
  }

  /** The place of a column that may not be a feature. */
  private int place(String told, String role) {
    int place = table.column(told);
    if (places.contains(place)) {
      throw new DataException(
          table.name()
              + ": column "
              + table.names().get(place)
              + " is a feature of the model, not "
              + role);
    }
    return place;
  }

  private int label(Optional<String> told, List<String> names) {
    if (told.isPresent()) {
      int place = place(told.get(), "the label");
      if (place == weight) {
        throw new DataException(
            table.name() + ": column " + names.get(place) + " is both the label and the weight");
      }
      return place;
    }
    if (names.contains(preparation.label())) {
      return names.indexOf(preparation.label());
    }
    Set<String> known = new TreeSet<>();
    preparation.encodings().forEach(encoding -> known.add(encoding.column()));
    if (weight >= 0) {
      known.add(names.get(weight));
    }
    List<String> others = names.stream().filter(name -> !known.contains(name)).toList();
    if (others.size() != 1) {
      throw new DataException(
          table.name() + ": which column is the label? Its columns are: " + Spelling.list(names));
    }
    return names.indexOf(others.get(0));
  }

  /** The names of the columns that are carried along. */
  public List<String> keptNames() {
    return keep.stream().map(j -> table.names().get(j)).toList();
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

  private Optional<Part> part(int most) {
    if (rows == null) {
      List<TableRows.Cell> cells = cells();
      weightFormat = texts.contains(weight) ? numbers.untrained(weight) : NumberFormat.PLAIN;
      rows = table.rows(cells);
      for (int k = 0; k < asTexts.length; k++) {
        asTexts[k] = cells.get(k).text();
        if (encoders.get(k) instanceof RowEncoder.OfNumbers encoder) {
          numbers.format(places.get(k)).ifPresent(encoder::readAs);
        }
      }
      for (long row = 0; row < done; row++) {
        rows.next();
      }
    }
    encoders.forEach(RowEncoder::mark);
    Dataset.Builder builder = new Dataset.Builder(preparation.features());
    float[] y = new float[label < 0 ? 0 : most];
    float[] weights = new float[weight < 0 ? 0 : most];
    List<String[]> kept = new ArrayList<>();
    long read = done;
    while (builder.examples() < most && rows.next()) {
      if (++read % RawReader.WATCHED == 0) {
        progress.read(read, rows.part());
      }
      float count = weight < 0 ? 1 : count();
      if (count == 0) {
        continue;
      }
      builder.grow(1);
      int i = builder.examples() - 1;
      encode(builder.block(i), builder.offset(i));
      if (label >= 0) {
        y[i] = label();
      }
      if (weight >= 0) {
        weights[i] = count;
      }
      if (!keep.isEmpty()) {
        kept.add(keptCells());
      }
    }
    done = read;
    int count = builder.examples();
    if (count == 0) {
      return Optional.empty();
    }
    if (label >= 0) {
      builder.labels(Arrays.copyOf(y, count), labels.classes());
    }
    if (weight >= 0) {
      builder.weights(Arrays.copyOf(weights, count));
    }
    return Optional.of(new Part(builder.preparation(preparation).build(), kept));
  }

  private List<TableRows.Cell> cells() {
    List<TableRows.Cell> cells = new ArrayList<>();
    places.forEach(j -> cells.add(new TableRows.Cell(j, texts.contains(j))));
    if (label >= 0) {
      cells.add(new TableRows.Cell(label, true));
    }
    if (weight >= 0) {
      cells.add(new TableRows.Cell(weight, texts.contains(weight)));
    }
    keep.forEach(j -> cells.add(TableRows.Cell.verbatim(j)));
    return cells;
  }

  private void encode(float[] x, int offset) {
    int at = offset;
    for (int k = 0; k < asTexts.length; k++) {
      RowEncoder encoder = encoders.get(k);
      String trouble =
          asTexts[k] ? encoder.encode(rows.text(k), x, at) : encoder.encode(rows.number(k), x, at);
      if (!trouble.isEmpty()) {
        String name = table.names().get(places.get(k));
        throw new DataException(rows.place() + ", column " + name + ": " + trouble);
      }
      at += encoder.width();
    }
  }

  /** How often the row counts. */
  private float count() {
    int k = places.size() + (label >= 0 ? 1 : 0);
    String text = texts.contains(weight) ? rows.text(k) : null;
    double count =
        !texts.contains(weight)
            ? rows.number(k)
            : gaps.holds(text) ? Double.NaN : weightFormat.value(text);
    if (!(count >= 0) || Float.isInfinite((float) count)) {
      String where = ", column " + table.names().get(weight) + ": ";
      throw new DataException(rows.place() + where + "a weight must be a finite number, 0 or more");
    }
    return (float) count;
  }

  private int label() {
    String text = rows.text(places.size());
    int code = labels.code(text);
    if (code < 0) {
      String where = ", column " + table.names().get(label) + ": ";
      throw new DataException(rows.place() + where + labels.trouble(text));
    }
    return code;
  }

  private String[] keptCells() {
    int from = places.size() + (label >= 0 ? 1 : 0) + (weight >= 0 ? 1 : 0);
    String[] cells = new String[keep.size()];
    for (int k = 0; k < cells.length; k++) {
      cells[k] = rows.text(from + k);
    }
    return cells;
  }

  /** What is doubtful about the table, and what was seen so far that training rows had not. */
  public List<String> warnings() {
    List<String> warnings = new ArrayList<>(table.warnings());
    warnings.addAll(numbers.warnings());
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
