package io.downhill.device;

import io.downhill.data.Classes;
import io.downhill.data.Dataset;
import io.downhill.optim.Columns;
import io.downhill.optim.L1;
import io.downhill.optim.Line;
import java.util.Arrays;

/**
 * J from sums over the examples: their mean, and the penalty. For K classes weights and biases
 * stand side by side, weight j of class k at j K + k, the biases behind them.
 *
 * @param total the sum of the weights c, above 0
 * @param l2 the penalty of each weight, length n, or n K of K classes; not copied
 * @param columns 1, or K
 * @param intercept whether the biases are parameters; without it they stay where they are
 * @param pinned the weight that stays where it is, that of a base margin; -1 for none
 * @param loose of K classes, whether J is least where the K weights of a feature sum to 0, as where
 *     all have one l2 and nothing else holds them, n of them; not copied
 * @param order in which penalties are added up, the place of each weight; empty where it is theirs
 */
record MeanCost(
    double total,
    double[] l2,
    int columns,
    boolean intercept,
    int pinned,
    boolean[] loose,
    int[] order) {
  private static final boolean[] NONE = new boolean[0];
  private static final int[] THEIRS = new int[0];

  /**
   * Checks the penalties.
   *
   * @throws IllegalArgumentException if one is negative or beyond float32
   */
  MeanCost {
    for (double penalty : l2) {
      if (!(penalty >= 0) || !Float.isFinite((float) penalty)) {
        throw new IllegalArgumentException("l2 must be 0 or more, not " + penalty);
      }
    }
  }

  /** Of one column. */
  MeanCost(double total, double[] l2, boolean intercept, int pinned) {
    this(total, l2, 1, intercept, pinned, NONE, THEIRS);
  }

  /**
   * That of a data set: of one column for two classes, or of one for each class.
   *
   * @param l2 the penalty of each weight, length n, or n K
   * @param l1 what is not smooth of J and adds to it elsewhere
   * @throws IllegalArgumentException if the data has no labels or an offset for more than two
   *     classes, or l2 is out of range
   */
  static MeanCost of(Dataset data, double[] l2, L1 l1, boolean intercept) {
    if (!data.labelled()) {
      throw new IllegalArgumentException("the data set has no labels");
    }
    int n = data.features();
    int classes = data.classes().map(Classes::count).orElse(2);
    if (l2.length == n && classes == 2) {
      return new MeanCost(data.totalWeight(), l2.clone(), intercept, data.baseMargin().orElse(-1));
    }
    if (l2.length != n * (long) classes) {
      throw new IllegalArgumentException(
          "l2: " + l2.length + " values, must be n = " + n + " for each class but for two classes");
    }
    if (data.baseMargin().isPresent()) {
      throw new IllegalArgumentException(
          "an offset is one number, and not for " + classes + " classes");
    }
    boolean[] loose = new boolean[n];
    Arrays.fill(loose, true);
    for (int p = 0; p < l2.length; p++) {
      loose[p / classes] &= !l1.isOn(p) && l2[p] == l2[p - p % classes];
    }
    return new MeanCost(data.totalWeight(), l2.clone(), classes, intercept, -1, loose, THEIRS);
  }

  /** The same of some features, where the others' weights are 0. */
  MeanCost of(FeatureSubset subset) {
    double[] own = new double[subset.width() * columns];
    boolean[] ownLoose = new boolean[loose.length > 0 ? subset.width() : 0];
    for (int f = 0; f < subset.features().length; f++) {
      int from = subset.features()[f];
      int to = subset.at()[f];
      System.arraycopy(l2, from * columns, own, to * columns, columns);
      if (ownLoose.length > 0) {
        ownLoose[to] = loose[from];
      }
    }
    return new MeanCost(total, own, columns, intercept, -1, ownLoose, subset.places(columns));
  }

  /** The same of some parameters, the biases last. */
  MeanCost at(int[] places) {
    double[] own = new double[places.length - columns];
    boolean[] ownLoose = new boolean[loose.length > 0 ? own.length / columns : 0];
    for (int p = 0; p < own.length; p++) {
      own[p] = l2[places[p]];
      if (ownLoose.length > 0) {
        ownLoose[p / columns] = loose[places[p] / columns];
      }
    }
    return new MeanCost(total, own, columns, intercept, -1, ownLoose, THEIRS);
  }

  /** The same over other examples. */
  MeanCost over(double otherTotal) {
    return new MeanCost(otherTotal, l2, columns, intercept, pinned, loose, order);
  }

  /** The number of weights, and where the biases begin. */
  int weights() {
    return l2.length;
  }

  /** The length of parameters. */
  int parameters() {
    return l2.length + columns;
  }

  /**
   * J and its gradient.
   *
   * @param w float32 values
   * @param sums [x dz | dz | loss], one longer than the parameters
   * @param gradient receives [dw | db]
   */
  double costAndGradient(double[] w, double[] sums, double[] gradient) {
    int n = weights();
    for (int j = 0; j < n; j++) {
      gradient[j] = sums[j] / total + l2[j] * w[j];
    }
    for (int j = n; j < gradient.length; j++) {
      gradient[j] = intercept ? sums[j] / total : 0;
    }
    if (pinned >= 0) {
      gradient[pinned] = 0;
    }
    centre(gradient);
    return sums[gradient.length] / total + penalty(w);
  }

  /** The part of J that is no loss. */
  double penalty(double[] w) {
    double penalty = 0;
    for (int k = 0; k < penalties(); k++) {
      int j = penalized(k);
      penalty += l2[j] / 2 * w[j] * w[j];
    }
    return penalty;
  }

  /** The same along w + t d: what it adds to the cost, its slope and its curvature. */
  Line.Point penalty(double[] w, double[] d, double t) {
    double penalty = 0;
    double slope = 0;
    double curvature = 0;
    for (int k = 0; k < penalties(); k++) {
      int j = penalized(k);
      double at = w[j] + t * d[j];
      penalty += l2[j] / 2 * at * at;
      slope += l2[j] * at * d[j];
      curvature += l2[j] * d[j] * d[j];
    }
    return new Line.Point(penalty, slope, curvature);
  }

  private int penalties() {
    return order.length > 0 ? order.length : weights();
  }

  private int penalized(int k) {
    return order.length > 0 ? order[k] : k;
  }

  /**
   * Takes off what rounding leaves of a sum over the classes that is 0 where the parameters' is, so
   * that no step along it adds up: the loss is the same whatever is added to all weights of a
   * feature, or to all biases.
   */
  private void centre(double[] gradient) {
    for (int j = 0; columns > 1 && j < gradient.length; j += columns) {
      if (isLoose(j)) {
        Columns.centre(gradient, j, columns);
      }
    }
  }

  /** Whether the K parameters from one on may be taken to sum to 0. */
  private boolean isLoose(int first) {
    return first < weights() ? loose[first / columns] : intercept;
  }

  /**
   * A direction for a product, divided by a scale, since a short one would lose its digits in
   * float32 sums; without an intercept the biases do not move.
   */
  double[] scaled(double[] v, double scale) {
    double[] scaled = new double[v.length];
    for (int j = 0; j < v.length; j++) {
      scaled[j] = v[j] / scale;
    }
    for (int j = weights(); j < v.length; j++) {
      scaled[j] *= intercept ? 1 : 0;
    }
    if (pinned >= 0) {
      scaled[pinned] = 0;
    }
    return scaled;
  }

  /**
   * The Hessian times v.
   *
   * @param sums [x q | q | q u] of v / scale
   */
  void product(double[] v, double[] sums, double scale, double[] product) {
    int n = weights();
    for (int j = 0; j < n; j++) {
      product[j] = sums[j] / total * scale + l2[j] * v[j];
    }
    for (int j = n; j < v.length; j++) {
      product[j] = intercept ? sums[j] / total * scale : v[j];
    }
    if (pinned >= 0) {
      product[pinned] = v[pinned];
    }
  }

  /**
   * The Hessian, in place of the sums of c a(1-a) x x', a lower triangle row by row; of classes as
   * {@link #firm} makes it.
   */
  void hessian(double[] triangle) {
    for (int p = 0; p < triangle.length; p++) {
      triangle[p] /= total;
    }
    for (int j = 0; j < weights(); j++) {
      triangle[j * (j + 1) / 2 + j] += l2[j];
    }
    fix(triangle);
    firm(triangle);
  }

  /** Gives parameters that do not move a curvature of 1 and nothing to do with others. */
  void fix(double[] triangle) {
    for (int j = weights(); j < parameters() && !intercept; j++) {
      fix(triangle, j, parameters());
    }
    if (pinned >= 0) {
      fix(triangle, pinned, parameters());
    }
  }

  /**
   * Gives the directions in which all K parameters of loose features grow alike, along which the
   * loss is constant, the mean of the curvatures that the classes have: a step for a gradient whose
   * sums over the classes are 0 stays what it is, and its sums are 0. Columns that are sums of
   * others remain so.
   */
  void firm(double[] triangle) {
    int rows = parameters() / columns;
    for (int j = 0; columns > 1 && j < rows; j++) {
      for (int i = 0; i <= j; i++) {
        if (isLoose(j * columns) && isLoose(i * columns)) {
          firm(triangle, j * columns, i * columns);
        }
      }
    }
  }

  private void firm(double[] triangle, int row, int column) {
    double curvature = 0;
    for (int k = 0; k < columns; k++) {
      curvature += triangle[at(row + k, column + k)];
    }
    for (int k = 0; k < columns; k++) {
      for (int l = 0; l < (row == column ? k + 1 : columns); l++) {
        triangle[at(row + k, column + l)] += curvature / columns / columns;
      }
    }
  }

  /** Where an element stands; row is the column or more, or in a later feature. */
  private static int at(int row, int column) {
    return row * (row + 1) / 2 + column;
  }

  /**
   * Gives one parameter a curvature of 1 and nothing to do with others.
   *
   * @param triangle a lower triangle row by row
   * @param length its rows
   */
  static void fix(double[] triangle, int j, int length) {
    int row = j * (j + 1) / 2;
    Arrays.fill(triangle, row, row + j, 0);
    triangle[row + j] = 1;
    for (int k = j + 1; k < length; k++) {
      triangle[k * (k + 1) / 2 + j] = 0;
    }
  }
}
