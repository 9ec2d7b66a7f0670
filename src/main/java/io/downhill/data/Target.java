package io.downhill.data;

import java.util.List;

/**
 * What a model is to predict, by the columns of a table that tell it. Columns are given by name, or
 * by number from 0 (negative: from the end) if none has that name.
 */
public sealed interface Target {
  /** The columns that are read of each row, in a fixed order. */
  List<String> columns();

  /** The same, its columns called otherwise. */
  Target named(List<String> columns);

  /** A target of labels. */
  static Target label(String column) {
    return new Label(column);
  }

  /**
   * Labels, one a row.
   *
   * @param column that holds them
   */
  record Label(String column) implements Target {
    /** Checks the name. */
    public Label {
      Argument.notNull(column, "label");
    }

    @Override
    public List<String> columns() {
      return List.of(column);
    }

    @Override
    public Target named(List<String> columns) {
      return new Label(columns.get(0));
    }
  }

  /**
   * Fractions y in [0, 1], also called soft labels: a row is an example of the class 1 with the
   * weight y, and one of the class 0 with the weight 1 - y.
   *
   * @param column that holds them
   */
  record Fraction(String column) implements Target {
    /** Checks the name. */
    public Fraction {
      Argument.notNull(column, "soft label");
    }

    @Override
    public List<String> columns() {
      return List.of(column);
    }

    @Override
    public Target named(List<String> columns) {
      return new Fraction(columns.get(0));
    }
  }

  /**
   * Grouped counts: a row stands for many trials, those that succeeded being positive.
   *
   * @param successes the column of how many succeeded
   * @param others the column of how many there were, or how many failed
   * @param trials whether the others are all trials; else they are the failures
   */
  record Counts(String successes, String others, boolean trials) implements Target {
    /** Checks the names. */
    public Counts {
      Argument.notNull(successes, "successes");
      Argument.notNull(others, trials ? "trials" : "failures");
    }

    @Override
    public List<String> columns() {
      return List.of(successes, others);
    }

    @Override
    public Target named(List<String> columns) {
      return new Counts(columns.get(0), columns.get(1), trials);
    }
  }
}
