package io.downhill.data;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What the labels 0 to K - 1 stand for, as they are written in the data. Of two classes the second
 * is the positive one.
 *
 * @param names the K texts in the order of the labels, at least two and all different
 * @param rest the labels of the data that the first of two classes stands for where it is all but
 *     the second; else empty
 */
public record Classes(List<String> names, List<String> rest) {
  /** Labels that are written 0 and 1. */
  public static final Classes ZERO_ONE = new Classes("0", "1");

  /** Checks that there are two or more, and that they differ. */
  public Classes {
    names = List.copyOf(Argument.noneNull(names, "names"));
    rest = List.copyOf(Argument.noneNull(rest, "rest"));
    if (names.size() < 2) {
      throw new IllegalArgumentException("classes: " + names + ", must be two or more");
    }
    Set<String> seen = new HashSet<>();
    for (String name : names) {
      if (!seen.add(name)) {
        String which = names.size() == 2 ? "both" : "two";
        throw new IllegalArgumentException("classes: " + which + " are " + name);
      }
    }
    if (!rest.isEmpty() && (names.size() > 2 || rest.contains(names.get(1)))) {
      throw new IllegalArgumentException("classes: " + names + ", of which none is " + rest);
    }
  }

  /** Classes each of which is a label of its own. */
  public Classes(List<String> names) {
    this(names, List.of());
  }

  /** Two classes. */
  public Classes(String negative, String positive) {
    this(List.of(Argument.notNull(negative, "negative"), Argument.notNull(positive, "positive")));
  }

  /** One class against all others, which are called "not" it. */
  public static Classes against(List<String> others, String one) {
    return new Classes(List.of("not " + one, one), others);
  }

  /** K. */
  public int count() {
    return names.size();
  }

  /** Whether there are two, one of which is the positive one. */
  public boolean areTwo() {
    return names.size() == 2;
  }

  /** The columns of parameters that tell them apart: 1 for two, K for more. */
  public int columns() {
    return columns(count());
  }

  /** The same of so many classes. */
  public static int columns(int count) {
    return count == 2 ? 1 : count;
  }

  /** The text of the label k. */
  public String name(int k) {
    return names.get(k);
  }

  /**
   * The text of label 0 of two.
   *
   * @throws IllegalStateException if there are more than two classes
   */
  public String negative() {
    return ofTwo(0);
  }

  /**
   * The text of label 1 of two.
   *
   * @throws IllegalStateException if there are more than two classes
   */
  public String positive() {
    return ofTwo(1);
  }

  /**
   * Refuses what only two classes have.
   *
   * @param what it is, as a message begins, in the plural
   * @param cure what to do instead
   * @throws DataException if there are more
   */
  public void requireTwo(String what, String cure) {
    if (!areTwo()) {
      throw new DataException(
          what + " are about two classes, and there are " + count() + ": " + cure);
    }
  }

  private String ofTwo(int k) {
    if (!areTwo()) {
      throw new IllegalStateException(
          "there are " + count() + " classes: only of two one is negative and one positive");
    }
    return names.get(k);
  }
}
