package io.downhill.cli;

import io.downhill.TuningResult;
import io.downhill.tuning.Measure;
import io.downhill.tuning.Measured;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/**
 * What held-out rows say of each penalty, with bars of one standard error up and down, drawn with
 * characters. The axis of penalties is logarithmic, the largest on the left, where models are
 * simple; a penalty of 0, which has no logarithm, is the last on the right.
 *
 * @param width of the drawing in characters, without the 10 on its left; at least 20
 * @param height in lines, without the three of the axis; at least 2
 * @param ink of the lines
 */
record LossCurve(int width, int height, Ink ink) {
  /** Fewer penalties are no curve. */
  static final int FEW = 3;

  private static final int LABEL = 10;

  /** Characters between a penalty of 0 and the one before. */
  private static final int GAP = 6;

  /**
   * Draws a path.
   *
   * @return lines from the top down; none for fewer than {@value #FEW} penalties
   */
  List<String> lines(TuningResult result) {
    Measure measure = result.options().measure();
    List<Measured> held = result.points().stream().map(p -> p.held(measure)).toList();
    double[] low = held.stream().mapToDouble(h -> h.mean() - error(h)).toArray();
    double[] high = held.stream().mapToDouble(h -> h.mean() + error(h)).toArray();
    double least = Arrays.stream(low).filter(Double::isFinite).min().orElse(Double.NaN);
    double most = Arrays.stream(high).filter(Double::isFinite).max().orElse(Double.NaN);
    if (held.size() < FEW || !(least <= most)) {
      return List.of();
    }
    int[] columns = columns(result);
    char[][] canvas = new char[height][width];
    Arrays.stream(canvas).forEach(line -> Arrays.fill(line, ' '));
    for (int k = 0; k < columns.length; k++) {
      int top = row(high[k], least, most);
      for (int row = top; row >= 0 && row <= row(low[k], least, most); row++) {
        canvas[row][columns[k]] = ink.side;
      }
    }
    for (int k = 0; k < columns.length; k++) {
      int row = row(held.get(k).mean(), least, most);
      if (row >= 0) {
        canvas[row][columns[k]] = ink == Ink.ASCII ? '*' : '●';
      }
    }
    List<String> lines = new ArrayList<>();
    for (int row = 0; row < height; row++) {
      String label = row == 0 ? number(most) : row == height - 1 ? number(least) : "";
      String text = String.format("%8s %c", label, ink.side);
      lines.add((text + new String(canvas[row])).stripTrailing());
    }
    lines.addAll(axis(result, columns));
    return lines;
  }

  private static double error(Measured held) {
    return Double.isNaN(held.standardError()) ? 0 : held.standardError();
  }

  /** Where each penalty is. */
  private int[] columns(TuningResult result) {
    double[] lambdas = result.points().stream().mapToDouble(TuningSummary::lambda).toArray();
    int last = lambdas.length - 1;
    int end = width - 1 - (lambdas[last] > 0 ? 0 : GAP);
    double first = Math.log(lambdas[0]);
    double span = first - Math.log(lambdas[last] > 0 ? lambdas[last] : lambdas[last - 1]);
    return IntStream.rangeClosed(0, last)
        .map(
            k ->
                lambdas[k] > 0
                    ? (int) Math.round((first - Math.log(lambdas[k])) / span * end)
                    : width - 1)
        .toArray();
  }

  /** -1 for what is not known. */
  private int row(double value, double least, double most) {
    if (!Double.isFinite(value)) {
      return -1;
    }
    return most == least
        ? height - 1
        : (int) Math.round((most - value) / (most - least) * (height - 1));
  }

  /** Powers of ten below the line, and below them which penalty is the best. */
  private List<String> axis(TuningResult result, int[] columns) {
    StringBuilder line = new StringBuilder(ink.corner + String.valueOf(ink.floor).repeat(width));
    StringBuilder ticks = new StringBuilder();
    double[] lambdas = result.points().stream().mapToDouble(TuningSummary::lambda).toArray();
    int last = lambdas[lambdas.length - 1] > 0 ? lambdas.length - 1 : lambdas.length - 2;
    double span = Math.log(lambdas[0]) - Math.log(lambdas[last]);
    for (int power = (int) Math.floor(Math.log10(lambdas[0]));
        power >= Math.log10(lambdas[last]);
        power--) {
      double share = (Math.log(lambdas[0]) - power * Math.log(10)) / span;
      int column = (int) Math.round(share * columns[last]);
      String text = "1e" + power;
      if (column >= ticks.length() && column + text.length() <= width) {
        line.setCharAt(1 + column, ink.mark);
        ticks.append(" ".repeat(1 + column - ticks.length())).append(text);
      }
    }
    if (last < lambdas.length - 1 && ticks.length() < width) {
      ticks.append(" ".repeat(width - ticks.length())).append('0');
    }
    String indent = " ".repeat(LABEL - 1);
    List<String> lines = new ArrayList<>(List.of(indent + line, indent + ticks));
    if (result.best() >= 0) {
      lines.add(indent + marks(columns[result.oneStandardError()], columns[result.best()]));
    }
    return lines;
  }

  /** The names of two columns below them; the one on the left is the larger penalty, 1se. */
  private String marks(int within, int best) {
    if (best - within < "1se ".length()) {
      String both = best == within ? "best, 1se" : "1se, best";
      return " ".repeat(1 + Math.min(within, width - both.length())) + both;
    }
    String left = " ".repeat(1 + within) + "1se";
    int column = 1 + Math.min(best, width - "best".length());
    return left + " ".repeat(Math.max(1, column - left.length())) + "best";
  }

  /** A number in at most eight characters. */
  private static String number(double value) {
    return String.format(Locale.ROOT, Math.abs(value) < LABEL ? "%.4f" : "%.2e", value);
  }
}
