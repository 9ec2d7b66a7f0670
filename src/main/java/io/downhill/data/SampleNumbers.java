package io.downhill.data;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** How the numbers in the first records of a text are written, a search a column. */
final class SampleNumbers {
  private final boolean semicolons;
  private final List<String> names;
  private final NumberSearch[] searches;

  private SampleNumbers(boolean semicolons, List<String> names) {
    this.semicolons = semicolons;
    this.names = names;
    this.searches = new NumberSearch[names.size()];
  }

  /** Looks at the records; a column with another cell than numbers has no search. */
  static SampleNumbers of(CsvSample sample, boolean named, List<String> names, Gaps gaps) {
    SampleNumbers numbers = new SampleNumbers(sample.delimiter() == ';', names);
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
   * Whether a column that looks like plain numbers is to be read as texts all the same, since these
   * may be codes, or have commas further down or points between thousands.
   *
   * @param told what the user says of the decimal sign
   */
  boolean isText(int j, Optional<Character> told) {
    NumberSearch search = searches[j];
    if (search == null || told.orElse('.') == ',' || search.code().isPresent()) {
      return search != null || told.orElse('.') == ',';
    }
    boolean commas = shows(',') && !shows('.');
    boolean pointed = search.shown().isPresent();
    return told.isEmpty() && !pointed && (commas || semicolons && search.isOpen());
  }

  /** Whether a column may hold codes as 007, since all its numbers are whole so far. */
  boolean mayBeCodes(int j) {
    return searches[j] == null || searches[j].isWhole();
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
