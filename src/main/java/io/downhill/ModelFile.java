package io.downhill;

import io.downhill.data.Classes;
import io.downhill.data.DataException;
import io.downhill.data.Preparation;
import io.downhill.data.Standardization;
import io.downhill.device.Device;
import io.downhill.device.DeviceInfo;
import io.downhill.inference.Inference;
import io.downhill.optim.Stop;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.exc.JacksonIOException;
import tools.jackson.core.exc.UnexpectedEndOfInputException;
import tools.jackson.databind.JsonNode;

/**
 * The file of a model: JSON, version 1, or 2 where it has a preparation or a threshold, or 3 where
 * features have offsets or numbers are written in a way of their own, or 4 where there are more
 * than two classes, or 5 where of many weights most are 0 and left out ({@link SparseJson}), or 6
 * where words of texts are features, whose names then stand in the preparation alone; with every
 * number in its shortest exact form. So an older program refuses what it would score wrongly.
 *
 * <p>Longer than other files, since reading and writing of one format stand side by side.
 */
final class ModelFile {
  static final String FORMAT = "downhill-logistic-model";
  static final int VERSION = 6;

  private static final int OF_CLASSES = 4;
  private static final int SPARSE = 5;

  /** What stands for the features where they are those of the preparation. */
  private static final Map<String, String> PREPARED = Map.of("of", "preparation");

  private static final Logger LOG = LoggerFactory.getLogger(ModelFile.class);

  private final Path path;

  private ModelFile(Path path) {
    this.path = path;
  }

  static void save(LogisticModel model, Path path) {
    Map<String, Object> file = new LinkedHashMap<>();
    file.put("format", FORMAT);
    boolean two = model.classes().areTwo();
    boolean simple = model.preparation().isEmpty() && model.threshold() == LogisticModel.HALF;
    boolean words = model.preparation().filter(PreparationJson::hasWords).isPresent();
    boolean sparse = words || SparseJson.pays(model);
    file.put("version", words ? VERSION : sparse ? SPARSE : version(model, two, simple));
    file.put("arithmetic", Device.ARITHMETIC);
    file.put("exact", model.report().map(report -> report.device().exact()).orElse(false));
    file.put(
        "features",
        words ? PREPARED : sparse ? SparseJson.names(model.features()) : model.features());
    List<Object> weights =
        Arrays.stream(model.parameters().weights())
            .map(column -> sparse ? SparseJson.vector(column) : column)
            .toList();
    file.put("weights", two ? weights.get(0) : weights);
    file.put("bias", two ? model.bias() : model.parameters().biases());
    file.put("classes", model.classes().names());
    if (!model.classes().rest().isEmpty()) {
      file.put("rest", model.classes().rest());
    }
    file.put("standardization", model.standardization().map(s -> scale(s, sparse)).orElse(null));
    if (!simple) {
      file.put("threshold", model.threshold());
      file.put("preparation", model.preparation().map(PreparationJson::toMap).orElse(null));
    }
    file.put("training", model.report().map(ModelFile::training).orElse(null));
    model
        .report()
        .flatMap(TrainingReport::inference)
        .ifPresent(inference -> file.put("inference", InferenceJson.toMap(inference)));
    WholeFile.write(path, Json.text(file) + "\n");
  }

  private static int version(LogisticModel model, boolean two, boolean simple) {
    return !two ? OF_CLASSES : simple ? 1 : readableByVersion2(model) ? 2 : 3;
  }

  private static boolean readableByVersion2(LogisticModel model) {
    return model.offsets().isEmpty()
        && model.preparation().stream()
            .flatMap(preparation -> preparation.encodings().stream())
            .allMatch(PreparationJson::isOfVersion2);
  }

  private static Map<String, Object> scale(Standardization scale, boolean sparse) {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("means", sparse ? SparseJson.vector(scale.means()) : scale.means());
    object.put("deviations", sparse ? SparseJson.vector(scale.deviations()) : scale.deviations());
    return object;
  }

  private static Map<String, Object> training(TrainingReport report) {
    DeviceInfo info = report.device();
    Map<String, Object> device = new LinkedHashMap<>();
    device.put("id", info.id());
    device.put("name", info.name());
    device.put("vendor", info.vendor());
    device.put("kind", info.kind());
    device.put("exact", info.exact());
    device.put("memory", info.memory());
    device.put("driver", info.driver());
    Map<String, Object> seconds = new LinkedHashMap<>();
    seconds.put("load", report.loadSeconds());
    seconds.put("train", report.trainSeconds());
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("examples", report.examples());
    object.put("features", report.features());
    object.put("device", device);
    object.put("provenRows", report.provenRows());
    object.put("solver", report.solver());
    object.put("cost", Json.finite(report.cost()));
    object.put("slope", Json.finite(report.slope()));
    object.put("iterations", report.iterations());
    object.put("stop", report.stop().text());
    object.put("alpha", Json.finite(report.alpha()));
    object.put("positiveShare", Json.finite(report.positiveShare()));
    object.put("accuracy", report.accuracy());
    object.put("seconds", seconds);
    object.put("passes", report.passes());
    object.put("verdict", report.verdict().toMap());
    report.provenance().ifPresent(p -> object.put("provenance", ProvenanceJson.toMap(p)));
    return object;
  }

  private Verdict verdict(JsonNode json) {
    return new Verdict(
        numberOrNull(json, "slopeAtZero"),
        numberOrNull(json, "gap"),
        json.path("gapSampled").asBoolean(true),
        strings(json, "separated"),
        json.has("certain") ? integer(json, "certain") : 0,
        strings(json, "collinear"),
        strings(json, "constant"),
        string(json, "text"));
  }

  static LogisticModel load(Path path) {
    ModelFile file = new ModelFile(path);
    JsonNode json = file.parse();
    file.checkFormat(json);
    try {
      return file.model(json);
    } catch (IllegalArgumentException e) {
      throw file.failure(e.getMessage() + "; train the model again, or restore the file", e);
    }
  }

  private JsonNode parse() {
    if (Files.isDirectory(path)) {
      throw failure("it is a folder; give the model file in it", null);
    }
    if (!Files.exists(path)) {
      throw failure("there is no such file; train writes one with --model", null);
    }
    try (InputStream in = Files.newInputStream(path)) {
      return Json.MAPPER.readTree(in);
    } catch (IOException | JacksonIOException e) {
      throw failure(e.getMessage(), e);
    } catch (JacksonException e) {
      throw broken(e);
    }
  }

  private DataException broken(JacksonException e) {
    TokenStreamLocation at = e.getLocation();
    if (e instanceof UnexpectedEndOfInputException || at != null && at.getLineNr() > 1) {
      String line = at == null ? "" : " at line " + at.getLineNr();
      return failure(
          "it is cut short or damaged" + line + "; train the model again, or restore the file", e);
    }
    return failure("it is not JSON; a model file is what train writes", e);
  }

  private void checkFormat(JsonNode json) {
    if (json.isMissingNode()) {
      throw failure("the file is empty; train the model again, or restore the file", null);
    }
    if (!FORMAT.equals(json.path("format").asString(""))) {
      throw failure("it is JSON but not a model; a model file is what train writes", null);
    }
    int version = integer(json, "version");
    if (version < 1 || version > VERSION) {
      throw failure(
          "its version is "
              + version
              + " and this program reads versions 1 to "
              + VERSION
              + "; use a newer Downhill",
          null);
    }
    int arithmetic = integer(json, "arithmetic");
    if (arithmetic != Device.ARITHMETIC) {
      LOG.warn(
          "{} was trained with arithmetic version {}, this is version {}: it predicts as ever, but"
              + " training again may differ in the last bits",
          path,
          arithmetic,
          Device.ARITHMETIC);
    }
  }

  private LogisticModel model(JsonNode json) {
    List<String> names = strings(json, "classes");
    if (names.size() < 2) {
      throw wrong("classes", "two names or more");
    }
    List<String> rest = json.has("rest") ? strings(json, "rest") : List.of();
    Optional<Preparation> preparation =
        object(json, "preparation").map(p -> new PreparationJson(this).read(p));
    List<String> features = features(json, preparation);
    return new LogisticModel(
        features,
        names.size() == 2
            ? Parameters.of(numbers(json, "weights"), number(json, "bias"))
            : new Parameters(columns(json), numbers(json, "bias")),
        new Classes(names, rest),
        object(json, "standardization")
            .map(s -> new Standardization(numbers(s, "means"), numbers(s, "deviations"))),
        object(json, "training").map(training -> report(training, inference(json, features))),
        preparation,
        json.has("threshold") ? number(json, "threshold") : LogisticModel.HALF);
  }

  private List<String> features(JsonNode json, Optional<Preparation> preparation) {
    JsonNode told = json.path("features");
    boolean prepared = told.isObject() && told.has("of");
    if (prepared && preparation.isEmpty()) {
      throw wrong("preparation", "an object");
    }
    return prepared
        ? preparation.orElseThrow().features()
        : SparseJson.names(this, json, "features");
  }

  private Optional<Inference> inference(JsonNode json, List<String> features) {
    return object(json, "inference")
        .map(inference -> new InferenceJson(this).read(inference, features));
  }

  private TrainingReport report(JsonNode json, Optional<Inference> inference) {
    JsonNode device = object(json, "device").orElseThrow(() -> wrong("device", "an object"));
    JsonNode seconds = object(json, "seconds").orElseThrow(() -> wrong("seconds", "an object"));
    return new TrainingReport(
        integer(json, "examples"),
        integer(json, "features"),
        new DeviceInfo(
            string(device, "id"),
            string(device, "name"),
            string(device, "vendor"),
            string(device, "kind"),
            device.path("exact").asBoolean(false),
            (long) number(device, "memory"),
            string(device, "driver")),
        json.has("provenRows") ? integer(json, "provenRows") : 0,
        string(json, "solver"),
        numberOrNull(json, "cost"),
        numberOrNull(json, "slope"),
        integer(json, "iterations"),
        stop(string(json, "stop")),
        numberOrNull(json, "alpha"),
        json.has("positiveShare") ? numberOrNull(json, "positiveShare") : Double.NaN,
        number(json, "accuracy"),
        number(seconds, "load"),
        number(seconds, "train"),
        number(json, "passes"),
        verdict(object(json, "verdict").orElseThrow(() -> wrong("verdict", "an object"))),
        inference,
        object(json, "provenance").map(p -> new ProvenanceJson(this).read(p)));
  }

  private Stop stop(String text) {
    for (Stop stop : Stop.values()) {
      if (stop.text().equals(text)) {
        return stop;
      }
    }
    throw wrong("stop", "a reason this version knows");
  }

  Optional<JsonNode> object(JsonNode json, String name) {
    JsonNode node = json.path(name);
    if (node.isMissingNode() || node.isNull()) {
      return Optional.empty();
    }
    if (!node.isObject()) {
      throw wrong(name, "an object");
    }
    return Optional.of(node);
  }

  JsonNode array(JsonNode json, String name) {
    JsonNode node = json.path(name);
    if (!node.isArray()) {
      throw wrong(name, "a list");
    }
    return node;
  }

  List<String> strings(JsonNode json, String name) {
    List<String> values = new ArrayList<>();
    for (JsonNode node : array(json, name)) {
      if (!node.isString()) {
        throw wrong(name + "[" + values.size() + "]", "a text");
      }
      values.add(node.asString());
    }
    return values;
  }

  /** The weights of each class. */
  private double[][] columns(JsonNode json) {
    JsonNode array = array(json, "weights");
    double[][] columns = new double[array.size()][];
    for (int k = 0; k < columns.length; k++) {
      columns[k] = numbers("weights[" + k + "]", array.get(k));
    }
    return columns;
  }

  double[] numbers(JsonNode json, String name) {
    return numbers(name, json.path(name));
  }

  private double[] numbers(String name, JsonNode array) {
    if (array.isObject() && array.has("length")) {
      return SparseJson.vector(this, array, name);
    }
    if (!array.isArray()) {
      throw wrong(name, "a list");
    }
    double[] values = new double[array.size()];
    for (int j = 0; j < values.length; j++) {
      values[j] = finite(array.get(j), name + "[" + j + "]");
    }
    return values;
  }

  double number(JsonNode json, String name) {
    return finite(json.path(name), name);
  }

  double numberOrNull(JsonNode json, String name) {
    return json.path(name).isNull() ? Double.NaN : number(json, name);
  }

  private double finite(JsonNode node, String name) {
    double value = node.isNumber() ? node.asDouble(Double.NaN) : Double.NaN;
    if (!Double.isFinite(value)) {
      throw wrong(name, "a finite number");
    }
    return value;
  }

  int integer(JsonNode json, String name) {
    JsonNode node = json.path(name);
    if (!node.isInt()) {
      throw wrong(name, "a whole number");
    }
    return node.asInt();
  }

  /** A whole number of any size. */
  long whole(JsonNode json, String name) {
    return wholeNumber(json.path(name), name);
  }

  /** Whole numbers of any size. */
  List<Long> wholes(JsonNode json, String name) {
    List<Long> values = new ArrayList<>();
    for (JsonNode node : array(json, name)) {
      values.add(wholeNumber(node, name + "[" + values.size() + "]"));
    }
    return values;
  }

  private long wholeNumber(JsonNode node, String name) {
    if (!node.isIntegralNumber() || !node.canConvertToLong()) {
      throw wrong(name, "a whole number");
    }
    return node.asLong();
  }

  String string(JsonNode json, String name) {
    JsonNode node = json.path(name);
    if (!node.isString()) {
      throw wrong(name, "a text");
    }
    return node.asString();
  }

  boolean truth(JsonNode json, String name) {
    if (!json.path(name).isBoolean()) {
      throw wrong(name, "true or false");
    }
    return json.path(name).asBoolean();
  }

  /** A value of an enum, in lower case. */
  <E extends Enum<E>> E value(Class<E> type, JsonNode json, String name) {
    String text = string(json, name);
    for (E value : type.getEnumConstants()) {
      if (value.name().toLowerCase(Locale.ROOT).equals(text)) {
        return value;
      }
    }
    throw wrong(name, "a word this version knows");
  }

  DataException wrong(String name, String expected) {
    return failure(
        name + " is not " + expected + "; train the model again, or restore the file", null);
  }

  private DataException failure(String reason, Throwable cause) {
    return new DataException("cannot read the model " + path + ": " + reason, cause);
  }
}
