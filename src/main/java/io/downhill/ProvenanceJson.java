package io.downhill;

import io.downhill.inference.Method;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;

/**
 * The provenance in a model file: an object of the options that the bits of the model depend on.
 * Device and threads are none of them.
 */
final class ProvenanceJson {
  private final ModelFile file;

  /** A reader that tells failures as this file does. */
  ProvenanceJson(ModelFile file) {
    this.file = file;
  }

  static Map<String, Object> toMap(Provenance provenance) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("version", provenance.version());
    map.put("command", provenance.command());
    if (!provenance.choice().isEmpty()) {
      map.put("penalty", provenance.choice());
    }
    map.put("options", toMap(provenance.options()));
    return map;
  }

  private static Map<String, Object> toMap(TrainingOptions options) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("solver", options.solver());
    map.put("alpha", orNull(options.alpha()));
    map.put("iterations", options.iterations());
    map.put("tolerance", orNull(options.tolerance()));
    map.put("l1", options.l1());
    map.put("l2", options.l2());
    map.put("penalize", lower(options.penalize()));
    ClassWeight weight = options.classWeight();
    map.put(
        "classWeight",
        weight.balanced()
            ? "balanced"
            : weight.named().isEmpty()
                ? List.of(weight.negative(), weight.positive())
                : weight.named());
    map.put("init", lower(options.init()));
    map.put("seed", options.seed());
    map.put("intercept", options.intercept());
    map.put("standardize", options.standardize());
    if (!options.centre()) {
      map.put("centre", false);
    }
    map.put("inference", options.inference().map(Method::text).orElse("default"));
    map.put("level", options.level());
    if (options.bounds().present()) {
      Map<String, Object> bounds = new TreeMap<>();
      options.bounds().of().forEach((name, interval) -> bounds.put(name, pair(interval)));
      map.put("bounds", bounds);
    }
    return map;
  }

  Provenance read(JsonNode json) {
    JsonNode options =
        file.object(json, "options").orElseThrow(() -> file.wrong("options", "an object"));
    return new Provenance(
        options(options),
        file.string(json, "command"),
        file.string(json, "version"),
        json.path("penalty").isMissingNode() ? "" : file.string(json, "penalty"));
  }

  private TrainingOptions options(JsonNode json) {
    TrainingOptions.Builder options =
        TrainingOptions.builder()
            .solver(file.string(json, "solver"))
            .iterations(file.integer(json, "iterations"))
            .l1(file.number(json, "l1"))
            .l2(file.number(json, "l2"))
            .penalize(file.value(TrainingOptions.Penalize.class, json, "penalize"))
            .classWeight(classWeight(json.path("classWeight")))
            .init(file.value(TrainingOptions.Init.class, json, "init"))
            .seed(seed(json))
            .intercept(file.truth(json, "intercept"))
            .standardize(file.truth(json, "standardize"))
            .centre(json.path("centre").isMissingNode() || file.truth(json, "centre"))
            .bounds(bounds(json.path("bounds")))
            .level(file.number(json, "level"));
    inference(json).ifPresent(options::inference);
    optional(json, "alpha").ifPresent(options::alpha);
    optional(json, "tolerance").ifPresent(options::tolerance);
    return options.build();
  }

  private static List<Double> pair(Bounds.Interval interval) {
    return Arrays.asList(finiteOrNull(interval.low()), finiteOrNull(interval.high()));
  }

  private static Double finiteOrNull(double bound) {
    return Double.isInfinite(bound) ? null : Double.valueOf(bound);
  }

  /** Files of models without bounds do not name them. */
  private Bounds bounds(JsonNode json) {
    Map<String, Bounds.Interval> all = new TreeMap<>();
    for (Map.Entry<String, JsonNode> bound : json.properties()) {
      JsonNode pair = bound.getValue();
      if (!pair.isArray() || pair.size() != 2 || !isBound(pair.get(0)) || !isBound(pair.get(1))) {
        throw file.wrong("bounds", "pairs of a number or null");
      }
      double low = bound(pair.get(0), Double.NEGATIVE_INFINITY);
      double high = bound(pair.get(1), Double.POSITIVE_INFINITY);
      if (!(low <= high)) {
        throw file.wrong("bounds", "a low and a high that is not below it");
      }
      all.put(bound.getKey(), new Bounds.Interval(low, high));
    }
    return new Bounds(all);
  }

  private static double bound(JsonNode json, double none) {
    return json.isNull() ? none : json.asDouble();
  }

  private static boolean isBound(JsonNode json) {
    return json.isNull() || json.isNumber();
  }

  private Optional<Method> inference(JsonNode json) {
    String text = file.string(json, "inference");
    Optional<Method> method =
        Arrays.stream(Method.values()).filter(one -> one.text().equals(text)).findFirst();
    if (method.isEmpty() && !text.equals("default")) {
      throw file.wrong("inference", "a method this version knows");
    }
    return method;
  }

  private ClassWeight classWeight(JsonNode json) {
    if (json.isString() && json.asString().equals("balanced")) {
      return ClassWeight.BALANCED;
    }
    if (json.isObject()) {
      Map<String, Double> named = new TreeMap<>();
      json.properties().forEach(e -> named.put(e.getKey(), file.number(json, e.getKey())));
      return ClassWeight.of(named);
    }
    if (!json.isArray() || json.size() != 2 || !json.get(0).isNumber() || !json.get(1).isNumber()) {
      throw file.wrong("classWeight", "balanced, two numbers or numbers by class");
    }
    return new ClassWeight(false, json.get(0).asDouble(), json.get(1).asDouble());
  }

  /** Every digit counts, which a double has not. */
  private long seed(JsonNode json) {
    if (!json.path("seed").isIntegralNumber() || !json.path("seed").canConvertToLong()) {
      throw file.wrong("seed", "a whole number");
    }
    return json.path("seed").asLong();
  }

  private Optional<Double> optional(JsonNode json, String name) {
    return json.path(name).isNull() ? Optional.empty() : Optional.of(file.number(json, name));
  }

  private static Double orNull(OptionalDouble value) {
    return value.isPresent() ? Double.valueOf(value.getAsDouble()) : null;
  }

  private static String lower(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }
}
