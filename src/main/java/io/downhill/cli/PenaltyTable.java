package io.downhill.cli;

import io.downhill.TuningResult;
import io.downhill.tuning.Measure;
import io.downhill.tuning.Measured;
import io.downhill.tuning.Point;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import java.util.stream.Stream;

/** The penalties of a path, a line each, of a long path those around the best one. */
final class PenaltyTable {
  /** Lines of penalties that are shown. */
  private static final int MOST = 20;

  private static final double SMALL = 1e-3;
  private static final double LARGE = 1e5;

  private final TuningResult result;
  private final Measure first;

  PenaltyTable(TuningResult result) {
    this.result = result;
    this.first = result.options().measure();
  }

  /** The measures of these classes, the one that decides first. */
  static List<Measure> measures(TuningResult result) {
    Measure first = result.options().measure();
    boolean two = result.classes().areTwo();
    Stream<Measure> others =
        Stream.of(Measure.values())
            .filter(m -> m != first && (m != Measure.BRIER || two && first == Measure.BRIER));
    return Stream.concat(Stream.of(first), others).toList();
  }

  /** The table; what is left out of it is told by a line between. */
  List<String> lines() {
    List<Measure> measures = measures(result);
    List<String> header =
        new ArrayList<>(List.of(TuningSummary.unit(result).toUpperCase(Locale.ROOT)));
    for (Measure measure : measures) {
      header.add(TuningSummary.name(measure).toUpperCase(Locale.ROOT));
      if (measure == first) {
        header.add("STD ERROR");
      }
    }
    header.addAll(List.of("FEATURES", "EXPLAINED", ""));
    Table table = new Table(header.toArray(String[]::new));
    List<Integer> shown = shown();
    for (int k : shown) {
      table.row(row(k, measures));
    }
    List<String> lines = new ArrayList<>();
    List<String> all = table.lines();
    lines.add(all.get(0));
    int before = -1;
    for (int line = 0; line < shown.size(); line++) {
      int left = shown.get(line) - before - 1;
      if (left > 0) {
        lines.add("... " + left + " more in --json");
      }
      lines.add(all.get(line + 1));
      before = shown.get(line);
    }
    return lines;
  }

  /** The ends, the best and the one within a standard error, and what is nearest to these two. */
  private List<Integer> shown() {
    int count = result.points().size();
    TreeSet<Integer> shown = new TreeSet<>();
    for (int k = 0; count <= MOST && k < count; k++) {
      shown.add(k);
    }
    if (count > MOST) {
      shown.addAll(List.of(0, count - 1));
      int best = Math.max(0, result.best());
      int within = Math.max(0, result.oneStandardError());
      for (int away = 0; shown.size() < MOST - 2; away++) {
        for (int k : new int[] {best - away, within + away, within - away, best + away}) {
          if (k >= 0 && k < count && shown.size() < MOST - 2) {
            shown.add(k);
          }
        }
      }
    }
    return List.copyOf(shown);
  }

  private String[] row(int k, List<Measure> measures) {
    Point point = result.points().get(k);
    List<String> cells = new ArrayList<>(List.of(penalty(TuningSummary.lambda(point))));
    for (Measure measure : measures) {
      Measured held = point.held(measure);
      cells.add(number(held.mean()));
      if (measure == first) {
        cells.add(number(held.standardError()));
      }
    }
    cells.add(String.valueOf(point.nonzero()));
    cells.add(String.format(Locale.ROOT, "%.1f %%", 100 * point.explained()));
    cells.add(mark(k) + (point.converged() ? "" : " not converged"));
    return cells.toArray(String[]::new);
  }

  private String mark(int k) {
    boolean best = k == result.best();
    boolean within = k == result.oneStandardError();
    return best && within ? "best, 1se" : best ? "best" : within ? "1se" : "";
  }

  /** Four digits of a penalty. */
  static String penalty(double lambda) {
    boolean plain = lambda == 0 || lambda >= SMALL && lambda < LARGE;
    return plain
        ? String.format(Locale.ROOT, "%.4g", lambda)
        : String.format(Locale.ROOT, "%.3e", lambda);
  }

  private static String number(double value) {
    return Double.isNaN(value) ? "-" : String.format(Locale.ROOT, "%.5f", value);
  }
}
