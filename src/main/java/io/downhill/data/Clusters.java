package io.downhill.data;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Which rows belong together, as pupils of a school or visits of a patient: they are not
 * independent of each other.
 *
 * @param column where they come from, for messages; empty for {@link #rows}
 * @param places the cluster of each example, from 0 on, length m; not copied
 * @param count how many there are
 */
public record Clusters(String column, int[] places, int count) {
  /** Checks that each example has one of these clusters. */
  public Clusters {
    Argument.notNull(column, "column");
    for (int i = 0; i < Argument.notNull(places, "places").length; i++) {
      if (places[i] < 0 || places[i] >= count) {
        throw new IllegalArgumentException(
            "places[" + i + "] is " + places[i] + ", must be from 0 to below " + count);
      }
    }
  }

  /**
   * Clusters by their names.
   *
   * @param names one an example
   */
  public static Clusters named(String column, List<?> names) {
    Map<Object, Integer> known = new HashMap<>();
    int[] places = new int[Argument.noneNull(names, "names").size()];
    for (int i = 0; i < places.length; i++) {
      Integer place = known.putIfAbsent(names.get(i), known.size());
      places[i] = place == null ? known.size() - 1 : place;
    }
    return new Clusters(column, places, known.size());
  }

  /**
   * Rows that may be two examples, one of each class, and are one observation.
   *
   * @param rows the row of each example; those of one row follow each other
   */
  public static Clusters rows(int[] rows) {
    int[] places = new int[Argument.notNull(rows, "rows").length];
    for (int k = 1; k < places.length; k++) {
      places[k] = places[k - 1] + (rows[k] == rows[k - 1] ? 0 : 1);
    }
    return new Clusters("", places, places.length == 0 ? 0 : places[places.length - 1] + 1);
  }

  /** Whether they are rows, of which no column tells that they belong together. */
  public boolean areRows() {
    return column.isEmpty();
  }

  /** Those of some of the examples, numbered anew. */
  public Clusters among(int[] examples) {
    int[] numbers = new int[count];
    int[] part = new int[examples.length];
    int found = 0;
    for (int i = 0; i < part.length; i++) {
      int own = places[examples[i]];
      numbers[own] = numbers[own] == 0 ? ++found : numbers[own];
      part[i] = numbers[own] - 1;
    }
    return new Clusters(column, part, found);
  }

  @Override
  public String toString() {
    return "Clusters[" + count + " of " + (areRows() ? "rows" : column) + "]";
  }
}
