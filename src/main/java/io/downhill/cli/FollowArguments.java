package io.downhill.cli;

import io.downhill.Checkpoints;
import io.downhill.WholeFile;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** The options that say how a run can be followed, and gone on with. */
final class FollowArguments {
  private static final double MOST_SECONDS = 1e6;

  @Option(
      names = "--watch",
      description =
          "Show on stderr how the descent goes: the curve of J, the gap, reads of the data, and the"
              + " time left where that can be told. Where stderr is no terminal, a line now and"
              + " then.")
  private boolean watch;

  @Option(
      names = "--trace",
      paramLabel = "FILE",
      description =
          "Write the cost of every iteration, before its update, as CSV; it can be followed while"
              + " training runs.")
  private Path trace;

  @Option(
      names = "--tensorboard",
      paramLabel = "DIR",
      description =
          "Write J, gap, slope, alpha and passes of every iteration for TensorBoard, while training"
              + " runs, into a new folder in DIR that is named by the solver.")
  private Path tensorboard;

  @Option(
      names = "--checkpoint",
      paramLabel = "FILE",
      description =
          "Keep in FILE what a run needs to be gone on with, every --checkpoint-every seconds and at"
              + " Ctrl-C. When the run has ended by itself, the file is removed.")
  private Path checkpoint;

  @Option(
      names = "--checkpoint-every",
      paramLabel = "SECONDS",
      description = "The least time between two checkpoints (default: ${DEFAULT-VALUE}).")
  private double seconds = 30;

  @Option(
      names = "--resume",
      paramLabel = "FILE",
      description =
          "Go on from a checkpoint: on any device, to the bits of a run that was never stopped. Data"
              + " and options must be those of that run.")
  private Path resume;

  /** Whether the run is shown. */
  boolean watch() {
    return watch;
  }

  /** Adds what is written. */
  Places addTo(Places places) {
    return places
        .writes("--trace", trace)
        .writes("--tensorboard", tensorboard)
        .writes("--checkpoint", checkpoint);
  }

  /** What is kept of the run, and from where it goes on. */
  Checkpoints checkpoints() {
    return new Checkpoints(
        Optional.ofNullable(checkpoint),
        Optional.ofNullable(resume),
        Duration.ofNanos((long) (seconds * 1e9)));
  }

  /**
   * Checks what can be before the data are read.
   *
   * @throws ParameterException if options exclude each other
   * @throws io.downhill.data.DataException if a file cannot be written
   */
  void check(CommandSpec command, boolean quiet) {
    if (watch && quiet) {
      throw new ParameterException(
          command.commandLine(), "--watch shows progress and --quiet none: give one of them");
    }
    if (!(seconds >= 0 && seconds <= MOST_SECONDS)) {
      throw new ParameterException(
          command.commandLine(),
          "--checkpoint-every must be from 0 to " + (long) MOST_SECONDS + ", not " + seconds);
    }
    checkpoints().check();
    if (trace != null) {
      WholeFile.check(trace);
    }
    if (tensorboard != null) {
      EventFile.check(tensorboard);
    }
  }

  /** Opens the files of a run by a solver. */
  RunFiles open(String solver) {
    List<RunFile> files = new ArrayList<>();
    if (trace != null) {
      files.add(new Trace(trace));
    }
    if (tensorboard != null) {
      files.add(new EventFile(tensorboard, solver));
    }
    return new RunFiles(files);
  }
}
