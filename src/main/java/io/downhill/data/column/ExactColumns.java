package io.downhill.data.column;

import io.downhill.data.cell.Digits;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * The columns of numbers of which doubles are held beside the floats: all of them in the first
 * rows, and from then on those whose digits float32 does not keep, or that may be identifiers.
 * Float32 keeps those of nearly every column, so nearly none is held twice. Of the others some rows
 * of doubles are kept from everywhere, which tell if the first rows were unlike the rest.
 */
public final class ExactColumns {
  /** The rows that are looked at before a column is let go; fewer of many columns. */
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
   * @param kept columns that are not let go
   * @param rereads whether the rows can be read again if a column should have been kept
   */
  public ExactColumns(LevelIndex[] levels, Set<Integer> kept, boolean rereads) {
    this(levels, kept, rereads, Math.max(FEWEST_ROWS, Math.min(ROWS, VALUES / levels.length)));
  }

  /** The same by a look at so many rows. */
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

  /** Takes the next value of a column, NaN for a gap: the float32 nearest to it. */
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

  /** A large number of a column of which no doubles are held loses digits. */
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

  /** A row is complete. */
  public void nextRow() {
    if (++rows == look) {
      letGo();
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

  /** All rows are there. */
  public void end() {
    if (rows < look) {
      letGo();
    }
    if (sampled != null) {
      sample.remove(sample.size() - 1); // The row that has not come.
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
      return missed[k]; // Only rows that were not looked at have digits to lose.
    }
    if (sample.isEmpty()) {
      return false; // Every row was among the first ones.
    }
    double[] some = Digits.sorted(sample.stream().mapToDouble(row -> row[k]).toArray());
    return some.length > 0 && (Digits.isCoarse(some) || rereads && mayBeIdentifier(some));
  }

  /** The columns whose doubles should have been held: not their first rows showed it. */
  public Set<Integer> coarse() {
    return coarse;
  }

  private void letGo() {
    for (int k = 0; k < columns.length; k++) {
      if (columns[k] != null && !kept.contains(k) && !needs(k)) {
        columns[k] = null;
      }
    }
  }

  private boolean needs(int k) {
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

  /** Holds a column that has been made numbers of something else. */
  void set(int k, ExactColumn column) {
    columns[k] = column;
  }
}
