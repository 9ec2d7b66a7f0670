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

  /** The most classes that are named, where there are one or two lists of them, or several. */
  private static final int NAMES = 5;

  private static final int SHORT = 3;

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
    List<List<String>> groups = groups(told, classes);
    String by = " separated by " + columns;
    String grows = ": these weights grow for ever and have no optimum";
    if (groups.size() > 1) {
      List<String> alone =
          groups.stream().filter(group -> group.size() == 1).map(group -> group.get(0)).toList();
      if (groups.size() - alone.size() <= 1) {
        return some(alone, NAMES)
            + (alone.size() == 1 ? " is" : " are")
            + " separated from the other classes by "
            + columns
            + grows;
      }
      if (groups.size() == 2) {
        return some(groups.get(0), NAMES)
            + " are separated from "
            + some(groups.get(1), NAMES)
            + " by "
            + columns
            + grows;
      }
      List<String> named = groups.stream().limit(PAIRS).map(group -> some(group, SHORT)).toList();
      int more = groups.size() - named.size();
      return "groups of classes are"
          + by
          + " ("
          + String.join("; ", named)
          + (more == 0 ? "" : "; and " + more + " more")
          + ")"
          + grows;
    }
    List<String> pairs = new ArrayList<>();
    int more = 0;
    for (int k = 0; k < told.length; k++) {
      for (int l = 0; l < k; l++) {
        if (told[k][l] && pairs.size() < PAIRS) {
          pairs.add(classes.name(l) + " from " + classes.name(k));
        } else if (told[k][l]) {
          more++;
        }
      }
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
            + by
            + grows;
  }

  /**
   * Classes that are linked by pairs which are not told apart are together, so each class of one
   * group is told from each of another.
   */
  private static List<List<String>> groups(boolean[][] told, Classes classes) {
    List<List<String>> groups = new ArrayList<>();
    boolean[] taken = new boolean[told.length];
    for (int first = 0; first < told.length; first++) {
      if (taken[first]) {
        continue;
      }
      List<Integer> group = new ArrayList<>(List.of(first));
      taken[first] = true;
      for (int at = 0; at < group.size(); at++) {
        for (int k = 0; k < told.length; k++) {
          if (!taken[k] && !told[group.get(at)][k]) {
            taken[k] = true;
            group.add(k);
          }
        }
      }
      groups.add(group.stream().sorted().map(classes::name).toList());
    }
    return groups;
  }

  /** The first of some names, and how many there are. */
  private static String some(List<String> names, int most) {
    return names.size() <= most
        ? String.join(", ", names)
        : String.join(", ", names.subList(0, most)) + ", ... (" + names.size() + " classes)";
  }

  /** Which values of a column make the class certain, if it is one class and they lie together. */
  private static Optional<String> oneColumn(SeparatingDirection direction, Dataset data, int j) {
    float[] x = data.rows().column(j);
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
