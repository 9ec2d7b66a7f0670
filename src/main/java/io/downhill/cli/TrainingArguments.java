package io.downhill.cli;

import io.downhill.ClassWeight;
import io.downhill.LogisticModel;
import io.downhill.TrainingOptions;
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

  @Mixin DeviceArguments device = new DeviceArguments();

  @Option(
      names = "--solver",
      paramLabel = "S",
      description = {
        "The optimiser (default: auto):",
        "  gd        gradient descent, w := w - alpha dw",
        "  nesterov  accelerated gradient descent, with restart",
        "  lbfgs     quasi-Newton with 200 steps of memory",
        "  newton    Newton's method, started on a sample of the data",
        "  auto      newton to 1000 features, then lbfgs; gd where --alpha is given,"
            + " nesterov with --l1"
      })
  private String solver = DEFAULTS.solver();

  @Option(
      names = "--alpha",
      paramLabel = "A",
      converter = AlphaConverter.class,
      description =
          "The learning rate of gd and nesterov, above 0, or auto: 1/L, L the largest eigenvalue of"
              + " X'X/4m (default: auto).")
  private OptionalDouble alpha = OptionalDouble.empty();

  @Option(
      names = "--iterations",
      paramLabel = "N",
      description = "The most iterations (default: ${DEFAULT-VALUE}).")
  private int iterations = DEFAULTS.iterations();

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
      paramLabel = "X",
      description =
          "The penalty J + X |w|_1, which makes weights exactly 0; the bias goes free (default: 0).")
  private double l1 = DEFAULTS.l1();

  @Option(
      names = "--l2",
      paramLabel = "X",
      description = "The penalty J + (X/2) |w|^2; the bias goes free (default: 0).")
  private double l2 = DEFAULTS.l2();

  @Option(
      names = "--penalize",
      paramLabel = "standardized|raw",
      converter = PenalizeConverter.class,
      description =
          "Which weights the penalties are about: those of standardised features, which have no"
              + " units, so that all are treated alike, or the raw ones (default: standardized, or"
              + " raw with --no-standardize).")
  private TrainingOptions.Penalize penalize;

  @Mixin private BoundsArguments bounds = new BoundsArguments();

  @Option(
      names = "--class-weight",
      paramLabel = "balanced|NEG,POS|CLASS=W,...",
      converter = ClassWeightConverter.class,
      description =
          "How much an example of each class counts: two numbers above 0, or numbers by the names of"
              + " classes, where 0 leaves a class out and those that are not named have 1, or"
              + " balanced, so that all classes count the same in all (default: 1,1).")
  private ClassWeight classWeight = ClassWeight.NONE;

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
          "The seed of --init random and of the rows that --test draws (default:"
              + " ${DEFAULT-VALUE}).")
  private long seed = DEFAULTS.seed();

  @Option(
      names = "--no-intercept",
      description =
          "Train without a bias b: features are scaled, not centred, and a column of ones is kept.")
  private boolean noIntercept;

  @Option(
      names = "--no-standardize",
      description =
          "Train on the features as they are. By default each is scaled to mean 0 and deviation 1"
              + " for training; the model is for raw features either way.")
  private boolean noStandardize;

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
    return !noIntercept;
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
          TrainingOptions.builder()
              .device(device.device(command))
              .threads(device.threads)
              .solver(solver)
              .iterations(iterations)
              .l1(l1)
              .l2(l2)
              .bounds(bounds.bounds())
              .penalize(penalize())
              .classWeight(classWeight)
              .init(init)
              .seed(seed)
              .intercept(!noIntercept)
              .standardize(!noStandardize)
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

  private TrainingOptions.Penalize penalize() {
    if (penalize != null) {
      return penalize;
    }
    return noStandardize ? TrainingOptions.Penalize.RAW : TrainingOptions.Penalize.STANDARDIZED;
  }

  /** A number, or auto. */
  static final class AlphaConverter implements ITypeConverter<OptionalDouble> {
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

  /** The two kinds of weights as they are spelled on the command line. */
  static final class PenalizeConverter implements ITypeConverter<TrainingOptions.Penalize> {
    @Override
    public TrainingOptions.Penalize convert(String text) {
      return switch (text) {
        case "standardized" -> TrainingOptions.Penalize.STANDARDIZED;
        case "raw" -> TrainingOptions.Penalize.RAW;
        default -> throw new TypeConversionException("must be standardized or raw, not " + text);
      };
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
