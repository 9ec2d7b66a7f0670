package io.downhill.data;

import io.downhill.data.cell.CellText;
import io.downhill.data.cell.NumberFormat;
import io.downhill.data.cell.NumberSearch;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Turns labels as they are written into 0 and 1. Numbers have one spelling ("1.0" and "+1" are
 * "1"), true and false are lower case, texts stay as they are without the blanks around them. Of
 * two labels the greater is positive: as numbers if both are, else as texts.
 */
public final class LabelCoder {
  private static final int MOST_COUNTED = 1000;
  private static final int SHOWN = 5;

  private final Optional<Classes> given;
  private final Optional<String> positive;
  private final Map<String, Integer> codes = new LinkedHashMap<>();
  private final Map<String, Integer> spellings = new LinkedHashMap<>();
  private final Map<Double, Integer> numbers = new HashMap<>();
  private byte[] coded = new byte[1024];

  /** The number that came last, and its code. */
  private double last = Double.NaN;

  private int lastCode;
  private int size;

  /** A coder for the classes of a model, or for whatever two labels come. */
  public LabelCoder(Optional<Classes> classes) {
    this(classes, Optional.empty());
  }

  /** The same, told which of two labels is the positive one. */
  public LabelCoder(Optional<Classes> classes, Optional<String> positive) {
    given = classes;
    this.positive = positive.map(LabelCoder::canonical);
    classes.ifPresent(
        c -> {
          codes.put(canonical(c.negative()), 0);
          codes.put(canonical(c.positive()), 1);
        });
  }

  /**
   * Appends a label that is a finite number.
   *
   * @return false if the label is neither of the given classes
   */
  public boolean add(double label) {
    if (label != last) {
      Integer code = numbers.get(label);
      if (code == null) {
        code = code(canonical(label));
        if (code < 0) {
          return false;
        }
        if (numbers.size() < MOST_COUNTED) {
          numbers.put(label, code);
        }
      }
      last = label;
      lastCode = code;
    }
    append(lastCode);
    return true;
  }

  /**
   * Appends a label that is a text, not blank.
   *
   * @return false if the label is neither of the given classes
   */
  public boolean add(String label) {
    Integer code = spellings.get(label);
    if (code == null) {
      code = code(canonical(label));
      if (code < 0) {
        return false;
      }
      if (spellings.size() < MOST_COUNTED) {
        spellings.put(label, code);
      }
    }
    append(code);
    return true;
  }

  /** Whether {@value #MOST_COUNTED} labels differ, after which reading on tells nothing new. */
  public boolean hopeless() {
    return codes.size() >= MOST_COUNTED;
  }

  /** The classes of the model. */
  public Optional<Classes> given() {
    return given;
  }

  /** The classes as a message names them after "neither". */
  public String names() {
    return String.join(" nor ", codes.keySet());
  }

  /**
   * The labels and what they stand for.
   *
   * @param values length m, each 0 or 1
   */
  public record Labels(float[] values, Classes classes) {}

  /** The code of one label, not appended: 0 or 1, or -1 if it is neither of the given classes. */
  public int codeOf(String label) {
    Integer code = spellings.get(label);
    if (code == null) {
      code = code(canonical(label));
      if (spellings.size() < MOST_COUNTED) {
        spellings.put(label, code);
      }
    }
    return code;
  }

  /** Ends the coding as {@link #labels} does, and writes the result into the builder. */
  public void finish(Dataset.Builder builder, String where) {
    Labels labels = labels(where);
    builder.labels(labels.values(), labels.classes());
  }

  /**
   * Ends the coding.
   *
   * @param where the file and column, as a message begins
   * @throws DataException if there are not two classes
   */
  public Labels labels(String where) {
    List<String> names = new ArrayList<>(codes.keySet());
    if (names.size() > 2) {
      String count = hopeless() ? MOST_COUNTED + " or more" : "" + names.size();
      throw new DataException(
          where
              + ": labels have "
              + count
              + " different values, must have two: "
              + String.join(", ", names.subList(0, Math.min(SHOWN, names.size())))
              + (names.size() > SHOWN ? ", ..." : ""));
    }
    if (names.size() < 2) {
      throw new DataException(
          where + ": every label is " + String.join("", names) + "; training needs two classes");
    }
    boolean swapped = given.isEmpty() && isSwapped(names, where);
    Classes found = new Classes(names.get(swapped ? 1 : 0), names.get(swapped ? 0 : 1));
    float[] labels = new float[size];
    for (int i = 0; i < size; i++) {
      labels[i] = swapped ? 1 - coded[i] : coded[i];
    }
    return new Labels(labels, given.orElse(found));
  }

  private boolean isSwapped(List<String> names, String where) {
    if (positive.isEmpty()) {
      return compare(names.get(0), names.get(1)) > 0;
    }
    if (!names.contains(positive.get())) {
      throw new DataException(
          where
              + ": no label is "
              + positive.get()
              + ", which was to be the positive one; they are "
              + String.join(" and ", names));
    }
    return names.get(0).equals(positive.get());
  }

  /** A label without blanks around it and without these characters at its end. */
  public static String trimmed(String label, String trim) {
    String text = label.strip();
    int end = text.length();
    while (end > 1 && trim.indexOf(text.charAt(end - 1)) >= 0) {
      end--;
    }
    return text.substring(0, end).strip();
  }

  /** The one spelling of a label. */
  public static String canonical(String label) {
    String text = label.strip();
    if (CellText.isNumber(text)) {
      return canonical(Double.parseDouble(text));
    }
    String lower = text.toLowerCase(Locale.ROOT);
    return lower.equals("true") || lower.equals("false") ? lower : text;
  }

  private static String canonical(double label) {
    return label == 0
        ? "0"
        : new BigDecimal(Double.toString(label)).stripTrailingZeros().toPlainString();
  }

  private static int compare(String a, String b) {
    if (CellText.isNumber(a) && CellText.isNumber(b)) {
      return Double.compare(Double.parseDouble(a), Double.parseDouble(b));
    }
    NumberSearch both = new NumberSearch();
    if (both.add(a) && both.add(b)) {
      NumberFormat format = both.format(both.shown().orElse('.'));
      return Double.compare(format.value(a), format.value(b));
    }
    return Comparator.<String>naturalOrder().compare(a, b);
  }

  private int code(String name) {
    Integer code = codes.get(name);
    if (code != null) {
      return code;
    }
    if (given.isPresent()) {
      return -1;
    }
    codes.put(name, codes.size());
    return codes.size() - 1;
  }

  // Codes above 1 end in an error, so one that overflows a byte does no harm.
  private void append(int code) {
    if (size == coded.length) {
      coded = Arrays.copyOf(coded, (int) Math.min(Integer.MAX_VALUE - 8L, 2L * size));
    }
    coded[size++] = (byte) code;
  }
}
