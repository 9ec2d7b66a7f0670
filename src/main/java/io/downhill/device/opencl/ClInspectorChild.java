package io.downhill.device.opencl;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The side of {@link ClInspector} that meets drivers, in a process of its own. */
public final class ClInspectorChild {
  static final String ASK = "ask";
  static final String LOAD = "load";
  static final String OPEN = "open";

  private ClInspectorChild() {}

  /**
   * Asks the runtimes, loads a library, or opens the files of devices, and writes what it found.
   *
   * @param arguments what to do, with what, and the file
   * @throws IOException if the file cannot be written
   */
  public static void main(String[] arguments) throws IOException {
    Path file = Path.of(arguments[arguments.length - 1]);
    switch (arguments[0]) {
      case ASK -> Files.write(file, Facts.gather().lines());
      case LOAD -> Files.write(file, refusal(arguments[1]));
      case OPEN -> Files.write(file, DeviceFiles.below(Path.of(arguments[1])).lines());
      default -> throw new IllegalArgumentException(arguments[0]);
    }
  }

  /** Why a library does not load, as a line; none if it does. */
  private static List<String> refusal(String path) {
    try {
      System.load(path);
      return List.of();
    } catch (UnsatisfiedLinkError e) {
      String why = String.valueOf(e.getMessage());
      String prefix = path + ": ";
      while (why.startsWith(prefix)) {
        why = why.substring(prefix.length());
      }
      return List.of(why.replaceAll("\\s+", " "));
    }
  }
}
