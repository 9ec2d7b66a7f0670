package io.downhill.cli;

import io.downhill.data.Target;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** The options that say what is to be predicted where it is not a column of labels. */
final class TargetArguments {
  /** Labels that stand in the data by themselves. */
  static final Target INSIDE = Target.label("label");

  @Option(
      names = "--soft-label",
      paramLabel = "COLUMN",
      description =
          "Instead of --label a column of fractions from 0 to 1: a row of y is y of the class 1 and"
              + " 1 - y of the class 0. For .npy and .npz the file of a vector.")
  private String softLabel;

  @Option(
      names = "--successes",
      paramLabel = "COLUMN",
      description =
          "Instead of --label a column of counts, for rows that stand for many trials: how many of"
              + " them succeeded, which is the positive class. Needs --trials or --failures.")
  private String successes;

  @Option(
      names = "--trials",
      paramLabel = "COLUMN",
      description = "How many trials each row stands for; rows of 0 are left out.")
  private String trials;

  @Option(
      names = "--failures",
      paramLabel = "COLUMN",
      description = "Instead of --trials how many of them failed.")
  private String failures;

  /**
   * What is to be predicted; empty if no option says it.
   *
   * @param label the column of labels, or null
   * @throws ParameterException if the options say it twice, or half of it
   */
  Optional<Target> target(CommandSpec command, String label) {
    boolean counts = successes != null || trials != null || failures != null;
    if ((label != null ? 1 : 0) + (softLabel != null ? 1 : 0) + (counts ? 1 : 0) > 1) {
      throw wrong(command, "--label, --soft-label and --successes exclude each other: give one");
    }
    if (softLabel != null) {
      return Optional.of(new Target.Fraction(softLabel));
    }
    if (!counts) {
      return Optional.ofNullable(label).map(Target::label);
    }
    if (successes == null) {
      throw wrong(
          command, (trials != null ? "--trials" : "--failures") + " needs --successes beside it");
    }
    if ((trials == null) == (failures == null)) {
      throw wrong(
          command,
          trials == null
              ? "--successes needs --trials or --failures beside it"
              : "--trials and --failures say the same: give one");
    }
    String others = trials != null ? trials : failures;
    return Optional.of(new Target.Counts(successes, others, trials != null));
  }

  /**
   * What is to be predicted, where the labels may be in the data.
   *
   * @param label the column of labels, or null
   * @param plain the data where it is no table
   * @throws ParameterException if no option says it, or one does where none must
   */
  Optional<Target> target(CommandSpec command, String label, Optional<PlainData> plain) {
    Optional<Target> told = target(command, label);
    if (plain.filter(PlainData::holdsLabels).isEmpty()) {
      return told;
    }
    if (told.isPresent()) {
      throw wrong(
          command,
          plain.get().name()
              + ": each line begins with its label; leave out --label, --soft-label and"
              + " --successes");
    }
    return Optional.of(INSIDE);
  }

  private static ParameterException wrong(CommandSpec command, String what) {
    return new ParameterException(command.commandLine(), what);
  }

  /**
   * Refuses counts where there are no columns.
   *
   * @throws ParameterException if they are given
   */
  static void refuseCounts(CommandSpec command, PlainData plain, Target target) {
    if (target instanceof Target.Counts) {
      throw wrong(
          command,
          plain.kind() + " has no columns of counts: give --label or --soft-label, or a table");
    }
  }
}
