package io.downhill.cli;

import io.downhill.WholeFile;
import io.downhill.data.DataException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A file that grows while a run goes, so that it can be followed. It is begun with the first
 * record, so that a run that fails before keeps the old one. Records appear within a tenth of a
 * second, and never in halves but where the disk takes no more: then the file is removed. A run
 * goes on without it, for its model is worth more. Thread-safe.
 */
final class LiveFile implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(LiveFile.class);

  /**
   * Records that come faster wait for each other: a call to the system each would slow training.
   */
  private static final long WAIT_NANOS = 100_000_000;

  private static final int BUFFER = 1 << 13;

  private final Path path;
  private final byte[] header;
  private final ByteArrayOutputStream records = new ByteArrayOutputStream();
  private final Ticker ticker;
  private OutputStream file;
  private long written;
  private DataException failure;

  /** A file that begins with a header. */
  LiveFile(Path path, byte[] header) {
    this.path = path;
    this.header = header;
    this.ticker = new Ticker("downhill-file", this::writeWaiting);
  }

  /** Adds a record. */
  synchronized void append(byte[] record) {
    records.writeBytes(record);
    if (file == null || records.size() > BUFFER) {
      write();
    } else {
      writeWaiting();
    }
  }

  /** Forgets what was written: the next record begins the file anew. */
  synchronized void restart() {
    records.reset();
    release();
  }

  /**
   * Ends the file of a run that came to its end; without a record it has its header. One that the
   * disk did not take whole is removed, which also leaves its room to the model.
   */
  void end() {
    synchronized (this) {
      write();
    }
    close();
  }

  /** Ends the file as it is. Idempotent. */
  @Override
  public void close() {
    ticker.close();
    synchronized (this) {
      if (file != null && records.size() > 0) {
        write();
      }
      release();
    }
  }

  /** Why there is no file; empty if there is one. */
  synchronized Optional<String> trouble() {
    return Optional.ofNullable(failure).map(DataException::getMessage);
  }

  /**
   * Removes the file for the sake of another.
   *
   * @return whether there was one to remove
   */
  synchronized boolean discard(DataException reason) {
    if (failure != null || WholeFile.isSpecial(path)) {
      return false;
    }
    giveUp(reason);
    return true;
  }

  private synchronized void writeWaiting() {
    if (file != null && records.size() > 0 && System.nanoTime() - written > WAIT_NANOS) {
      write();
    }
  }

  /** Writes the records that wait; the header before the first. */
  private void write() {
    try {
      if (failure == null) {
        if (file == null) {
          file = Files.newOutputStream(path);
          file.write(header);
        }
        records.writeTo(file);
      }
    } catch (IOException e) {
      giveUp(WholeFile.failure(path, e));
    }
    records.reset();
    written = System.nanoTime();
  }

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
