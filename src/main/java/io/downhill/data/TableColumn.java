package io.downhill.data;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * A column of a table while it is read.
 *
 * @param name unique in the table
 * @param kind what it holds
 */
public record TableColumn(String name, Kind kind) {
  /** What a column holds, as far as features and labels care. */
  public enum Kind {
    /** Numbers of any width. */
    NUMBER,
    /** True and false. */
    BOOLEAN,
    /** Dates and times of day of a date. */
    DAY,
    /** Texts and all else. */
    OTHER
  }

  /** Makes names unique: the second a is a_1; a column without a name is columnJ. */
  public static List<String> unique(List<String> names) {
    Set<String> taken = new HashSet<>(names);
    Set<String> used = new HashSet<>();
    String[] unique = new String[names.size()];
    for (int j = 0; j < unique.length; j++) {
      String name = names.get(j).isEmpty() ? "column" + j : names.get(j);
      String candidate = name;
      for (int k = 1; !used.add(candidate); k++) {
        candidate = name + "_" + k;
        while (taken.contains(candidate)) {
          candidate = name + "_" + ++k;
        }
      }
      unique[j] = candidate;
    }
    return List.of(unique);
  }
}
