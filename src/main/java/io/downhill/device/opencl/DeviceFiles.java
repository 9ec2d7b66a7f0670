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
  private static final String DENIED = "permission denied";
  private static final String GONE = "it is gone";

  /** How a file is tried. */
  interface Opener {
    void open(Path file) throws IOException;
  }

  /**
   * One that this user cannot open.
   *
   * @param reason in the words of the system, in English
   */
  record Closed(Path file, String reason) {
    /** What is wrong, and the cure. */
    Trouble trouble() {
      return trouble(group());
    }

    /** The same of a file of this group; empty where the system does not tell it. */
    Trouble trouble(Optional<String> group) {
      String cure =
          switch (reason) {
            case DENIED -> isNvidia() ? mode() + container() : membership(group);
            case "Operation not permitted" -> "a container keeps it closed: " + start();
            case GONE, "No such device", "No such device or address" ->
                "load the GPU's kernel module (sudo modprobe "
                    + module()
                    + "), or restart the machine; `sudo dmesg` tells why it is not there";
            default -> "`sudo dmesg` may tell what the GPU's kernel module met";
          };
      return new Trouble("this user cannot open " + file + ": " + reason, cure);
    }

    private boolean isNvidia() {
      return file.getFileName().toString().startsWith("nvidia");
    }

    private String module() {
      return switch (file.getFileName().toString()) {
        case "kfd" -> "amdgpu";
        case "nvidia-uvm" -> "nvidia-uvm";
        default -> isNvidia() ? "nvidia" : "amdgpu, i915 or xe";
      };
    }

    private String mode() {
      return "let users read and write it (sudo chmod a+rw " + file + ")";
    }

    private String start() {
      return "start it with " + (isNvidia() ? "--gpus all" : "--device " + file);
    }

    private String container() {
      return "; in a container " + start();
    }

    /** Members of root's group may do too much else, so such a file gets another one first. */
    private String membership(Optional<String> group) {
      boolean ofRoot = group.filter("root"::equals).isPresent();
      String name = ofRoot ? "render" : group.orElse("render");
      return (ofRoot ? "sudo chgrp render " + file + " && sudo chmod g+rw " + file + " && " : "")
          + "sudo usermod -aG "
          + name
          + " $USER, and log in again"
          + container()
          + " --group-add "
          + name;
    }

    private Optional<String> group() {
      try {
        return Optional.of(Files.getAttribute(file, "posix:group").toString());
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
        closed.add(new Closed(file, DENIED));
      } catch (FileSystemException e) {
        closed.add(new Closed(file, Optional.ofNullable(e.getReason()).orElse(GONE)));
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
