package io.downhill;

import io.downhill.inference.Coefficient;
import io.downhill.inference.Estimate;
import io.downhill.inference.Inference;
import io.downhill.inference.Likelihood;
import io.downhill.inference.Method;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** Inference as JSON, in the model file and in what commands print. */
public final class InferenceJson {
  private final ModelFile file;

  InferenceJson(ModelFile file) {
    this.file = file;
  }

  /** Its content by the names that the model file uses; null stands for what is not known. */
  public static Map<String, Object> toMap(Inference inference) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("method", inference.method().text());
    map.put("level", inference.level());
    inference.clusters().ifPresent(count -> map.put("clusters", count));
    map.put("reference", inference.reference());
    map.put("coefficients", inference.coefficients().stream().map(InferenceJson::toMap).toList());
    map.putAll(toMap(inference.likelihood()));
    map.put("distance", Json.finite(inference.distance()));
    map.put("reason", inference.reason());
    return map;
  }

  private static Map<String, Object> toMap(Coefficient coefficient) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("class", coefficient.target());
    map.put("feature", coefficient.feature());
    map.putAll(toMap(coefficient.raw()));
    map.put("standardized", coefficient.standardized().map(InferenceJson::toMap).orElse(null));
    if (!coefficient.reason().isEmpty()) {
      map.put("reason", coefficient.reason());
    }
    return map;
  }

  private static Map<String, Object> toMap(Estimate estimate) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("estimate", estimate.estimate());
    map.put("standardError", Json.finite(estimate.standardError()));
    map.put("z", Json.finite(estimate.z()));
    map.put("p", Json.finite(estimate.p()));
    map.put("low", Json.finite(estimate.low()));
    map.put("high", Json.finite(estimate.high()));
    map.put("oddsRatio", Json.finite(estimate.oddsRatio()));
    map.put("oddsRatioLow", Json.finite(estimate.oddsRatioLow()));
    map.put("oddsRatioHigh", Json.finite(estimate.oddsRatioHigh()));
    return map;
  }

  private static Map<String, Object> toMap(Likelihood likelihood) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("observations", likelihood.observations());
    map.put("parameters", likelihood.parameters());
    map.put("nullParameters", likelihood.nullParameters());
    map.put("logLikelihood", likelihood.logLikelihood());
    map.put("nullLogLikelihood", likelihood.nullLogLikelihood());
    map.put("deviance", likelihood.deviance());
    map.put("nullDeviance", likelihood.nullDeviance());
    map.put("likelihoodRatio", Json.finite(likelihood.likelihoodRatio()));
    map.put("degreesOfFreedom", likelihood.degreesOfFreedom());
    map.put("p", Json.finite(likelihood.p()));
    map.put("aic", Json.finite(likelihood.aic()));
    map.put("bic", Json.finite(likelihood.bic()));
    map.put("mcFadden", Json.finite(likelihood.mcFadden()));
    return map;
  }

  /** Reads what {@link #toMap} gave of a model with these features. */
  Inference read(JsonNode json, List<String> features) {
    List<Coefficient> coefficients = new ArrayList<>();
    for (JsonNode node : file.array(json, "coefficients")) {
      coefficients.add(
          new Coefficient(
              file.string(node, "class"),
              file.string(node, "feature"),
              estimate(node),
              file.object(node, "standardized").map(this::estimate),
              node.has("reason") ? file.string(node, "reason") : ""));
    }
    // Of K classes those of each but the reference, one behind the other.
    for (int first = 0, next; first < coefficients.size(); first = next) {
      String target = coefficients.get(first).target();
      next = first;
      while (next < coefficients.size() && coefficients.get(next).target().equals(target)) {
        next++;
      }
      List<String> names =
          coefficients.subList(first, next).stream().map(Coefficient::feature).toList();
      List<String> expected = new ArrayList<>(features);
      if (names.size() > features.size()) {
        expected.add(Coefficient.BIAS);
      }
      if (!names.equals(expected)) {
        throw file.wrong("coefficients", "one for each feature, in their order");
      }
    }
    if (coefficients.isEmpty()) {
      throw file.wrong("coefficients", "one for each feature, in their order");
    }
    return new Inference(
        method(file.string(json, "method")),
        file.number(json, "level"),
        json.has("clusters") ? Optional.of(file.integer(json, "clusters")) : Optional.empty(),
        file.string(json, "reference"),
        coefficients,
        likelihood(json),
        file.numberOrNull(json, "distance"),
        file.string(json, "reason"));
  }

  private Likelihood likelihood(JsonNode json) {
    return new Likelihood(
        file.number(json, "logLikelihood"),
        file.number(json, "nullLogLikelihood"),
        file.number(json, "observations"),
        file.integer(json, "parameters"),
        file.integer(json, "nullParameters"),
        !json.path("aic").isNull(),
        method(file.string(json, "method")) == Method.WALD);
  }

  private Estimate estimate(JsonNode json) {
    return new Estimate(
        file.number(json, "estimate"),
        file.numberOrNull(json, "standardError"),
        file.numberOrNull(json, "z"),
        file.numberOrNull(json, "p"),
        file.numberOrNull(json, "low"),
        file.numberOrNull(json, "high"));
  }

  private Method method(String text) {
    for (Method method : Method.values()) {
      if (method.text().equals(text)) {
        return method;
      }
    }
    throw file.wrong("method", "one this version knows");
  }
}
