package io.downhill;

import io.downhill.data.Encoding;
import io.downhill.data.Missing;
import io.downhill.data.Preparation;
import io.downhill.data.Target;
import io.downhill.data.cell.NumberFormat;
import io.downhill.data.cell.Scale;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/** The preparation in a model file: an object a column of the training table. */
final class PreparationJson {
  private static final Set<String> OF_VERSION_2 =
      Set.of("truth", "day", "day_first", "month_first");

  private final ModelFile file;

  /** A reader that tells failures as this file does. */
  PreparationJson(ModelFile file) {
    this.file = file;
  }

  static Map<String, Object> toMap(Preparation preparation) {
    Map<String, Object> map = new LinkedHashMap<>();
    // A program that knows of labels only reads the first column as one, and predicts all the same.
    map.put("label", preparation.label());
    if (!(preparation.target() instanceof Target.Label)) {
      map.put("target", toMap(preparation.target()));
    }
    preparation.baseMargin().ifPresent(column -> map.put("offsetColumn", column));
    map.put("missing", lower(preparation.missing()));
    map.put("gaps", preparation.gaps());
    map.put("columns", preparation.encodings().stream().map(PreparationJson::toMap).toList());
    return map;
  }

  private static Map<String, Object> toMap(Target target) {
    Map<String, Object> map = new LinkedHashMap<>();
    if (target instanceof Target.Counts counts) {
      map.put("successes", counts.successes());
      map.put(counts.trials() ? "trials" : "failures", counts.others());
    } else if (target instanceof Target.Fraction fraction) {
      map.put("softLabel", fraction.column());
    }
    return map;
  }

  private static Map<String, Object> toMap(Encoding encoding) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("column", encoding.column());
    if (encoding instanceof Encoding.Numeric numeric) {
      map.put("as", numeric.scale().id());
      if (numeric.scale() instanceof NumberFormat format && !format.equals(Scale.NUMBER)) {
        map.put("written", written(format));
      }
      map.put("mean", numeric.mean());
      map.put("indicator", numeric.indicator());
      if (numeric.offset() != 0 || numeric.unit() != 1) {
        map.put("offset", numeric.offset());
        map.put("unit", numeric.unit());
      }
    } else if (encoding instanceof Encoding.Category category) {
      map.put("as", "category");
      map.put("baseline", category.baseline());
      map.put("levels", category.levels());
      map.put("other", category.other());
      map.put("gap", lower(category.gap()));
    } else if (encoding instanceof Encoding.Words words) {
      map.put("as", "words");
      map.put("weighting", words.weighting().text());
      map.put("texts", words.texts());
      map.put("words", words.words());
      map.put("textsWith", words.textsWith());
    } else if (encoding instanceof Encoding.LeftOut left) {
      map.put("as", "nothing");
      map.put("reason", left.reason());
    }
    return map;
  }

  /** Whether some features are words of texts. */
  static boolean hasWords(Preparation preparation) {
    return preparation.encodings().stream().anyMatch(Encoding.Words.class::isInstance);
  }

  /** Whether a program that reads files of version 2 takes a column as it is meant. */
  static boolean isOfVersion2(Encoding encoding) {
    return !(encoding instanceof Encoding.Numeric numeric)
        || numeric.scale().equals(Scale.NUMBER)
        || !(numeric.scale() instanceof NumberFormat)
            && OF_VERSION_2.contains(numeric.scale().id());
  }

  private static Map<String, Object> written(NumberFormat format) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("decimal", String.valueOf(format.decimal()));
    map.put("grouping", format.grouping());
    map.put("unit", format.unit());
    return map;
  }

  Preparation read(JsonNode json) {
    List<Encoding> encodings = new ArrayList<>();
    for (JsonNode column : file.array(json, "columns")) {
      encodings.add(encoding(column));
    }
    return new Preparation(
        target(json),
        encodings,
        file.value(Missing.class, json, "missing"),
        file.strings(json, "gaps"),
        json.has("offsetColumn")
            ? Optional.of(file.string(json, "offsetColumn"))
            : Optional.empty());
  }

  private Target target(JsonNode json) {
    Optional<JsonNode> target = file.object(json, "target");
    if (target.isEmpty()) {
      return Target.label(file.string(json, "label"));
    }
    JsonNode told = target.get();
    if (told.has("softLabel")) {
      return new Target.Fraction(file.string(told, "softLabel"));
    }
    boolean trials = told.has("trials");
    String others = file.string(told, trials ? "trials" : "failures");
    return new Target.Counts(file.string(told, "successes"), others, trials);
  }

  private Encoding encoding(JsonNode json) {
    String column = file.string(json, "column");
    return switch (file.string(json, "as")) {
      case "nothing" -> new Encoding.LeftOut(column, file.string(json, "reason"));
      case "category" ->
          new Encoding.Category(
              column,
              file.string(json, "baseline"),
              file.strings(json, "levels"),
              file.truth(json, "other"),
              file.value(Encoding.Category.Gap.class, json, "gap"));
      case "words" -> words(json, column);
      default ->
          new Encoding.Numeric(
              column,
              scale(json),
              file.number(json, "mean"),
              file.truth(json, "indicator"),
              json.has("offset") ? file.number(json, "offset") : 0,
              json.has("unit") ? file.number(json, "unit") : 1);
    };
  }

  private Encoding.Words words(JsonNode json, String column) {
    String told = file.string(json, "weighting");
    Encoding.Words.Weighting weighting =
        Arrays.stream(Encoding.Words.Weighting.values())
            .filter(known -> known.text().equals(told))
            .findFirst()
            .orElseThrow(() -> file.wrong("weighting", "a word this version knows"));
    return new Encoding.Words(
        column,
        weighting,
        file.whole(json, "texts"),
        file.strings(json, "words"),
        file.wholes(json, "textsWith"));
  }

  private Scale scale(JsonNode json) {
    Scale scale =
        Scale.of(file.string(json, "as"))
            .orElseThrow(() -> file.wrong("as", "a word this version knows"));
    Optional<JsonNode> written = file.object(json, "written");
    return scale.equals(Scale.NUMBER) && written.isPresent() ? format(written.get()) : scale;
  }

  private NumberFormat format(JsonNode json) {
    String decimal = file.string(json, "decimal");
    try {
      return new NumberFormat(
          decimal.length() == 1 ? decimal.charAt(0) : '?',
          file.string(json, "grouping"),
          file.string(json, "unit"));
    } catch (IllegalArgumentException e) {
      throw file.wrong("written", "a way to write numbers that this version knows");
    }
  }

  private static String lower(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }
}
