package io.downhill.data;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystems;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Stream;

/** Paths and globs of data files, checked before a reader sees them. */
public final class DataPath {
  /** What Java puts in the place of bytes that are not in its charset. */
  private static final char UNKNOWN = '\uFFFD';

  // Of POSIX's stat.h.
  private static final int FILE_TYPE = 0xF000;
  private static final int PIPE = 0x1000;

  private static final String STANDARD_INPUT = "/dev/(stdin|fd/0)|/proc/self/fd/0";

  private DataPath() {}

  /** Whether a path is a pipe or the standard input, which can be read once. */
  public static boolean isPipe(String data) {
    try {
      Path path = Path.of(data);
      if (!Files.exists(path) || Files.isRegularFile(path) || Files.isDirectory(path)) {
        return false;
      }
      int mode = (int) Files.getAttribute(path, "unix:mode");
      return (mode & FILE_TYPE) == PIPE || data.matches(STANDARD_INPUT);
    } catch (InvalidPathException | UnsupportedOperationException | IOException e) {
      return false; // The one who reads it as a file tells what is wrong with it.
    }
  }

  /**
   * The files that a path or glob names, in the order of their names, whether or not they can be
   * read. What is no glob names itself.
   *
   * @throws DataException if it cannot be a path or a glob, or its folder is not there
   */
  public static List<Path> named(String data) {
    return isGlob(data) && !Files.exists(of(data)) ? matches(data) : List.of(of(data));
  }

  /**
   * The readable, non-empty file at a path.
   *
   * @throws DataException if there is no such file, with the names that come close
   */
  public static Path check(String data) {
    Path path = of(data);
    if (!Files.exists(path)) {
      throw new DataException(data + ": no such file" + near(path));
    }
    if (Files.isDirectory(path)) {
      throw new DataException(
          data + ": is a directory; name a file, or all its files as in " + path.resolve("*.csv"));
    }
    if (!Files.isRegularFile(path)) {
      throw new DataException(
          data + ": is not a file but a pipe or a device; write what it gives into a file first");
    }
    if (!Files.isReadable(path)) {
      throw new DataException(data + ": cannot be read; check its permissions");
    }
    try {
      if (Files.size(path) == 0) {
        throw new DataException(data + ": the file is empty");
      }
    } catch (IOException e) {
      throw new DataException(data + ": cannot be read: " + e.getMessage(), e);
    }
    return path;
  }

  /** The files a path or glob names, in the order of their names; each is checked. */
  public static List<Path> expand(String data) {
    if (!isGlob(data) || Files.exists(of(data))) {
      return List.of(check(data));
    }
    List<Path> files = matches(data);
    if (files.isEmpty()) {
      throw new DataException(data + ": no file matches");
    }
    files.forEach(file -> check(file.toString()));
    return files;
  }

  private static boolean isGlob(String data) {
    return data.chars().anyMatch(c -> "*?[{".indexOf(c) >= 0);
  }

  private static List<Path> matches(String glob) {
    int wild = 0;
    while ("*?[{".indexOf(glob.charAt(wild)) < 0) {
      wild++;
    }
    int slash = Math.max(glob.lastIndexOf('/', wild), glob.lastIndexOf('\\', wild));
    // A backslash ahead of a wildcard is a separator on Windows only.
    if (slash >= 0 && glob.charAt(slash) == '\\' && !"\\".equals(separator())) {
      slash = glob.lastIndexOf('/', wild);
    }
    String folder = slash < 0 ? "" : glob.substring(0, slash + 1);
    String pattern = glob.substring(slash + 1);
    Path root = of(folder.isEmpty() ? "." : folder);
    if (!Files.isDirectory(root)) {
      throw new DataException(glob + ": no such folder: " + folder);
    }
    int depth = pattern.contains("**") ? Integer.MAX_VALUE : depth(pattern);
    List<Path> files = new ArrayList<>();
    try (Stream<Path> walk = Files.walk(root, depth, FileVisitOption.FOLLOW_LINKS)) {
      PathMatcher matcher = FileSystems.getDefault().getPathMatcher("glob:" + pattern);
      walk.filter(f -> !Files.isDirectory(f) && matcher.matches(root.relativize(f)))
          .map(f -> folder.isEmpty() ? root.relativize(f) : f)
          .sorted()
          .forEach(files::add);
    } catch (IOException | UncheckedIOException e) {
      throw new DataException(glob + ": cannot list the folder: " + e.getMessage(), e);
    } catch (PatternSyntaxException e) {
      throw new DataException(glob + ": not a pattern: " + e.getDescription(), e);
    }
    return files;
  }

  private static int depth(String pattern) {
    return 1 + (int) pattern.chars().filter(c -> c == '/').count();
  }

  private static String separator() {
    return FileSystems.getDefault().getSeparator();
  }

  /**
   * The path that a name stands for.
   *
   * @throws DataException if it cannot be one, or Java did not understand its bytes
   */
  public static Path of(String name) {
    String charset = System.getProperty("sun.jnu.encoding", "");
    if (charset.equalsIgnoreCase("UTF-8") && name.indexOf(UNKNOWN) >= 0) {
      throw new DataException(
          name + ": its name is not written in UTF-8; rename it, or link to it by another name");
    }
    try {
      return Path.of(name);
    } catch (InvalidPathException e) {
      String reason =
          e.getReason().contains("unmappable")
              ? ": Java takes names of files in "
                  + charset
                  + ", as the locale says, which has no such letters; set LC_ALL=C.UTF-8"
              : ": not a path: " + e.getReason();
      throw new DataException(name + reason, e);
    }
  }

  private static String near(Path path) {
    Path folder = path.toAbsolutePath().getParent();
    if (folder == null || !Files.isDirectory(folder)) {
      return folder == null ? "" : "; there is no folder " + folder;
    }
    List<String> names = new ArrayList<>();
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
      entries.forEach(entry -> names.add(entry.getFileName().toString()));
    } catch (IOException e) {
      return "";
    }
    return Spelling.closest(path.getFileName().toString(), names)
        .map(name -> "; did you mean " + name + "?")
        .orElse("");
  }
}
