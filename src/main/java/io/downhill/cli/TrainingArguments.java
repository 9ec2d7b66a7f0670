package io.downhill.cli;

import io.downhill.TrainingOptions;
import java.util.OptionalDouble;
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
      paramLabel = "gd",
      description = "The optimiser; gd is gradient descent, w := w - alpha dw (default: gd).")
  private String solver = DEFAULTS.solver();

  @Option(
      names = "--alpha",
      paramLabel = "A",
      description = "The learning rate, above 0 (default: one that is safe for the data).")
  private Double alpha;

  @Option(
      names = "--iterations",
      paramLabel = "N",
      description = "The most iterations (default: ${DEFAULT-VALUE}).")
  private int iterations = DEFAULTS.iterations();

  @Option(
      names = "--tolerance",
      paramLabel = "T",
      description =
          "Stop when the largest |component of the gradient| is at most T; 0 never stops early"
              + " (default: ${DEFAULT-VALUE}).")
  private double tolerance = DEFAULTS.tolerance();

  @Option(
      names = "--l2",
      paramLabel = "X",
      description =
          "The penalty J + (X/2) |w|^2, on the standardised weights unless --no-standardize; the"
              + " bias goes free (default: 0).")
  private double l2 = DEFAULTS.l2();

  @Option(
      names = "--init",
      paramLabel = "zeros|random",
      converter = InitConverter.class,
      description = "Where w starts (default: zeros). Either way it arrives at the same optimum.")
  private TrainingOptions.Init init = DEFAULTS.init();

  @Option(
      names = "--seed",
      paramLabel = "S",
      description = "The seed of --init random (default: ${DEFAULT-VALUE}).")
  private long seed = DEFAULTS.seed();

  @Option(names = "--no-intercept", description = "Train without a bias b.")
  private boolean noIntercept;

  @Option(
      names = "--no-standardize",
      description =
          "Train on the features as they are. By default each is scaled to mean 0 and deviation 1"
              + " for training; the model is for raw features either way.")
  private boolean noStandardize;

  /**
   * The options as the library wants them.
   *
   * @throws ParameterException if one of them cannot be
   */
  TrainingOptions options(CommandSpec command) {
    try {
      return new TrainingOptions(
          device.device(command),
          device.threads,
          solver,
          alpha == null ? OptionalDouble.empty() : OptionalDouble.of(alpha),
          iterations,
          tolerance,
          l2,
          init,
          seed,
          !noIntercept,
          !noStandardize);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(command.commandLine(), "--" + e.getMessage(), e);
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
