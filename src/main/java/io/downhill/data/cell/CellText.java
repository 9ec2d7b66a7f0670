package io.downhill.data.cell;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** What the text of a cell stands for, wherever the table came from. */
public final class CellText {
  /** How a gap is written unless the user adds to it; a blank cell is one too. */
  public static final List<String> GAPS =
      List.of("?", "NA", "N/A", "#N/A", "NaN", "nan", "NULL", "null");

  private static final Pattern PLAIN_FRACTION = Pattern.compile("-?(0|[1-9]\\d*)\\.\\d+");
  private static final Set<String> TRUE = Set.of("true", "t", "yes", "y");
  private static final Set<String> FALSE = Set.of("false", "f", "no", "n");

  private CellText() {}

  /** 1 for true and yes, 0 for false and no, in any case and by their letter too; else NaN. */
  public static double truth(String text) {
    String lower = text.strip().toLowerCase(Locale.ROOT);
    return TRUE.contains(lower) ? 1 : FALSE.contains(lower) ? 0 : Double.NaN;
  }

  /**
   * The one spelling of a level of a category, so that 1, 1.0 and 1.00 are the same, as are True
   * and true. Codes with leading zeros stay as they are.
   */
  public static String level(String text) {
    String stripped = text.strip();
    if (PLAIN_FRACTION.matcher(stripped).matches()) {
      int end = stripped.length();
      while (stripped.charAt(end - 1) == '0') {
        end--;
      }
      String cut = stripped.substring(0, stripped.charAt(end - 1) == '.' ? end - 1 : end);
      return cut.equals("-0") ? "0" : cut;
    }
    boolean truth = stripped.equalsIgnoreCase("true") || stripped.equalsIgnoreCase("false");
    return truth ? stripped.toLowerCase(Locale.ROOT) : stripped;
  }

  /** A text short enough for a message, on one line. */
  public static String shown(String text) {
    String line = text.strip().replaceAll("\\s+", " ");
    return line.length() > 40 ? line.substring(0, 40) + "..." : line;
  }

  /** Whether a text is a decimal number, such as -12, +.5, 3. or 1.5e-10. */
  public static boolean isNumber(String text) {
    int first = afterSign(text, 0);
    int point = afterDigits(text, first);
    boolean fraction = point < text.length() && text.charAt(point) == '.';
    int end = fraction ? afterDigits(text, point + 1) : point;
    if (end - first - (fraction ? 1 : 0) == 0) {
      return false;
    }
    if (end == text.length()) {
      return true;
    }
    int exponent = afterSign(text, end + 1);
    int digits = text.length() - exponent;
    return (text.charAt(end) | 0x20) == 'e'
        && digits >= 1
        && digits <= 3
        && afterDigits(text, exponent) == text.length();
  }

  private static int afterSign(String text, int position) {
    boolean sign =
        position < text.length() && (text.charAt(position) == '+' || text.charAt(position) == '-');
    return sign ? position + 1 : position;
  }

  private static int afterDigits(String text, int first) {
    int position = first;
    while (position < text.length()
        && text.charAt(position) >= '0'
        && text.charAt(position) <= '9') {
      position++;
    }
    return position;
  }
}
