package io.downhill.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The cost J against the iterations, drawn with characters. The axis of iterations is logarithmic:
 * descent is steep at first, and on an even axis would be a corner.
 *
 * @param width of the drawing in characters, without the {@value #LABEL} on its left; at least 2
 * @param height in lines, without the two of the axis; at least 2
 * @param ink what it is drawn with
 */
record CostCurve(int width, int height, Ink ink) {
  /** Characters on the left of the drawing: a cost, a blank and the side. */
  static final int LABEL = 10;

  /** A shorter axis would have hardly a mark. */
  private static final int FEW = 100;

  private static final CostCurve USUAL = new CostCurve(64, 12, Ink.ASCII);

  /**
   * Draws a curve that every terminal shows.
   *
   * @param costs of each iteration, finite, at least one
   * @return lines from the top down, the axis of iterations last
   */
  static List<String> lines(double[] costs) {
    return USUAL.lines(CostSeries.of(costs));
  }

  /** The same with what its axes are, and an empty line behind; nothing for no costs. */
  static List<String> titled(double[] costs) {
    if (costs.length == 0) {
      return List.of();
    }
    List<String> lines = new ArrayList<>();
    lines.add("  cost J");
    lines.addAll(lines(costs));
    lines.add(" ".repeat(34) + "iterations");
    lines.add("");
    return lines;
  }

  /** The same of a series of at least one iteration. */
  List<String> lines(CostSeries costs) {
    CostSeries.Band all = costs.all();
    int[][] canvas = canvas(costs, all);
    List<String> lines = new ArrayList<>();
    for (int line = 0; line < height; line++) {
      String label = line == height - 1 ? number(all.low()) : "";
      if (line == 0 && all.high() > all.low()) {
        label = number(all.high());
      }
      StringBuilder text = new StringBuilder(String.format("%8s %c", label, ink.side));
      for (int dots : canvas[line]) {
        text.append(dots == 0 ? ' ' : ink.character(dots));
      }
      lines.add(text.toString().stripTrailing());
    }
    axis(costs.count()).forEach(line -> lines.add(" ".repeat(LABEL - 1) + line));
    return lines;
  }

  /** The dots of each character. */
  private int[][] canvas(CostSeries costs, CostSeries.Band all) {
    int[][] canvas = new int[height][width];
    int columns = width * ink.across;
    int shown = 0;
    int before = row(costs.over(1, 1).last(), all);
    for (int column = 0; column < columns; column++) {
      int iteration = iteration(column, columns, costs.count());
      CostSeries.Band band = costs.over(Math.min(shown + 1, iteration), iteration);
      int top = row(band.high(), all);
      int bottom = row(band.low(), all);
      // From the row before to these without a gap.
      int from = before < top ? before + 1 : top;
      int to = before > bottom ? before - 1 : bottom;
      for (int row = from; row <= to; row++) {
        int dot = row % ink.down * ink.across + column % ink.across;
        canvas[row / ink.down][column / ink.across] |= 1 << dot;
      }
      before = row(band.last(), all);
      shown = iteration;
    }
    return canvas;
  }

  /** The iteration, from 1, up to which a column of dots shows. */
  private static int iteration(int column, int columns, int count) {
    return (int) Math.round(Math.pow(count, column / (columns - 1.0)));
  }

  /** Marks powers of ten, and 2 and 5 of each where there are few. */
  private List<String> axis(int count) {
    StringBuilder line = new StringBuilder(ink.corner + String.valueOf(ink.floor).repeat(width));
    StringBuilder ticks = new StringBuilder();
    int[] marks = count < FEW ? new int[] {1, 2, 5} : new int[] {1};
    for (long power = 1; power <= count; power *= 10) {
      for (int mark : marks) {
        long tick = mark * power;
        String text = String.valueOf(tick);
        int column = tick > count ? width : column(tick, count);
        if (column >= ticks.length() && column + text.length() <= width) {
          line.setCharAt(1 + column, ink.mark);
          ticks.append(" ".repeat(1 + column - ticks.length())).append(text);
        }
      }
    }
    return List.of(line.toString(), ticks.toString());
  }

  /** Where an iteration is. */
  private int column(long iteration, int count) {
    double share = count == 1 ? 0 : Math.log(iteration) / Math.log(count);
    return (int) Math.round(share * (width - 1));
  }

  private int row(double cost, CostSeries.Band all) {
    int bottom = height * ink.down - 1;
    if (all.high() == all.low()) {
      return bottom;
    }
    return (int) Math.round((all.high() - cost) / (all.high() - all.low()) * bottom);
  }

  /** A cost in at most eight characters. */
  private static String number(double cost) {
    boolean plain = cost == 0 || Math.abs(cost) >= 0.001 && Math.abs(cost) < 1000;
    return String.format(Locale.ROOT, plain ? "%.4f" : "%.1e", cost);
  }
}
