package io.downhill.device;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lines that were found out once and are kept for later runs. A file that cannot be read or written
 * is as good as none; several processes may write it, each the whole of it at once.
 *
 * @param path where they are kept
 */
public record CacheFile(Path path) {
  private static final Logger LOG = LoggerFactory.getLogger(CacheFile.class);

  /** The user's folder for them. */
  public static Path folderOfUser() {
    String home = System.getenv("XDG_CACHE_HOME");
    Path caches =
        home == null || home.isEmpty()
            ? Path.of(System.getProperty("user.home"), ".cache")
            : Path.of(home);
    return caches.resolve("downhill");
  }

  /** Sixteen hexadecimal digits that change when one of the texts does. */
  public static String fingerprintOf(List<String> texts) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      byte[] hash = digest.digest(String.join("\n", texts).getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(hash, 0, 8);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  /** The lines; none if there is no file that can be read. */
  public List<String> read() {
    if (!Files.exists(path)) {
      return List.of();
    }
    try {
      return Files.readAllLines(path);
    } catch (IOException e) {
      LOG.debug("{} is of no use: {}", path, e.toString());
      return List.of();
    }
  }

  /** Puts these lines in the place of all others, whole or not at all. */
  public void write(List<String> lines) {
    try {
      Files.createDirectories(path.getParent());
      Path part = Files.createTempFile(path.getParent(), "downhill-", ".part");
      Files.write(part, lines);
      move(part, path);
    } catch (IOException e) {
      LOG.debug("{} was not written: {}", path, e.toString());
    }
  }

  private static void move(Path values, Path target) throws IOException {
    try {
      Files.move(values, target, StandardCopyOption.ATOMIC_MOVE);
    } catch (AtomicMoveNotSupportedException e) {
      Files.move(values, target, StandardCopyOption.REPLACE_EXISTING);
    }
  }
}
