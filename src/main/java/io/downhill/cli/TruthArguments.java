package io.downhill.cli;

import java.util.Optional;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

/** The options that say where labelled examples have their labels and weights. */
final class TruthArguments {
  @Option(
      names = "--label",
      paramLabel = "L",
      description =
          "The column of the truth, by name or number, or for .npy its file (default: the label,"
              + " fractions or counts of training, or the one column that is not a feature of the"
              + " model).")
  String label;

  @Option(
      names = "--trim-label",
      paramLabel = "CHARS",
      description =
          "Characters to take off the end of labels: with . the label \"<=50K.\" is the model's"
              + " \"<=50K\".")
  private String trim = "";

  @Option(
      names = "--weight",
      paramLabel = "COLUMN",
      description = "A column that says how often each example counts; 0 is an example less.")
  String weight;

  @Mixin private TargetArguments otherTarget;

  /**
   * What the options say.
   *
   * @throws picocli.CommandLine.ParameterException if they say it twice, or half of it
   */
  Truth truth(CommandSpec command) {
    return new Truth(otherTarget.target(command, label), trim, Optional.ofNullable(weight));
  }
}
