package io.downhill.cli;

import io.downhill.Json;
import io.downhill.WholeFile;
import io.downhill.data.DataException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;

/** The file of costs: a header, then each iteration with its cost before the update. */
final class Trace implements RunFile {
  private final LiveFile file;

  /**
   * Finds out whether the file can be written, before training.
   *
   * @throws DataException if not
   */
  Trace(Path path) {
    WholeFile.check(path);
    file = new LiveFile(path, bytes("iteration,cost\n"));
  }

  @Override
  public void iteration(int iteration, double cost, double slope) {
    file.append(bytes(iteration + "," + Json.shortest(cost) + "\n"));
  }

  @Override
  public void restarted() {
    file.restart();
  }

  @Override
  public String lost() {
    return "no trace was written";
  }

  @Override
  public void end() {
    file.end();
  }

  @Override
  public Optional<String> trouble() {
    return file.trouble();
  }

  @Override
  public boolean discard(DataException reason) {
    return file.discard(reason);
  }

  @Override
  public void close() {
    file.close();
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
