package io.downhill.cli;

import io.downhill.WholeFile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** The options that say how a run can be followed. */
final class FollowArguments {
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

  /** Whether the run is shown. */
  boolean watch() {
    return watch;
  }

  /** Adds what is written. */
  Places addTo(Places places) {
    return places.writes("--trace", trace).writes("--tensorboard", tensorboard);
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
