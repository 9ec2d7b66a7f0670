package io.downhill.data;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Finds out whether the texts of a column are numbers, truth values or dates. */
final class ScaleOfTexts {
  /** The part of the cells from which on the others are mistakes; from half on they are told. */
  private static final double MOSTLY = 0.9;

  private final RawExamples raw;
  private final int j;
  private final String name;
  private final LevelIndex index;
  private final List<String> levels;
  private final List<String> warnings;

  /**
   * Looks at a column of texts.
   *
   * @param warnings takes what is worth telling
   */
  ScaleOfTexts(RawExamples raw, int j, List<String> warnings) {
    this.raw = raw;
    this.j = j;
    this.name = raw.names().get(j);
    this.index = raw.levels(j);
    this.levels = index.levels();
    this.warnings = warnings;
  }

  /**
   * The scale on which every text is a value; empty for a category, and for more different texts
   * than are told apart.
   *
   * @throws DataException if a few cells of a column of numbers or dates are none
   */
  Optional<Scale> find() {
    if (levels.isEmpty()) {
      return Optional.empty();
    }
    if (index.isFull()) {
      tellMistakes(Scale.NUMBER);
      return Optional.empty();
    }
    List<Scale> all = new ArrayList<>();
    for (Scale candidate : Scale.values()) {
      if (levels.stream().noneMatch(level -> Double.isNaN(candidate.value(level)))) {
        all.add(candidate);
      }
    }
    if (all.contains(Scale.DAY_FIRST) && all.contains(Scale.MONTH_FIRST)) {
      warnings.add(
          name + ": its dates are taken as day/month/year; none tells that from month/day");
    }
    if (all.isEmpty()) {
      boolean told = false;
      for (Scale candidate : Scale.values()) {
        told = told || tellMistakes(candidate);
      }
    }
    return all.stream().findFirst();
  }

  /** Refuses a few mistakes, and tells of many; whether it told. */
  private boolean tellMistakes(Scale candidate) {
    if (candidate == Scale.TRUTH) {
      return false; // yes, no and unknown are levels of a category.
    }
    long right = index.numbersBeyond();
    long cells = index.beyond();
    int wrong = -1;
    for (int code = 0; code < levels.size(); code++) {
      boolean good = !Double.isNaN(candidate.value(levels.get(code)));
      cells += index.counted(code);
      right += good ? index.counted(code) : 0;
      wrong = wrong < 0 && !good ? code : wrong;
    }
    if (wrong < 0 || 2 * right < cells) {
      return false;
    }
    String text = CellText.shown(levels.get(wrong));
    if (right >= MOSTLY * cells) {
      throw new DataException(
          raw.place(raw.first(j, wrong))
              + name
              + ": '"
              + text
              + "' is not a "
              + candidate.word()
              + " as other cells are; correct it, or give --null '"
              + text
              + "' if it stands for a gap, or --category "
              + name);
    }
    if (index.isFull()) {
      return false; // It is left out, which is told.
    }
    warnings.add(
        name
            + ": taken as a category, though "
            + right
            + " of its "
            + cells
            + " cells are "
            + candidate.word()
            + "s; the first that is none is '"
            + text
            + "': give --null '"
            + text
            + "' if it stands for a gap, or --category "
            + name
            + " if all is well");
    return true;
  }
}
