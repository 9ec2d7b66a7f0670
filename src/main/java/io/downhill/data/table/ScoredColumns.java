package io.downhill.data.table;

import io.downhill.data.DataException;
import io.downhill.data.Encoding;
import io.downhill.data.OpenTable;
import io.downhill.data.Preparation;
import io.downhill.data.Spelling;
import io.downhill.data.TableRows;
import io.downhill.data.Target;
import io.downhill.data.cell.NumberFormat;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The columns that are read of a table to score: those of the features, then of the target, of the
 * weight, and those that are carried along, each by its place in the table.
 */
final class ScoredColumns {
  private static final int NONE = -1;

  private final OpenTable table;
  private final Preparation preparation;
  private final List<Integer> features = new ArrayList<>();
  private final List<Integer> kept = new ArrayList<>();
  private List<Integer> target = List.of();
  private int weight = NONE;

  /**
   * Finds the features of a model.
   *
   * @throws DataException if one is missing
   */
  ScoredColumns(OpenTable table, Preparation preparation) {
    this.table = table;
    this.preparation = preparation;
    List<String> names = table.names();
    for (Encoding encoding : preparation.used()) {
      int place = names.indexOf(encoding.column());
      if (place < 0) {
        throw missing(encoding.column(), names);
      }
      features.add(place);
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

  /** How the numbers of the columns were written in training. */
  Map<Integer, NumberFormat> trainedFormats() {
    Map<Integer, NumberFormat> formats = new TreeMap<>();
    List<Encoding> used = preparation.used();
    for (int k = 0; k < used.size(); k++) {
      if (used.get(k) instanceof Encoding.Numeric numeric
          && numeric.scale() instanceof NumberFormat format) {
        formats.put(features.get(k), format);
      }
    }
    return formats;
  }

  /** Finds columns to carry along, by name or number. */
  void keep(List<String> columns) {
    columns.forEach(column -> kept.add(table.column(column)));
  }

  /** Finds the weight, by name or number. */
  void findWeight(String told) {
    weight = place(told, "the weight");
  }

  /**
   * Finds what the model is judged by.
   *
   * @param told the columns by name or number; empty for those that the training table had, or for
   *     a label the only column that is not a feature
   * @return what it is
   * @throws DataException if a column is not there, or has another role
   */
  Target findTarget(Optional<Target> told) {
    Target sought = told.orElse(preparation.target());
    target =
        told.isEmpty() && sought instanceof Target.Label
            ? List.of(labelPlace())
            : sought.columns().stream().map(column -> place(column, role(sought))).toList();
    ColumnChoice.checkRoles(table, sought, target, weight);
    return sought;
  }

  private static String role(Target target) {
    return target instanceof Target.Label ? "the label" : "the target";
  }

  private int labelPlace() {
    List<String> names = table.names();
    String trained = preparation.target().columns().get(0);
    if (names.contains(trained)) {
      return names.indexOf(trained);
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

  /** The place of a column that may not be a feature. */
  private int place(String told, String role) {
    int place = table.column(told);
    if (features.contains(place)) {
      throw new DataException(
          table.name()
              + ": column "
              + table.names().get(place)
              + " is a feature of the model, not "
              + role);
    }
    return place;
  }

  /** The features' places, one a used encoding. */
  List<Integer> features() {
    return features;
  }

  /** The places of the columns that are carried along. */
  List<Integer> kept() {
    return kept;
  }

  /** The target's places; none if it is not read. */
  List<Integer> target() {
    return target;
  }

  /** Whether weights are read. */
  boolean weighted() {
    return weight != NONE;
  }

  /** The weight's place; that of no column if there is none. */
  int weight() {
    return weight;
  }

  /**
   * What is read of each row.
   *
   * @param texts the places of columns that are read as texts
   */
  List<TableRows.Cell> cells(Set<Integer> texts) {
    List<TableRows.Cell> cells = new ArrayList<>();
    features.forEach(j -> cells.add(new TableRows.Cell(j, texts.contains(j))));
    target.forEach(j -> cells.add(new TableRows.Cell(j, texts.contains(j))));
    if (weight >= 0) {
      cells.add(new TableRows.Cell(weight, texts.contains(weight)));
    }
    kept.forEach(j -> cells.add(TableRows.Cell.verbatim(j)));
    return cells;
  }

  /** The place of the target's first cell among the cells of a row. */
  int targetCell() {
    return features.size();
  }

  /** The weight's place among the cells of a row. */
  int weightCell() {
    return features.size() + target.size();
  }

  /** The place of the first cell of a row that is carried along. */
  int firstKeptCell() {
    return weightCell() + (weighted() ? 1 : 0);
  }
}
