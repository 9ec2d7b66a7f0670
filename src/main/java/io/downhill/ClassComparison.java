package io.downhill;

import io.downhill.comparison.Difference;
import io.downhill.comparison.McNemar;
import io.downhill.comparison.Paired;
import io.downhill.data.Argument;
import io.downhill.data.DataException;
import io.downhill.data.Dataset;
import io.downhill.data.table.PreparedRows;
import java.util.function.Function;

/**
 * Two models of the same three classes or more, A and B, on the same examples.
 *
 * @param a the measures of A
 * @param b the measures of B
 * @param level of the interval
 * @param logLoss the difference of the mean losses
 * @param mcNemar whether they are right equally often
 * @param counted whether weights are whole numbers, without which McNemar's test has no p
 */
public record ClassComparison(
    ClassMetrics a,
    ClassMetrics b,
    double level,
    Difference logLoss,
    McNemar mcNemar,
    boolean counted) {

  /**
   * Compares two models on labelled rows, which are read once for each.
   *
   * @param rows opens the rows for a model; they are closed here
   * @param level of the interval, between 0 and 1
   * @throws DataException if the models have other classes, or cannot be judged on the rows
   */
  public static ClassComparison of(
      LogisticModel a, LogisticModel b, Function<LogisticModel, PreparedRows> rows, double level) {
    check(a, b, level);
    return of(a, Comparison.scores(a, rows), Comparison.scores(b, rows), level);
  }

  /**
   * Compares two models on labelled examples, whose features are those of both.
   *
   * @throws DataException if the models have other classes
   */
  public static ClassComparison of(LogisticModel a, LogisticModel b, Dataset data, double level) {
    check(a, b, level);
    return of(a, a.scores(data), b.scores(data), level);
  }

  private static void check(LogisticModel a, LogisticModel b, double level) {
    Argument.notNull(a, "a");
    Argument.notNull(b, "b");
    Comparison.checkLevel(level);
    if (!a.classes().names().equals(b.classes().names())) {
      throw new DataException(
          "the two models predict other things: "
              + some(a)
              + ", and "
              + some(b)
              + "; train both on the same labels");
    }
    if (a.classes().areTwo()) {
      throw new IllegalArgumentException("the models tell two classes apart: see Comparison");
    }
  }

  private static String some(LogisticModel model) {
    int count = model.classes().count();
    return count
        + " classes "
        + String.join(", ", model.classes().names().subList(0, Math.min(5, count)))
        + (count > 5 ? ", ..." : "");
  }

  private static ClassComparison of(LogisticModel a, Scores ofA, Scores ofB, double level) {
    Comparison.checkSameRows(ofA, ofB);
    Paired paired =
        new Paired(ClassMetrics.losses(ofA), ClassMetrics.losses(ofB), ofA.labels(), ofA.weights());
    return new ClassComparison(
        ofA.measured(a.classes()),
        ofB.measured(a.classes()),
        level,
        paired.means(level),
        McNemar.of(ClassMetrics.right(ofA), ClassMetrics.right(ofB), paired),
        paired.counted());
  }
}
