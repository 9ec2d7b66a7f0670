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
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Turns labels as they are written into the numbers 0 to K - 1. Numbers have one spelling ("1.0"
 * and "+1" are "1"), true and false are lower case, texts stay as they are without the blanks
 * around them. Classes are in ascending order, as numbers if all are, else as texts; so of two the
 * greater is positive.
 */
public final class LabelCoder {
  /** More classes than this are numbers to predict, or identifiers. */
  public static final int MOST = 1000;

  private static final int SHOWN = 5;

  private final Optional<Classes> given;
  private final Optional<String> positive;
  private final Map<String, Integer> codes = new LinkedHashMap<>();
  private final Map<String, Integer> spellings = new LinkedHashMap<>();
  private final Map<Double, Integer> numbers = new HashMap<>();
  private short[] coded = new short[1024];

  /** The number that came last, and its code. */
  private double last = Double.NaN;

  private int lastCode;
  private int size;

  /** A coder for the classes of a model, or for whatever labels come. */
  public LabelCoder(Optional<Classes> classes) {
    this(classes, Optional.empty());
  }

  /** The same, told which label is the positive one: of more than two against all others. */
  public LabelCoder(Optional<Classes> classes, Optional<String> positive) {
    given = classes;
    this.positive = positive.map(LabelCoder::canonical);
    classes.ifPresent(
        c -> {
          for (int k = 0; k < c.count(); k++) {
            codes.put(canonical(c.name(k)), k);
          }
          c.rest().forEach(label -> codes.putIfAbsent(canonical(label), 0));
        });
  }

  /**
   * Appends a label that is a finite number.
   *
   * @return false if the label is none of the given classes
   */
  public boolean add(double label) {
    if (label != last) {
      Integer code = numbers.get(label);
      if (code == null) {
        code = code(canonical(label));
        if (code < 0) {
          return false;
        }
        if (numbers.size() < MOST) {
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
   * @return false if the label is none of the given classes
   */
  public boolean add(String label) {
    Integer code = spellings.get(label);
    if (code == null) {
      code = code(canonical(label));
      if (code < 0) {
        return false;
      }
      if (spellings.size() < MOST) {
        spellings.put(label, code);
      }
    }
    append(code);
    return true;
  }

  /** Whether more than {@value #MOST} labels differ, after which reading on tells nothing new. */
  public boolean hopeless() {
    return given.isEmpty() && codes.size() > MOST;
  }

  /** The classes of the model. */
  public Optional<Classes> given() {
    return given;
  }

  /** What is wrong with a label that is none of the given classes. */
  public String refusal(String label) {
    List<String> names = List.copyOf(codes.keySet());
    String told = "label " + canonical(label) + " is ";
    return names.size() == 2
        ? told + "neither " + String.join(" nor ", names)
        : told + "none of the " + names.size() + " of the model: " + some(names);
  }

  /** The first of some names. */
  static String some(List<String> names) {
    return String.join(", ", names.subList(0, Math.min(SHOWN, names.size())))
        + (names.size() > SHOWN ? ", ..." : "");
  }

  /**
   * The labels and what they stand for.
   *
   * @param values length m, each from 0 to K - 1
   */
  public record Labels(float[] values, Classes classes) {}

  /** The code of one label, not appended; -1 if it is none of the given classes. */
  public int codeOf(String label) {
    Integer code = spellings.get(label);
    if (code == null) {
      code = code(canonical(label));
      if (spellings.size() < MOST) {
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
   * @throws DataException if there is one class only, or so many that they are none
   */
  public Labels labels(String where) {
    List<String> names = new ArrayList<>(codes.keySet());
    if (given.isPresent()) {
      return new Labels(coded(IntStream.range(0, names.size()).toArray()), given.get());
    }
    ClassLimits.check(names, size, where);
    checkPositive(names, where);
    Comparator<String> order = order(names);
    List<String> sorted =
        names.stream().sorted(order).collect(Collectors.toCollection(ArrayList::new));
    // The positive class is the last one.
    positive.ifPresent(
        last -> {
          sorted.remove(last);
          sorted.add(last);
        });
    if (positive.isPresent() && names.size() > 2) {
      int one = codes.get(positive.get());
      int[] places = IntStream.range(0, names.size()).map(k -> k == one ? 1 : 0).toArray();
      List<String> others = sorted.subList(0, sorted.size() - 1);
      return new Labels(coded(places), Classes.against(others, positive.get()));
    }
    int[] places = new int[names.size()];
    for (int k = 0; k < places.length; k++) {
      places[codes.get(sorted.get(k))] = k;
    }
    return new Labels(coded(places), new Classes(sorted));
  }

  /** The label of each row, by the order in which its class came. */
  private float[] coded(int[] places) {
    float[] labels = new float[size];
    for (int i = 0; i < size; i++) {
      labels[i] = places[coded[i]];
    }
    return labels;
  }

  private void checkPositive(List<String> names, String where) {
    if (positive.isPresent() && !names.contains(positive.get())) {
      throw new DataException(
          where
              + ": no label is "
              + positive.get()
              + ", which was to be the positive one; they are "
              + (names.size() == 2 ? String.join(" and ", names) : some(names)));
    }
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

  /** As numbers if all are, plain ones or such as 10,5 and 10 %; else as texts. */
  private static Comparator<String> order(List<String> names) {
    if (names.stream().allMatch(CellText::isNumber)) {
      return Comparator.comparingDouble(Double::parseDouble);
    }
    NumberSearch all = new NumberSearch();
    if (names.stream().allMatch(all::add)) {
      NumberFormat format = all.format(all.shown().orElse('.'));
      return Comparator.comparingDouble(format::value);
    }
    return Comparator.naturalOrder();
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

  // More than MOST classes of the data end in an error, and a model has no more than a short holds.
  private void append(int code) {
    if (size == coded.length) {
      coded = Arrays.copyOf(coded, (int) Math.min(Integer.MAX_VALUE - 8L, 2L * size));
    }
    coded[size++] = (short) code;
  }
}
