package io.downhill.data.cell;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Finds out whether the texts of a column are numbers, truth values or dates: all of them. */
public final class ScaleOfTexts {
  private static final List<Scale> NO_NUMBERS =
      Stream.concat(Stream.of(Scale.TRUTH), Stream.of(DateStyle.values())).toList();

  private final List<String> values = new ArrayList<>();
  private final NumberSearch numbers = new NumberSearch();
  private final List<Scale> others = new ArrayList<>();
  private final boolean areNumbers;
  private final Gaps gaps;

  /**
   * Looks at the different texts of a column.
   *
   * @param gaps texts that stand for a gap among values, which are passed over
   */
  public ScaleOfTexts(List<String> texts, Gaps gaps) {
    this.gaps = gaps;
    texts.stream().filter(text -> !gaps.holdsAmongValues(text)).forEach(values::add);
    areNumbers = !values.isEmpty() && values.stream().allMatch(numbers::add);
    if (!areNumbers || !numbers.unit().isEmpty()) {
      for (Scale scale : NO_NUMBERS) {
        if (!values.isEmpty()
            && values.stream().noneMatch(text -> Double.isNaN(scale.value(text)))) {
          others.add(scale);
        }
      }
    }
  }

  /** The texts that are no gaps. */
  public List<String> values() {
    return values;
  }

  /** Whether a text is one of {@link #values}. */
  public boolean isValue(String text) {
    return !gaps.holdsAmongValues(text);
  }

  /** How the numbers are written, if all texts are numbers and fit no other scale. */
  public Optional<NumberSearch> numbers() {
    return areNumbers && others.isEmpty() ? Optional.of(numbers) : Optional.empty();
  }

  /** Whether all dates are valid with the day first and with the month first. */
  public boolean isOpenOrder() {
    return others.contains(DateStyle.DAY_FIRST) && others.contains(DateStyle.MONTH_FIRST);
  }

  /** The order of day and month that the dates show; empty if they show none. */
  public Optional<DateStyle> order() {
    boolean shown = !others.isEmpty() && !isOpenOrder();
    return shown && others.get(0) instanceof DateStyle style
        ? Optional.of(style)
        : Optional.empty();
  }

  /**
   * The scale on which every text is a value; empty for codes, and for a category.
   *
   * @param sign decides where numbers allow decimal points and commas
   */
  public Optional<Scale> scale(DecimalSign sign) {
    if (numbers().isEmpty()) {
      return isOpenOrder() ? Optional.of(sign.order()) : others.stream().findFirst();
    }
    if (numbers.code().isPresent()) {
      return Optional.empty();
    }
    char decimal = numbers.isOpen() ? sign.of(numbers) : numbers.shown().orElse('.');
    boolean refused = numbers.shown().isPresent() && sign.told().orElse(decimal) != decimal;
    return refused ? Optional.empty() : Optional.of(numbers.format(decimal));
  }
}
