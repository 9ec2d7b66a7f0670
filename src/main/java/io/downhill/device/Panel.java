package io.downhill.device;

import java.util.Optional;

/**
 * Columns of parameters that one pass serves in one read of X: with {@link Link#LOGISTIC} problems
 * of their own, so what a pass gives for a column has the bits of that column alone; with {@link
 * Link#SOFTMAX} the classes of one problem.
 *
 * <p>Everything that has a value for each column holds them side by side: parameters are (n+1) x B,
 * element (j, b) at j B + b; margins are m x B; sums are their columns x B. So a panel of one
 * column is laid out as if there were none. What classes have in common, as the loss, stands once.
 *
 * @param columns B, at least 1
 * @param link what becomes of the margins
 * @param targets signed weights of the columns' own, m x B; empty where all have those that the
 *     examples were loaded with. Of classes: m x 2, the class of each example from 0 to B - 1 and
 *     its weight, which is not signed
 */
public record Panel(int columns, Link link, Optional<DeviceVector> targets) {
  /** One column with the examples' own labels. */
  public static final Panel ONE = of(1);

  /** Checks the number of columns. */
  public Panel {
    if (columns < 1) {
      throw new IllegalArgumentException("columns: " + columns + ", must be at least 1");
    }
    if (link == Link.SOFTMAX && (columns < 2 || targets.isEmpty())) {
      throw new IllegalArgumentException(
          "classes: " + columns + ", must be at least 2 and have targets");
    }
  }

  /** So many columns, all with the labels and weights of the examples. */
  public static Panel of(int columns) {
    return new Panel(columns, Link.LOGISTIC, Optional.empty());
  }

  /** So many columns, each with signed weights of its own. */
  public static Panel of(int columns, DeviceVector targets) {
    return new Panel(columns, Link.LOGISTIC, Optional.of(targets));
  }

  /**
   * So many classes.
   *
   * @param targets m x 2: the class of each example and its weight
   */
  public static Panel softmax(int classes, DeviceVector targets) {
    return new Panel(classes, Link.SOFTMAX, Optional.of(targets));
  }

  /** Elements of {@link #targets} for each example. */
  public int targetWidth() {
    return link == Link.SOFTMAX ? 2 : columns;
  }

  /**
   * What {@link Passes#coefficients} gives for each example: B, or of classes one for each block of
   * the lower triangle of the Hessian, B (B+1)/2.
   */
  public int coefficients() {
    return link == Link.SOFTMAX ? Math.toIntExact(columns * (columns + 1L) / 2) : columns;
  }
}
