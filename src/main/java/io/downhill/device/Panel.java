package io.downhill.device;

import java.util.Optional;

/**
 * Columns of parameters that one pass serves in one read of X. What a pass gives for a column has
 * the bits of that column alone.
 *
 * <p>Everything that has a value for each column holds them side by side: parameters are (n+1) x B,
 * element (j, b) at j B + b; margins are m x B; sums are their columns x B. So a panel of one
 * column is laid out as if there were none.
 *
 * @param columns B, at least 1
 * @param link what becomes of the margins
 * @param targets signed weights of the columns' own, m x B; empty where all have those that the
 *     examples were loaded with
 */
public record Panel(int columns, Link link, Optional<DeviceVector> targets) {
  /** One column with the examples' own labels. */
  public static final Panel ONE = of(1);

  /** Checks the number of columns. */
  public Panel {
    if (columns < 1) {
      throw new IllegalArgumentException("columns: " + columns + ", must be at least 1");
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
}
