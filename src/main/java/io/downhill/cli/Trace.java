package io.downhill.cli;

import io.downhill.Json;
import io.downhill.WholeFile;
import io.downhill.optim.Monitor;
import java.nio.file.Path;

/** The file of costs: a header, then each iteration with its cost before the update. */
final class Trace implements Monitor, AutoCloseable {
  private final Path path;
  private WholeFile file;

  /** Starts the file, so that an unwritable place is found before training. */
  Trace(Path path) {
    this.path = path;
    restarted();
  }

  @Override
  public void restarted() {
    close();
    file = WholeFile.create(path);
    file.append("iteration,cost\n");
  }

  @Override
  public void iteration(int iteration, double cost, double slope) {
    file.append(iteration + "," + Json.shortest(cost) + "\n");
  }

  /** Puts the file into its place. */
  void commit() {
    file.commit();
  }

  /** Ends the file; nothing of it remains unless it was committed. */
  @Override
  public void close() {
    if (file != null) {
      file.close();
    }
  }
}
