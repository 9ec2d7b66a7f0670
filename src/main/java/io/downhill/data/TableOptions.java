package io.downhill.data;

import io.downhill.data.cell.CellText;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What a user says about the text of a table, where looking at it is not enough.
 *
 * @param delimiter between the cells of delimited text; empty to find out
 * @param header whether the first line holds names; empty to find out
 * @param gaps texts that stand for a gap, besides a blank cell
 * @param onlyGaps whether only these stand for a gap; else {@link CellText#GAPS} too
 * @param decimal the decimal sign of numbers, a point or a comma; empty to find out
 * @param files what is said about the files
 */
public record TableOptions(
    Optional<Character> delimiter,
    Optional<Boolean> header,
    List<String> gaps,
    boolean onlyGaps,
    Optional<Character> decimal,
    FileOptions files) {
  /** Everything is found out. */
  public static final TableOptions DEFAULTS =
      new TableOptions(Optional.empty(), Optional.empty(), List.of());

  /** Options that say nothing of the decimal sign and the files, with the usual gaps too. */
  public TableOptions(Optional<Character> delimiter, Optional<Boolean> header, List<String> gaps) {
    this(delimiter, header, gaps, false, Optional.empty(), FileOptions.DEFAULTS);
  }

  /** Copies the list. */
  public TableOptions {
    gaps = List.copyOf(gaps);
    if (delimiter.isPresent() && "\"\n\r".indexOf(delimiter.get()) >= 0) {
      throw new IllegalArgumentException("delimiter must not be a quote or an end of line");
    }
    if (decimal.isPresent() && ".,".indexOf(decimal.get()) < 0) {
      throw new IllegalArgumentException("decimal must be . or , and not " + decimal.get());
    }
  }

  /** All texts that stand for a gap. */
  public List<String> allGaps() {
    Set<String> all = new LinkedHashSet<>(onlyGaps ? List.of() : CellText.GAPS);
    for (String gap : gaps) {
      all.add(gap);
      if (gap.matches("[+-]?\\d+")) {
        all.add(gap + ".0"); // As data frames write -999 in a column that has gaps besides.
      }
    }
    return List.copyOf(all);
  }

  /** The same with these gaps and no others. */
  public TableOptions withGaps(List<String> all) {
    return new TableOptions(delimiter, header, all, true, decimal, files);
  }

  /** The same with this delimiter. */
  public TableOptions delimiter(char known) {
    return new TableOptions(Optional.of(known), header, gaps, onlyGaps, decimal, files);
  }

  /** The same, its gaps being the only ones or not. */
  public TableOptions onlyGaps(boolean only) {
    return new TableOptions(delimiter, header, gaps, only, decimal, files);
  }

  /** The same with this decimal sign. */
  public TableOptions decimal(Optional<Character> sign) {
    return new TableOptions(delimiter, header, gaps, onlyGaps, sign, files);
  }

  /** The same with these options of the files. */
  public TableOptions files(FileOptions told) {
    return new TableOptions(delimiter, header, gaps, onlyGaps, decimal, told);
  }
}
