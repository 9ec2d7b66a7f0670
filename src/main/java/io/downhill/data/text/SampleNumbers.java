package io.downhill.data.text;

import io.downhill.data.cell.Gaps;
import io.downhill.data.cell.NumberSearch;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** How the numbers in the first records of a text are written, a search a column. */
public final class SampleNumbers {
  private final boolean semicolons;
  private final Optional<Character> told;
  private final List<String> names;
  private final NumberSearch[] searches;

  private SampleNumbers(boolean semicolons, Optional<Character> told, List<String> names) {
    this.semicolons = semicolons;
    this.told = told;
    this.names = names;
    this.searches = new NumberSearch[names.size()];
  }

  /**
   * Looks at the records; a column with a cell that is no number has no search.
   *
   * @param told what the user says of the decimal sign
   */
  static SampleNumbers of(
      CsvSample sample, boolean named, List<String> names, Gaps gaps, Optional<Character> told) {
    SampleNumbers numbers = new SampleNumbers(sample.delimiter() == ';', told, names);
    List<List<String>> records = sample.records();
    for (int j = 0; j < numbers.searches.length; j++) {
      NumberSearch search = new NumberSearch();
      boolean all = true;
      for (List<String> record : records.subList(named ? 1 : 0, records.size())) {
        String cell = j < record.size() ? record.get(j) : "";
        all = all && (gaps.holdsAmongValues(cell) || search.add(cell));
      }
      numbers.searches[j] = all ? search : null;
    }
    return numbers;
  }

  /** For each decimal sign that some column shows the name of the first such. */
  Map<Character, String> shown() {
    Map<Character, String> shown = new HashMap<>();
    for (int j = 0; j < searches.length; j++) {
      if (searches[j] != null && searches[j].shown().isPresent()) {
        shown.putIfAbsent(searches[j].shown().get(), names.get(j));
      }
    }
    return shown;
  }

  /**
   * Whether a column of what look like plain numbers is read as texts all the same: they may be
   * codes, or have decimal commas or points between thousands further down.
   */
  boolean isText(int j) {
    NumberSearch search = searches[j];
    if (search == null || told.orElse('.') == ',' || search.code().isPresent()) {
      return search != null || told.orElse('.') == ',';
    }
    boolean commas = shows(',') && !shows('.');
    boolean pointed = search.shown().isPresent();
    return told.isEmpty() && !pointed && (commas || semicolons && search.isOpen());
  }

  /** Whether a column may hold codes as 007, since all its numbers are whole so far. */
  public boolean mayBeCodes(int j) {
    return searches[j] == null || searches[j].isWhole();
  }

  /**
   * Whether a point further down may stand between thousands: cells stand between semicolons, and
   * no number so far has a point or a comma.
   */
  public boolean mayBeGrouped(int j) {
    return semicolons && told.isEmpty() && mayBeCodes(j) && !shows('.') && !shows(',');
  }

  private boolean shows(char sign) {
    for (NumberSearch search : searches) {
      if (search != null && search.shown().orElse('?') == sign) {
        return true;
      }
    }
    return false;
  }
}
