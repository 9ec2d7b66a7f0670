package io.downhill.data;

import io.downhill.data.cell.CellText;
import io.downhill.data.cell.NumberFormat;
import io.downhill.data.cell.NumberSearch;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Turns labels as they are written into the numbers 0 to K - 1. Where all are numbers, equal ones
 * are one class whatever their spelling ("1.0" and "+1" are "1", and told so); else each text is
 * one, without the blanks around it, and true and false in lower case. Whole numbers keep all their
 * digits. Classes are in ascending order, as numbers if all are, else as texts; so of two the
 * greater is positive.
 */
public final class LabelCoder {
  /** More classes than this are numbers to predict, or identifiers. */
  public static final int MOST = 1000;

  /** From here on a double may stand for several whole numbers. */
  public static final double APART = 0x1p53;

  private static final int SHOWN = 5;

  private final Optional<Classes> given;

  /** Whether the given classes are numbers, so that their spelling does not matter. */
  private final boolean numeric;

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
    numeric = classes.map(LabelCoder::areNumbers).orElse(false);
    this.positive = positive.map(LabelCoder::plain);
    classes.ifPresent(
        c -> {
          for (int k = 0; k < c.count(); k++) {
            codes.put(key(c.name(k)), k);
          }
          c.rest().forEach(label -> codes.putIfAbsent(key(label), 0));
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
        code = code(text(label));
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
      code = code(key(label));
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
    String told = "label " + plain(label) + " is ";
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
      code = code(key(label));
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
    // Who gave up reading has not seen all labels, however they would come together.
    int[] own =
        hopeless() ? IntStream.range(0, names.size()).toArray() : merged(names, codes.keySet());
    ClassLimits.check(names, size, where);
    Optional<String> one = positive.map(label -> positive(label, names, where));
    Comparator<String> order = order(names);
    List<String> sorted =
        names.stream().sorted(order).collect(Collectors.toCollection(ArrayList::new));
    // The positive class is the last one.
    one.ifPresent(
        last -> {
          sorted.remove(last);
          sorted.add(last);
        });
    if (one.isPresent() && names.size() > 2) {
      int[] places = IntStream.of(own).map(k -> names.get(k).equals(one.get()) ? 1 : 0).toArray();
      List<String> others = sorted.subList(0, sorted.size() - 1);
      return new Labels(coded(places), Classes.against(others, one.get()));
    }
    int[] places = IntStream.of(own).map(k -> sorted.indexOf(names.get(k))).toArray();
    return new Labels(coded(places), new Classes(sorted));
  }

  /**
   * Makes spellings of one number one name, if all are numbers.
   *
   * @param names become those that are left
   * @return the place of each spelling among them
   */
  private static int[] merged(List<String> names, Set<String> spellings) {
    if (!areNumbers(spellings)) {
      return IntStream.range(0, names.size()).toArray();
    }
    Map<String, Integer> places = new LinkedHashMap<>();
    int[] own =
        spellings.stream()
            .mapToInt(
                label -> places.merge(canonical(label), places.size(), (known, next) -> known))
            .toArray();
    names.clear();
    names.addAll(places.keySet());
    return own;
  }

  /** What to tell of labels that are one number in several spellings, a line at most. */
  public List<String> warnings() {
    if (given.isPresent()) {
      return List.of();
    }
    boolean one = areNumbers(codes.keySet());
    Map<String, String> first = new HashMap<>();
    List<String> pairs = new ArrayList<>();
    for (String label : codes.keySet()) {
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

  /** The label of each row, by the order in which its class came. */
  private float[] coded(int[] places) {
    float[] labels = new float[size];
    for (int i = 0; i < size; i++) {
      labels[i] = places[coded[i]];
    }
    return labels;
  }

  /** The name of the class that is to be positive. */
  private static String positive(String label, List<String> names, String where) {
    int k = indexOf(names, areNumbers(names), label);
    if (k < 0) {
      throw new DataException(
          where
              + ": no label is "
              + label
              + ", which was to be the positive one; they are "
              + (names.size() == 2 ? String.join(" and ", names) : some(names)));
    }
    return names.get(k);
  }

  /**
   * The place of a class by its name, a number in any spelling where all labels are numbers; -1 if
   * there is none.
   */
  public static int indexOf(Classes classes, String label) {
    return indexOf(classes.names(), areNumbers(classes), label);
  }

  private static int indexOf(List<String> names, boolean numeric, String label) {
    int k = names.indexOf(label);
    UnaryOperator<String> key = numeric ? LabelCoder::canonical : LabelCoder::plain;
    return k >= 0 ? k : names.stream().map(key).toList().indexOf(key.apply(label));
  }

  private static boolean areNumbers(Collection<String> labels) {
    return labels.stream().allMatch(CellText::isNumber);
  }

  /** Of one class against others the labels are those and it. */
  private static boolean areNumbers(Classes classes) {
    return classes.rest().isEmpty()
        ? areNumbers(classes.names())
        : areNumbers(classes.rest()) && CellText.isNumber(classes.name(1));
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

  private String key(String label) {
    return numeric ? canonical(label) : plain(label);
  }

  /** A label as it is written, but for the blanks around it and the case of true and false. */
  private static String plain(String label) {
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
  private static Comparator<String> order(List<String> names) {
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
