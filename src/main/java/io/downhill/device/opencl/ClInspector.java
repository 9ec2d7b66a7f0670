package io.downhill.device.opencl;

import io.downhill.device.DeviceDetails;
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

  private final Path root;
  private final Map<String, String> environment;
  private final boolean linux;
  private final IcdFiles icdFiles;
  private final ChildJvm child;
  private final List<Trouble> troubles = new ArrayList<>();

  /**
   * Of another machine.
   *
   * @param root of the file system
   * @param linux whether it has the files that Linux has
   * @param child without the question and the file for its answer
   */
  ClInspector(Path root, Map<String, String> environment, boolean linux, ChildJvm child) {
    this.root = root;
    this.environment = environment;
    this.linux = linux;
    this.icdFiles = new IcdFiles(root, environment);
    this.child = child;
  }

  /**
   * Inspects this machine; never throws.
   *
   * @param answer of the runtimes together
   */
  public static Inspection inspect(ProbeProcess.Answer answer) {
    ChildJvm child = ChildJvm.of(ClInspectorChild.class);
    return new ClInspector(Path.of("/"), System.getenv(), IcdFiles.isLinux(), child)
        .inspection(answer);
  }

  Inspection inspection(ProbeProcess.Answer answer) {
    if (!linux) {
      return elsewhere(answer);
    }
    ChildJvm.Ending files =
        run(Map.of("LC_ALL", "C.UTF-8"), ClInspectorChild.OPEN, root.toString());
    Optional<String> unstarted = files.trouble().filter(ChildJvm::isUnstarted);
    if (unstarted.isPresent()) {
      troubles.add(Trouble.of("OpenCL was not asked: a process for it " + unstarted.get()));
      return told("", List.of(), List.of());
    }
    Optional<Facts> all = answer.devices().isEmpty() ? Optional.empty() : ask(Map.of());
    String loader = loader(all.or(this::withoutDrivers));
    List<Inspection.Driver> drivers = new ArrayList<>();
    icdFiles.none().ifPresent(troubles::add);
    icdFiles.drivers().forEach(driver -> drivers.add(examined(driver, loader, all)));
    // Without a device the answer tells in one line what the drivers were now told with.
    if (troubles.isEmpty() || !answer.devices().isEmpty()) {
      addTroubleOf(answer);
    }
    addDeviceFiles(files);
    return told(loader, drivers, all.map(Facts::devices).orElse(List.of()));
  }

  private Inspection told(
      String loader, List<Inspection.Driver> drivers, List<DeviceDetails> devices) {
    return new Inspection(
        loader,
        icdFiles.place().toString(),
        icdFiles.named().orElse(""),
        drivers,
        devices,
        List.copyOf(troubles));
  }

  /** Where only the system knows how its loader finds drivers. */
  private Inspection elsewhere(ProbeProcess.Answer answer) {
    Optional<Facts> facts = ask(Map.of());
    addTroubleOf(answer);
    return new Inspection(
        facts.filter(Facts::loads).map(f -> System.mapLibraryName("OpenCL")).orElse(""),
        "",
        "",
        List.of(),
        facts.map(Facts::devices).orElse(List.of()),
        List.copyOf(troubles));
  }

  /** A driver is loaded and its platform fails: only the answer has it. */
  private void addTroubleOf(ProbeProcess.Answer answer) {
    answer
        .trouble()
        .map(Trouble::of)
        .filter(t -> troubles.stream().noneMatch(told -> told.what().contains(t.what())))
        .ifPresent(troubles::add);
  }

  /** What a child finds with these variables; empty if it fails. */
  private Optional<Facts> ask(Map<String, String> variables) {
    ChildJvm.Ending ending = run(variables, ClInspectorChild.ASK);
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
    Optional<String> why = loading(path);
    if (why.isEmpty()) {
      String reason = facts.map(Facts::trouble).filter(t -> !t.isEmpty()).orElse("");
      troubles.add(
          reason.isEmpty()
              ? new Trouble("the OpenCL loader " + path + " loads, but JOCL cannot use it", "")
              : Trouble.of(reason));
      return "";
    }
    String variable = LibrarySearch.VARIABLE;
    troubles.add(
        new Trouble(
            "the OpenCL loader " + path + " " + why.get(),
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
    ChildJvm.Ending ending = run(Map.of(), ClInspectorChild.LOAD, path.toString());
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
    Optional<DriverFault> fault = before(driver, loader).or(() -> alone(driver, path, together));
    fault.filter(f -> !loader.isEmpty()).map(f -> f.of(driver)).ifPresent(troubles::add);
    String well = together.isPresent() ? "loads alone" : "loaded";
    return told(driver, path, fault.map(DriverFault::how).orElse(well));
  }

  private static Inspection.Driver told(IcdFiles.Driver driver, Optional<Path> path, String state) {
    String found = path.map(Path::toString).orElse("");
    return new Inspection.Driver(driver.source(), driver.library(), found, state);
  }

  /** What is wrong with a driver that need not be loaded to see it. */
  private Optional<DriverFault> before(IcdFiles.Driver driver, String loader) {
    if (driver.library().isEmpty()) {
      return Optional.of(
          new DriverFault(
              "names no library, or cannot be read",
              "let it hold the name of the driver's library, for all to read, or remove it"));
    }
    if (driver.source().equals(IcdFiles.FILENAMES) && !reads(loader, IcdFiles.FILENAMES)) {
      return Optional.of(
          new DriverFault(
              "is not asked, for " + loader + " does not read this variable",
              "write the library's path into a file that ends in .icd in " + icdFiles.place()));
    }
    return loader.isEmpty()
        ? Optional.of(new DriverFault("cannot be asked without a loader", ""))
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

  /**
   * What is wrong with a driver that is loaded without the others.
   *
   * @param together what was found with all of them, where that is known, but not this one
   */
  private Optional<DriverFault> alone(
      IcdFiles.Driver driver, Optional<Path> path, Optional<Facts> together) {
    String cure = "update this driver, or " + DriverFault.removal(driver);
    try (LoneDriver lone = LoneDriver.of(driver)) {
      ChildJvm.Ending ending = run(lone.variables(), ClInspectorChild.ASK);
      if (ending.trouble().isPresent()) {
        return Optional.of(new DriverFault(ending.trouble().get(), cure));
      }
      Optional<Facts> facts = facts(ending);
      if (facts.filter(f -> f.platforms() > 0).isPresent()) {
        boolean seen =
            together.isPresent() && facts.get().library(driver.library(), path).isPresent();
        return Optional.of(facts.get().trouble())
            .filter(what -> !what.isEmpty())
            .map(Trouble::of)
            .map(trouble -> new DriverFault("is loaded, but " + trouble.what(), trouble.cure()))
            .or(() -> Optional.of(DriverFault.ALONE).filter(fault -> seen));
      }
    } catch (IOException e) {
      return Optional.of(new DriverFault("could not be asked: " + e.getMessage(), ""));
    }
    Optional<String> why = path.flatMap(this::loading);
    if (why.isPresent()) {
      return Optional.of(new DriverFault(why.get(), cure));
    }
    if (!driver.isPlain()) {
      return Optional.of(DriverFault.ofName(driver));
    }
    return Optional.of(
        path.isEmpty()
            ? new DriverFault(
                "is not there", installation(driver) + ", or " + DriverFault.removal(driver))
            : new DriverFault(
                "loads, but has no platform, as if its hardware were missing",
                "none is needed if this machine has no device of its kind; else " + cure));
  }

  private void addDeviceFiles(ChildJvm.Ending ending) {
    ending
        .trouble()
        .map(how -> "a child that opens the GPU's files under /dev " + how)
        .ifPresent(what -> troubles.add(new Trouble(what, "restart the machine")));
    for (String line : ending.lines()) {
      String[] fields = line.split("\t", 2);
      troubles.add(new DeviceFiles.Closed(Path.of(fields[0]), fields[1]).trouble());
    }
  }
}
