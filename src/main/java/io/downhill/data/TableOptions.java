package io.downhill.data;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a user says about the text of a table, where looking at it is not enough.
 *
 * @param delimiter between the cells of delimited text; empty to find out
 * @param header whether the first line holds names; empty to find out
 * @param gaps texts that stand for a gap, besides a blank cell and the usual ones
 * @param files what is said about the files
 */
public record TableOptions(
    Optional<Character> delimiter, Optional<Boolean> header, List<String> gaps, FileOptions files) {
  /** Find out everything. */
  public static final TableOptions DEFAULTS =
      new TableOptions(Optional.empty(), Optional.empty(), List.of());

  /** Copies the list. */
  public TableOptions {
    gaps = List.copyOf(gaps);
    if (delimiter.isPresent() && "\"\n\r".indexOf(delimiter.get()) >= 0) {
      throw new IllegalArgumentException("delimiter must not be a quote or an end of line");
    }
  }

  /** Options that say nothing about the files. */
  public TableOptions(Optional<Character> delimiter, Optional<Boolean> header, List<String> gaps) {
    this(delimiter, header, gaps, FileOptions.DEFAULTS);
  }

  /** All texts that stand for a gap: the usual ones, and these. */
  List<String> allGaps() {
    List<String> all = new ArrayList<>(CellText.GAPS);
    gaps.stream().filter(gap -> !all.contains(gap)).forEach(all::add);
    return all;
  }

  /** The same, with the gaps that a preparation has learned. */
  TableOptions withGaps(List<String> learned) {
    return new TableOptions(delimiter, header, learned, files);
  }

  /** The same, with this delimiter. */
  TableOptions delimiter(char known) {
    return new TableOptions(Optional.of(known), header, gaps, files);
  }

  /** The same, with this said about the files. */
  public TableOptions files(FileOptions told) {
    return new TableOptions(delimiter, header, gaps, told);
  }
}
