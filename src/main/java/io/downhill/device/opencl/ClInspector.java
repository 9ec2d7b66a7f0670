package io.downhill.device.opencl;

import io.downhill.device.Inspection;
import io.downhill.device.Trouble;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Finds out why OpenCL has the devices that it has: the loader, each driver, the device files. All
 * that meets a driver is done in children, one for each driver where they fail together.
 */
public final class ClInspector {
  /** A child that has met drivers before needs less than a second. */
  private static final Duration LIMIT = Duration.ofSeconds(20);

  private static final String ASK = "ask";
  private static final String LOAD = "load";
  private static final String OPEN = "open";

  private final Path root;
  private final Map<String, String> environment;
  private final IcdFiles icdFiles;
  private final ChildJvm child;
  private final List<Trouble> troubles = new ArrayList<>();

  /**
   * Of another machine.
   *
   * @param root of the file system
   * @param child without the question and the file for its answer
   */
  ClInspector(Path root, Map<String, String> environment, ChildJvm child) {
    this.root = root;
    this.environment = environment;
    this.icdFiles = new IcdFiles(root, environment);
    this.child = child;
  }

  /**
   * Inspects this machine; never throws.
   *
   * @param answer of the runtimes together
   */
  public static Inspection inspect(ProbeProcess.Answer answer) {
    ChildJvm child = ChildJvm.of(ClInspector.class);
    return new ClInspector(Path.of("/"), System.getenv(), child).inspection(answer);
  }

  Inspection inspection(ProbeProcess.Answer answer) {
    Optional<Facts> all = answer.devices().isEmpty() ? Optional.empty() : ask(Map.of());
    String loader = loader(all.or(this::withoutDrivers));
    List<Inspection.Driver> drivers = new ArrayList<>();
    if (isLinux()) {
      icdFiles.none().ifPresent(troubles::add);
      icdFiles.drivers().forEach(driver -> drivers.add(examined(driver, loader, all)));
    }
    if (troubles.isEmpty()) {
      answer.trouble().map(Trouble::of).ifPresent(troubles::add);
    }
    askDeviceFiles();
    return new Inspection(
        loader,
        isLinux() ? icdFiles.place().toString() : "",
        isLinux() ? icdFiles.named().orElse("") : "",
        drivers,
        all.map(Facts::devices).orElse(List.of()),
        List.copyOf(troubles));
  }

  private static boolean isLinux() {
    return System.getProperty("os.name").startsWith("Linux");
  }

  /** What a child finds with these variables; empty if it fails. */
  private Optional<Facts> ask(Map<String, String> variables) {
    ChildJvm.Ending ending = run(variables, ASK);
    return ending.trouble().isPresent() ? Optional.empty() : facts(ending);
  }

  private ChildJvm.Ending run(Map<String, String> variables, String... question) {
    Map<String, String> all = new TreeMap<>(environment);
    all.putAll(variables);
    return child.run(LIMIT, all, question);
  }

  private static Optional<Facts> facts(ChildJvm.Ending ending) {
    try {
      return Optional.of(Facts.parse(ending.lines()));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private Optional<Facts> withoutDrivers() {
    try (LoneDriver none = LoneDriver.none()) {
      return ask(none.variables());
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /** The loader's path; empty, with the trouble told, if none loads. */
  private String loader(Optional<Facts> facts) {
    if (facts.filter(Facts::loads).isPresent()) {
      return facts.get().library("libOpenCL.so").orElse(System.mapLibraryName("OpenCL"));
    }
    Optional<Path> there = search().find("libOpenCL.so.1").or(() -> search().find("libOpenCL.so"));
    if (there.isEmpty()) {
      troubles.add(
          new Trouble(
              "there is no OpenCL loader: libOpenCL.so.1 is in no folder of libraries",
              "install ocl-icd-libopencl1 (Debian, Ubuntu), ocl-icd (Fedora, Arch), or your GPU's"
                  + " driver, which may bring one"));
      return "";
    }
    Path path = there.get();
    String variable = LibrarySearch.VARIABLE;
    troubles.add(
        new Trouble(
            "the OpenCL loader "
                + path
                + " "
                + loading(path).orElse("loads, but JOCL cannot use it"),
            environment.getOrDefault(variable, "").contains(path.getParent().toString())
                ? "take " + path.getParent() + " out of " + variable
                : "install it again (Debian, Ubuntu: ocl-icd-libopencl1; Fedora, Arch: ocl-icd)"));
    return "";
  }

  private LibrarySearch search() {
    return new LibrarySearch(root, environment);
  }

  /** Why a library does not load; empty if it does. */
  private Optional<String> loading(Path path) {
    ChildJvm.Ending ending = run(Map.of(), LOAD, path.toString());
    return ending
        .trouble()
        .or(() -> ending.lines().stream().findFirst().map(why -> "does not load: " + why));
  }

  private Inspection.Driver examined(
      IcdFiles.Driver driver, String loader, Optional<Facts> together) {
    Optional<Path> path = search().find(driver.library());
    Optional<Path> loaded =
        together.flatMap(facts -> facts.library(driver.library(), path)).map(Path::of);
    if (loaded.isPresent()) {
      return told(driver, loaded, "loaded");
    }
    Optional<Fault> fault = before(driver, path, loader).or(() -> alone(driver, path));
    fault.filter(f -> !loader.isEmpty()).map(f -> f.of(driver)).ifPresent(troubles::add);
    return told(driver, path, fault.map(Fault::how).orElse("loaded"));
  }

  private static Inspection.Driver told(IcdFiles.Driver driver, Optional<Path> path, String state) {
    String found = path.map(Path::toString).orElse("");
    return new Inspection.Driver(driver.source(), driver.library(), found, state);
  }

  /**
   * What is wrong with a driver.
   *
   * @param how as "the driver ..." goes on
   */
  private record Fault(String how, String cure) {
    Trouble of(IcdFiles.Driver driver) {
      String who =
          driver.library().isEmpty()
              ? driver.source()
              : driver.library() + ", which " + driver.source() + " names,";
      return new Trouble(who + " " + how, cure);
    }
  }

  /** What is wrong with a driver that need not be loaded to see it. */
  private Optional<Fault> before(IcdFiles.Driver driver, Optional<Path> path, String loader) {
    if (driver.library().isEmpty()) {
      return Optional.of(
          new Fault(
              "names no library, or cannot be read",
              "let it hold the name of the driver's library, for all to read, or remove it"));
    }
    if (driver.source().equals(IcdFiles.FILENAMES) && !reads(loader, IcdFiles.FILENAMES)) {
      return Optional.of(
          new Fault(
              "is not asked, for " + loader + " does not read this variable",
              "write the library's path into a file that ends in .icd in " + icdFiles.place()));
    }
    return loader.isEmpty()
        ? Optional.of(new Fault("cannot be asked without a loader", ""))
        : Optional.empty();
  }

  /** Whether a loader knows a variable: then its file has the name. */
  private static boolean reads(String loader, String variable) {
    try {
      byte[] bytes = Files.readAllBytes(Path.of(loader));
      return new String(bytes, StandardCharsets.ISO_8859_1).contains(variable);
    } catch (IOException e) {
      return true; // Nothing is known against it.
    }
  }

  /** In a container the driver is the host's, and NVIDIA's comes in by an option. */
  private String installation(IcdFiles.Driver driver) {
    return icdFiles.container() && driver.library().contains("nvidia")
        ? "start the container with --gpus all and NVIDIA_DRIVER_CAPABILITIES=compute,utility"
        : "install the driver again";
  }

  private static String removal(IcdFiles.Driver driver) {
    return driver.ofVariable()
        ? "unset " + driver.source()
        : "rename " + driver.source() + " so that it does not end in .icd";
  }

  /** What is wrong with a driver that is loaded without the others. */
  private Optional<Fault> alone(IcdFiles.Driver driver, Optional<Path> path) {
    String cure = "update this driver, or " + removal(driver);
    try (LoneDriver lone = LoneDriver.of(driver)) {
      ChildJvm.Ending ending = run(lone.variables(), ASK);
      if (ending.trouble().isPresent()) {
        return Optional.of(new Fault(ending.trouble().get(), cure));
      }
      Optional<Facts> facts = facts(ending);
      if (facts.filter(f -> f.platforms() > 0).isPresent()) {
        return Optional.of(facts.get().trouble())
            .filter(what -> !what.isEmpty())
            .map(Trouble::of)
            .map(trouble -> new Fault("is loaded, but " + trouble.what(), trouble.cure()));
      }
    } catch (IOException e) {
      return Optional.of(new Fault("could not be asked: " + e.getMessage(), ""));
    }
    if (path.isEmpty()) {
      return Optional.of(
          new Fault("is not there", installation(driver) + ", or " + removal(driver)));
    }
    return Optional.of(
        loading(path.get())
            .map(why -> new Fault(why, cure))
            .orElseGet(
                () ->
                    new Fault(
                        "loads, but has no platform, as if its hardware were missing",
                        "none is needed if this machine has no device of its kind; else " + cure)));
  }

  private void askDeviceFiles() {
    ChildJvm.Ending ending = run(Map.of(), OPEN, root.toString());
    ending
        .trouble()
        .map(how -> "a child that opens the GPU's files under /dev " + how)
        .ifPresent(what -> troubles.add(new Trouble(what, "restart the machine")));
    for (String line : ending.lines()) {
      String[] fields = line.split("\t", 2);
      troubles.add(new DeviceFiles.Closed(Path.of(fields[0]), fields[1]).trouble());
    }
  }

  /**
   * The child's side: asks the runtimes, loads a library, or opens the files of devices, and writes
   * what it found.
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
