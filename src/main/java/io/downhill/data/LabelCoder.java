package io.downhill.data;

import io.downhill.data.cell.CellText;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
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

  private static final int SHOWN = 5;

  private final Optional<Classes> given;

  /** Whether the given classes are numbers, so that their spelling does not matter. */
  private final boolean numeric;

  private final Optional<String> positive;
  private final Map<String, Integer> codes = new LinkedHashMap<>();
  private final Map<String, Integer> spellings = new LinkedHashMap<>();
  private final Map<Double, Integer> numbers = new HashMap<>();

  /** The codes of numbers in any spelling, once there are many. */
  private final Map<String, Integer> folded = new HashMap<>();

  /** Whether a label is no number. */
  private boolean texts;

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
    numeric = classes.map(LabelText::areNumbers).orElse(false);
    this.positive = positive.map(LabelText::plain);
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
        code = code(LabelText.text(label));
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
    String told = "label " + LabelText.plain(label) + " is ";
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
    Comparator<String> order = LabelText.order(names);
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
    if (!LabelText.areNumbers(spellings)) {
      return IntStream.range(0, names.size()).toArray();
    }
    Map<String, Integer> places = new LinkedHashMap<>();
    int[] own =
        spellings.stream()
            .mapToInt(
                label ->
                    places.merge(LabelText.canonical(label), places.size(), (known, next) -> known))
            .toArray();
    names.clear();
    names.addAll(places.keySet());
    return own;
  }

  /** What to tell of labels that are one number in several spellings, a line at most. */
  public List<String> warnings() {
    return given.isPresent() ? List.of() : LabelText.warnings(codes.keySet());
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
    int k = LabelText.indexOf(names, LabelText.areNumbers(names), label);
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

  private String key(String label) {
    return numeric ? LabelText.canonical(label) : LabelText.plain(label);
  }

  private int code(String name) {
    Integer code = codes.get(name);
    if (code != null) {
      return code;
    }
    if (given.isPresent()) {
      return -1;
    }
    boolean number = CellText.isNumber(name);
    if (number && !texts && codes.size() >= MOST) {
      // Of so many spellings no more are kept apart; a text that follows is one label too many.
      if (folded.isEmpty()) {
        codes.forEach((label, of) -> folded.putIfAbsent(LabelText.canonical(label), of));
      }
      Integer same = folded.get(LabelText.canonical(name));
      if (same != null) {
        return same;
      }
    }
    texts |= !number;
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
