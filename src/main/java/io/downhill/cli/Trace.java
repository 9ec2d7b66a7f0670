package io.downhill.cli;

import io.downhill.Json;
import io.downhill.WholeFile;
import io.downhill.data.DataException;
import io.downhill.optim.Monitor;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The file of costs: a header, then each iteration with its cost before the update. It is written
 * as training goes, so that it can be followed, and begun with the first iteration, so that a run
 * that fails before keeps the old one.
 */
final class Trace implements Monitor, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Trace.class);

  /** Rows that come faster wait for each other: a call to the system each would slow training. */
  private static final long WAIT_NANOS = 100_000_000;

  private static final int BUFFER = 1 << 13;

  private final Path path;
  private final StringBuilder rows = new StringBuilder();
  private OutputStream file;
  private long written;
  private DataException failure;

  /**
   * Finds out whether the file can be written, before training.
   *
   * @throws DataException if not
   */
  Trace(Path path) {
    this.path = path;
    WholeFile.check(path);
  }

  @Override
  public void iteration(int iteration, double cost, double slope) {
    rows.append(iteration).append(',').append(Json.shortest(cost)).append('\n');
    long now = System.nanoTime();
    if (file == null || now - written > WAIT_NANOS || rows.length() > BUFFER) {
      write();
      written = now;
    }
  }

  /** Begins the file anew. */
  @Override
  public void restarted() {
    rows.setLength(0);
    release();
  }

  /**
   * Ends the file of a run that came to its end. A file that the disk did not take whole is
   * removed, which also leaves its room to the model.
   */
  void end() {
    write();
    close();
  }

  /** Ends the file as it is. Idempotent. */
  @Override
  public void close() {
    if (file != null && rows.length() > 0) {
      write();
    }
    release();
  }

  /** Why there is no trace, in one line; empty if there is one. */
  Optional<String> trouble() {
    return Optional.ofNullable(failure).map(DataException::getMessage);
  }

  /**
   * Removes the file for the sake of another.
   *
   * @return whether there was one to remove
   */
  boolean discard(DataException reason) {
    if (failure != null || WholeFile.isSpecial(path)) {
      return false;
    }
    giveUp(reason);
    return true;
  }

  /** Writes the rows that wait; the header before the first. */
  private void write() {
    try {
      if (failure == null) {
        if (file == null) {
          file = Files.newOutputStream(path);
          rows.insert(0, "iteration,cost\n");
        }
        file.write(rows.toString().getBytes(StandardCharsets.UTF_8));
      }
    } catch (IOException e) {
      giveUp(WholeFile.failure(path, e));
    }
    rows.setLength(0);
  }

  /** Training goes on: its model is worth more than its trace. */
  private void giveUp(DataException reason) {
    failure = reason;
    release();
    if (!WholeFile.isSpecial(path)) {
      try {
        Files.deleteIfExists(path);
      } catch (IOException e) {
        reason.addSuppressed(e);
      }
    }
  }

  private void release() {
    try {
      if (file != null) {
        file.close();
      }
    } catch (IOException e) {
      LOG.debug("closing {}", path, e);
    }
    file = null;
  }
}
