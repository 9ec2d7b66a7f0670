package io.downhill.cli;

import io.downhill.data.DataException;
import io.downhill.optim.Monitor;
import java.util.List;
import java.util.Optional;

/** The files beside the model that a run writes as it goes. */
final class RunFiles implements AutoCloseable {
  private final List<RunFile> files;

  RunFiles(List<RunFile> files) {
    this.files = List.copyOf(files);
  }

  /** Has all of them see a run. */
  Monitor monitor() {
    return files.stream().map(Monitor.class::cast).reduce(Monitor.NONE, Monitor::and);
  }

  /** Ends the files of a run that came to its end. */
  void end() {
    files.forEach(RunFile::end);
  }

  /**
   * Removes them for the sake of the model.
   *
   * @return whether there were any to remove
   */
  boolean discard(DataException reason) {
    boolean discarded = false;
    for (RunFile file : files) {
      discarded |= file.discard(reason);
    }
    return discarded;
  }

  /** Which of them are missing and why, a line each. */
  List<String> troubles() {
    return files.stream()
        .flatMap(f -> f.trouble().map(why -> f.lost() + ": " + why).stream())
        .toList();
  }

  /** Where those are that were not named, a line each. */
  List<String> places() {
    return files.stream().map(RunFile::place).flatMap(Optional::stream).toList();
  }

  @Override
  public void close() {
    files.forEach(RunFile::close);
  }
}
