package io.downhill.data.column;

import io.downhill.data.cell.Digits;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * The doubles that are held beside the floats: of all columns of numbers in the first rows, then
 * only of columns whose digits float32 does not keep, or that may be identifiers, which are few. Of
 * the other columns a sample of all rows is held, which shows whether the first rows were unlike
 * the rest.
 */
public final class ExactColumns {
  /**
   * The first rows, after which it is decided of which columns doubles are held; fewer where
   * columns are many.
   */
  private static final int ROWS = 1024;

  private static final int FEWEST_ROWS = 32;
  private static final int VALUES = 1 << 22;

  /** A number beyond float32 came in a column of which no doubles are held. */
  public static final class TooLarge extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final int column;

    TooLarge(int column) {
      super("column " + column, null, false, false);
      this.column = column;
    }

    /** Its place. */
    public int column() {
      return column;
    }
  }

  private final ExactColumn[] columns;
  private final boolean[] inexact;
  private final boolean[] varies;
  private final boolean[] missed;
  private final double[] first;
  private final Set<Integer> kept;
  private final Set<Integer> coarse = new TreeSet<>();
  private final boolean rereads;
  private final int look;
  private final List<double[]> sample = new ArrayList<>();
  private double[] sampled;
  private boolean looking = true;
  private int stride = 1;
  private int rows;

  /**
   * Holds doubles of each column of numbers.
   *
   * @param levels null for a column of numbers
   * @param kept columns whose doubles are held in any case
   * @param rereads whether the rows can be read again if a column should have been kept
   */
  public ExactColumns(LevelIndex[] levels, Set<Integer> kept, boolean rereads) {
    this(levels, kept, rereads, Math.max(FEWEST_ROWS, Math.min(ROWS, VALUES / levels.length)));
  }

  /** The same after so many first rows. */
  ExactColumns(LevelIndex[] levels, Set<Integer> kept, boolean rereads, int look) {
    this.columns = new ExactColumn[levels.length];
    this.inexact = new boolean[levels.length];
    this.varies = new boolean[levels.length];
    this.missed = new boolean[levels.length];
    this.first = new double[levels.length];
    this.kept = kept;
    this.rereads = rereads;
    this.look = look;
    Arrays.fill(first, Double.NaN);
    for (int k = 0; k < columns.length; k++) {
      columns[k] = levels[k] == null ? new ExactColumn() : null;
    }
  }

  /**
   * Adds the next value of a column, NaN for a gap.
   *
   * @return the float32 nearest to it
   */
  public float add(int k, double value) {
    float rounded = (float) value;
    if (looking && value == value) {
      look(k, value, rounded);
    }
    if (columns[k] != null) {
      columns[k].add(value);
    } else if (Math.abs(rounded) >= Digits.WHOLE && rounded != value) {
      miss(k, value, rounded);
    }
    return rounded;
  }

  /** A large number loses digits in a column of which no doubles are held. */
  private void miss(int k, double value, float rounded) {
    if (Float.isInfinite(rounded) && rereads) {
      throw new TooLarge(k);
    }
    missed[k] |= value != first[k];
  }

  private void look(int k, double value, float rounded) {
    inexact[k] |= rounded != value;
    if (value != first[k]) {
      varies[k] |= first[k] == first[k];
      first[k] = value;
    }
    if (sampled != null) {
      sampled[k] = value;
    }
  }

  /** Ends a row. */
  public void nextRow() {
    if (++rows == look) {
      drop();
    }
    sampled = null;
    if (rows >= look && rows % stride == 0) {
      if (sample.size() == 2 * look) {
        thin();
      }
      if (rows % stride == 0) {
        sampled = new double[columns.length];
        Arrays.fill(sampled, Double.NaN);
        sample.add(sampled);
      }
    }
    looking = rows < look || sampled != null;
  }

  /** Forgets every other row of the sample, which from now on grows half as fast. */
  private void thin() {
    for (int i = 0; i < look; i++) {
      sample.set(i, sample.get(2 * i));
    }
    sample.subList(look, sample.size()).clear();
    stride *= 2;
  }

  /** Ends the rows. */
  public void end() {
    if (rows < look) {
      drop();
    }
    if (sampled != null) {
      sample.remove(sample.size() - 1); // It was made for a row that did not come.
    }
    for (int k = 0; k < columns.length; k++) {
      if (columns[k] == null && isCoarse(k)) {
        coarse.add(k);
      }
    }
    sample.clear();
  }

  private boolean isCoarse(int k) {
    if (!inexact[k] || !varies[k]) {
      return missed[k]; // The first rows and the sample lose none, or are constant.
    }
    if (sample.isEmpty()) {
      return false; // All rows were among the first ones.
    }
    double[] some = Digits.sorted(sample.stream().mapToDouble(row -> row[k]).toArray());
    return some.length > 0 && (Digits.isCoarse(some) || rereads && mayBeIdentifier(some));
  }

  /** The columns whose doubles should have been held, which their first rows did not show. */
  public Set<Integer> coarse() {
    return coarse;
  }

  private void drop() {
    for (int k = 0; k < columns.length; k++) {
      if (columns[k] != null && !kept.contains(k) && !needsDoubles(k)) {
        columns[k] = null;
      }
    }
  }

  private boolean needsDoubles(int k) {
    if (!inexact[k]) {
      return false;
    }
    double[] sorted = Digits.sorted(columns[k].values());
    return Digits.isCoarse(sorted) || mayBeIdentifier(sorted);
  }

  /** Whether these are different whole numbers, which float32 may make equal. */
  private static boolean mayBeIdentifier(double[] sorted) {
    for (int i = 0; i < sorted.length; i++) {
      if (sorted[i] != Math.rint(sorted[i]) || i > 0 && sorted[i] == sorted[i - 1]) {
        return false;
      }
    }
    return true;
  }

  /** Whether doubles of a column are held. */
  public boolean holds(int k) {
    return columns[k] != null;
  }

  /** The doubles of a column, null if none are held. */
  ExactColumn column(int k) {
    return columns[k];
  }

  /** Sets the doubles of a column whose texts became numbers; null for none. */
  void set(int k, ExactColumn column) {
    columns[k] = column;
  }
}
