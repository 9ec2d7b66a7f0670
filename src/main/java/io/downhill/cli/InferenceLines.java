package io.downhill.cli;

import io.downhill.inference.Estimate;
import io.downhill.inference.Inference;
import io.downhill.inference.Likelihood;
import io.downhill.inference.Method;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.stream.IntStream;

/** Inference in words: how it came about and how well the model fits, and cells for tables. */
final class InferenceLines {
  /** A share of a standard error that shows in the digits of z. */
  private static final double SHOWN = 0.01;

  private InferenceLines() {}

  /** Some lines beside the report of a run. */
  static List<String> summary(Inference inference) {
    List<String> lines = new ArrayList<>();
    lines.add("inference  " + method(inference));
    Likelihood fit = inference.likelihood();
    lines.add(
        format(
            "fit        log likelihood %s (null %s), McFadden R2 %s",
            digits(fit.logLikelihood()), digits(fit.nullLogLikelihood()), short6(fit.mcFadden())));
    lines.add(
        format(
            "           deviance %s on %s, null deviance %s on %s",
            digits(fit.deviance()),
            digits(fit.observations() - fit.parameters()),
            digits(fit.nullDeviance()),
            digits(fit.observations() - fit.nullParameters())));
    String comparison = comparison(fit);
    if (!comparison.isEmpty()) {
      lines.add("           " + comparison);
    }
    return lines;
  }

  private static String comparison(Likelihood fit) {
    List<String> parts = new ArrayList<>();
    if (!Double.isNaN(fit.likelihoodRatio())) {
      parts.add(
          format(
              "LR chi2 %s on %d, p %s",
              digits(fit.likelihoodRatio()), fit.degreesOfFreedom(), probability(fit.p())));
    }
    if (!Double.isNaN(fit.aic())) {
      parts.add(format("AIC %s, BIC %s", digits(fit.aic()), digits(fit.bic())));
    }
    return String.join("; ", parts);
  }

  private static String method(Inference inference) {
    if (!inference.isKnown()) {
      return "-: " + inference.reason();
    }
    String by = inference.method().text();
    if (inference.method() == Method.ROBUST) {
      by +=
          inference
              .clusters()
              .map(count -> ", by " + count + " clusters, G/(G-1)" + few(inference, count))
              .orElse(", n/(n-1)");
    }
    Likelihood fit = inference.likelihood();
    if (fit.observations() <= fit.parameters()) {
      by +=
          format(
              "; weights count rows, and %s are few for %d parameters",
              digits(fit.observations()), fit.parameters());
    }
    return inference.distance() > SHOWN
        ? by
            + format(
                "; coefficients may be %.1g standard errors from the optimum", inference.distance())
        : by;
  }

  private static String few(Inference inference, int clusters) {
    int parameters = inference.likelihood().parameters();
    return clusters <= parameters ? ", which are few for " + parameters + " parameters" : "";
  }

  /** Why coefficients alone have no standard error, a line. */
  static List<String> reasons(Inference inference, OptionalInt offset) {
    return IntStream.range(0, inference.coefficients().size())
        .filter(j -> !offset.equals(OptionalInt.of(j)))
        .mapToObj(j -> inference.coefficients().get(j).reason())
        .filter(reason -> !reason.isEmpty())
        .distinct()
        .map(reason -> "-: " + reason)
        .toList();
  }

  /** The header of the interval's begin. */
  static String interval(Inference inference) {
    return new BigDecimal("" + inference.level())
            .movePointRight(2)
            .stripTrailingZeros()
            .toPlainString()
        + " % FROM";
  }

  /** Standard error, z, p and interval. */
  static List<String> cells(Estimate estimate) {
    return List.of(
        number(estimate.standardError()),
        Double.isNaN(estimate.z()) ? "-" : format("%.4f", estimate.z()),
        probability(estimate.p()),
        number(estimate.low()),
        number(estimate.high()));
  }

  /** Six digits; - for what is not known. */
  static String number(double value) {
    return Double.isNaN(value) ? "-" : short6(value);
  }

  /** As statisticians print it: four digits, and a power of ten where it is small. */
  static String probability(double p) {
    if (Double.isNaN(p)) {
      return "-";
    }
    if (p == 0) {
      return "<1e-300";
    }
    return p < 1e-4 ? format("%.2e", p) : format("%.4f", p);
  }

  private static String short6(double value) {
    return format("%.6g", value);
  }

  /** Two decimals, as deviances are printed; more where they are small. */
  private static String digits(double value) {
    if (value == Math.rint(value) && Math.abs(value) < 1e15) {
      return format("%.0f", value);
    }
    return Math.abs(value) >= 100 ? format("%.2f", value) : format("%.6g", value);
  }

  private static String format(String pattern, Object... values) {
    return String.format(Locale.ROOT, pattern, values);
  }
}
