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

  /** As Linux has it. */
  private static final int MOST_LINKS = 40;

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
    this.cleanup = temporary() ? new Thread(() -> Leftovers.delete(written)) : null;
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
      // A rename would replace a link, and not what it points to; a pipe has no path to resolve.
      boolean special = isSpecial(path);
      Path target = special ? path.toAbsolutePath() : destination(path);
      if (Files.exists(target) && !Files.isWritable(target)) {
        throw new AccessDeniedException(target.toString());
      }
      WholeFile file = special ? straight(path, target) : beside(path, target);
      file.keepPermissions();
      file.deleteAtExit();
      return file;
    } catch (IOException e) {
      throw failure(path, e);
    }
  }

  private static WholeFile straight(Path asked, Path target) throws IOException {
    return new WholeFile(asked, target, target, FileChannel.open(target, StandardOpenOption.WRITE));
  }

  private static WholeFile beside(Path asked, Path target) throws IOException {
    Leftovers.sweep(target.getParent());
    Leftovers.Claim claim = Leftovers.claim(target);
    return new WholeFile(asked, target, claim.path(), claim.channel());
  }

  /**
   * The file that writing to a path makes or replaces, behind all links: also behind one that
   * points to where no file is yet.
   *
   * @throws IOException if its links go in a circle, or a folder cannot be looked into
   */
  public static Path destination(Path path) throws IOException {
    Path file = path.toAbsolutePath();
    for (int links = 0; Files.isSymbolicLink(file); links++) {
      if (links == MOST_LINKS) {
        throw new FileSystemException(path.toString(), null, "its links go in a circle");
      }
      file = file.resolveSibling(Files.readSymbolicLink(file));
    }
    Path folder = file.getParent();
    return folder != null && Files.isDirectory(folder)
        ? folder.toRealPath().resolve(file.getFileName())
        : file.normalize();
  }

  /** Whether there is a pipe or a device, which is written to as it is and never replaced. */
  public static boolean isSpecial(Path path) {
    return Files.exists(path) && !Files.isRegularFile(path) && !Files.isDirectory(path);
  }

  /**
   * Finds out beforehand whether a file can be written, by starting one.
   *
   * @throws DataException if not; the message says why
   */
  public static void check(Path path) {
    if (!isSpecial(path)) { // To open a pipe would wait for its reader.
      create(path).close();
    }
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
    if (isSpecial(path)) {
      throw new DataException("cannot write " + path + ": it is a pipe or a device; name a file");
    }
    try (WholeFile claim = create(path)) {
      Path made = claim.written.resolveSibling(claim.written.getFileName() + ".made");
      make(maker, made, path);
      Files.move(
          made, claim.target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw failure(path, e);
    }
  }

  /** Makes a file; a failure names the place that was asked for. */
  private static void make(Consumer<Path> maker, Path made, Path asked) {
    try {
      maker.accept(made);
    } catch (DataException e) {
      throw new DataException(e.getMessage().replace(made.toString(), asked.toString()), e);
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
        // Before it is closed, for then it would pass for one that was left behind.
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
    if (temporary()) {
      Leftovers.delete(written);
    }
    try {
      channel.close();
    } catch (IOException e) {
      LOG.debug("closing {}", written, e);
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

  /** The failure to write a file, told in one line with its reason and the cure. */
  public static DataException failure(Path path, IOException e) {
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
