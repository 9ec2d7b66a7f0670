package io.downhill.data.column;

import io.downhill.data.cell.DecimalSign;
import io.downhill.data.cell.Gaps;
import io.downhill.data.cell.NumberFormat;
import io.downhill.data.cell.NumberSearch;
import io.downhill.data.cell.NumberText;
import io.downhill.data.cell.Scale;
import io.downhill.data.cell.ScaleOfTexts;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Columns of texts that are read straight as values, on the scale that their first texts show: one
 * Java text for each of millions of different numbers or dates would not fit the memory. If a cell
 * does not fit the scale, the rows are read again, with the column as texts.
 */
public final class StraightColumns {
  /** The different texts that are looked at before a column is read straight. */
  static final int LOOK = 1 << 14;

  /** The rows are to be read again, since columns are read in another way from now on. */
  public static final class Changed extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public Changed() {
      super("columns are read in another way", null, false, false);
    }
  }

  private final Scale[] scales;
  private final NumberSearch[] numbers;
  private final boolean[] texts;
  private final int[] looked;
  private final long[] gaps;
  private final String[] gap;
  private final String[] shortYears;
  private final boolean[] openOrder;
  private final Gaps known;
  private final DecimalSign sign;

  /**
   * No column is read straight yet.
   *
   * @param columns how many there are
   * @param categories the columns that stay texts
   */
  public StraightColumns(int columns, Set<Integer> categories, Gaps known, DecimalSign sign) {
    scales = new Scale[columns];
    numbers = new NumberSearch[columns];
    texts = new boolean[columns];
    looked = new int[columns];
    gaps = new long[columns];
    gap = new String[columns];
    shortYears = new String[columns];
    openOrder = new boolean[columns];
    categories.forEach(k -> texts[k] = true);
    this.known = known;
    this.sign = sign;
  }

  /** What stands for a gap. */
  Gaps known() {
    return known;
  }

  /** What is known of the table's decimal signs. */
  public DecimalSign sign() {
    return sign;
  }

  /** The scale of a column that is read straight, null of others. */
  Scale scale(int k) {
    return scales[k];
  }

  /** How many cells of a column are gaps among values only. */
  long gaps(int k) {
    return gaps[k];
  }

  /** The first of the gaps among values. */
  String gap(int k) {
    return gap[k];
  }

  /** How the numbers of a column are written so far. */
  Optional<NumberSearch> numbers(int k) {
    return Optional.ofNullable(numbers[k]);
  }

  /** Whether all dates of a column are valid with the day first and with the month first. */
  boolean isOpenOrder(int k) {
    return openOrder[k];
  }

  /** The text in which a year of two digits was found. */
  Optional<String> shortYear(int k) {
    return Optional.ofNullable(shortYears[k]);
  }

  /** Begins again with the first row. */
  public void restart() {
    Arrays.fill(gaps, 0);
  }

  /**
   * Looks at columns when one of them has {@link #LOOK} texts, or as many as are told apart.
   *
   * @param levels of all columns, null of those that hold no texts
   * @throws Changed if columns are read straight from now on
   */
  public void look(LevelIndex[] levels, int k) {
    int size = levels[k].levels().size();
    if (texts[k] || size == looked[k] || size != LOOK && size != LevelIndex.MOST) {
      return;
    }
    looked[k] = size;
    boolean changed = false;
    for (int other = 0; other < levels.length; other++) {
      // Columns of numbers have about as many texts; one look saves a reading of the rows for each.
      if (levels[other] != null && !texts[other] && 2 * levels[other].levels().size() >= size) {
        changed |= straighten(levels[other], other);
      }
    }
    if (changed) {
      throw new Changed();
    }
  }

  private boolean straighten(LevelIndex index, int k) {
    ScaleOfTexts found = new ScaleOfTexts(index.levels(), known);
    Optional<NumberSearch> search = found.numbers();
    boolean open = search.map(NumberSearch::isOpen).orElse(found.isOpenOrder());
    if (open && !index.isFull()) {
      return false; // Later texts may tell the sign or the order.
    }
    openOrder[k] = search.isEmpty() && open;
    numbers[k] = search.orElse(null);
    scales[k] = found.scale(sign).orElse(null);
    Scale scale = scales[k];
    shortYears[k] =
        found.values().stream()
            .filter(text -> TextColumns.hasShortYear(scale, text))
            .findFirst()
            .orElse(null);
    return scales[k] != null;
  }

  /**
   * The value of a cell of a column that is read straight, NaN for a gap.
   *
   * @throws Changed if it has none
   */
  public double value(int k, String text) {
    if (known.holds(text)) {
      return Double.NaN;
    }
    double value = scales[k].value(text);
    if (!Double.isNaN(value) && !isCode(k, text)) {
      return value;
    }
    if (known.holdsAmongValues(text)) {
      gap[k] = gaps[k]++ == 0 ? text.strip() : gap[k];
      return Double.NaN;
    }
    return widened(k, text);
  }

  /**
   * The value of a number in a wider format: with a decimal sign or a separator of thousands that
   * no number had before.
   */
  private double widened(int k, String text) {
    boolean fits = numbers[k] != null && numbers[k].add(text) && numbers[k].code().isEmpty();
    if (!fits || !(scales[k] instanceof NumberFormat before) || numbers[k].isOpen()) {
      texts[k] = true;
      throw new Changed();
    }
    char decimal = numbers[k].shown().orElse(before.decimal());
    scales[k] = numbers[k].format(decimal);
    if (decimal != before.decimal()) {
      throw new Changed(); // Numbers so far were read with the other sign.
    }
    return scales[k].value(text);
  }

  private boolean isCode(int k, String text) {
    if (numbers[k] == null || !numbers[k].isWhole() || text.charAt(0) != '0') {
      return false;
    }
    NumberText number = NumberText.of(text);
    return number != null && number.isCode();
  }

  /** Whether a column is read straight, with decimal commas. */
  public boolean hasCommas(int k) {
    return holds(k) && scales[k] instanceof NumberFormat format && format.decimal() == ',';
  }

  /** Whether these are numbers that show decimal commas. */
  public boolean showsCommas(List<String> texts) {
    NumberSearch search = new NumberSearch();
    for (String text : texts) {
      if (!known.holdsAmongValues(text) && !search.add(text)) {
        return false;
      }
    }
    return search.shown().equals(Optional.of(','));
  }

  /** Whether a column is read straight. */
  public boolean holds(int k) {
    return scales[k] != null && !texts[k];
  }

  /** The scale of a column until a text did not fit it; plain numbers if there was none. */
  public Scale expected(int k) {
    return scales[k] == null ? Scale.NUMBER : scales[k];
  }
}
