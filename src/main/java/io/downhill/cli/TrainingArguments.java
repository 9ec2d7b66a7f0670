package io.downhill.cli;

import io.downhill.LogisticModel;
import io.downhill.TrainingOptions;
import io.downhill.TuningOptions;
import io.downhill.inference.Method;
import java.nio.file.Path;
import java.util.OptionalDouble;
import java.util.stream.Stream;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.TypeConversionException;

/** The options that say how to train. */
final class TrainingArguments {
  private static final TrainingOptions DEFAULTS = TrainingOptions.defaults();

  @Mixin private FitArguments fit = new FitArguments();

  @Option(
      names = "--alpha",
      paramLabel = "A",
      converter = AutoConverter.class,
      description =
          "The learning rate of gd and nesterov, above 0, or auto: 1/L, L the largest eigenvalue of"
              + " X'X/4m (default: auto). With a number --solver auto is gd, or nesterov with --l1.")
  private OptionalDouble alpha = OptionalDouble.empty();

  @Option(
      names = "--tolerance",
      paramLabel = "T",
      description =
          "Stop when the largest |component of the gradient| is at most T; 0 goes on to the limit of"
              + " precision (default: stop when the cost is within 1e-9 of itself of its least, by"
              + " the gradient and the Hessian).")
  private Double tolerance;

  @Option(
      names = "--l1",
      paramLabel = "X|auto",
      converter = AutoConverter.class,
      description =
          "The penalty J + X |w|_1, which makes weights exactly 0; the bias goes free (default: 0)."
              + " auto is the one that `downhill tune --l1-ratio 1` chooses: the best of 50 by the"
              + " log loss of held-out rows.")
  private OptionalDouble l1 = OptionalDouble.of(DEFAULTS.l1());

  @Option(
      names = "--l2",
      paramLabel = "X|auto",
      converter = AutoConverter.class,
      description =
          "The penalty J + (X/2) |w|^2; the bias goes free (default: 0). auto is the one that"
              + " `downhill tune` chooses.")
  private OptionalDouble l2 = OptionalDouble.of(DEFAULTS.l2());

  @Mixin private BoundsArguments bounds = new BoundsArguments();

  @Option(
      names = "--inference",
      paramLabel = "wald|robust|none",
      converter = InferenceConverter.class,
      description = {
        "By what the standard errors of the coefficients are known, and with them z, p, intervals and"
            + " the likelihood-ratio test (default: wald, or robust with --cluster, where there is"
            + " neither a penalty nor a class weight, up to 1000 features, and little to compute; none"
            + " elsewhere):",
        "  wald    the inverse of the Hessian over all rows, a weight of k being k rows",
        "  robust  the sandwich, for rows or for clusters of them, times n/(n-1)",
        "  none    there are none",
        "Of three classes and more by wald, each class against --reference."
      })
  private Method inference;

  @Option(
      names = "--reference",
      paramLabel = "CLASS",
      description =
          "The class that standard errors of three classes and more are against: they are of the"
              + " log-odds of each other class against it (default: the first; weights themselves do"
              + " not depend on it).")
  private String reference;

  @Option(
      names = "--level",
      paramLabel = "P",
      description =
          "The probability with which an interval holds its coefficient (default:"
              + " ${DEFAULT-VALUE}).")
  private double level = DEFAULTS.level();

  @Option(
      names = "--start",
      paramLabel = "FILE",
      description =
          "Start from the weights of this model; columns and levels are found by name, and what it"
              + " does not have starts at 0.")
  private Path start;

  @Option(
      names = "--init",
      paramLabel = "zeros|random",
      converter = InitConverter.class,
      description = "Where w starts (default: zeros). Either way it arrives at the same optimum.")
  private TrainingOptions.Init init = DEFAULTS.init();

  @Option(
      names = "--seed",
      paramLabel = "S",
      description =
          "The seed of --init random, of the rows that --test draws and of the folds of auto (default:"
              + " ${DEFAULT-VALUE}).")
  private long seed = DEFAULTS.seed();

  /** The model to start from; null for none. */
  Path start() {
    return start;
  }

  /** The file of bounds; null for none. */
  Path boundsFile() {
    return bounds.file();
  }

  /** Whether the model has a bias. */
  boolean hasIntercept() {
    return fit.hasIntercept();
  }

  /**
   * Refuses what clusters of rows do not have.
   *
   * @throws ParameterException if it was asked for
   */
  void checkClusters(CommandSpec command) {
    if (inference != null && inference != Method.ROBUST) {
      throw new ParameterException(
          command.commandLine(),
          "--cluster is for robust standard errors: leave out --inference " + inference.text());
    }
  }

  /**
   * The options as the library wants them.
   *
   * @throws ParameterException if one of them cannot be
   */
  TrainingOptions options(CommandSpec command) {
    try {
      TrainingOptions.Builder options =
          fit.options(command)
              .l1(l1.orElse(0))
              .l2(l2.orElse(0))
              .bounds(bounds.bounds())
              .init(init)
              .seed(seed)
              .level(level);
      if (inference != null) {
        options.inference(inference);
      }
      if (reference != null) {
        options.reference(reference);
      }
      alpha.ifPresent(options::alpha);
      if (tolerance != null) {
        options.tolerance(tolerance);
      }
      TrainingOptions checked = options.build();
      return start == null ? checked : options.start(LogisticModel.load(start)).build();
    } catch (IllegalArgumentException e) {
      throw new ParameterException(command.commandLine(), "--" + e.getMessage(), e);
    }
  }

  /** Whether a penalty is to be chosen. */
  boolean tuned() {
    return l1.isEmpty() || l2.isEmpty();
  }

  /** The option by which one is. */
  String tunedBy() {
    return l1.isEmpty() ? "--l1 auto" : "--l2 auto";
  }

  /**
   * How to choose it.
   *
   * @param options of the fits
   * @throws ParameterException if they cannot be those of a path
   */
  TuningOptions tuning(CommandSpec command, TrainingOptions options) {
    if (l1.orElse(1) > 0 && l2.orElse(1) > 0) {
      throw new ParameterException(
          command.commandLine(),
          tunedBy()
              + " chooses one penalty, and the other is to be 0: leave it out, or have `downhill"
              + " tune --l1-ratio R` choose both in a proportion");
    }
    refuse(command, options.alpha().isPresent(), "--alpha", "each fit goes to its optimum");
    refuse(command, options.tolerance().isPresent(), "--tolerance", "each fit goes to its optimum");
    refuse(
        command,
        options.bounds().present(),
        "--bounds or --nonnegative",
        "its fits are without bounds; give a number");
    return TuningArguments.checked(
        command,
        TuningOptions.builder().training(options).l1Ratio(l1.isEmpty() ? 1 : 0).seed(seed));
  }

  private void refuse(CommandSpec command, boolean given, String option, String why) {
    if (given) {
      throw new ParameterException(
          command.commandLine(), tunedBy() + " takes no " + option + ": " + why);
    }
  }

  /** A number, or auto. */
  static final class AutoConverter implements ITypeConverter<OptionalDouble> {
    @Override
    public OptionalDouble convert(String text) {
      return text.equals("auto") ? OptionalDouble.empty() : OptionalDouble.of(number(text));
    }
  }

  static double number(String text) {
    try {
      return Double.parseDouble(text);
    } catch (NumberFormatException e) {
      throw new TypeConversionException("'" + text + "' is not a number");
    }
  }

  /** By what standard errors are known, as it is spelled on the command line. */
  static final class InferenceConverter implements ITypeConverter<Method> {
    @Override
    public Method convert(String text) {
      return Stream.of(Method.values())
          .filter(method -> method.text().equals(text))
          .findFirst()
          .orElseThrow(
              () -> new TypeConversionException("must be wald, robust or none, not " + text));
    }
  }

  /** The two starts as they are spelled on the command line. */
  static final class InitConverter implements ITypeConverter<TrainingOptions.Init> {
    @Override
    public TrainingOptions.Init convert(String text) {
      return switch (text) {
        case "zeros" -> TrainingOptions.Init.ZEROS;
        case "random" -> TrainingOptions.Init.RANDOM;
        default -> throw new TypeConversionException("must be zeros or random, not " + text);
      };
    }
  }
}
