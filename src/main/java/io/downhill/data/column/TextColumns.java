package io.downhill.data.column;

import io.downhill.data.DataException;
import io.downhill.data.Missing;
import io.downhill.data.cell.CellText;
import io.downhill.data.cell.DateStyle;
import io.downhill.data.cell.DecimalSign;
import io.downhill.data.cell.Gaps;
import io.downhill.data.cell.NumberSearch;
import io.downhill.data.cell.Scale;
import io.downhill.data.cell.ScaleOfTexts;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Makes numbers of the columns of texts in which every text is a number, a truth value or a date,
 * and categories of the others. The columns are judged together, since one may show the decimal
 * sign, or the order of day and month, of another.
 */
public final class TextColumns {
  /**
   * What a column is.
   *
   * @param scale of its numbers; empty for a category
   * @param reason why a column that looks like one of numbers is none; empty if it does not
   * @param warning to tell if it becomes a category
   */
  public record Judgement(Optional<Scale> scale, String reason, String warning) {
    /** A category, or numbers as they are. */
    static final Judgement NONE = new Judgement(Optional.empty(), "", "");

    /** A column of numbers. */
    static Judgement of(Scale scale) {
      return new Judgement(Optional.of(scale), "", "");
    }
  }

  private final RawExamples raw;
  private final DecimalSign sign;
  private final Gaps gaps;
  private final Missing missing;
  private final List<String> warnings;
  private final Map<Integer, ScaleOfTexts> found = new LinkedHashMap<>();
  private final OpenNumbers open;

  /**
   * A judge of the columns of texts.
   *
   * @param warnings gets what the user should know
   */
  public TextColumns(RawExamples raw, Missing missing, List<String> warnings) {
    this.raw = raw;
    this.sign = raw.straight().sign();
    this.gaps = raw.straight().known();
    this.missing = missing;
    this.warnings = warnings;
    this.open = new OpenNumbers(sign);
  }

  /**
   * Judges each column, and replaces its texts in the rows by numbers or by levels.
   *
   * @param categories columns that become categories whatever they hold
   * @throws DataException if a few cells of a column of numbers or dates are none
   */
  public List<Judgement> judge(Set<Integer> categories) {
    for (int j = 0; j < raw.names().size(); j++) {
      LevelIndex index = raw.levels(j);
      if (index != null && !index.levels().isEmpty() && !categories.contains(j)) {
        ScaleOfTexts texts = new ScaleOfTexts(index.levels(), gaps);
        String name = raw.names().get(j);
        texts.numbers().ifPresent(numbers -> sign.add(name, numbers));
        texts.order().ifPresent(sign::add);
        found.put(j, texts);
      }
    }
    List<Judgement> judgements = new ArrayList<>();
    for (int j = 0; j < raw.names().size(); j++) {
      judgements.add(raw.levels(j) == null ? straight(j) : judge(j));
    }
    warnings.addAll(open.warnings());
    return judgements;
  }

  /** A column that was read as numbers. */
  private Judgement straight(int j) {
    StraightColumns columns = raw.straight();
    if (!columns.holds(j)) {
      return Judgement.NONE;
    }
    tellOrder(j, columns.isOpenOrder(j), columns.scale(j));
    columns.numbers(j).ifPresent(numbers -> tellSign(j, numbers));
    tellGaps(j, columns.gaps(j), columns.gap(j));
    tellYears(j, columns.shortYear(j));
    return Judgement.of(columns.scale(j));
  }

  private Judgement judge(int j) {
    ScaleOfTexts texts = found.get(j);
    LevelIndex index = raw.levels(j);
    Optional<Scale> scale = texts == null || index.isFull() ? Optional.empty() : texts.scale(sign);
    if (scale.isEmpty()) {
      Judgement judged =
          texts == null ? Judgement.NONE : new TextMistakes(raw, j, texts, sign).judge();
      raw.toLevels(j);
      return judged;
    }
    texts.numbers().ifPresent(numbers -> tellSign(j, numbers));
    tellOrder(j, texts.isOpenOrder(), scale.get());
    tellYears(j, index.levels().stream().filter(t -> hasShortYear(scale.get(), t)).findFirst());
    toNumbers(j, scale.get());
    return Judgement.of(scale.get());
  }

  private void tellSign(int j, NumberSearch numbers) {
    if (numbers.isOpen()) {
      open.add(raw.names().get(j), numbers);
    }
  }

  private void tellOrder(int j, boolean isOpen, Scale scale) {
    if (isOpen) {
      boolean month = scale == DateStyle.MONTH_FIRST;
      warnings.add(
          raw.names().get(j)
              + ": its dates are taken as "
              + (month ? "month/day/year, as in another column" : "day/month/year")
              + "; none tells that from "
              + (month ? "day/month" : "month/day"));
    }
  }

  private void toNumbers(int j, Scale scale) {
    LevelIndex index = raw.levels(j);
    double[] numbers = new double[index.levels().size()];
    Arrays.setAll(numbers, code -> scale.value(index.levels().get(code)));
    long count = 0;
    int first = -1;
    for (int code = 0; code < numbers.length; code++) {
      if (Double.isNaN(numbers[code])) {
        first = first < 0 ? code : first;
        count += index.counted(code);
      }
    }
    if (first >= 0) {
      if (missing == Missing.ERROR) {
        throw new DataException(
            raw.place(raw.firstRow(j, first))
                + raw.names().get(j)
                + ": missing value; fill it, or give --missing impute or --missing drop");
      }
      tellGaps(j, count, index.levels().get(first));
    }
    raw.toNumbers(j, numbers);
  }

  private void tellGaps(int j, long count, String text) {
    if (count > 0) {
      String name = raw.names().get(j);
      warnings.add(
          name
              + ": "
              + count
              + (count == 1 ? " cell is" : " cells are")
              + " no value, the first '"
              + CellText.shown(text)
              + "', and taken as "
              + (count == 1 ? "a gap" : "gaps")
              + "; give --category "
              + name
              + " if that is a level");
    }
  }

  private void tellYears(int j, Optional<String> text) {
    text.ifPresent(
        date ->
            warnings.add(
                raw.names().get(j)
                    + ": years of two digits, as in "
                    + CellText.shown(date)
                    + ", are taken as 1969 to 2068"));
  }

  static boolean hasShortYear(Scale scale, String text) {
    return scale instanceof DateStyle style && style.hasShortYear(text);
  }
}
