package io.downhill.data.cell;

/**
 * The parts of a text that may be a number: its sign, its digits with the signs between them, its
 * exponent, and its unit. Which sign is the decimal one is left open, since one text may not tell:
 * 1,234 is 1234 or 1.234.
 */
public final class NumberText {
  private final String text;
  private int at;
  private int end;
  private boolean negative;
  private boolean signed;
  private int from;
  private int to;
  private String exponent = "";
  private String unit = "";

  private NumberText(String text) {
    this.text = text;
    this.end = text.length();
  }

  /** The parts of a text; null if it is no number in any format. */
  public static NumberText of(String text) {
    NumberText number = new NumberText(text);
    return number.parse() ? number : null;
  }

  private boolean parse() {
    trim();
    if (end - at > 2 && text.charAt(at) == '(' && text.charAt(end - 1) == ')') {
      negative = true; // As accounts write it.
      signed = true;
      at++;
      end--;
      trim();
    }
    sign();
    String before = prefix();
    if (before == null) {
      return false;
    }
    sign();
    if (!digits()) {
      return false;
    }
    exponent();
    signBehind();
    blanks();
    if (at == end) {
      unit = before;
      return true;
    }
    unit = text.substring(at, end);
    return before.isEmpty() && UnitText.isUnit(unit);
  }

  private void trim() {
    blanks();
    while (end > at && isBlank(text.charAt(end - 1))) {
      end--;
    }
  }

  private void blanks() {
    while (at < end && isBlank(text.charAt(at))) {
      at++;
    }
  }

  /** A minus at the end, as cash registers and SAP write it. */
  private void signBehind() {
    if (at + 1 == end && !signed && isMinus(text.charAt(at))) {
      negative = true;
      signed = true;
      at++;
    }
  }

  private static boolean isMinus(char c) {
    return "-\u2212\u2013\ufe63\uff0d".indexOf(c) >= 0;
  }

  private void sign() {
    if (at < end && !signed) {
      char c = text.charAt(at);
      boolean minus = isMinus(c);
      if (minus || c == '+') {
        negative = minus;
        signed = true;
        at++;
        if (minus && c != '-') {
          blanks();
        }
      }
    }
  }

  /** The currency in front, empty if there is none; null for something else. */
  private String prefix() {
    int start = at;
    while (at < end && !isBlank(text.charAt(at)) && !isNumeric(text.charAt(at))) {
      at++;
    }
    String word = text.substring(start, at);
    blanks();
    return word.isEmpty() || UnitText.isCurrency(word) ? word : null;
  }

  /** The digits and what stands between them, a point or a comma before or after them too. */
  private boolean digits() {
    from = at;
    boolean any = false;
    for (; at < end; at++) {
      char c = text.charAt(at);
      boolean between = at > from && at + 1 < end && isDigit(text.charAt(at + 1));
      if (isDigit(c)) {
        any = true;
      } else if (c != '.' && c != ',' && !(between && separator(c) != 0)) {
        break;
      }
    }
    to = at;
    return any;
  }

  private void exponent() {
    int i = at + 1;
    char letter = i < end ? (char) (text.charAt(at) | 0x20) : 0;
    if (letter != 'e' && letter != 'd') {
      return;
    }
    boolean minus = isMinus(text.charAt(i));
    boolean plus = text.charAt(i) == '+';
    if (letter == 'd' && !minus && !plus) {
      return; // 1D02 may be a code; Fortran writes the sign.
    }
    i += minus || plus ? 1 : 0;
    int first = i;
    while (i < end && isDigit(text.charAt(i))) {
      i++;
    }
    if (i > first && i - first <= 3) {
      exponent = (minus ? "e-" : "e") + ascii(first, i);
      at = i;
    }
  }

  private static boolean isNumeric(char c) {
    return isDigit(c) || c == '.' || c == ',' || c == '+' || isMinus(c);
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9' || c > 127 && Character.isDigit(c);
  }

  /** A part of the text, its digits as 0 to 9. */
  private String ascii(int start, int stop) {
    StringBuilder digits = new StringBuilder(stop - start);
    for (int i = start; i < stop; i++) {
      char c = text.charAt(i);
      digits.append(isDigit(c) ? Character.forDigit(Character.digit(c, 10), 10) : c);
    }
    return digits.toString();
  }

  /** Whether this is a blank: one that does not break the line too, and one that does. */
  private static boolean isBlank(char c) {
    return Character.isWhitespace(c) || Character.isSpaceChar(c);
  }

  /** The one sign that stands for all of its kind between digits; 0 if it is none. */
  private static char separator(char c) {
    return switch (c) {
      case '.', ',' -> c;
      case '\'', '\u2019' -> '\'';
      default -> isBlank(c) ? ' ' : 0;
    };
  }

  /** What the number counts, empty if that is not written. */
  public String unit() {
    return unit;
  }

  /** Whether a point or a comma stands among its digits. */
  boolean isPointed() {
    for (int i = from; i < to; i++) {
      if (text.charAt(i) == '.' || text.charAt(i) == ',') {
        return true;
      }
    }
    return false;
  }

  /** Whether it is a whole number of more than its digits ask for, as 007. */
  public boolean isCode() {
    boolean zero = to - from > 1 && Character.digit(text.charAt(from), 10) == 0;
    return zero && !signed && isWhole() && unit.isEmpty();
  }

  /** Whether it is written with digits alone. */
  boolean isWhole() {
    for (int i = from; i < to; i++) {
      if (!isDigit(text.charAt(i))) {
        return false;
      }
    }
    return exponent.isEmpty();
  }

  /**
   * Whether its digits are a number with these signs: groups are of three, the first of one to
   * three and not 0, since 0,123 is no number of thousands.
   *
   * @param grouping 0 for none
   */
  boolean fits(char decimal, char grouping) {
    int digits = 0;
    boolean grouped = false;
    boolean fraction = false;
    for (int i = from; i < to; i++) {
      char c = text.charAt(i);
      if (isDigit(c)) {
        digits++;
        continue;
      }
      char sign = separator(c);
      if (fraction || sign != decimal && sign != grouping || grouped && digits != 3) {
        return false;
      }
      if (sign == grouping) {
        boolean first = digits >= 1 && digits <= 3 && Character.digit(text.charAt(from), 10) != 0;
        if (!grouped && !first || !exponent.isEmpty()) {
          return false;
        }
        grouped = true;
      } else {
        fraction = true;
      }
      digits = 0;
    }
    return fraction || !grouped || digits == 3;
  }

  /** The number, whose digits {@link #fits fit}. */
  double value(char decimal) {
    StringBuilder plain = new StringBuilder(to - from + 5);
    plain.append(negative ? "-" : "");
    String digits = ascii(from, to);
    for (int i = 0; i < digits.length(); i++) {
      char c = digits.charAt(i);
      if (c >= '0' && c <= '9') {
        plain.append(c);
      } else if (c == decimal) {
        plain.append('.');
      }
    }
    return Double.parseDouble(plain.append(exponent).toString());
  }
}
