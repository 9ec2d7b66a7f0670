package io.downhill.cli;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/**
 * Small tables by chance: numbers, truth, dates, categories, identifiers, constants, gaps, leaks.
 */
final class RandomTables {
  static final String LABEL = "y";

  private final Random random;
  private final boolean[] labels;
  private final double[] score;

  private RandomTables(Random random) {
    this.random = random;
    int rows = 20 + random.nextInt(100);
    labels = new boolean[rows];
    score = new double[rows];
    for (int i = 0; i < rows; i++) {
      score[i] = random.nextGaussian();
      labels[i] = i < 2 ? i == 0 : score[i] + random.nextGaussian() > 0;
    }
  }

  /** A table with a label and up to seven columns before it, the first of them a number. */
  static Sheet sheet(Random random) {
    RandomTables tables = new RandomTables(random);
    List<String> names = new ArrayList<>();
    List<List<String>> columns = new ArrayList<>();
    int count = 1 + random.nextInt(7);
    for (int j = 0; j < count; j++) {
      int kind = j == 0 ? random.nextInt(2) : random.nextInt(12);
      names.add("c" + j);
      columns.add(tables.column(kind));
    }
    names.add(LABEL);
    columns.add(tables.cells(i -> tables.labels[i] ? "yes" : "no"));
    List<List<String>> rows = new ArrayList<>();
    for (int i = 0; i < tables.labels.length; i++) {
      List<String> row = new ArrayList<>();
      for (List<String> column : columns) {
        row.add(column.get(i));
      }
      rows.add(row);
    }
    return new Sheet(names, rows);
  }

  private List<String> column(int kind) {
    int gap = random.nextInt(3) == 0 ? 2 + random.nextInt(30) : Integer.MAX_VALUE;
    int first = random.nextInt(5000);
    int levels = 2 + random.nextInt(12);
    double scale = Math.pow(10, random.nextInt(7) - 3);
    return switch (kind) {
      case 0 -> cells(i -> isGap(gap) ? "" : decimal((score[i] + random.nextGaussian()) * scale));
      case 1 -> cells(i -> isGap(gap) ? "" : Math.round(3 * score[i] + random.nextInt(9)) + "");
      case 2 -> cells(i -> isGap(gap) ? "" : score[i] + random.nextGaussian() > 0 ? "yes" : "no");
      case 3 -> cells(i -> isGap(gap) ? "" : LocalDate.ofEpochDay(first + random.nextInt(99)) + "");
      case 4 -> cells(i -> isGap(gap) ? "" : level(levels));
      case 5 -> cells(i -> level(1 + random.nextInt(40)));
      case 6 -> cells(i -> first + i + "");
      case 7 -> cells(i -> "name" + (first + 7 * i));
      case 8 -> cells(i -> isGap(gap) ? "" : "4.5");
      case 9 -> cells(i -> isGap(4) ? "x" : "");
      case 10 -> shuffled(i -> first + 10 * i + "");
      default -> cells(i -> labels[i] ? "late" : level(3));
    };
  }

  private interface Cell {
    String at(int i);
  }

  private List<String> cells(Cell cell) {
    List<String> cells = new ArrayList<>();
    for (int i = 0; i < labels.length; i++) {
      cells.add(cell.at(i));
    }
    return cells;
  }

  private List<String> shuffled(Cell cell) {
    List<String> cells = cells(cell);
    Collections.shuffle(cells, random);
    return cells;
  }

  private boolean isGap(int one) {
    return random.nextInt(one) == 0;
  }

  private String level(int levels) {
    // The product of two makes some levels frequent and others rare.
    return "level" + random.nextInt(levels) * random.nextInt(levels);
  }

  private static String decimal(double value) {
    return String.format(Locale.ROOT, "%.5f", value);
  }
}
