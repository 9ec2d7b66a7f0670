package io.downhill.cli;

import io.downhill.ClassMetrics;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Who was taken for what, in lines of 80 characters: counts where they fit; else percents of each
 * class, which up to 26 classes have room; and the most frequent mistakes where there are many.
 */
final class ConfusionMatrix {
  private static final int WIDTH = 80;

  /** The characters of a percent, with the blank before it. */
  private static final int CELL = 3;

  private static final int MISTAKES = 10;

  private static final String COUNTS = "rows: what examples are; columns: what is predicted";

  private static final String PERCENTS =
      "percent of each class (row) by the class that is predicted (column)";

  private final ClassMetrics metrics;
  private final int classes;

  private final List<String> matrix;
  private final boolean numbered;

  ConfusionMatrix(ClassMetrics metrics) {
    this.metrics = metrics;
    this.classes = metrics.classes().size();
    List<String> own = metrics.classes().stream().map(ClassMetrics.OfClass::name).toList();
    List<String> numbers = IntStream.rangeClosed(1, classes).mapToObj(String::valueOf).toList();
    List<String> byName = matrix(own);
    this.numbered = byName.isEmpty() && !matrix(numbers).isEmpty();
    this.matrix = numbered ? matrix(numbers) : byName;
  }

  /** Whether classes are called by their numbers, from 1. */
  boolean numbered() {
    return numbered;
  }

  List<String> lines() {
    List<String> lines = new ArrayList<>(matrix);
    if (matrix.isEmpty() || isOfPercents()) {
      if (!matrix.isEmpty()) {
        lines.add("");
      }
      lines.addAll(mistakes());
    }
    return lines;
  }

  private boolean isOfPercents() {
    return matrix.get(0).equals(PERCENTS);
  }

  /** Counts where they fit, else percents where these do; else nothing. */
  private List<String> matrix(List<String> heads) {
    List<String> lines = new ArrayList<>();
    if (CELL * classes > WIDTH) {
      return lines;
    }
    Table counts = counts(heads);
    if (counts.width() <= WIDTH) {
      lines.add(COUNTS);
      lines.addAll(counts.lines());
      return lines;
    }
    int label = heads.stream().mapToInt(String::length).max().orElse(0);
    if (label < CELL && label + CELL * classes <= WIDTH) {
      lines.add(PERCENTS);
      lines.addAll(percents(heads, label));
    }
    return lines;
  }

  private Table counts(List<String> heads) {
    Table table = new Table(Stream.concat(Stream.of(""), heads.stream()).toArray(String[]::new));
    for (int k = 0; k < classes; k++) {
      List<String> cells = new ArrayList<>(List.of(heads.get(k)));
      for (double count : metrics.confusion()[k]) {
        cells.add(count == 0 ? "." : String.valueOf(MetricsLines.count(count)));
      }
      table.row(cells.toArray(String[]::new));
    }
    return table;
  }

  private List<String> percents(List<String> heads, int label) {
    List<String> lines = new ArrayList<>();
    StringBuilder head = new StringBuilder(" ".repeat(label));
    heads.forEach(name -> head.append(cell(name)));
    lines.add(head.toString());
    for (int k = 0; k < classes; k++) {
      StringBuilder line = new StringBuilder(heads.get(k));
      line.append(" ".repeat(label - line.length()));
      for (int l = 0; l < classes; l++) {
        line.append(cell(percent(metrics.confusion()[k][l], metrics.classes().get(k).weight())));
      }
      lines.add(line.toString().stripTrailing());
    }
    return lines;
  }

  /** Rounded; 100 only where it is all, and 0 where it is little. */
  private static String percent(double count, double all) {
    if (count == 0) {
      return ".";
    }
    return count == all ? "100" : String.valueOf(Math.min(99, Math.round(100 * count / all)));
  }

  private static String cell(String text) {
    return " ".repeat(CELL - text.length()) + text;
  }

  /** The most frequent ones. */
  private List<String> mistakes() {
    Comparator<int[]> mostFirst =
        Comparator.comparingDouble((int[] pair) -> -metrics.confusion()[pair[0]][pair[1]]);
    Table table = new Table("IS", "PREDICTED", "EXAMPLES", "OF ITS CLASS");
    IntStream.range(0, classes)
        .boxed()
        .flatMap(k -> IntStream.range(0, classes).mapToObj(l -> new int[] {k, l}))
        .filter(pair -> pair[0] != pair[1] && metrics.confusion()[pair[0]][pair[1]] > 0)
        .sorted(mostFirst)
        .limit(MISTAKES)
        .forEach(
            pair -> {
              double count = metrics.confusion()[pair[0]][pair[1]];
              ClassMetrics.OfClass is = metrics.classes().get(pair[0]);
              table.row(
                  is.name(),
                  metrics.classes().get(pair[1]).name(),
                  String.valueOf(MetricsLines.count(count)),
                  String.format(Locale.ROOT, "%.1f %%", 100 * count / is.weight()));
            });
    List<String> lines = new ArrayList<>(List.of("the most frequent mistakes"));
    lines.addAll(table.lines());
    return lines.size() == 2 ? List.of("no mistakes") : lines;
  }
}
