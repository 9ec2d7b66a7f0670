package io.downhill;

import io.downhill.data.Argument;
import io.downhill.tuning.Measure;
import io.downhill.tuning.PenaltyGrid;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * How to choose a penalty.
 *
 * @param training how each fit is trained; its penalties are not used
 * @param folds how many parts of the rows are held out in turn, at least 2
 * @param l1Ratio the share of l1 in the penalty, from 0 to 1
 * @param penalties how many penalties are tried, at least 1
 * @param share the last penalty as a share of the first, in (0, 1); empty for that of {@link
 *     io.downhill.tuning.PenaltyGrid#share}
 * @param given the penalties to try in place of those, each less than the one before
 * @param rule which penalty is chosen
 * @param measure by what
 * @param seed of the folds
 */
public record TuningOptions(
    TrainingOptions training,
    int folds,
    double l1Ratio,
    int penalties,
    OptionalDouble share,
    Optional<double[]> given,
    Rule rule,
    Measure measure,
    long seed) {
  /** Which penalty is chosen. */
  public enum Rule {
    /** The best one. */
    BEST,
    /** The largest that is within one standard error of the best one. */
    ONE_STANDARD_ERROR
  }

  /** Checks every value. */
  public TuningOptions {
    Argument.notNull(training, "training");
    Argument.notNull(share, "share");
    Argument.notNull(given, "given");
    Argument.notNull(rule, "rule");
    Argument.notNull(measure, "measure");
    require(folds >= 2, "folds must be 2 or more, not " + folds);
    require(l1Ratio >= 0 && l1Ratio <= 1, "l1-ratio must be from 0 to 1, not " + l1Ratio);
    require(penalties >= 1, "penalties must be 1 or more, not " + penalties);
    share.ifPresent(s -> require(s > 0 && s < 1, "share must be between 0 and 1, not " + s));
    given.ifPresent(lambdas -> new PenaltyGrid(l1Ratio, lambdas));
    require(
        training.alpha().isEmpty() && training.tolerance().isEmpty(),
        "a path of penalties takes no alpha and no tolerance: each fit goes to its optimum");
  }

  private static void require(boolean holds, String message) {
    if (!holds) {
      throw new IllegalArgumentException(message);
    }
  }

  /** Options to be changed one by one, beginning with the defaults. */
  public static Builder builder() {
    return new Builder();
  }

  /** Sets options by their names. */
  public static final class Builder {
    private TrainingOptions training = TrainingOptions.defaults();
    private int folds = 5;
    private double l1Ratio;
    private int penalties = 50;
    private OptionalDouble share = OptionalDouble.empty();
    private Optional<double[]> given = Optional.empty();
    private Rule rule = Rule.BEST;
    private Measure measure = Measure.LOGLOSS;
    private long seed = 1;

    private Builder() {}

    /** {@link TuningOptions#training}. */
    public Builder training(TrainingOptions value) {
      training = value;
      return this;
    }

    /** {@link TuningOptions#folds}. */
    public Builder folds(int value) {
      folds = value;
      return this;
    }

    /** {@link TuningOptions#l1Ratio}. */
    public Builder l1Ratio(double value) {
      l1Ratio = value;
      return this;
    }

    /** {@link TuningOptions#penalties}. */
    public Builder penalties(int value) {
      penalties = value;
      return this;
    }

    /** {@link TuningOptions#share}. */
    public Builder share(double value) {
      share = OptionalDouble.of(value);
      return this;
    }

    /** {@link TuningOptions#given}. */
    public Builder given(double... lambdas) {
      given = Optional.of(lambdas.clone());
      return this;
    }

    /** {@link TuningOptions#rule}. */
    public Builder rule(Rule value) {
      rule = value;
      return this;
    }

    /** {@link TuningOptions#measure}. */
    public Builder measure(Measure value) {
      measure = value;
      return this;
    }

    /** {@link TuningOptions#seed}. */
    public Builder seed(long value) {
      seed = value;
      return this;
    }

    /**
     * The options.
     *
     * @throws IllegalArgumentException if one of them cannot be
     */
    public TuningOptions build() {
      return new TuningOptions(
          training, folds, l1Ratio, penalties, share, given, rule, measure, seed);
    }
  }
}
