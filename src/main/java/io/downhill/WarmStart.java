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

  private WarmStart(LogisticModel model) {
    model.preparationOrPlain().used().forEach(e -> known.put(e.column(), e));
    for (int j = 0; j < model.features().size(); j++) {
      weights.put(model.features().get(j), model.weights()[j]);
    }
    bias = model.bias();
  }

  /**
   * The parameters for raw features, [weights | bias] of each column.
   *
   * @throws IllegalArgumentException if the model tells other classes apart, shares no column with
   *     the data, or takes one for another kind
   */
  static double[][] of(LogisticModel model, Dataset data) {
    double sign = sign(model.classes(), data.classes().orElse(Classes.ZERO_ONE));
    Preparation preparation =
        data.preparation().orElseGet(() -> Preparation.plain(data.featureNames()));
    double[] raw = new WarmStart(model).carry(preparation);
    for (int j = 0; j < raw.length; j++) {
      raw[j] *= sign;
    }
    return new double[][] {raw};
  }

  private static double sign(Classes had, Classes wanted) {
    if (had.equals(wanted)) {
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

  private double[] carry(Preparation preparation) {
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
    if (!unknown.isEmpty()) {
      LOG.warn("features that the model to start from does not have: {}", names(unknown));
    }
    if (!known.isEmpty()) {
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
    Scale scale = ((Encoding.Numeric) encoding).scale();
    return scale.equals(Scale.TRUTH) ? "true or false" : "a " + scale.word();
  }

  private static String names(List<String> names) {
    String more = names.size() > NAMED ? ", ... (" + names.size() + " in all)" : "";
    return String.join(", ", names.subList(0, Math.min(NAMED, names.size()))) + more;
  }
}
