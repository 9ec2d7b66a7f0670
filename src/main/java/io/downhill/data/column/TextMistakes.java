package io.downhill.data.column;

import io.downhill.data.DataException;
import io.downhill.data.cell.CellText;
import io.downhill.data.cell.DateStyle;
import io.downhill.data.cell.DecimalSign;
import io.downhill.data.cell.NumberFormat;
import io.downhill.data.cell.NumberSearch;
import io.downhill.data.cell.NumberText;
import io.downhill.data.cell.Scale;
import io.downhill.data.cell.ScaleOfTexts;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Tells what keeps a column of texts from being one of numbers or dates. */
final class TextMistakes {
  /**
   * If at least this part of the cells are values, the others are mistakes and refused; if at least
   * half are, the column is a category with a warning.
   */
  private static final double MOSTLY = 0.9;

  /** The basic format of ISO 8601, without separators. */
  private static final Pattern BASIC_TIME =
      Pattern.compile("\\d{8}[T ]?\\d{4}(\\d{2})?(Z|[+-]\\d{4})?");

  /** A day of three numbers, or a month before its year. */
  private static final Pattern DATE =
      Pattern.compile("\\d{1,4}([-/.])\\d{1,2}\\1\\d{1,4}( .*)?|\\d{1,2}[-/.]\\d{4}");

  private final RawExamples raw;
  private final int j;
  private final String name;
  private final LevelIndex index;
  private final ScaleOfTexts texts;
  private final DecimalSign sign;

  /** A column of texts that no scale fits. */
  TextMistakes(RawExamples raw, int j, ScaleOfTexts texts, DecimalSign sign) {
    this.raw = raw;
    this.j = j;
    this.name = raw.names().get(j);
    this.index = raw.levels(j);
    this.texts = texts;
    this.sign = sign;
  }

  /**
   * Refuses a few mistakes.
   *
   * @return a category, and why it is no column of numbers if it looks like one
   * @throws DataException if a few cells are no values and the others are
   */
  TextColumns.Judgement judge() {
    if (texts.numbers().isPresent() && !index.isFull()) {
      return category(reason(texts.numbers().get()));
    }
    List<Scale> candidates = new ArrayList<>(List.of(DateStyle.values()));
    format().ifPresent(format -> candidates.add(0, format));
    Optional<TextColumns.Judgement> judged = Optional.empty();
    for (Scale candidate : candidates) {
      judged = judged.isPresent() ? judged : judge(candidate);
    }
    String reason = reason();
    return judged.isPresent() && reason.isEmpty() ? judged.get() : category(reason);
  }

  private TextColumns.Judgement category(String reason) {
    return new TextColumns.Judgement(
        Optional.empty(), reason, name + ": taken as a category: " + reason);
  }

  /** Why a column of numbers is no numeric feature. */
  private String reason(NumberSearch numbers) {
    if (numbers.code().isPresent()) {
      return "its cells are codes, some with leading zeros ("
          + numbers.code().get()
          + "); write numbers without them";
    }
    String text = CellText.shown(texts.values().get(0));
    char shown = numbers.shown().orElse('.');
    return "its cells look like numbers with decimal "
        + (shown == '.' ? "points (" : "commas (")
        + text
        + "); give --decimal "
        + shown;
  }

  /** The format of most cells. */
  private Optional<NumberFormat> format() {
    Map<NumberFormat, Long> cells = new HashMap<>();
    for (int code = 0; code < index.levels().size(); code++) {
      NumberText number = NumberText.of(index.levels().get(code));
      for (NumberFormat format : number == null ? List.<NumberFormat>of() : NumberFormat.ALL) {
        boolean allowed = sign.told().orElse(format.decimal()) == format.decimal();
        if (allowed && format.fits(number)) {
          cells.merge(format.withUnit(number.unit()), (long) index.counted(code), Long::sum);
        }
      }
    }
    NumberFormat best = null;
    for (NumberFormat simplest : NumberFormat.ALL) {
      for (Map.Entry<NumberFormat, Long> entry : cells.entrySet()) {
        boolean same = entry.getKey().withUnit("").equals(simplest);
        if (same && (best == null || entry.getValue() > cells.get(best))) {
          best = entry.getKey();
        }
      }
    }
    return Optional.ofNullable(best);
  }

  /** Refuses a few texts that are not of a scale; empty if most are not. */
  private Optional<TextColumns.Judgement> judge(Scale candidate) {
    long right = index.valuesBeyond();
    long cells = index.beyond();
    int wrong = -1;
    for (int code = 0; code < index.levels().size(); code++) {
      String text = index.levels().get(code);
      boolean good = !Double.isNaN(candidate.value(text));
      if (good || texts.isValue(text)) {
        cells += index.counted(code);
        right += good ? index.counted(code) : 0;
        wrong = wrong < 0 && !good ? code : wrong;
      }
    }
    if (wrong < 0 || 2 * right < cells) {
      return Optional.empty();
    }
    if (right >= MOSTLY * cells) {
      throw new DataException(
          raw.place(raw.firstRow(j, wrong)) + name + ": " + refusal(candidate, wrong));
    }
    String text = CellText.shown(index.levels().get(wrong));
    String counts =
        right
            + " of its "
            + cells
            + " cells are "
            + plural(candidate)
            + "; the first that is none is '";
    return Optional.of(
        new TextColumns.Judgement(
            Optional.empty(),
            counts + text + "'",
            name
                + ": taken as a category, though "
                + counts
                + text
                + "': give --null '"
                + text
                + "' if it stands for a gap, or --category "
                + name
                + " if all is well"));
  }

  private String refusal(Scale candidate, int wrong) {
    String text = CellText.shown(index.levels().get(wrong));
    return "'"
        + text
        + "' is not a "
        + named(candidate)
        + " as other cells are; correct it, or give --null '"
        + text
        + "' if it stands for a gap, or --category "
        + name;
  }

  private static String named(Scale scale) {
    return scale instanceof NumberFormat format ? format.named() : scale.word();
  }

  private static String plural(Scale scale) {
    return named(scale).replaceFirst("\\w+", "$0s");
  }

  /** Why texts of which each is like a number are no column of numbers. */
  private String reason() {
    NumberText first = null;
    String firstText = "";
    String other = "";
    boolean units = false;
    for (String text : texts.values()) {
      NumberText number = NumberText.of(text);
      if (number == null) {
        return foreign();
      }
      if (NumberSearch.formats(number) == 0) {
        return "its cells look like numbers, but '"
            + CellText.shown(text)
            + "' is grouped neither in threes nor by one sign";
      }
      units |= first != null && !first.unit().equals(number.unit());
      boolean apart =
          first != null
              && (!first.unit().equals(number.unit())
                  || (NumberSearch.formats(first) & NumberSearch.formats(number)) == 0);
      other = other.isEmpty() && apart ? text : other;
      firstText = first == null ? text : firstText;
      first = first == null ? number : first;
    }
    return "its cells are numbers "
        + (units ? "of different units" : "written in different ways")
        + (other.isEmpty()
            ? ""
            : " ('" + CellText.shown(firstText) + "', '" + CellText.shown(other) + "')")
        + "; write them alike";
  }

  /** Why texts that are no numbers are hardly levels either; empty if they may be levels. */
  private String foreign() {
    String text = "(" + CellText.shown(texts.values().get(0)) + ")";
    if (texts.values().stream().allMatch(value -> value.strip().matches("(?s)\\{.*}|\\[.*]"))) {
      return "its cells hold several values each " + text + "; write a column for each of them";
    }
    if (texts.values().stream().allMatch(value -> BASIC_TIME.matcher(value.strip()).matches())) {
      return "its cells look like dates and times " + text + "; write them as 2024-01-31T12:30:00Z";
    }
    if (texts.values().stream().allMatch(value -> DATE.matcher(value.strip()).matches())) {
      return "its cells look like dates "
          + text
          + ", but not all are days in one order; write them as 2024-01-31, or give --category "
          + name;
    }
    boolean digits = texts.values().stream().allMatch(TextMistakes::isNumberButForSigns);
    return digits
        ? "its cells would be numbers without other signs "
            + text
            + "; write them as numbers, or give --category "
            + name
        : "";
  }

  /** Whether a text is a number without the signs that no number has, such as ="12". */
  private static boolean isNumberButForSigns(String text) {
    return CellText.isNumber(text.replaceAll("[^\\p{L}\\p{N}.,+-]", ""));
  }
}
