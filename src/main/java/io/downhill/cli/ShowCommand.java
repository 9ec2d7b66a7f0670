package io.downhill.cli;

import io.downhill.InferenceJson;
import io.downhill.Json;
import io.downhill.LogisticModel;
import io.downhill.TrainingReport;
import io.downhill.data.Classes;
import io.downhill.data.LabelText;
import io.downhill.inference.Inference;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code downhill show}: what a model has learned. */
@Command(
    name = "show",
    description = "Show what a model has learned: its coefficients, and how it reads a table.",
    sortOptions = false,
    footer = {
      "",
      "WEIGHT is for a feature in its own units, STANDARDIZED for one scaled to deviation 1, which",
      "makes weights comparable: the list is sorted by it. ODDS RATIO is exp(WEIGHT): what one more",
      "unit of the feature, or one level of a category against the most frequent one, does to the",
      "odds of the positive class. Words of texts are weighted already and not scaled again: both",
      "weights are one. A model that was trained with --inference (the default without a penalty)",
      "shows standard errors, z, p and intervals; where it has none, why.",
      "",
      "Of three classes and more each has a column of weights, which say what a unit of the feature",
      "adds to the margin of the class; only their differences count for the probabilities, and",
      "--reference shows those. exp of such a difference is what a unit does to the odds of a class",
      "against the reference."
    })
final class ShowCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Spec private CommandSpec spec;

  @Mixin(name = CommonOptions.NAME)
  private CommonOptions common;

  @Parameters(index = "0", paramLabel = "MODEL", description = "The file that train wrote.")
  private Path model;

  @Option(
      names = "--reference",
      paramLabel = "CLASS",
      description =
          "Of three classes and more: show the weights of the others against this class, w - w of"
              + " CLASS, as statisticians have them.")
  private String reference;

  @Option(
      names = "--top",
      paramLabel = "N",
      description = "Only the N strongest coefficients (default: all).")
  private int top = Integer.MAX_VALUE;

  @Option(names = "--json", description = "Print the model's content as one JSON object.")
  private boolean json;

  ShowCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    if (top < 1) {
      throw new ParameterException(
          spec.commandLine(), "--top must be 1 coefficient or more, not " + top);
    }
    LogisticModel shown = LogisticModel.load(model);
    OptionalInt against = reference(shown.classes());
    if (json) {
      terminal.print(Json.text(json(shown, against, top)));
      return Failures.DONE;
    }
    boolean two = shown.classes().areTwo();
    terminal.print(
        Printable.line(
            two
                ? "classes    "
                    + shown.classes().negative()
                    + ", "
                    + shown.classes().positive()
                    + " (positive)"
                : "classes    "
                    + shown.classes().count()
                    + ": "
                    + String.join(", ", shown.classes().names())));
    List<String> rest = shown.classes().rest();
    if (!rest.isEmpty()) {
      terminal.print(
          Printable.line(
              "           " + shown.classes().name(0) + ": " + TrainingSummary.names(rest)));
    }
    if (two) {
      terminal.print("threshold  " + Json.shortest(shown.threshold()));
    }
    shown
        .report()
        .ifPresent(report -> terminal.print("examples   " + report.examples() + " in training"));
    inference(shown)
        .map(InferenceLines::summary)
        .ifPresent(lines -> lines.forEach(terminal::print));
    terminal.print("");
    (two ? CoefficientLines.of(shown, top) : classes(shown, against, top)).forEach(terminal::print);
    List<String> columns = shown.preparation().map(ColumnLines::of).orElse(List.of());
    if (!columns.isEmpty()) {
      terminal.print("");
      columns.forEach(terminal::print);
    }
    return Failures.DONE;
  }

  private static List<String> classes(LogisticModel shown, OptionalInt against, int most) {
    List<String> lines = new ArrayList<>(new ClassCoefficientLines(shown, against).all(most));
    inference(shown).ifPresent(known -> addErrors(lines, shown, known, against));
    return lines;
  }

  /** Those against another class need the covariances of the fit, which a model does not have. */
  private static void addErrors(
      List<String> lines, LogisticModel shown, Inference known, OptionalInt against) {
    List<String> tables = ClassInferenceLines.of(shown, known);
    Optional<String> other =
        against.stream()
            .mapToObj(shown.classes()::name)
            .filter(name -> known.isKnown() && !name.equals(known.reference()))
            .findFirst();
    other.ifPresent(
        name -> {
          lines.add("");
          lines.add(
              Printable.line(
                  "standard errors are against "
                      + known.reference()
                      + ", as trained: for those against "
                      + name
                      + " train with --reference "
                      + CommandText.quoted(name)));
        });
    lines.addAll(tables);
  }

  private static Optional<Inference> inference(LogisticModel model) {
    return model.report().flatMap(TrainingReport::inference);
  }

  /**
   * The class that all others are held against.
   *
   * @throws ParameterException if it is none of more than two
   */
  private OptionalInt reference(Classes classes) {
    if (reference == null) {
      return OptionalInt.empty();
    }
    int k = LabelText.indexOf(classes, reference);
    if (classes.areTwo()) {
      throw new ParameterException(
          spec.commandLine(),
          "--reference is about three classes and more: of two the weights are those of "
              + classes.positive()
              + " against "
              + classes.negative());
    }
    if (k < 0) {
      throw new ParameterException(
          spec.commandLine(),
          "--reference: there is no class "
              + reference
              + "; there are "
              + TrainingSummary.names(classes.names()));
    }
    return OptionalInt.of(k);
  }

  private static Map<String, Object> json(LogisticModel model, OptionalInt against, int most) {
    Map<String, Object> object = new LinkedHashMap<>();
    if (!model.classes().areTwo()) {
      object.putAll(new ClassCoefficientLines(model, against).json(most));
      object.put("inference", inference(model).map(InferenceJson::toMap).orElse(null));
      object.put("columns", model.preparation().map(ColumnLines::json).orElse(null));
      return object;
    }
    object.put("classes", model.classes().names());
    if (!model.classes().rest().isEmpty()) {
      object.put("rest", model.classes().rest());
    }
    object.put("threshold", model.threshold());
    object.put("bias", model.bias());
    model.baseMargin().ifPresent(j -> object.put("offset", model.features().get(j)));
    object.put("coefficients", CoefficientLines.json(model, most));
    object.put("inference", inference(model).map(InferenceJson::toMap).orElse(null));
    object.put("columns", model.preparation().map(ColumnLines::json).orElse(null));
    return object;
  }
}
