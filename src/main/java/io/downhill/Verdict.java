package io.downhill;

import io.downhill.verdict.Findings;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What to think of the end of a training run.
 *
 * @param slopeAtZero the largest |component of the gradient| at w = 0, to compare the last one with
 * @param gap an upper estimate of J - J*, how far the cost is above the least; NaN if not known
 * @param gapSampled whether the gap is an estimate from a sample, or from far away, that J - J* may
 *     be above
 * @param separated columns whose weights tell the classes apart without fault, or those of some
 *     examples, so that no optimum exists and they grow for ever; strongest first, empty if the
 *     classes overlap
 * @param certain how many examples have a class that these columns make certain
 * @param collinear columns that are sums of multiples of those before them
 * @param constant columns that have one value
 * @param text the verdict in words, with the cure where there is one to name
 */
public record Verdict(
    double slopeAtZero,
    double gap,
    boolean gapSampled,
    List<String> separated,
    int certain,
    List<String> collinear,
    List<String> constant,
    String text) {

  /** Copies the lists. */
  public Verdict {
    separated = List.copyOf(separated);
    collinear = List.copyOf(collinear);
    constant = List.copyOf(constant);
  }

  static Verdict of(Findings findings) {
    return new Verdict(
        findings.slopeAtZero(),
        findings.gap(),
        findings.gapEstimated(),
        findings.separated(),
        findings.certain(),
        findings.collinear(),
        findings.constant(),
        findings.text());
  }

  /** The verdict by the names that reports and model files use, for JSON. */
  public Map<String, Object> toMap() {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("slopeAtZero", Json.finite(slopeAtZero));
    map.put("gap", Json.finite(gap));
    map.put("gapSampled", gapSampled);
    map.put("separated", separated);
    map.put("certain", certain);
    map.put("collinear", collinear);
    map.put("constant", constant);
    map.put("text", text);
    return map;
  }
}
