package io.downhill;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Files that are being written under another name, and what remains of them where a process was
 * killed meanwhile. Whoever writes one holds a lock on it, which the system drops with the process;
 * so a file whose lock can be had is nobody's. Unlike a process's number in its name, that holds
 * between containers and machines that share a folder.
 */
final class Leftovers {
  private static final Logger LOG = LoggerFactory.getLogger(Leftovers.class);
  private static final String PREFIX = ".downhill-";
  private static final String SUFFIX = ".tmp";

  /** Those of this process: to open and close one of them would drop its lock. */
  private static final Set<Path> OWN = ConcurrentHashMap.newKeySet();

  private Leftovers() {}

  /** A new file beside a target, open and locked. */
  record Claim(Path path, FileChannel channel) {}

  /** Makes an empty file beside a target; {@link #delete} ends it. */
  static Claim claim(Path target) throws IOException {
    while (true) {
      Path path = target.resolveSibling(PREFIX + UUID.randomUUID() + SUFFIX);
      OWN.add(path);
      try {
        FileChannel channel =
            FileChannel.open(path, StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW);
        // A sweep of another process may have come between opening and locking.
        if (lock(channel) && Files.exists(path)) {
          return new Claim(path, channel);
        }
        channel.close();
      } catch (IOException e) {
        OWN.remove(path);
        throw e;
      }
      OWN.remove(path);
    }
  }

  /** Whether the lock was free; where the file system knows no locks, nothing is ever swept. */
  private static boolean lock(FileChannel channel) {
    try {
      return channel.tryLock() != null;
    } catch (IOException e) {
      LOG.debug("no locks in this folder", e);
      return true;
    }
  }

  /** Removes what processes that are no more have left in a folder. */
  static void sweep(Path folder) {
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, PREFIX + "*" + SUFFIX)) {
      for (Path file : files) {
        if (!OWN.contains(file)) {
          sweepOne(file);
        }
      }
    } catch (IOException e) {
      LOG.debug("cannot look for leftovers in {}", folder, e);
    }
  }

  private static void sweepOne(Path file) {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE);
        FileLock lock = channel.tryLock()) {
      if (lock != null) {
        delete(file);
        LOG.debug("removed {}, which a process that was killed had left", file);
      }
    } catch (IOException | OverlappingFileLockException e) {
      LOG.debug("left {} alone", file, e);
    }
  }

  /** Deletes a file and those that were made under its name with an ending of their own. */
  static void delete(Path file) {
    try {
      Files.deleteIfExists(file);
      deleteAll(file.getParent(), file.getFileName() + "*");
    } catch (IOException e) {
      LOG.warn("{} was left behind ({}); delete it", file, e.toString());
    }
    OWN.remove(file);
  }

  private static void deleteAll(Path folder, String pattern) throws IOException {
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, pattern)) {
      for (Path file : files) {
        Files.deleteIfExists(file);
      }
    }
  }
}
