package io.downhill.device.opencl;

import io.downhill.device.Trouble;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The files under /dev through which drivers reach their GPUs: whoever may not open them has no
 * GPU. They are opened for a moment, in a child of {@link ChildJvm}, for a broken driver may hang.
 *
 * @param root of the file system
 * @param opener tries one
 */
record DeviceFiles(Path root, Opener opener) {
  /** How a file is tried. */
  interface Opener {
    void open(Path file) throws IOException;
  }

  /**
   * One that this user cannot open.
   *
   * @param reason in the words of the system
   */
  record Closed(Path file, String reason) {
    /** What is wrong, and the cure. */
    Trouble trouble() {
      String what = "this user cannot open " + file + ": " + reason;
      if (file.getFileName().toString().startsWith("nvidia")) {
        return new Trouble(
            what,
            "let users read and write it (sudo chmod a+rw "
                + file
                + "); in a container start it with"
                + " --gpus all");
      }
      String group = group().orElse("render");
      return new Trouble(
          what,
          "sudo usermod -aG "
              + group
              + " $USER, and log in again; in a container start it with"
              + " --device "
              + file
              + " --group-add "
              + group);
    }

    private Optional<String> group() {
      try {
        Object name = Files.getAttribute(file, "posix:group");
        return Optional.of(name.toString()).filter(text -> !text.equals("root"));
      } catch (IOException | UnsupportedOperationException e) {
        return Optional.empty();
      }
    }
  }

  /** Those below a root, which are opened to read and write. */
  static DeviceFiles below(Path root) {
    return new DeviceFiles(root, DeviceFiles::open);
  }

  private static void open(Path file) throws IOException {
    FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE).close();
  }

  /** All there are, sorted. */
  List<Path> files() {
    List<Path> files = new ArrayList<>();
    add(files, root.resolve("dev"), "{nvidia[0-9]*,nvidiactl,nvidia-uvm,kfd}");
    add(files, root.resolve("dev/dri"), "renderD*");
    files.sort(null);
    return files;
  }

  private static void add(List<Path> files, Path folder, String pattern) {
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder, pattern)) {
      entries.forEach(files::add);
    } catch (IOException e) {
      // A folder that is not there has no files.
      return;
    }
  }

  /** Those that this user cannot open. */
  List<Closed> closed() {
    List<Closed> closed = new ArrayList<>();
    for (Path file : files()) {
      try {
        opener.open(file);
      } catch (AccessDeniedException e) {
        closed.add(new Closed(file, "permission denied"));
      } catch (FileSystemException e) {
        closed.add(new Closed(file, Optional.ofNullable(e.getReason()).orElse("it is gone")));
      } catch (IOException e) {
        closed.add(new Closed(file, String.valueOf(e.getMessage())));
      }
    }
    return closed;
  }

  /** The same, a line each: the path, a tab, the reason. */
  List<String> lines() {
    return closed().stream().map(closed -> closed.file() + "\t" + closed.reason()).toList();
  }
}
