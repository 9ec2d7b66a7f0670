package io.downhill.cli;

import io.downhill.WholeFile;
import io.downhill.data.DataException;
import io.downhill.optim.Gap;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A run as TensorBoard reads it: the scalars J, slope, alpha, passes, gap and gap_at_least by
 * iteration. A folder of runs has one for each, named by its solver; where that name is taken, with
 * a number behind it, so that no run is drawn into another.
 */
final class EventFile implements RunFile {
  private static final Logger LOG = LoggerFactory.getLogger(EventFile.class);
  private static final double MILLIS = 1e3;

  private final Path folder;
  private final String solver;
  private Path run;
  private LiveFile file;
  private int files;
  private int iteration;
  private double passes = Double.NaN;
  private double alpha = Double.NaN;
  private DataException failure;

  /**
   * Finds out whether the folder of runs can be written to, before training; it is made with the
   * first iteration.
   *
   * @throws DataException if not
   */
  EventFile(Path folder, String solver) {
    this.folder = folder;
    this.solver = solver;
    check(folder);
  }

  /**
   * Finds out whether files can be written into a folder, or into one that is to be made.
   *
   * @throws DataException if not
   */
  static void check(Path folder) {
    Path there = folder.toAbsolutePath();
    while (!Files.exists(there)) {
      there = there.getParent();
    }
    if (!Files.isDirectory(there)) {
      throw new DataException(
          "cannot write into "
              + folder
              + ": "
              + (there.equals(folder.toAbsolutePath()) ? "it" : there)
              + " is a file, not a folder; choose another place for the events");
    }
    WholeFile.check(there.resolve("downhill.tfevents"));
  }

  @Override
  public void effort(double reads, double rate) {
    passes = reads;
    alpha = rate;
  }

  @Override
  public void iteration(int number, double cost, double slope) {
    iteration = number;
    Map<String, Double> values = new LinkedHashMap<>();
    values.put("J", cost);
    values.put("slope", slope);
    put(values, "alpha", alpha);
    put(values, "passes", passes);
    append(values);
  }

  @Override
  public void gap(Gap gap) {
    Map<String, Double> values = new LinkedHashMap<>();
    put(values, gap.isLeast() ? "gap_at_least" : "gap", gap.value());
    if (!values.isEmpty()) {
      append(values);
    }
  }

  /** The next file of the run takes the place of the one before. */
  @Override
  public void restarted() {
    if (file != null) {
      file.close();
      file.discard(new DataException("the run began anew"));
      file = null;
    }
  }

  @Override
  public String lost() {
    return "no events were written";
  }

  @Override
  public Optional<String> place() {
    return file == null || trouble().isPresent()
        ? Optional.empty()
        : Optional.of("the events are in " + run + "; to see them: tensorboard --logdir " + folder);
  }

  @Override
  public void end() {
    if (file != null) {
      file.end();
    }
  }

  @Override
  public Optional<String> trouble() {
    Optional<String> ours = Optional.ofNullable(failure).map(DataException::getMessage);
    return ours.or(() -> file == null ? Optional.empty() : file.trouble());
  }

  @Override
  public boolean discard(DataException reason) {
    return file != null && file.discard(reason);
  }

  /** Also leaves no folder without a file. */
  @Override
  public void close() {
    if (file != null) {
      file.close();
    }
    if (run != null && trouble().isPresent()) {
      try {
        Files.deleteIfExists(run);
      } catch (IOException e) {
        LOG.debug("removing {}", run, e); // Somebody else has put something there.
      }
    }
  }

  private static void put(Map<String, Double> values, String tag, double value) {
    if (Double.isFinite(value)) {
      values.put(tag, value);
    }
  }

  private void append(Map<String, Double> values) {
    if (file == null && failure == null) {
      begin();
    }
    if (file != null) {
      file.append(EventRecord.scalars(seconds(), iteration, values));
    }
  }

  private void begin() {
    try {
      if (run == null) {
        Files.createDirectories(folder);
        run = newRun();
      }
      ByteArrayOutputStream header = new ByteArrayOutputStream();
      header.writeBytes(EventRecord.version(seconds()));
      header.writeBytes(EventRecord.start(seconds()));
      file = new LiveFile(run.resolve(fileName()), header.toByteArray());
    } catch (IOException e) {
      failure = WholeFile.failure(folder, e);
    }
  }

  /** Made here and now, so that two runs that begin together have one each. */
  private Path newRun() throws IOException {
    for (int number = 1; ; number++) {
      Path next = folder.resolve(number == 1 ? solver : solver + "-" + number);
      try {
        return Files.createDirectory(next);
      } catch (FileAlreadyExistsException e) {
        continue;
      }
    }
  }

  /** As TensorFlow's writer names them: the time, where, the process, and the files before. */
  private String fileName() {
    return String.format(
        Locale.ROOT,
        "events.out.tfevents.%010d.downhill.%d.%d",
        (long) seconds(),
        ProcessHandle.current().pid(),
        files++);
  }

  private static double seconds() {
    return System.currentTimeMillis() / MILLIS;
  }
}
