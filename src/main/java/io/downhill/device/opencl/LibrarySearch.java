package io.downhill.device.opencl;

import java.io.File;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where Linux finds a shared library by its name: in the folders of LD_LIBRARY_PATH, in those that
 * /etc/ld.so.conf lists, and in the system's own.
 *
 * @param root of the file system
 * @param environment of the process that loads it
 */
record LibrarySearch(Path root, Map<String, String> environment) {
  private static final Logger LOG = LoggerFactory.getLogger(LibrarySearch.class);
  static final String VARIABLE = "LD_LIBRARY_PATH";
  private static final String INCLUDE = "include ";

  private static final List<String> SYSTEM =
      List.of(
          "lib/x86_64-linux-gnu",
          "usr/lib/x86_64-linux-gnu",
          "lib/aarch64-linux-gnu",
          "usr/lib/aarch64-linux-gnu",
          "lib64",
          "usr/lib64",
          "lib",
          "usr/lib",
          "usr/local/lib");

  /** The library, if it is there. */
  Optional<Path> find(String library) {
    if (library.isEmpty()) {
      return Optional.empty();
    }
    if (library.contains("/")) {
      return Optional.of(Path.of(library)).filter(Files::exists).map(Path::toAbsolutePath);
    }
    return folders().stream()
        .map(folder -> folder.resolve(library))
        .filter(Files::exists)
        .findFirst()
        .map(Path::toAbsolutePath);
  }

  private Set<Path> folders() {
    Set<Path> folders = new LinkedHashSet<>();
    String variable = environment.getOrDefault(VARIABLE, "");
    if (!variable.isEmpty()) { // An empty part is the current folder, an empty variable is none.
      for (String folder : variable.split(File.pathSeparator, -1)) {
        folders.add(Path.of(folder));
      }
    }
    configured(root.resolve("etc/ld.so.conf"), folders);
    SYSTEM.forEach(folder -> folders.add(root.resolve(folder)));
    return folders;
  }

  private void configured(Path file, Set<Path> folders) {
    for (String line : lines(file)) {
      if (line.startsWith(INCLUDE)) {
        included(line.substring(INCLUDE.length()).strip(), folders);
      } else if (!line.isEmpty()) {
        folders.add(below(line));
      }
    }
  }

  /** One level of files is all that systems have. */
  private void included(String pattern, Set<Path> folders) {
    Path all = below(pattern);
    List<Path> files = new ArrayList<>();
    try (DirectoryStream<Path> entries =
        Files.newDirectoryStream(all.getParent(), all.getFileName().toString())) {
      entries.forEach(files::add);
    } catch (IOException e) {
      LOG.debug("{} is not readable: {}", all.getParent(), e.toString());
    }
    files.sort(null);
    for (Path file : files) {
      for (String line : lines(file)) {
        if (line.startsWith("/")) {
          folders.add(below(line));
        }
      }
    }
  }

  private Path below(String absolute) {
    return root.resolve(absolute.replaceFirst("^/+", ""));
  }

  /** The lines of a file without their comments; none if it is not there. */
  private static List<String> lines(Path file) {
    try {
      return Files.exists(file)
          ? Files.readAllLines(file).stream().map(l -> l.replaceAll("#.*", "").strip()).toList()
          : List.of();
    } catch (IOException e) {
      LOG.debug("{} is not readable: {}", file, e.toString());
      return List.of();
    }
  }
}
