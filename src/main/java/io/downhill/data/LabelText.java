package io.downhill.data;

import io.downhill.data.cell.CellText;
import io.downhill.data.cell.NumberFormat;
import io.downhill.data.cell.NumberSearch;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.UnaryOperator;

/** How labels are written, and which spellings are the same one. */
public final class LabelText {
  /** From here on a double may stand for several whole numbers. */
  public static final double APART = 0x1p53;

  private LabelText() {}

  /** A label without blanks around it and without these characters at its end. */
  public static String trimmed(String label, String trim) {
    String text = label.strip();
    int end = text.length();
    while (end > 1 && trim.indexOf(text.charAt(end - 1)) >= 0) {
      end--;
    }
    return text.substring(0, end).strip();
  }

  /** A label as it is written, but for the blanks around it and the case of true and false. */
  static String plain(String label) {
    String text = label.strip();
    String lower = text.toLowerCase(Locale.ROOT);
    return lower.equals("true") || lower.equals("false") ? lower : text;
  }

  /** The one spelling of a label as a number, if it is one. */
  public static String canonical(String label) {
    String text = label.strip();
    if (!CellText.isNumber(text)) {
      return plain(text);
    }
    double number = Double.parseDouble(text);
    return Math.abs(number) < APART
        ? text(number)
        : Double.isInfinite(number)
            ? text
            : new BigDecimal(text).stripTrailingZeros().toPlainString();
  }

  /** The spelling of a finite number. */
  public static String text(double label) {
    if (label == 0) {
      return "0";
    }
    // JDKs differ in the digits that they print of large ones.
    BigDecimal exact =
        Math.abs(label) < APART ? new BigDecimal(Double.toString(label)) : new BigDecimal(label);
    return exact.stripTrailingZeros().toPlainString();
  }

  /** As numbers if all are, plain ones or such as 10,5 and 10 %; else as texts. */
  static Comparator<String> order(List<String> names) {
    if (areNumbers(names)) {
      return Comparator.comparing(BigDecimal::new);
    }
    NumberSearch all = new NumberSearch();
    if (names.stream().allMatch(all::add)) {
      NumberFormat format = all.format(all.shown().orElse('.'));
      return Comparator.comparingDouble(format::value);
    }
    return Comparator.naturalOrder();
  }

  /**
   * The place of a class by its name, a number in any spelling where all labels are numbers; -1 if
   * there is none.
   */
  public static int indexOf(Classes classes, String label) {
    return indexOf(classes.names(), areNumbers(classes), label);
  }

  static int indexOf(List<String> names, boolean numeric, String label) {
    int k = names.indexOf(label);
    UnaryOperator<String> key = numeric ? LabelText::canonical : LabelText::plain;
    return k >= 0 ? k : names.stream().map(key).toList().indexOf(key.apply(label));
  }

  static boolean areNumbers(Collection<String> labels) {
    return labels.stream().allMatch(CellText::isNumber);
  }

  /** Of one class against others the labels are those and it. */
  static boolean areNumbers(Classes classes) {
    return classes.rest().isEmpty()
        ? areNumbers(classes.names())
        : areNumbers(classes.rest()) && CellText.isNumber(classes.name(1));
  }

  /** What to tell of labels that are one number in several spellings, a line at most. */
  static List<String> warnings(Collection<String> labels) {
    boolean one = areNumbers(labels);
    Map<String, String> first = new HashMap<>();
    List<String> pairs = new ArrayList<>();
    for (String label : labels) {
      String other = CellText.isNumber(label) ? first.putIfAbsent(canonical(label), label) : null;
      if (other != null) {
        pairs.add(other + " and " + label);
      }
    }
    if (pairs.isEmpty()) {
      return List.of();
    }
    String more = pairs.size() == 1 ? "" : " (and " + (pairs.size() - 1) + " more such)";
    return List.of(
        one
            ? "labels " + pairs.get(0) + more + " are one class, being one number"
            : "labels "
                + pairs.get(0)
                + more
                + " are classes of their own, as texts: not all labels are numbers");
  }
}
