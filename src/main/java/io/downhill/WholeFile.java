package io.downhill;

import io.downhill.data.DataException;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.util.UUID;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A text file (UTF-8) that appears whole or not at all: it is written under another name in the
 * same folder, forced to the disk, and takes its place by a rename in {@link #commit}. Closed
 * without that, it leaves nothing behind, and a file that was there before stays as it was.
 *
 * <p>What is no regular file, as {@code /dev/stdout} or a named pipe, is written straight to. Not
 * thread-safe. Whoever creates one closes it.
 */
public final class WholeFile implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(WholeFile.class);
  private static final int BUFFER = 1 << 16;

  private final Path asked;
  private final Path target;
  private final Path written;
  private final FileChannel channel;
  private final Writer writer;
  private final Thread cleanup;
  private boolean open = true;

  private WholeFile(Path asked, Path target, Path written, FileChannel channel) {
    this.asked = asked;
    this.target = target;
    this.written = written;
    this.channel = channel;
    this.writer =
        new BufferedWriter(
            new OutputStreamWriter(Channels.newOutputStream(channel), StandardCharsets.UTF_8),
            BUFFER);
    this.cleanup = temporary() ? new Thread(() -> written.toFile().delete()) : null;
  }

  /**
   * Starts a file.
   *
   * @throws DataException if its place cannot be written to; the message says why
   */
  public static WholeFile create(Path path) {
    try {
      if (Files.isDirectory(path)) {
        throw new IOException("it is a folder");
      }
      boolean special = Files.exists(path) && !Files.isRegularFile(path);
      // A rename would replace a link, and not what it points to; a pipe has no path to resolve.
      Path target = Files.exists(path) && !special ? path.toRealPath() : path.toAbsolutePath();
      if (Files.exists(target) && !Files.isWritable(target)) {
        throw new AccessDeniedException(target.toString());
      }
      Path written = special ? target : target.resolveSibling(temporaryName());
      FileChannel channel =
          special
              ? FileChannel.open(written, StandardOpenOption.WRITE)
              : FileChannel.open(written, StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW);
      WholeFile file = new WholeFile(path, target, written, channel);
      file.keepPermissions();
      file.deleteAtExit();
      return file;
    } catch (IOException e) {
      throw failure(path, e);
    }
  }

  /**
   * Finds out beforehand whether a file can be written, by starting one.
   *
   * @throws DataException if not; the message says why
   */
  public static void check(Path path) {
    if (Files.exists(path) && !Files.isRegularFile(path) && !Files.isDirectory(path)) {
      return; // To open a pipe would wait for its reader.
    }
    create(path).close();
  }

  /**
   * Writes a whole file.
   *
   * @throws DataException if that fails; then nothing is left behind
   */
  public static void write(Path path, CharSequence text) {
    try (WholeFile file = create(path)) {
      file.append(text);
      file.commit();
    }
  }

  /**
   * Has a whole file made by somebody who writes to a path: under another name first, which is then
   * moved into place.
   *
   * @param maker writes the file that it is given
   * @throws DataException if that fails; then nothing is left behind
   */
  public static void make(Path path, Consumer<Path> maker) {
    check(path);
    Path made = path.toAbsolutePath().resolveSibling(temporaryName());
    try {
      maker.accept(made);
      Files.move(
          made,
          Files.exists(path) ? path.toRealPath() : path.toAbsolutePath(),
          StandardCopyOption.ATOMIC_MOVE,
          StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw failure(path, e);
    } finally {
      if (!made.toFile().delete() && Files.exists(made)) {
        LOG.warn("{} was left behind; delete it", made);
      }
    }
  }

  /**
   * Appends text.
   *
   * @throws DataException if the disk does not take it
   */
  public WholeFile append(CharSequence text) {
    try {
      writer.append(text);
      return this;
    } catch (IOException e) {
      throw failure(asked, e);
    }
  }

  /**
   * Forces the text to the disk and puts the file into its place.
   *
   * @throws DataException if that fails; then nothing is left behind
   */
  public void commit() {
    try {
      writer.flush();
      if (temporary()) {
        channel.force(true);
        channel.close();
        Files.move(
            written, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      }
    } catch (IOException e) {
      throw failure(asked, e);
    } finally {
      close();
    }
  }

  /** Ends the file; without a {@link #commit} before, nothing of it remains. Idempotent. */
  @Override
  public void close() {
    if (!open) {
      return;
    }
    open = false;
    try {
      channel.close();
      if (temporary()) {
        Files.deleteIfExists(written);
      }
    } catch (IOException e) {
      LOG.warn("{} was left behind ({}); delete it", written, e.toString());
    }
    if (cleanup != null) {
      try {
        Runtime.getRuntime().removeShutdownHook(cleanup);
      } catch (IllegalStateException e) {
        // The process is ending, and the hook with it.
        return;
      }
    }
  }

  private boolean temporary() {
    return !written.equals(target);
  }

  private static String temporaryName() {
    return ".downhill-" + UUID.randomUUID() + ".tmp";
  }

  /** A private file stays private when it is replaced. */
  private void keepPermissions() throws IOException {
    boolean posix = Files.getFileAttributeView(written, PosixFileAttributeView.class) != null;
    if (temporary() && posix && Files.exists(target)) {
      Files.setPosixFilePermissions(written, Files.getPosixFilePermissions(target));
    }
  }

  /** A process that is interrupted while it writes leaves nothing behind either. */
  private void deleteAtExit() {
    if (cleanup != null) {
      try {
        Runtime.getRuntime().addShutdownHook(cleanup);
      } catch (IllegalStateException e) {
        close();
        throw new DataException("cannot write " + asked + ": the process is ending", e);
      }
    }
  }

  private static DataException failure(Path path, IOException e) {
    return new DataException(
        "cannot write " + path + ": " + reason(path, e) + " choose another place for it", e);
  }

  private static String reason(Path path, IOException e) {
    Path folder = path.toAbsolutePath().getParent();
    if (folder != null && !Files.isDirectory(folder)) {
      return Files.exists(folder)
          ? folder + " is a file, not a folder;"
          : "the folder " + folder + " does not exist; create it, or";
    }
    if (e instanceof AccessDeniedException) {
      return "no permission to write there;";
    }
    if (e instanceof NoSuchFileException) {
      return "the system does not let a file be made there;";
    }
    String told = e instanceof FileSystemException f ? f.getReason() : e.getMessage();
    return (told == null ? e.toString() : told) + ";";
  }
}
