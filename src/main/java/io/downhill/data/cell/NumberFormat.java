package io.downhill.data.cell;

import java.util.List;
import java.util.Objects;

/**
 * How the numbers of a column are written.
 *
 * @param decimal the sign before the fraction, a point or a comma
 * @param grouping what stands between thousands: a point, a comma, ' for any apostrophe, a blank
 *     for any kind of blank; empty for nothing
 * @param unit what each cell has before or after its number, such as % or $; empty for nothing
 */
public record NumberFormat(char decimal, String grouping, String unit) implements Scale {
  /** As programs write numbers: 1234.5. */
  public static final NumberFormat PLAIN = new NumberFormat('.', "", "");

  /** All that are told apart, those with points first, the simplest of each first. */
  public static final List<NumberFormat> ALL =
      List.of(
          PLAIN,
          new NumberFormat('.', ",", ""),
          new NumberFormat('.', "'", ""),
          new NumberFormat('.', " ", ""),
          new NumberFormat(',', "", ""),
          new NumberFormat(',', ".", ""),
          new NumberFormat(',', "'", ""),
          new NumberFormat(',', " ", ""));

  /** Checks the signs. */
  public NumberFormat {
    Objects.requireNonNull(unit, "unit");
    boolean known = grouping.isEmpty() || grouping.length() == 1 && ".,' ".contains(grouping);
    if (decimal != '.' && decimal != ',' || !known || grouping.equals("" + decimal)) {
      throw new IllegalArgumentException(
          "decimal sign '" + decimal + "' with '" + grouping + "' between thousands");
    }
  }

  /** The same with this unit. */
  public NumberFormat withUnit(String other) {
    return new NumberFormat(decimal, grouping, other);
  }

  /** Whether this is the plain format but for the unit. */
  public boolean hasPlainDigits() {
    return decimal == '.' && grouping.isEmpty();
  }

  /** Whether digits fit. */
  public boolean fits(NumberText number) {
    return number.fits(decimal, grouping.isEmpty() ? 0 : grouping.charAt(0));
  }

  @Override
  public double value(String text) {
    String stripped = text.strip();
    if (equals(PLAIN) && CellText.isNumber(stripped)) {
      return Double.parseDouble(stripped);
    }
    NumberText number = NumberText.of(text);
    return number != null && number.unit().equals(unit) && fits(number)
        ? number.value(decimal)
        : Double.NaN;
  }

  @Override
  public String id() {
    return "number";
  }

  @Override
  public String word() {
    return "number";
  }

  @Override
  public String description() {
    String digits = hasPlainDigits() ? "as it is" : "as it is, written with " + style();
    return unit.isEmpty() ? digits : digits + ", in " + unit;
  }

  /** What a cell is called in messages, such as "number with decimal commas in %". */
  public String named() {
    String digits = hasPlainDigits() ? "number" : "number with " + style();
    return unit.isEmpty() ? digits : digits + " in " + unit;
  }

  /** The signs in words, such as "decimal commas and points between thousands". */
  String style() {
    String signs = decimal == '.' ? "decimal points" : "decimal commas";
    String between =
        switch (grouping) {
          case "" -> "";
          case "." -> "points";
          case "," -> "commas";
          case "'" -> "apostrophes";
          default -> "blanks";
        };
    return between.isEmpty() ? signs : signs + " and " + between + " between thousands";
  }
}
