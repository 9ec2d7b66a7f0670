package io.downhill.data.text;

import io.downhill.data.Encoding;
import io.downhill.data.Preparation;
import io.downhill.data.PreparationOptions;
import io.downhill.data.cell.CellText;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What is known of the names of a table's columns before its first line is understood.
 *
 * @param needed names that a header must have; empty if none is known
 * @param known all names that are known, the needed ones among them
 * @param scoring whether they come from a model, which needs the columns by these names
 */
public record ExpectedNames(Set<String> needed, Set<String> known, boolean scoring) {
  private static final String DEFAULT = "column\\d+";

  /** The columns that a user names, those of the target by name or by number. */
  public static ExpectedNames of(PreparationOptions options) {
    Set<String> told = Set.copyOf(options.target().columns());
    Set<String> known = new HashSet<>(told);
    // Of two, one by its number, only the name must be in a header.
    Set<String> named = new HashSet<>(told);
    named.removeIf(CellText::isNumber);
    Set<String> needed = named.isEmpty() ? told : Set.copyOf(named);
    options.weight().ifPresent(known::add);
    options.offset().ifPresent(known::add);
    known.addAll(options.exclude());
    known.addAll(options.only());
    known.addAll(options.words().columns());
    for (String category : options.category()) {
      known.add(category);
      known.add(category.replaceFirst("=[^=]*$", ""));
    }
    return new ExpectedNames(needed, Set.copyOf(known), false);
  }

  /** The columns of the table that a model was trained on. */
  public static ExpectedNames of(Preparation preparation) {
    Set<String> needed = Set.copyOf(preparation.used().stream().map(Encoding::column).toList());
    Set<String> known = new HashSet<>(needed);
    preparation.encodings().forEach(encoding -> known.add(encoding.column()));
    known.addAll(preparation.target().columns());
    return new ExpectedNames(needed, Set.copyOf(known), true);
  }

  /** Whether a record has all that are needed. */
  boolean allIn(List<String> record) {
    return !needed.isEmpty() && record.containsAll(needed);
  }

  /** Whether a user named a column, other than by a number, that a record has. */
  boolean areNamedIn(List<String> record) {
    return !scoring
        && record.stream().anyMatch(cell -> known.contains(cell) && !CellText.isNumber(cell));
  }

  /** Whether the needed ones are numbers, which may be cells of a row too. */
  boolean areNumbers() {
    return needed.stream().allMatch(CellText::isNumber);
  }

  /** Whether the needed ones are numbers of no column, in a table of so many. */
  boolean isBeyond(int columns) {
    return needed.stream()
        .mapToDouble(Double::parseDouble)
        .allMatch(number -> number >= columns || number < -columns);
  }

  /** Whether the needed ones are column0, column1, ..., as columns without a header are called. */
  boolean areDefaults() {
    return !needed.isEmpty() && needed.stream().allMatch(name -> name.matches(DEFAULT));
  }
}
