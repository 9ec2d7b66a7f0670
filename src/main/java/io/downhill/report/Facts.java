package io.downhill.report;

import io.downhill.Bounds;
import io.downhill.ClassWeight;
import io.downhill.Json;
import io.downhill.LogisticModel;
import io.downhill.Provenance;
import io.downhill.TrainingOptions;
import io.downhill.TrainingReport;
import io.downhill.Verdict;
import io.downhill.data.Dataset;
import io.downhill.data.Encoding;
import io.downhill.data.Standardization;
import io.downhill.device.Device;
import io.downhill.inference.Coefficient;
import io.downhill.inference.Estimate;
import io.downhill.inference.Inference;
import io.downhill.inference.Likelihood;
import io.downhill.optim.Stop;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** What the model alone knows: its coefficients, its columns, its verdict, where it comes from. */
final class Facts {
  /** The strongest coefficients that the page lists. */
  private static final int COEFFICIENTS = 300;

  private static final int COLUMNS = 1000;

  private final LogisticModel model;

  Facts(LogisticModel model) {
    this.model = model;
  }

  Map<String, Object> question() {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("label", model.preparationOrPlain().label());
    map.put("negative", model.classes().negative());
    map.put("positive", model.classes().positive());
    map.put("threshold", model.threshold());
    return map;
  }

  /** The measures of training; empty if the model does not know them. */
  Optional<Map<String, Object>> training() {
    return model.report().map(Facts::training);
  }

  private static Map<String, Object> training(TrainingReport report) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("examples", report.examples());
    map.put("features", report.features());
    map.put("solver", report.solver());
    map.put("iterations", report.iterations());
    map.put("stop", report.stop().text());
    map.put("cost", Numbers.of(report.cost()));
    map.put("slope", Numbers.of(report.slope()));
    map.put("slopeAtZero", Numbers.of(report.verdict().slopeAtZero()));
    map.put("gap", Numbers.of(report.verdict().gap()));
    map.put("gapSampled", report.verdict().gapSampled());
    map.put("passes", Numbers.of(report.passes()));
    map.put("accuracy", Numbers.of(report.accuracy()));
    map.put("positiveShare", Numbers.of(report.positiveShare()));
    map.put("sound", isSound(report));
    map.put("verdict", verdict(report));
    map.put("separated", report.verdict().separated());
    return map;
  }

  private static boolean isSound(TrainingReport report) {
    return report.verdict().text().isEmpty()
        && (report.stop() == Stop.CONVERGED || report.stop() == Stop.PRECISION);
  }

  /** The verdict as sentences. */
  private static List<String> verdict(TrainingReport report) {
    Verdict verdict = report.verdict();
    List<String> sentences = new ArrayList<>();
    sentences.add(
        verdict.text().isEmpty()
            ? "The model is at the bottom of its bowl as far as training could tell: nothing to"
                + " complain of."
            : sentence(verdict.text()));
    if (!verdict.collinear().isEmpty()) {
      sentences.add(
          "Columns that are sums of multiples of others, so that their weights cannot be told"
              + " apart: "
              + names(verdict.collinear()));
    }
    if (!verdict.constant().isEmpty()) {
      sentences.add(
          "Columns that never change, so that their weight is 0: " + names(verdict.constant()));
    }
    return sentences;
  }

  private static String sentence(String text) {
    return text.substring(0, 1).toUpperCase(Locale.ROOT) + text.substring(1) + ".";
  }

  private static String names(List<String> names) {
    int most = 10;
    String more = names.size() > most ? ", ... (" + names.size() + " in all)." : ".";
    return String.join(", ", names.subList(0, Math.min(most, names.size()))) + more;
  }

  /** The strongest coefficients, by their standardised weights where there is a scale. */
  Map<String, Object> coefficients() {
    Optional<double[]> deviations = model.standardization().map(Standardization::deviations);
    double[] weights = model.weights();
    double[] strength =
        IntStream.range(0, weights.length)
            .mapToDouble(j -> weights[j] * deviations.map(d -> d[j]).orElse(1.0))
            .toArray();
    Optional<Inference> inference = model.report().flatMap(TrainingReport::inference);
    List<Object> rows =
        IntStream.range(0, weights.length)
            .filter(j -> !model.baseMargin().equals(OptionalInt.of(j)))
            .boxed()
            .sorted((j, k) -> Double.compare(Math.abs(strength[k]), Math.abs(strength[j])))
            .limit(COEFFICIENTS)
            .map(
                j -> {
                  Map<String, Object> row = new LinkedHashMap<>();
                  row.put("feature", model.features().get(j));
                  row.put("weight", Numbers.of(weights[j]));
                  row.put("strength", Numbers.of(strength[j]));
                  row.put("oddsRatio", Numbers.of(StrictMath.exp(weights[j])));
                  inference.ifPresent(known -> addInterval(row, known.coefficients().get(j)));
                  return (Object) row;
                })
            .toList();
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("standardized", deviations.isPresent());
    map.put("bias", Numbers.of(model.bias()));
    map.put("rows", rows);
    map.put("all", weights.length - (model.baseMargin().isPresent() ? 1 : 0));
    map.put(
        "offset",
        model.baseMargin().isPresent()
            ? model.features().get(model.baseMargin().getAsInt())
            : null);
    map.put("inference", inference.map(Facts::inference).orElse(null));
    return map;
  }

  /** How sure a weight is: on the scale of the bars, and of its odds ratio. */
  private static void addInterval(Map<String, Object> row, Coefficient coefficient) {
    Estimate shown = coefficient.standardized().orElse(coefficient.raw());
    row.put("low", Numbers.of(shown.low()));
    row.put("high", Numbers.of(shown.high()));
    Estimate raw = coefficient.raw();
    row.put("standardError", Numbers.of(raw.standardError()));
    row.put("z", Numbers.of(raw.z()));
    row.put("p", Numbers.of(raw.p()));
    row.put("oddsRatioLow", Numbers.of(raw.oddsRatioLow()));
    row.put("oddsRatioHigh", Numbers.of(raw.oddsRatioHigh()));
  }

  private static Map<String, Object> inference(Inference inference) {
    Likelihood likelihood = inference.likelihood();
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("method", inference.method().text());
    map.put("level", inference.level());
    map.put("reason", inference.reason());
    map.put("logLikelihood", Numbers.of(likelihood.logLikelihood()));
    map.put("deviance", Numbers.of(likelihood.deviance()));
    map.put("nullDeviance", Numbers.of(likelihood.nullDeviance()));
    map.put("aic", Numbers.of(likelihood.aic()));
    map.put("bic", Numbers.of(likelihood.bic()));
    map.put("mcFadden", Numbers.of(likelihood.mcFadden()));
    map.put("likelihoodRatio", Numbers.of(likelihood.likelihoodRatio()));
    map.put("degreesOfFreedom", likelihood.degreesOfFreedom());
    map.put("p", Numbers.of(likelihood.p()));
    return map;
  }

  /** What became of each column: name, kind, and in words. */
  Map<String, Object> columns() {
    List<Encoding> encodings = model.preparation().map(p -> p.encodings()).orElse(List.of());
    Map<String, Object> map = new LinkedHashMap<>();
    map.put(
        "rows",
        encodings.stream()
            .limit(COLUMNS)
            .map(e -> List.of(e.column(), kind(e), e.description()))
            .toList());
    map.put("all", encodings.size());
    return map;
  }

  private static String kind(Encoding encoding) {
    if (encoding instanceof Encoding.Numeric numeric) {
      return numeric.scale().word();
    }
    return encoding instanceof Encoding.Words
        ? "text"
        : encoding instanceof Encoding.Category ? "category" : "left out";
  }

  /**
   * Where model and page come from, as pairs of a name and a text. What depends on a device or on
   * time is that of the training, as the model file has it.
   *
   * @param data whose rows the page shows; empty for none
   */
  List<List<String>> provenance(Optional<Dataset> data) {
    List<List<String>> pairs = new ArrayList<>();
    model.report().ifPresent(report -> addTraining(pairs, report));
    Optional<Provenance> told = Placed.provenance(model);
    told.map(Provenance::command)
        .filter(command -> !command.isEmpty())
        .ifPresent(command -> pairs.add(List.of("Command to repeat it", command)));
    told.ifPresent(p -> pairs.add(List.of("Options", options(p.options()))));
    told.map(Provenance::choice)
        .filter(how -> !how.isEmpty())
        .ifPresent(how -> pairs.add(List.of("Penalty", how)));
    told.map(Provenance::version)
        .filter(version -> !version.isEmpty())
        .ifPresent(version -> pairs.add(List.of("Trained by", "Downhill " + version)));
    if (told.isEmpty()) {
      pairs.add(
          List.of(
              "Options", "the model file does not say; the pictures here are without a penalty"));
    }
    data.ifPresent(
        rows -> {
          pairs.add(List.of("Rows of this page", rows.examples() + " x " + rows.features()));
          pairs.add(List.of("Their fingerprint (SHA-256)", Fingerprint.of(rows)));
        });
    String version = Facts.class.getPackage().getImplementationVersion();
    pairs.add(
        List.of(
            "Page written by",
            "Downhill"
                + (version == null ? "" : " " + version)
                + ", arithmetic "
                + Device.ARITHMETIC));
    return pairs;
  }

  private static void addTraining(List<List<String>> pairs, TrainingReport report) {
    pairs.add(
        List.of(
            "Trained on",
            report.examples()
                + " rows x "
                + report.features()
                + (report.features() == 1 ? " feature" : " features")));
    pairs.add(List.of("Device", report.device().toString()));
    pairs.add(List.of("Driver", report.device().driver()));
    pairs.add(
        List.of(
            "Bits",
            !report.device().exact()
                ? "not exact: this device cannot keep the promise of the same bits"
                : report.provenRows() == 0
                    ? "those of every device"
                    : "those of every device, proven on "
                        + report.provenRows()
                        + " of these rows"));
    pairs.add(
        List.of(
            "Work",
            report.iterations()
                + " iterations of "
                + report.solver()
                + (Double.isNaN(report.alpha())
                    ? ""
                    : " with alpha " + Json.shortest(Numbers.of(report.alpha())))
                + ", "
                + Json.shortest(Numbers.of(report.passes()))
                + " reads of the data"));
    pairs.add(
        List.of(
            "Seconds",
            String.format(
                Locale.ROOT,
                "%.2f to load, %.2f to train",
                report.loadSeconds(),
                report.trainSeconds())));
  }

  private static String interval(Bounds.Interval interval) {
    return (interval.low() == Double.NEGATIVE_INFINITY
            ? ""
            : "from " + Json.shortest(interval.low()))
        + (interval.high() == Double.POSITIVE_INFINITY
            ? ""
            : " to " + Json.shortest(interval.high()));
  }

  private static String options(TrainingOptions options) {
    List<String> parts = new ArrayList<>();
    parts.add("solver " + options.solver());
    options.alpha().ifPresent(alpha -> parts.add("alpha " + Json.shortest(alpha)));
    parts.add("at most " + options.iterations() + " iterations");
    options.tolerance().ifPresent(t -> parts.add("tolerance " + Json.shortest(t)));
    parts.add("l1 " + Json.shortest(options.l1()));
    parts.add("l2 " + Json.shortest(options.l2()));
    if (options.l1() > 0 || options.l2() > 0) {
      parts.add("penalties on " + options.penalize().name().toLowerCase(Locale.ROOT) + " weights");
    }
    if (options.bounds().present()) {
      parts.add(
          "bounds "
              + new TreeMap<>(options.bounds().of())
                  .entrySet().stream()
                      .map(e -> e.getKey() + " " + interval(e.getValue()))
                      .collect(Collectors.joining(", ")));
    }
    ClassWeight weight = options.classWeight();
    if (!weight.equals(ClassWeight.NONE)) {
      parts.add(
          "class weights "
              + (weight.balanced()
                  ? "balanced"
                  : !weight.named().isEmpty()
                      ? weight.named().entrySet().stream()
                          .map(e -> e.getKey() + " " + Json.shortest(e.getValue()))
                          .collect(Collectors.joining(", "))
                      : Json.shortest(weight.negative())
                          + ", "
                          + Json.shortest(weight.positive())));
    }
    parts.add("start " + options.init().name().toLowerCase(Locale.ROOT));
    parts.add("seed " + options.seed());
    parts.add(options.intercept() ? "with a bias" : "without a bias");
    parts.add(options.standardize() ? "features standardised" : "features as they are");
    return String.join("; ", parts);
  }
}
