package io.downhill.report;

import io.downhill.Json;
import io.downhill.LogisticModel;
import io.downhill.Scores;
import io.downhill.data.Argument;
import io.downhill.data.Dataset;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * One HTML page about a model, which needs nothing but a browser: no network, no other file.
 *
 * <p>The same model and rows give the same bytes, whatever device draws the pictures: what is
 * computed for the page has the same bits everywhere, and what depends on a device or on time, as
 * seconds do, is that of the training, as the model records it.
 */
public final class Report {
  private static final String PAGE = "page.html";
  private static final String STYLES = "page.css";
  private static final List<String> SCRIPTS =
      List.of(
          "base.js",
          "surface.js",
          "bowl.js",
          "curve.js",
          "descent.js",
          "judged.js",
          "path.js",
          "tables.js",
          "page.js");

  /** What the build takes from the webjar. */
  private static final List<String> LIBRARY = List.of("d3/LICENSE", "d3/d3.min.js");

  private Report() {}

  /**
   * The page.
   *
   * @param model what it is about
   * @param walked labelled, raw rows whose J is shown; empty for no pictures of it
   * @param judged labelled, raw rows on which the model is measured, best others than those of the
   *     training; empty for no measures
   * @throws io.downhill.data.DataException if the rows or the axes do not fit the model
   * @throws io.downhill.device.DeviceException if the device fails
   */
  public static String html(
      LogisticModel model,
      Optional<Dataset> walked,
      Optional<Dataset> judged,
      ReportOptions options) {
    Argument.notNull(model, "model");
    Map<String, Object> numbers = numbers(model, walked, judged, options);
    // The text of a script ends at the first </script: no < may stand in it as it is.
    String json = Json.text(numbers).replace("<", "\\u003c");
    return filled(
        text(PAGE),
        Map.of(
            "title", escaped(title(model)),
            "styles", text(STYLES),
            "licence", text(LIBRARY.get(0)),
            "library", text(LIBRARY.get(1)),
            "numbers", json,
            "scripts", SCRIPTS.stream().map(Report::text).collect(Collectors.joining("\n"))));
  }

  private static Map<String, Object> numbers(
      LogisticModel model,
      Optional<Dataset> walked,
      Optional<Dataset> judged,
      ReportOptions options) {
    Facts facts = new Facts(model);
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("title", title(model));
    map.put("question", facts.question());
    map.put("training", facts.training().orElse(null));
    map.put("pictures", walked.map(new Pictures(model, options)::of).orElse(null));
    map.put("sameRows", walked.equals(judged));
    map.put("judged", judged.map(rows -> judged(model, rows)).orElse(null));
    map.put("coefficients", facts.coefficients());
    map.put("path", options.path().map(path -> path.toMap(model)).orElse(null));
    map.put("image", WeightImage.of(model).orElse(null));
    map.put("columns", facts.columns());
    map.put("provenance", facts.provenance(walked.or(() -> judged)));
    return map;
  }

  private static Map<String, Object> judged(LogisticModel model, Dataset rows) {
    Scores scores = model.scores(rows);
    Map<String, Object> map = new Judgement(scores, model.threshold()).toMap();
    map.put("wrong", WrongRows.of(model, rows, scores));
    return map;
  }

  private static String title(LogisticModel model) {
    String label = model.preparationOrPlain().label();
    return (label.isEmpty() ? "" : label + ": ")
        + model.classes().positive()
        + " or "
        + model.classes().negative()
        + "?";
  }

  /** The page with each {{name}} replaced, in one walk: a text put in is not looked at again. */
  private static String filled(String page, Map<String, String> values) {
    StringBuilder filled = new StringBuilder();
    int done = 0;
    for (int open = page.indexOf("{{"); open >= 0; open = page.indexOf("{{", done)) {
      int close = page.indexOf("}}", open);
      filled.append(page, done, open).append(values.get(page.substring(open + 2, close)));
      done = close + 2;
    }
    return filled.append(page, done, page.length()).toString();
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }

  private static String text(String resource) {
    try (InputStream in = Report.class.getResourceAsStream(resource)) {
      if (in == null) {
        throw new IllegalStateException("the jar lacks " + resource);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8).strip();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
