package io.downhill.data;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What the labels 0 to K - 1 stand for, as they are written in the data. Of two classes the second
 * is the positive one.
 *
 * @param names the K texts in the order of the labels, at least two and all different
 */
public record Classes(List<String> names) {
  /** Labels that are written 0 and 1. */
  public static final Classes ZERO_ONE = new Classes("0", "1");

  /** Checks that there are two or more, and that they differ. */
  public Classes {
    names = List.copyOf(Argument.noneNull(names, "names"));
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
  }

  /** Two classes. */
  public Classes(String negative, String positive) {
    this(List.of(Argument.notNull(negative, "negative"), Argument.notNull(positive, "positive")));
  }

  /** K. */
  public int count() {
    return names.size();
  }

  /** Whether there are two, one of which is the positive one. */
  public boolean areTwo() {
    return names.size() == 2;
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

  private String ofTwo(int k) {
    if (!areTwo()) {
      throw new IllegalStateException(
          "there are " + count() + " classes: only of two one is negative and one positive");
    }
    return names.get(k);
  }
}
