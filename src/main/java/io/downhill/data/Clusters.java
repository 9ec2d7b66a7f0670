package io.downhill.data;

import io.downhill.data.cell.DecimalSign;
import io.downhill.data.cell.Gaps;
import io.downhill.data.cell.Scale;
import io.downhill.data.cell.ScaleOfTexts;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Which rows belong together, as pupils of a school or visits of a patient: they are not
 * independent of each other.
 *
 * @param column where they come from, for messages; empty for {@link #rows}
 * @param places the cluster of each example, from 0 on, length m; not copied
 * @param count how many there are
 * @param names what each is called, numbers or texts; empty where nobody said
 */
public record Clusters(String column, int[] places, int count, List<Object> names) {
  /** Names that allow decimal points and commas have points. */
  private static final DecimalSign SIGN = new DecimalSign(Optional.empty(), false, Map.of());

  /** Checks that each example has one of these clusters, and each cluster a name if any has. */
  public Clusters {
    Argument.notNull(column, "column");
    names = List.copyOf(Argument.noneNull(names, "names"));
    if (!names.isEmpty() && names.size() != count) {
      throw new IllegalArgumentException("names: " + names.size() + ", but clusters: " + count);
    }
    for (int i = 0; i < Argument.notNull(places, "places").length; i++) {
      if (places[i] < 0 || places[i] >= count) {
        throw new IllegalArgumentException(
            "places[" + i + "] is " + places[i] + ", must be from 0 to below " + count);
      }
    }
  }

  /** Clusters without names. */
  public Clusters(String column, int[] places, int count) {
    this(column, places, count, List.of());
  }

  /**
   * Clusters by their names.
   *
   * @param names one an example
   */
  public static Clusters named(String column, List<?> names) {
    Map<Object, Integer> known = new HashMap<>();
    List<Object> each = new ArrayList<>();
    int[] places = new int[Argument.noneNull(names, "names").size()];
    for (int i = 0; i < places.length; i++) {
      Integer place = known.putIfAbsent(names.get(i), known.size());
      places[i] = place == null ? known.size() - 1 : place;
      if (place == null) {
        each.add(names.get(i));
      }
    }
    return new Clusters(column, places, known.size(), each);
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
    List<Object> left = new ArrayList<>();
    for (int i = 0; i < part.length; i++) {
      int own = places[examples[i]];
      if (numbers[own] == 0) {
        numbers[own] = ++found;
        if (!names.isEmpty()) {
          left.add(names.get(own));
        }
      }
      part[i] = numbers[own] - 1;
    }
    return new Clusters(column, part, found, left);
  }

  /**
   * The place of each example's cluster in the order of their names: numbers and dates by their
   * value, of which different spellings are one place, else texts by their characters.
   *
   * @return length m, from 0 on
   * @throws DataException if all names are dates, and day and month may be either way round
   * @throws IllegalStateException if they have no names
   */
  public int[] ranks() {
    if (names.isEmpty()) {
      throw new IllegalStateException("clusters without names have no order");
    }
    List<? extends Comparable<?>> values = values();
    int[] order = IntStream.range(0, count).boxed().sorted(by(values)).mapToInt(c -> c).toArray();
    int[] rankOf = new int[count];
    for (int k = 1; k < count; k++) {
      boolean same = values.get(order[k]).equals(values.get(order[k - 1]));
      rankOf[order[k]] = rankOf[order[k - 1]] + (same ? 0 : 1);
    }
    return IntStream.of(places).map(place -> rankOf[place]).toArray();
  }

  @SuppressWarnings("unchecked") // All are numbers, or all are texts.
  private static Comparator<Integer> by(List<? extends Comparable<?>> values) {
    return Comparator.comparing(c -> (Comparable<Object>) values.get(c));
  }

  /** What they are ordered by: all numbers, or all texts. */
  private List<? extends Comparable<?>> values() {
    if (names.stream().allMatch(Double.class::isInstance)) {
      return names.stream().map(Double.class::cast).toList();
    }
    List<String> texts = names.stream().map(Object::toString).toList();
    ScaleOfTexts found = new ScaleOfTexts(texts, new Gaps(List.of()));
    if (found.isOpenOrder()) {
      throw new DataException(
          column
              + ": dates such as "
              + texts.get(0)
              + " may have the day or the month first: write them as 2024-01-31");
    }
    Optional<Scale> scale = found.values().size() == count ? found.scale(SIGN) : Optional.empty();
    return scale.isPresent() ? texts.stream().map(text -> scale.get().value(text)).toList() : texts;
  }

  @Override
  public String toString() {
    return "Clusters[" + count + " of " + (areRows() ? "rows" : column) + "]";
  }
}
