package io.downhill.optim;

import java.util.Arrays;
import java.util.Optional;

/**
 * The factor of a symmetric matrix, B = L L'. A row whose pivot is 0, or that a rule leaves out,
 * has no part in it: its solution is 0.
 *
 * <p>Held by the columns of L. So the elimination adds multiples of one array to others, which a
 * processor does some elements at a time; four rows at once share each read of a column. Every sum
 * is over ascending indices, as a dot product of two rows would have it.
 */
final class Cholesky {
  /** Rows that are eliminated together. */
  private static final int PANEL = 4;

  /** What becomes of a pivot. */
  @FunctionalInterface
  interface Rule {
    /**
     * The pivot to go on with; 0 leaves the row out, NaN ends the factorisation.
     *
     * @param pivot as the elimination left it
     * @param diagonal of the row, above 0
     */
    double pivot(double pivot, double diagonal);
  }

  private final double[][] columns;
  private final double[] roots;
  private final double[] pivots;

  private Cholesky(int n) {
    columns = new double[n][n];
    roots = new double[n];
    pivots = new double[n];
  }

  /**
   * The factor of a matrix.
   *
   * @param b the lower triangle, element (j, k) at [j][k]; not changed
   * @param lift the share of itself by which each element of the diagonal is raised
   * @return empty if the rule ended it
   */
  static Optional<Cholesky> of(double[][] b, double lift, Rule rule) {
    Cholesky factor = new Cholesky(b.length);
    return factor.eliminate(b, lift, rule) ? Optional.of(factor) : Optional.empty();
  }

  private boolean eliminate(double[][] b, double lift, Rule rule) {
    int n = b.length;
    double[][] sums = new double[PANEL][n];
    for (int first = 0; first < n; first += PANEL) {
      int end = Math.min(first + PANEL, n);
      for (double[] row : sums) {
        Arrays.fill(row, 0, end, 0);
      }
      if (end - first == PANEL) {
        takePanel(b, first, sums);
      } else {
        for (int j = first; j < end; j++) {
          take(b[j], j, 0, first, sums[j - first]);
        }
      }
      for (int j = first; j < end; j++) {
        double[] row = sums[j - first];
        take(b[j], j, first, j, row);
        if (!root(j, b[j][j], b[j][j] * (1 + lift) - row[j], rule)) {
          return false;
        }
      }
    }
    return true;
  }

  /** Takes columns begin to end - 1 off row j, whose elements there are then those of L. */
  private void take(double[] b, int j, int begin, int end, double[] row) {
    for (int i = begin; i < end; i++) {
      double element = element(b[i] - row[i], i);
      double[] column = columns[i];
      column[j] = element;
      for (int k = i + 1; k <= j; k++) {
        row[k] += element * column[k];
      }
    }
  }

  /** The same for four rows from first on, and all columns before them. */
  private void takePanel(double[][] b, int first, double[][] sums) {
    double[] row0 = sums[0];
    double[] row1 = sums[1];
    double[] row2 = sums[2];
    double[] row3 = sums[3];
    for (int i = 0; i < first; i++) {
      double e0 = element(b[first][i] - row0[i], i);
      double e1 = element(b[first + 1][i] - row1[i], i);
      double e2 = element(b[first + 2][i] - row2[i], i);
      double e3 = element(b[first + 3][i] - row3[i], i);
      double[] column = columns[i];
      column[first] = e0;
      column[first + 1] = e1;
      column[first + 2] = e2;
      column[first + 3] = e3;
      for (int k = i + 1; k < first + PANEL; k++) {
        double c = column[k];
        row0[k] += e0 * c;
        row1[k] += e1 * c;
        row2[k] += e2 * c;
        row3[k] += e3 * c;
      }
    }
  }

  private double element(double rest, int i) {
    return roots[i] > 0 ? rest / roots[i] : 0;
  }

  private boolean root(int j, double diagonal, double pivot, Rule rule) {
    if (!(diagonal > 0)) {
      return true;
    }
    double taken = rule.pivot(pivot, diagonal);
    pivots[j] = pivot;
    roots[j] = Math.sqrt(taken);
    return !Double.isNaN(taken);
  }

  /** Whether row j has a part in the factor. */
  boolean has(int j) {
    return roots[j] > 0;
  }

  /** The pivot of row j as the elimination left it, before the rule; 0 for a row of zeros. */
  double pivot(int j) {
    return pivots[j];
  }

  /** What is left of the right side for each row, L y before the division by its own root. */
  double[] rests(double[] right) {
    int n = roots.length;
    double[] rests = right.clone();
    double[] sums = new double[n];
    for (int j = 0; j < n; j++) {
      rests[j] = right[j] - sums[j];
      // Those of an axis are 0 up to it.
      if (has(j) && rests[j] != 0) {
        double y = rests[j] / roots[j];
        double[] column = columns[j];
        for (int k = j + 1; k < n; k++) {
          sums[k] += column[k] * y;
        }
      }
    }
    return rests;
  }

  /** The x with B x = right. */
  double[] solve(double[] right) {
    double[] x = rests(right);
    for (int j = 0; j < x.length; j++) {
      x[j] = has(j) ? x[j] / roots[j] : 0;
    }
    for (int j = x.length - 1; j >= 0; j--) {
      double[] column = columns[j];
      double rest = x[j];
      for (int k = x.length - 1; k > j; k--) {
        rest -= column[k] * x[k];
      }
      x[j] = has(j) ? rest / roots[j] : 0;
    }
    return x;
  }
}
