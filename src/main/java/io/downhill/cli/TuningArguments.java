package io.downhill.cli;

import io.downhill.TrainingOptions;
import io.downhill.TuningOptions;
import io.downhill.data.Classes;
import io.downhill.tuning.Measure;
import java.util.Arrays;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.TypeConversionException;

/** The options that say which penalties are tried, and by what one is chosen. */
final class TuningArguments {
  @Option(
      names = "--l1-ratio",
      paramLabel = "R",
      description =
          "The share R of l1 in each penalty lambda: l1 is R lambda and l2 (1 - R) lambda, so 0 is"
              + " ridge, 1 the lasso, and between is an elastic net (default: ${DEFAULT-VALUE}).")
  private double l1Ratio;

  @Option(
      names = "--penalties",
      paramLabel = "N|A,B,...",
      converter = GridConverter.class,
      description =
          "How many penalties, from the least that leaves no weight down to 1e-4 of it, or 1e-2"
              + " where there are fewer rows than features, in equal steps of the logarithm; of"
              + " ridge from a thousand times the lasso's first to where its path ends; or the"
              + " penalties themselves, from the largest down (default: 50).")
  private Grid penalties = new Grid(50, new double[0]);

  @Option(
      names = "--rule",
      paramLabel = "best|1se",
      converter = RuleConverter.class,
      description = {
        "Which penalty is chosen (default: best):",
        "  best  the one that is best on held-out rows",
        "  1se   the largest that is within one standard error of it, a simpler model"
      })
  private TuningOptions.Rule rule = TuningOptions.Rule.BEST;

  @Option(
      names = "--measure",
      paramLabel = "logloss|auc|accuracy|brier",
      converter = MeasureConverter.class,
      description =
          "By what of the held-out rows; all are told (default: logloss). brier is of two classes.")
  private Measure measure = Measure.LOGLOSS;

  /**
   * Penalties.
   *
   * @param count how many, where they are not given
   * @param given themselves, empty where they are not
   */
  record Grid(int count, double[] given) {}

  /**
   * The options as the library wants them.
   *
   * @param training how each fit is trained
   * @throws ParameterException if one of them cannot be
   */
  TuningOptions options(CommandSpec command, TrainingOptions training, int folds, long seed) {
    TuningOptions.Builder options =
        TuningOptions.builder()
            .training(training)
            .folds(folds)
            .l1Ratio(l1Ratio)
            .penalties(penalties.count())
            .rule(rule)
            .measure(measure)
            .seed(seed);
    if (penalties.given().length > 0) {
      options.given(penalties.given());
    }
    return checked(command, options);
  }

  /**
   * Options that can be.
   *
   * @throws ParameterException if they cannot
   */
  static TuningOptions checked(CommandSpec command, TuningOptions.Builder options) {
    try {
      TuningOptions tuning = options.build();
      // Whether the solver takes l1 is known before the data are.
      TrainingOptions one = tuning.training();
      TrainingOptions.builder()
          .solver(one.solver())
          .l1(tuning.l1Ratio())
          .l2(1 - tuning.l1Ratio())
          .build();
      return tuning;
    } catch (IllegalArgumentException e) {
      throw new ParameterException(command.commandLine(), "--" + e.getMessage(), e);
    }
  }

  /**
   * Refuses what classes do not have.
   *
   * @throws ParameterException if it was asked for
   */
  void check(CommandSpec command, Classes classes) {
    if (measure == Measure.BRIER && !classes.areTwo()) {
      throw new ParameterException(
          command.commandLine(),
          "--measure brier is of two classes, and there are "
              + classes.count()
              + ": take logloss, auc or accuracy");
    }
  }

  /** A whole number, or numbers with commas between. */
  static final class GridConverter implements ITypeConverter<Grid> {
    @Override
    public Grid convert(String text) {
      if (text.matches("[+-]?\\d+")) {
        try {
          return new Grid(Integer.parseInt(text), new double[0]);
        } catch (NumberFormatException e) {
          throw new TypeConversionException(text + " penalties are too many");
        }
      }
      double[] given =
          Arrays.stream(text.split(",", -1))
              .mapToDouble(part -> TrainingArguments.number(part.strip()))
              .toArray();
      return new Grid(given.length, given);
    }
  }

  /** The two rules as they are spelled on the command line. */
  static final class RuleConverter implements ITypeConverter<TuningOptions.Rule> {
    @Override
    public TuningOptions.Rule convert(String text) {
      return switch (text) {
        case "best" -> TuningOptions.Rule.BEST;
        case "1se" -> TuningOptions.Rule.ONE_STANDARD_ERROR;
        default -> throw new TypeConversionException("must be best or 1se, not " + text);
      };
    }
  }

  /** The measures as they are spelled on the command line. */
  static final class MeasureConverter implements ITypeConverter<Measure> {
    @Override
    public Measure convert(String text) {
      return Measure.of(text)
          .orElseThrow(
              () ->
                  new TypeConversionException(
                      "must be logloss, auc, accuracy or brier, not " + text));
    }
  }
}
