package io.downhill.report;

import io.downhill.LogisticModel;
import io.downhill.data.Argument;
import io.downhill.data.Standardization;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * The weights of two classes along a path of penalties.
 *
 * @param penalties lambda, the largest first
 * @param features whose weights these are
 * @param weights of raw features, a row a feature and a column a penalty; not copied
 */
public record CoefficientPath(double[] penalties, List<String> features, double[][] weights) {
  /** Lines that a chart can hold. */
  private static final int LINES = 60;

  /** Checks the lengths. */
  public CoefficientPath {
    Argument.notNull(penalties, "penalties");
    Argument.notNull(weights, "weights");
    features = List.copyOf(features);
    int count = penalties.length;
    if (weights.length != features.size()
        || Arrays.stream(weights).anyMatch(row -> row.length != count)) {
      throw new IllegalArgumentException("a weight for each feature and penalty is needed");
    }
  }

  /** The first feature that the model does not have; empty if it has them all. */
  public Optional<String> strangerTo(LogisticModel model) {
    return features.stream().filter(feature -> !model.features().contains(feature)).findFirst();
  }

  /** For the page: the features that are strongest anywhere, by their standardised weights. */
  Map<String, Object> toMap(LogisticModel model) {
    Map<String, Integer> places = new HashMap<>();
    for (int j = 0; j < model.features().size(); j++) {
      places.put(model.features().get(j), j);
    }
    Optional<double[]> deviations = model.standardization().map(Standardization::deviations);
    double[] scales =
        features.stream()
            .mapToDouble(name -> deviations.map(d -> d[places.get(name)]).orElse(1.0))
            .toArray();
    List<Object> lines =
        IntStream.range(0, features.size())
            .boxed()
            .sorted((j, k) -> Double.compare(scales[k] * most(k), scales[j] * most(j)))
            .limit(LINES)
            .map(
                j -> {
                  Map<String, Object> line = new LinkedHashMap<>();
                  line.put("feature", features.get(j));
                  double scale = scales[j];
                  double[] scaled = Arrays.stream(weights[j]).map(w -> w * scale).toArray();
                  line.put("weights", Numbers.of(scaled));
                  return (Object) line;
                })
            .toList();
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("penalties", Numbers.of(penalties));
    map.put("standardized", deviations.isPresent());
    map.put("lines", lines);
    map.put("all", features.size());
    map.put(
        "chosen",
        Placed.provenance(model)
            .map(told -> Numbers.of(told.options().l1() + told.options().l2()))
            .orElse(null));
    return map;
  }

  private double most(int j) {
    return Arrays.stream(weights[j]).map(Math::abs).max().orElse(0);
  }
}
