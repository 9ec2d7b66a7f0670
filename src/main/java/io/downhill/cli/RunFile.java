package io.downhill.cli;

import io.downhill.data.DataException;
import io.downhill.optim.Monitor;
import java.util.Optional;

/**
 * A file beside the model, which is written while a run goes. What it cannot be written for ends no
 * run: it is told at the end.
 */
interface RunFile extends Monitor, AutoCloseable {
  /** What to say where there is none, as "no trace was written". */
  String lost();

  /** Where it is, in one line; empty where the command line names it, or there is none. */
  default Optional<String> place() {
    return Optional.empty();
  }

  /** Ends the file of a run that came to its end. */
  void end();

  /** Why there is none, in one line; empty if there is one. */
  Optional<String> trouble();

  /**
   * Removes it for the sake of the model.
   *
   * @return whether there was one to remove
   */
  boolean discard(DataException reason);

  /** Ends the file as it is. Idempotent. */
  @Override
  void close();
}
