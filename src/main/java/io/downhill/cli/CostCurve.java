package io.downhill.cli;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * The cost J against the iterations, drawn with characters that every terminal has. The axis of
 * iterations is logarithmic: descent is steep at first, and on an even axis would be a corner.
 */
final class CostCurve {
  private static final int HEIGHT = 12;
  private static final int WIDTH = 64;

  private CostCurve() {}

  /**
   * Draws a curve.
   *
   * @param costs of each iteration, finite, at least one
   * @return lines from the top down, the axis of iterations last
   */
  static List<String> lines(double[] costs) {
    double top = Arrays.stream(costs).max().orElseThrow();
    double bottom = Arrays.stream(costs).min().orElseThrow();
    char[][] canvas = new char[HEIGHT][WIDTH];
    int before = row(costs[0], top, bottom);
    for (int column = 0; column < WIDTH; column++) {
      int row = row(costs[iteration(column, costs.length) - 1], top, bottom);
      // From the row before to this one without a gap.
      int first = before < row ? before + 1 : before > row ? before - 1 : row;
      for (int r = Math.min(first, row); r <= Math.max(first, row); r++) {
        canvas[r][column] = '*';
      }
      before = row;
    }
    List<String> lines = new ArrayList<>();
    for (int r = 0; r < HEIGHT; r++) {
      String label = r == 0 ? number(top) : r == HEIGHT - 1 ? number(bottom) : "";
      String points = new String(canvas[r]).replace('\0', ' ');
      lines.add(String.format("%8s |%s", label, points).stripTrailing());
    }
    axis(costs.length).forEach(line -> lines.add(" ".repeat(9) + line));
    return lines;
  }

  /** The iteration, from 1, that a column shows. */
  private static int iteration(int column, int count) {
    return (int) Math.round(Math.pow(count, column / (WIDTH - 1.0)));
  }

  private static List<String> axis(int count) {
    StringBuilder line = new StringBuilder("+" + "-".repeat(WIDTH));
    StringBuilder ticks = new StringBuilder(" ".repeat(WIDTH + 12));
    for (long tick = 1; tick <= count; tick *= 10) {
      int column =
          count == 1 ? 0 : (int) Math.round(Math.log(tick) / Math.log(count) * (WIDTH - 1));
      line.setCharAt(1 + column, '+');
      String text = String.valueOf(tick);
      ticks.replace(1 + column, 1 + column + text.length(), text);
    }
    return List.of(line.toString(), ticks.toString().stripTrailing());
  }

  private static int row(double cost, double top, double bottom) {
    if (top == bottom) {
      return HEIGHT - 1;
    }
    return (int) Math.round((top - cost) / (top - bottom) * (HEIGHT - 1));
  }

  private static String number(double cost) {
    return String.format(Locale.ROOT, "%.4f", cost);
  }
}
