package io.downhill.data.text;

import io.downhill.data.DataException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A file in the system's temporary folder that vanishes when it is closed, or with the process,
 * which Ctrl-C may end.
 */
final class TemporaryFile implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(TemporaryFile.class);

  private final Path path;
  private final Thread cleanup;

  /** Writes what a file shall hold. */
  interface Content {
    void writeTo(OutputStream out) throws IOException;
  }

  private TemporaryFile(Path path) {
    this.path = path;
    this.cleanup = new Thread(() -> path.toFile().delete());
    Runtime.getRuntime().addShutdownHook(cleanup);
  }

  /**
   * Makes a file.
   *
   * @param name of what it holds, in messages
   * @throws DataException if it cannot be written, with the cure; nothing is left behind then
   */
  static TemporaryFile of(String name, Content content) {
    TemporaryFile file = null;
    try {
      file = new TemporaryFile(Files.createTempFile("downhill-", ".tmp"));
      try (OutputStream out = Files.newOutputStream(file.path)) {
        content.writeTo(out);
      }
      return file;
    } catch (IOException | DataException e) {
      if (file != null) {
        file.close();
      }
      throw e instanceof DataException told ? told : failure(name, (IOException) e);
    }
  }

  private static DataException failure(String name, IOException e) {
    return new DataException(
        name
            + ": cannot be copied into "
            + System.getProperty("java.io.tmpdir")
            + " to be read from there: "
            + e.getMessage()
            + "; free some space, or name another folder with -Djava.io.tmpdir=FOLDER in JAVA_OPTS",
        e);
  }

  /** Where it is. */
  Path path() {
    return path;
  }

  /** Deletes it. Idempotent. */
  @Override
  public void close() {
    try {
      Files.deleteIfExists(path);
      Runtime.getRuntime().removeShutdownHook(cleanup);
    } catch (IOException e) {
      LOG.warn("{} was left behind ({}); delete it", path, e.toString());
    } catch (IllegalStateException e) {
      LOG.debug("the process is ending, and deletes {}", path);
    }
  }
}
