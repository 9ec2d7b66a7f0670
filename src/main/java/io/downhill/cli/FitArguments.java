package io.downhill.cli;

import io.downhill.ClassWeight;
import io.downhill.TrainingOptions;
import io.downhill.data.Dataset;
import java.util.function.UnaryOperator;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.TypeConversionException;

/** The options that one fit and many have: where and how it is computed, and of what. */
final class FitArguments {
  private static final TrainingOptions DEFAULTS = TrainingOptions.defaults();

  @Mixin private DeviceArguments device = new DeviceArguments();

  @Option(
      names = "--solver",
      paramLabel = "S",
      description = {
        "The optimiser (default: auto):",
        "  gd        gradient descent, w := w - alpha dw",
        "  nesterov  accelerated gradient descent, with restart",
        "  lbfgs     quasi-Newton with 200 steps of memory",
        "  newton    Newton's method, started on a sample of the data",
        "  auto      newton to 1000 features, then lbfgs"
      })
  private String solver = DEFAULTS.solver();

  @Option(
      names = "--iterations",
      paramLabel = "N",
      description = "The most iterations (default: ${DEFAULT-VALUE}).")
  private int iterations = DEFAULTS.iterations();

  @Option(
      names = "--penalize",
      paramLabel = "standardized|raw",
      converter = PenalizeConverter.class,
      description =
          "Which weights the penalties are about: those of standardised features, which have no"
              + " units, so that all are treated alike, or the raw ones (default: standardized, or"
              + " raw with --no-standardize).")
  private TrainingOptions.Penalize penalize;

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

  @Option(
      names = "--no-center",
      description =
          "Scale features to deviation 1 and leave their mean where it is, as is done with sparse"
              + " data, so that a 0 stays a 0.")
  private boolean noCenter;

  /** Whether the model has a bias. */
  boolean hasIntercept() {
    return !noIntercept;
  }

  /**
   * The options so far.
   *
   * @throws picocli.CommandLine.ParameterException if there can be no such device
   */
  TrainingOptions.Builder options(CommandSpec command) {
    return TrainingOptions.builder()
        .device(device.device(command))
        .threads(device.threads)
        .solver(solver)
        .iterations(iterations)
        .penalize(penalize())
        .classWeight(classWeight)
        .intercept(!noIntercept)
        .standardize(!noStandardize)
        .centre(!noCenter);
  }

  /**
   * The options so far, and some more.
   *
   * @throws ParameterException if one of them cannot be
   */
  TrainingOptions checked(CommandSpec command, UnaryOperator<TrainingOptions.Builder> more) {
    try {
      return more.apply(options(command)).build();
    } catch (IllegalArgumentException e) {
      throw new ParameterException(command.commandLine(), "--" + e.getMessage(), e);
    }
  }

  /**
   * The examples of the classes that count.
   *
   * @throws ParameterException if --class-weight does not fit their classes
   */
  static Dataset kept(CommandSpec command, TrainingOptions options, Dataset examples) {
    try {
      return options.classWeight().kept(examples);
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
}
