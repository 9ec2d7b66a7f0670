package io.downhill.data.cell;

import java.util.Optional;

/**
 * Narrows down, text by text, in which formats the texts of a column are numbers. 0,420 leaves
 * decimal commas only, and 1,234,567 commas between thousands; 1,234 leaves both, and 12 all.
 */
public final class NumberSearch {
  private static final int EVERY = (1 << NumberFormat.ALL.size()) - 1;
  private static final int POINTS = mask('.');

  private int formats = EVERY;
  private String unit;
  private boolean whole = true;
  private String code;
  private String pointed;

  private static int mask(char decimal) {
    int mask = 0;
    for (int k = 0; k < NumberFormat.ALL.size(); k++) {
      mask |= NumberFormat.ALL.get(k).decimal() == decimal ? 1 << k : 0;
    }
    return mask;
  }

  /** The formats, a bit each, in which the digits of a text fit. */
  public static int formats(NumberText number) {
    int mask = 0;
    for (int k = 0; k < NumberFormat.ALL.size(); k++) {
      mask |= NumberFormat.ALL.get(k).fits(number) ? 1 << k : 0;
    }
    return mask;
  }

  /** Adds a text; false, and no change, if no format and unit fit it and all texts before it. */
  public boolean add(String text) {
    NumberText number = NumberText.of(text);
    if (number == null || unit != null && !unit.equals(number.unit())) {
      return false;
    }
    int left = formats & formats(number);
    if (left == 0) {
      return false;
    }
    formats = left;
    unit = number.unit();
    whole &= number.isWhole();
    code = code == null && number.isCode() ? text.strip() : code;
    pointed = pointed == null && number.isPointed() ? text.strip() : pointed;
    return true;
  }

  /** Whether there was no number. */
  public boolean isEmpty() {
    return unit == null;
  }

  /** The unit of all numbers; empty if none is written. */
  public String unit() {
    return unit == null ? "" : unit;
  }

  /** Whether all are written with digits alone. */
  public boolean isWhole() {
    return whole;
  }

  /** The first number with leading zeros, if all are whole: then they are codes. */
  public Optional<String> code() {
    return Optional.ofNullable(whole ? code : null);
  }

  /** Whether numbers may have this decimal sign. */
  boolean allows(char decimal) {
    return (formats & side(decimal)) != 0;
  }

  /** Whether numbers may have these signs. */
  public boolean allows(NumberFormat format) {
    return (formats & 1 << NumberFormat.ALL.indexOf(format.withUnit(""))) != 0;
  }

  /** The decimal sign that the texts show; empty if none does. */
  public Optional<Character> shown() {
    return pointed == null || isOpen() ? Optional.empty() : Optional.of(allows('.') ? '.' : ',');
  }

  /** Whether the texts fit with decimal points and with commas, as different numbers. */
  public boolean isOpen() {
    return pointed != null && allows('.') && allows(',');
  }

  /** The first text with a point or a comma, null if there is none. */
  public String pointed() {
    return pointed;
  }

  /**
   * Whether the plain format fits. Then it is the likelier one, since numbers hardly all have three
   * decimals by chance; unless other columns of the table show decimal commas.
   */
  public boolean allowsPlain() {
    return (formats & 1) != 0;
  }

  /** The simplest format with this decimal sign, which is {@link #allows allowed}. */
  public NumberFormat format(char decimal) {
    int left = formats & side(decimal);
    return NumberFormat.ALL.get(Integer.numberOfTrailingZeros(left)).withUnit(unit());
  }

  private static int side(char decimal) {
    return decimal == '.' ? POINTS : EVERY & ~POINTS;
  }
}
