package io.downhill;

import io.downhill.data.Argument;

/**
 * Where a model comes from: what its training was told, so that it can be repeated.
 *
 * @param options of the training; of those that a model file recorded, the device is {@code auto}
 *     and there is no model to start from
 * @param command the command line that trained it; empty if it was not trained by one
 * @param version of Downhill; empty if it ran unpackaged
 * @param choice how the penalty in the options was chosen, in words; empty if it was given
 */
public record Provenance(TrainingOptions options, String command, String version, String choice) {
  /** Checks that nothing is missing. */
  public Provenance {
    Argument.notNull(options, "options");
    Argument.notNull(command, "command");
    Argument.notNull(version, "version");
    Argument.notNull(choice, "choice");
  }

  /** That of a penalty that was given. */
  public Provenance(TrainingOptions options, String command, String version) {
    this(options, command, version, "");
  }

  /** What a run with these options by this program knows of itself. */
  static Provenance of(TrainingOptions options) {
    String version = Provenance.class.getPackage().getImplementationVersion();
    return new Provenance(options, "", version == null ? "" : version);
  }

  /** The same, trained by this command line. */
  Provenance withCommand(String line) {
    return new Provenance(options, line, version, choice);
  }

  /** The same, its penalty chosen so. */
  Provenance withChoice(String how) {
    return new Provenance(options, command, version, how);
  }
}
