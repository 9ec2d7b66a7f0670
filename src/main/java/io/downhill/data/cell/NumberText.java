package io.downhill.data.cell;

/**
 * The parts of a text that may be a number: its sign, its digits with the signs between them, its
 * exponent, and its unit. Which sign is the decimal one is left open, since one text may not tell:
 * 1,234 is 1234 or 1.234.
 */
public final class NumberText {
  private final String text;
  private int position;
  private int end;
  private boolean negative;
  private boolean signed;
  private int digitsStart;
  private int digitsEnd;
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
    if (end - position > 2 && text.charAt(position) == '(' && text.charAt(end - 1) == ')') {
      negative = true; // As accounts write it.
      signed = true;
      position++;
      end--;
      trim();
    }
    sign();
    String currency = prefix();
    if (currency == null) {
      return false;
    }
    sign();
    if (!digits()) {
      return false;
    }
    exponent();
    signBehind();
    blanks();
    if (position == end) {
      unit = currency;
      return true;
    }
    unit = text.substring(position, end);
    return currency.isEmpty() && UnitText.isUnit(unit);
  }

  private void trim() {
    blanks();
    while (end > position && isBlank(text.charAt(end - 1))) {
      end--;
    }
  }

  private void blanks() {
    while (position < end && isBlank(text.charAt(position))) {
      position++;
    }
  }

  /** A minus at the end, as cash registers and SAP write it. */
  private void signBehind() {
    if (position + 1 == end && !signed && isMinus(text.charAt(position))) {
      negative = true;
      signed = true;
      position++;
    }
  }

  private static boolean isMinus(char c) {
    return "-\u2212\u2013\ufe63\uff0d".indexOf(c) >= 0;
  }

  private void sign() {
    if (position < end && !signed) {
      char c = text.charAt(position);
      boolean minus = isMinus(c);
      if (minus || c == '+') {
        negative = minus;
        signed = true;
        position++;
        if (minus && c != '-') {
          blanks();
        }
      }
    }
  }

  /** The currency in front, empty if there is none; null for something else. */
  private String prefix() {
    int start = position;
    while (position < end && !isBlank(text.charAt(position)) && !isNumeric(text.charAt(position))) {
      position++;
    }
    String word = text.substring(start, position);
    blanks();
    return word.isEmpty() || UnitText.isCurrency(word) ? word : null;
  }

  /** The digits and what stands between them, a point or a comma before or after them too. */
  private boolean digits() {
    digitsStart = position;
    boolean any = false;
    for (; position < end; position++) {
      char c = text.charAt(position);
      boolean between =
          position > digitsStart && position + 1 < end && isDigit(text.charAt(position + 1));
      if (isDigit(c)) {
        any = true;
      } else if (c != '.' && c != ',' && !(between && separator(c) != 0)) {
        break;
      }
    }
    digitsEnd = position;
    return any;
  }

  private void exponent() {
    int i = position + 1;
    char letter = i < end ? (char) (text.charAt(position) | 0x20) : 0;
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
      position = i;
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

  /** Whether this is a blank of any kind: a space, a no-break space, a tab, a line end. */
  private static boolean isBlank(char c) {
    return Character.isWhitespace(c) || Character.isSpaceChar(c);
  }

  /**
   * The separator of digits that a character is: a point, a comma, ' for any apostrophe, a space
   * for any blank; 0 if it is none.
   */
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
    for (int i = digitsStart; i < digitsEnd; i++) {
      if (text.charAt(i) == '.' || text.charAt(i) == ',') {
        return true;
      }
    }
    return false;
  }

  /** Whether it is a whole number with a leading zero, as 007, which is rather a code. */
  public boolean isCode() {
    boolean zero =
        digitsEnd - digitsStart > 1 && Character.digit(text.charAt(digitsStart), 10) == 0;
    return zero && !signed && isWhole() && unit.isEmpty();
  }

  /** Whether it is written with digits alone. */
  boolean isWhole() {
    for (int i = digitsStart; i < digitsEnd; i++) {
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
    for (int i = digitsStart; i < digitsEnd; i++) {
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
        boolean first =
            digits >= 1 && digits <= 3 && Character.digit(text.charAt(digitsStart), 10) != 0;
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
    StringBuilder plain = new StringBuilder(digitsEnd - digitsStart + 5);
    plain.append(negative ? "-" : "");
    String digits = ascii(digitsStart, digitsEnd);
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
