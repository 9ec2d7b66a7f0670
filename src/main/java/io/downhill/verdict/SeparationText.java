package io.downhill.verdict;

import io.downhill.data.Classes;
import io.downhill.data.Dataset;
import io.downhill.data.Offsets;
import io.downhill.data.Standardization;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** A direction that separates, in words. */
final class SeparationText {
  private static final String CURE = "; give --l2 0.001 or so";

  /** The most pairs of classes that are named. */
  private static final int PAIRS = 3;

  private SeparationText() {}

  /**
   * Says what is separated, and the cure.
   *
   * @param names of the columns that have the largest share in the direction
   */
  static String of(SeparatingDirection direction, Dataset data, List<String> names) {
    if (direction.complete()) {
      return "the classes are separated by "
          + String.join(", ", names)
          + ": weights grow for ever and there is no optimum"
          + CURE;
    }
    Classes classes = data.classes().orElse(Classes.ZERO_ONE);
    if (!classes.areTwo()) {
      return ofSome(direction, classes, String.join(", ", names)) + CURE;
    }
    if (names.size() == 1) {
      int column = data.featureNames().indexOf(names.get(0));
      Optional<String> rows = oneColumn(direction, data, column);
      if (rows.isPresent()) {
        return "quasi-separated: " + rows.get() + CURE;
      }
    }
    return String.format(
        Locale.ROOT,
        "quasi-separated by %s: the class of %d of %d rows is certain, so these weights grow for ever"
            + " and have no optimum%s",
        String.join(", ", names),
        direction.certain(),
        direction.examples(),
        CURE);
  }

  /** Which of K classes are separated, if not all are. */
  private static String ofSome(SeparatingDirection direction, Classes classes, String columns) {
    boolean[][] told = direction.told();
    List<String> alone = new ArrayList<>();
    List<String> pairs = new ArrayList<>();
    int more = 0;
    for (int k = 0; k < told.length; k++) {
      boolean fromAll = true;
      for (int l = 0; l < told.length; l++) {
        fromAll &= l == k || told[k][l];
        if (l < k && told[k][l] && pairs.size() < PAIRS) {
          pairs.add(classes.name(l) + " from " + classes.name(k));
        } else if (l < k && told[k][l]) {
          more++;
        }
      }
      if (fromAll) {
        alone.add(classes.name(k));
      }
    }
    String grows = ": these weights grow for ever and have no optimum";
    if (!alone.isEmpty()) {
      return String.join(", ", alone)
          + (alone.size() == 1 ? " is" : " are")
          + " separated from the other classes by "
          + columns
          + grows;
    }
    return pairs.isEmpty()
        ? String.format(
            Locale.ROOT,
            "quasi-separated by %s: classes are ruled out for %d of %d rows, so these weights grow for"
                + " ever and have no optimum",
            columns,
            direction.moved(),
            direction.examples())
        : String.join(", ", pairs)
            + (more == 0 ? "" : " and " + more + (more == 1 ? " more pair" : " more pairs"))
            + (pairs.size() == 1 ? " is" : " are")
            + " separated by "
            + columns
            + grows;
  }

  /** Which values of a column make the class certain, if it is one class and they lie together. */
  private static Optional<String> oneColumn(SeparatingDirection direction, Dataset data, int j) {
    float[] x = column(data, j);
    double least = Double.POSITIVE_INFINITY;
    double most = Double.NEGATIVE_INFINITY;
    int positives = 0;
    int certain = 0;
    for (int i = 0; i < x.length; i++) {
      if (direction.isCertain(i)) {
        least = Math.min(least, x[i]);
        most = Math.max(most, x[i]);
        positives += data.labels()[i] > 0 ? 1 : 0;
        certain++;
      }
    }
    if (positives > 0 && positives < certain || othersWithin(direction, data, x, least, most)) {
      return Optional.empty();
    }
    String name = data.featureNames().get(j);
    Classes classes = data.classes().orElse(Classes.ZERO_ONE);
    return Optional.of(
        String.format(
            Locale.ROOT,
            "%d %s with %s %s '%s', so the weight of %s has no finite optimum",
            certain,
            certain == 1 ? "row" : "rows",
            values(
                name, raw(data, j, least), raw(data, j, most), direction.rises(j) == positives > 0),
            certain == 1 ? "is" : "are all",
            positives > 0 ? classes.positive() : classes.negative(),
            name));
  }

  private static float[] column(Dataset data, int j) {
    float[] column = new float[data.examples()];
    data.rows().each(0, column.length, (i, x, at) -> column[i] = x[at + j]);
    return column;
  }

  private static boolean othersWithin(
      SeparatingDirection direction, Dataset data, float[] x, double least, double most) {
    for (int i = 0; i < x.length; i++) {
      boolean counts = data.weights() == null || data.weights()[i] > 0;
      if (counts && x[i] >= least && x[i] <= most && !direction.isCertain(i)) {
        return true;
      }
    }
    return false;
  }

  private static double raw(Dataset data, int j, double value) {
    Optional<Standardization> scale = data.standardization();
    double stored = scale.map(s -> value * s.deviations()[j] + s.means()[j]).orElse(value);
    Optional<Offsets> offsets = data.offsets();
    return offsets.map(o -> o.offsets()[j] + o.units()[j] * stored).orElse(stored);
  }

  private static String values(String name, double least, double most, boolean high) {
    boolean one = most - least <= 1e-5 * Math.max(Math.abs(least), Math.abs(most));
    if (one && name.contains("=") && Math.abs(most - 1) < 1e-5) {
      return name; // The mark of a level.
    }
    return name
        + (one
            ? " = " + text(most)
            : high ? " of " + text(least) + " or more" : " up to " + text(most));
  }

  /** Whole numbers with all their digits, others with six. */
  private static String text(double value) {
    double whole = Math.rint(value);
    boolean isWhole = Math.abs(value - whole) <= 1e-6 * Math.max(1, Math.min(1e3, Math.abs(value)));
    BigDecimal digits =
        isWhole ? new BigDecimal(whole) : new BigDecimal(value).round(new MathContext(6));
    return digits.stripTrailingZeros().toPlainString();
  }
}
