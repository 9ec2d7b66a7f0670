package io.downhill;

import io.downhill.data.Classes;
import io.downhill.data.Dataset;
import io.downhill.data.Encoding;
import io.downhill.data.Preparation;
import io.downhill.data.cell.Scale;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The weights of a model as a start for data that may be prepared in another way: columns and
 * levels are found by name, and categories counted against the new baseline, so that a row that
 * both know keeps its margin. What the model does not know starts at 0.
 */
final class WarmStart {
  private static final Logger LOG = LoggerFactory.getLogger(WarmStart.class);
  private static final int NAMED = 5;

  private final Map<String, Encoding> known = new HashMap<>();
  private final Map<String, Double> weights = new HashMap<>();
  private final List<Double> carried = new ArrayList<>();
  private final List<String> unknown = new ArrayList<>();
  private double bias;

  private WarmStart(LogisticModel model, double[] column) {
    model.preparationOrPlain().used().forEach(e -> known.put(e.column(), e));
    int n = model.features().size();
    for (int j = 0; j < n; j++) {
      weights.put(model.features().get(j), column[j]);
    }
    bias = column[n];
  }

  /**
   * The parameters for raw features, [weights | bias] of each column. Classes are found by name: of
   * two the parameters are the difference of their columns, and a class that the model does not
   * know has a column of zeros.
   *
   * @throws IllegalArgumentException if the model tells other classes apart, shares no column with
   *     the data, or takes one for another kind
   */
  static double[][] of(LogisticModel model, Dataset data) {
    Classes had = model.classes();
    Classes wanted = data.classes().orElse(Classes.ZERO_ONE);
    Preparation preparation =
        data.preparation().orElseGet(() -> Preparation.plain(data.featureNames()));
    if (had.areTwo() && wanted.areTwo()) {
      double[] raw = new WarmStart(model, model.parameters().column(0)).carry(preparation, true);
      double sign = sign(had, wanted);
      for (int j = 0; j < raw.length; j++) {
        raw[j] *= sign;
      }
      return new double[][] {raw};
    }
    tell(had, wanted);
    double[][] columns = new double[wanted.count()][];
    for (int k = 0; k < columns.length; k++) {
      double[] column = column(model, wanted.name(k));
      columns[k] = new WarmStart(model, column).carry(preparation, k == 0);
    }
    return wanted.areTwo() ? new double[][] {difference(columns[1], columns[0])} : columns;
  }

  /** The column of a class in the model: of two half a margin for and against; else zeros. */
  private static double[] column(LogisticModel model, String name) {
    int k = model.classes().names().indexOf(name);
    double[] column = model.parameters().column(model.classes().areTwo() ? 0 : Math.max(0, k));
    double factor = k < 0 ? 0 : !model.classes().areTwo() ? 1 : k == 1 ? 0.5 : -0.5;
    for (int j = 0; j < column.length; j++) {
      column[j] *= factor;
    }
    return column;
  }

  private static double[] difference(double[] a, double[] b) {
    double[] difference = new double[a.length];
    for (int j = 0; j < a.length; j++) {
      difference[j] = a[j] - b[j];
    }
    return difference;
  }

  private static void tell(Classes had, Classes wanted) {
    List<String> added = wanted.names().stream().filter(k -> !had.names().contains(k)).toList();
    List<String> unused = had.names().stream().filter(k -> !wanted.names().contains(k)).toList();
    if (added.size() == wanted.count()) {
      throw new IllegalArgumentException(
          "start must be a model of the same classes: it tells apart "
              + names(had.names())
              + ", the data "
              + names(wanted.names()));
    }
    if (!added.isEmpty()) {
      LOG.warn("classes that the model to start from does not have start at 0: {}", names(added));
    }
    if (!unused.isEmpty()) {
      LOG.warn("classes of the model to start from that are not used: {}", names(unused));
    }
  }

  private static double sign(Classes had, Classes wanted) {
    if (had.names().equals(wanted.names())) {
      return 1;
    }
    if (had.negative().equals(wanted.positive()) && had.positive().equals(wanted.negative())) {
      return -1;
    }
    throw new IllegalArgumentException(
        String.format(
            "start must be a model of the same classes: it tells %s from %s, the data %s from %s",
            had.negative(), had.positive(), wanted.negative(), wanted.positive()));
  }

  /** The parameters of the column; what it does not know is told, or was told before. */
  private double[] carry(Preparation preparation, boolean told) {
    boolean common = false;
    for (Encoding encoding : preparation.used()) {
      Encoding had = known.remove(encoding.column());
      common |= had != null;
      carry(had, encoding);
    }
    if (!common) {
      throw new IllegalArgumentException(
          "start must be a model of the same columns: it has "
              + names(known.keySet().stream().sorted().toList())
              + ", the data "
              + names(preparation.used().stream().map(Encoding::column).toList()));
    }
    if (told && !unknown.isEmpty()) {
      LOG.warn("features that the model to start from does not have: {}", names(unknown));
    }
    if (told && !known.isEmpty()) {
      LOG.warn(
          "columns of the model to start from that are not used: {}",
          names(known.keySet().stream().sorted().toList()));
    }
    double[] raw = new double[carried.size() + 1];
    for (int j = 0; j < carried.size(); j++) {
      raw[j] = carried.get(j);
    }
    raw[carried.size()] = bias;
    return raw;
  }

  private void carry(Encoding had, Encoding wanted) {
    if (had instanceof Encoding.Category was && wanted instanceof Encoding.Category is) {
      category(was, is);
    } else if (had == null || kind(had).equals(kind(wanted))) {
      wanted.features().forEach(name -> carried.add(weight(name)));
      if (had instanceof Encoding.Numeric was && wanted instanceof Encoding.Numeric is) {
        // w (x - was) = w (x - is) + w (is - was)
        bias += weights.getOrDefault(is.column(), 0.0) * (is.offset() - was.offset());
      }
    } else {
      throw new IllegalArgumentException(
          String.format(
              "start must be a model of the same columns: %s is %s in the model, %s in the data",
              wanted.column(), kind(had), kind(wanted)));
    }
  }

  /** The weight of a feature of the model, 0 for one it does not have. */
  private double weight(String feature) {
    Double weight = weights.get(feature);
    if (weight == null) {
      unknown.add(feature);
      return 0;
    }
    return weight;
  }

  private void category(Encoding.Category was, Encoding.Category is) {
    String column = is.column();
    double rare = weights.getOrDefault(column + " (other)", 0.0);
    double shift = level(was, is.baseline(), rare);
    bias += shift;
    is.levels().forEach(level -> carried.add(level(was, level, rare) - shift));
    for (String feature : is.features().subList(is.levels().size(), is.features().size())) {
      carried.add(weights.getOrDefault(feature, 0.0) - shift);
    }
  }

  /** What a level adds to the margin in the model; one that it does not know counts as rare. */
  private double level(Encoding.Category was, String level, double rare) {
    if (level.equals(was.baseline())) {
      return 0;
    }
    Double weight = weights.get(was.column() + "=" + level);
    if (weight == null) {
      unknown.add(was.column() + "=" + level);
      return rare;
    }
    return weight;
  }

  private static String kind(Encoding encoding) {
    if (encoding instanceof Encoding.Category) {
      return "a category";
    }
    if (encoding instanceof Encoding.Words words) {
      return "a text by " + words.weighting().text();
    }
    Scale scale = ((Encoding.Numeric) encoding).scale();
    return scale.equals(Scale.TRUTH) ? "true or false" : "a " + scale.word();
  }

  private static String names(List<String> names) {
    String more = names.size() > NAMED ? ", ... (" + names.size() + " in all)" : "";
    return String.join(", ", names.subList(0, Math.min(NAMED, names.size()))) + more;
  }
}
