package io.downhill.optim;

import java.util.Arrays;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * A Hessian, or a model of one, with what its factor tells: the step, Newton's decrement, and which
 * rows depend on others. Where every pivot is clearly above rounding these are one factor, computed
 * when it is first asked for; else each has its own rule for the pivots that are not.
 */
final class Factors {
  /**
   * Elements are sums of float32 products. A pivot below this share of its diagonal is noise, and
   * would send the weights of collinear columns far away, where float32 margins cancel.
   */
  private static final double NOISE = 1e-6;

  /** A row whose pivot is below this share of its diagonal depends on those before it. */
  static final double RANK = 1e-5;

  /**
   * The same where the sums are of products in double. Features are float32: of columns that differ
   * by 1e-5 of their size, rounding is half a percent of the difference.
   */
  private static final double RANK_IN_DOUBLE = 1e-10;

  /** What the rounding of such sums adds to a pivot, at most, as a share of the diagonal. */
  private static final double ROUNDING = 5e-7;

  /** The same where the sums are of products in double: below it a column is a sum of others. */
  private static final double ROUNDING_IN_DOUBLE = 1e-12;

  private final double[][] b;
  private final boolean inDouble;
  private Boolean finite;
  private Optional<Cholesky> plain;
  private Cholesky lifted;
  private Cholesky floored;
  private Cholesky ranked;

  /**
   * Takes a lower triangle, element (j, k) at [j][k], which nobody changes any more.
   *
   * @param inDouble whether its elements are sums of products in double
   */
  Factors(double[][] b, boolean inDouble) {
    this.b = b;
    this.inDouble = inDouble;
  }

  /** Takes a lower triangle that is stored row by row. */
  static Factors of(double[] triangle, int length, boolean inDouble) {
    return new Factors(rows(triangle, length), inDouble);
  }

  /** The rows of a lower triangle that is stored row by row. */
  static double[][] rows(double[] triangle, int length) {
    double[][] rows = new double[length][];
    for (int j = 0; j < length; j++) {
      rows[j] = Arrays.copyOfRange(triangle, j * (j + 1) / 2, j * (j + 1) / 2 + j + 1);
    }
    return rows;
  }

  int length() {
    return b.length;
  }

  /** The lower triangle, not to be changed. */
  double[][] rows() {
    return b;
  }

  double diagonal(int j) {
    return b[j][j];
  }

  boolean isInDouble() {
    return inDouble;
  }

  /** Whether every element is finite. */
  boolean isFinite() {
    if (finite == null) {
      finite = Arrays.stream(b).allMatch(Vectors::finite);
    }
    return finite;
  }

  /** The rows and columns of the parameters that are free. */
  Factors restrictedTo(Face face) {
    return face.whole() ? this : restrictedTo(face.free());
  }

  /** The rows and columns of column k of so many that stand side by side. */
  Factors ofColumn(int k, int columns) {
    return restrictedTo(IntStream.range(0, b.length / columns).map(j -> j * columns + k).toArray());
  }

  private Factors restrictedTo(int[] free) {
    double[][] part = new double[free.length][];
    for (int j = 0; j < part.length; j++) {
      part[j] = new double[j + 1];
      for (int k = 0; k <= j; k++) {
        part[j][k] = b[free[j]][free[k]];
      }
    }
    return new Factors(part, inDouble);
  }

  /**
   * The x with B x = right. Where a pivot is noise, the diagonal is lifted by a share of itself,
   * the least power of ten that serves, so that the units of a column do not matter; a row of zeros
   * has the solution 0. NaN where B is not finite.
   */
  double[] solve(double[] right) {
    if (!isFinite()) {
      double[] none = new double[b.length];
      Arrays.fill(none, Double.NaN);
      return none;
    }
    return lifted().solve(right);
  }

  /** The same without a lift, rows left out that depend on others to the rounding of double. */
  double[] solveInDouble(double[] right) {
    return isFinite() ? floored().solve(right) : solve(right);
  }

  /**
   * Newton's decrement g'B^-1 g. What rounding may have added to a pivot is taken off it, for a
   * direction as flat as nearly equal columns make it would else tell too little; in double a pivot
   * of rounding alone is left out.
   */
  double decrement(double[] g) {
    if (!isFinite()) {
      return Double.NaN;
    }
    Cholesky factor = floored();
    double[] rests = factor.rests(g);
    double sum = 0;
    for (int j = 0; j < rests.length; j++) {
      if (factor.has(j)) {
        double noise = rounding() * b[j][j];
        sum += rests[j] * rests[j] / Math.max(factor.pivot(j) - noise, noise);
      }
    }
    return sum;
  }

  /** The inverse on the rows that do not depend on those before them, to the rounding there is. */
  Inverse inverse() {
    return new Inverse(this, inDouble ? without(RANK_IN_DOUBLE, 0) : ranked());
  }

  /** Column j of the matrix. */
  double[] column(int j) {
    double[] column = Arrays.copyOf(b[j], b.length);
    for (int k = j + 1; k < column.length; k++) {
      column[k] = b[k][j];
    }
    return column;
  }

  /** The pivots as shares of the diagonal; 0 for a row of zeros or one that depends on others. */
  double[] pivots() {
    Cholesky factor = ranked();
    double[] pivots = new double[b.length];
    for (int j = 0; j < pivots.length; j++) {
      pivots[j] = factor.has(j) ? factor.pivot(j) / b[j][j] : 0;
    }
    return pivots;
  }

  private double rounding() {
    return inDouble ? ROUNDING_IN_DOUBLE : ROUNDING;
  }

  /** B's own factor, if no pivot is noise. */
  private Optional<Cholesky> plain() {
    if (plain == null) {
      plain = isFinite() ? lifted(0) : Optional.empty();
    }
    return plain;
  }

  private Optional<Cholesky> lifted(double lift) {
    return Cholesky.of(b, lift, (pivot, diagonal) -> pivot > NOISE * diagonal ? pivot : Double.NaN);
  }

  private Cholesky lifted() {
    if (lifted == null) {
      Optional<Cholesky> factor = plain();
      for (double lift = NOISE; factor.isEmpty(); lift *= 10) {
        factor = lifted(lift);
      }
      lifted = factor.get();
    }
    return lifted;
  }

  /** With no pivot below the rounding of its sums; in double such rows are left out. */
  private Cholesky floored() {
    if (floored == null) {
      floored = plain().orElseGet(() -> without(rounding(), inDouble ? 0 : 1));
    }
    return floored;
  }

  /** Without the rows that depend on those before them. */
  private Cholesky ranked() {
    if (ranked == null) {
      ranked = plain().filter(this::isFullRank).orElseGet(() -> without(RANK, 0));
    }
    return ranked;
  }

  private boolean isFullRank(Cholesky factor) {
    for (int j = 0; j < b.length; j++) {
      if (factor.has(j) && !(factor.pivot(j) > RANK * b[j][j])) {
        return false;
      }
    }
    return true;
  }

  /** Pivots up to a share of their diagonal are replaced by a part of that; by 0 they leave. */
  private Cholesky without(double share, int part) {
    return Cholesky.of(
            b, 0, (pivot, diagonal) -> pivot > share * diagonal ? pivot : part * share * diagonal)
        .orElseThrow();
  }
}
