package io.downhill;

import io.downhill.data.Argument;
import io.downhill.data.DataException;
import io.downhill.data.Dataset;
import io.downhill.optim.Journal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where a run keeps what it needs to be gone on with, and from where it goes on. It ends in the
 * bits of a run that was never stopped, on any device.
 *
 * @param to written now and then, and when the run is asked to end; empty for nowhere
 * @param from what such a run has written; empty to begin
 * @param every so much time at least lies between two writings
 */
public record Checkpoints(Optional<Path> to, Optional<Path> from, Duration every) {
  private static final Logger LOG = LoggerFactory.getLogger(Checkpoints.class);

  /** A run that keeps nothing. */
  public static final Checkpoints NONE =
      new Checkpoints(Optional.empty(), Optional.empty(), Duration.ofSeconds(30));

  /** Checks that nothing is missing. */
  public Checkpoints {
    Argument.notNull(to, "to");
    Argument.notNull(from, "from");
    Argument.notNull(every, "every");
  }

  /**
   * Finds out beforehand whether both files serve.
   *
   * @throws DataException if one cannot be written, or is no checkpoint
   */
  public void check() {
    to.ifPresent(WholeFile::check);
    from.ifPresent(Checkpoint::read);
  }

  /**
   * To be called when the model of a run that has ended by itself is saved: there is nothing left
   * to go on with.
   */
  public void done() {
    try {
      if (to.isPresent()) {
        Files.deleteIfExists(to.get());
      }
    } catch (IOException e) {
      LOG.warn("{} cannot be removed: {}", to.get(), e.toString());
    }
  }

  /** Whether a run is to note what it does. */
  boolean wanted() {
    return to.isPresent() || from.isPresent();
  }

  /**
   * The journal of a run.
   *
   * @param solver its name
   * @param data that it was given
   * @throws io.downhill.data.DataException if what it is to go on from is of another run, or
   *     damaged
   */
  Journal journal(TrainingOptions options, String solver, Dataset data) {
    Map<String, String> key = RunKey.of(options, solver, data);
    Journal.Content content = Journal.Content.EMPTY;
    if (from.isPresent()) {
      Checkpoint read = Checkpoint.read(from.get());
      read.require(key, from.get());
      content = read.content();
      LOG.info("the run goes on from {}", from.get());
    }
    return new Journal(
        content,
        now -> to.ifPresent(path -> write(new Checkpoint(key, now), path)),
        every.toNanos());
  }

  /** A run does not end because the disk is full. */
  private static void write(Checkpoint checkpoint, Path path) {
    try {
      checkpoint.write(path);
    } catch (DataException e) {
      LOG.warn("the run goes on without a new checkpoint: {}", e.getMessage());
    }
  }
}
