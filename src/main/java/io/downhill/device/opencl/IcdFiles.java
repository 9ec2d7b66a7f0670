package io.downhill.device.opencl;

import io.downhill.device.Trouble;
import java.io.File;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where the OpenCL loader of Linux looks for drivers: a folder of .icd files, each of which names
 * the library of a driver, unless variables of the environment say otherwise. They are read as
 * ocl-icd and Khronos' loader read them: OCL_ICD_VENDORS is another folder, or for ocl-icd one .icd
 * file or one library; OPENCL_VENDOR_PATH is a folder that comes second; OCL_ICD_FILENAMES are
 * libraries beside it, for Khronos' loader alone.
 *
 * @param root of the file system
 * @param environment of the process that loads it
 */
record IcdFiles(Path root, Map<String, String> environment) {
  private static final Logger LOG = LoggerFactory.getLogger(IcdFiles.class);

  static final String VENDORS = "OCL_ICD_VENDORS";
  static final String VENDOR_PATH = "OPENCL_VENDOR_PATH";
  static final String FILENAMES = "OCL_ICD_FILENAMES";

  /** In a container the GPU is often there, and the file that names its driver is not. */
  private static final String NVIDIA =
      "an NVIDIA GPU is there, so: mkdir -p /etc/OpenCL/vendors && echo libnvidia-opencl.so.1 >"
          + " /etc/OpenCL/vendors/nvidia.icd (a container also needs"
          + " NVIDIA_DRIVER_CAPABILITIES=compute,utility)";

  private static final String FOLDER = "etc/OpenCL/vendors";
  private static final String ENDING = ".icd";

  /**
   * A driver that is to be loaded.
   *
   * @param source the .icd file or the variable that names it
   * @param library its name or path; empty where the file names none or cannot be read
   */
  record Driver(String source, String library) {
    /** Whether a variable names it, not a file. */
    boolean ofVariable() {
      return source.equals(VENDORS) || source.equals(FILENAMES);
    }

    /** Whether the name stands alone; loaders take more than a line feed for a part of it. */
    boolean isPlain() {
      return ofVariable() || text(Path.of(source)).replaceFirst("\n$", "").equals(library);
    }
  }

  /** Those of this process. */
  static IcdFiles ofSystem() {
    return new IcdFiles(Path.of("/"), System.getenv());
  }

  private Optional<String> variable(String name) {
    return Optional.ofNullable(environment.get(name)).filter(value -> !value.isEmpty());
  }

  /** The variable that says where to look; empty if none is set. */
  Optional<String> named() {
    return Stream.of(VENDORS, VENDOR_PATH).filter(name -> variable(name).isPresent()).findFirst();
  }

  /** The folder, or the file or library that takes its place. */
  Path place() {
    return named().flatMap(this::variable).map(Path::of).orElseGet(() -> root.resolve(FOLDER));
  }

  /** The .icd files, sorted. */
  List<Path> files() {
    Path place = place();
    if (!Files.isDirectory(place)) {
      return place.toString().endsWith(ENDING) && Files.exists(place) ? List.of(place) : List.of();
    }
    List<Path> files = new ArrayList<>();
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(place, "*" + ENDING)) {
      entries.forEach(files::add);
    } catch (IOException e) {
      LOG.debug("{} is not readable: {}", place, e.toString());
    }
    files.sort(null);
    return files;
  }

  /** All drivers: those of the files, then those that variables name. */
  List<Driver> drivers() {
    List<Driver> drivers = new ArrayList<>();
    files().forEach(file -> drivers.add(new Driver(file.toString(), text(file).strip())));
    variable(VENDORS)
        .filter(IcdFiles::isLibrary)
        .ifPresent(l -> drivers.add(new Driver(VENDORS, l)));
    for (String library : variable(FILENAMES).orElse("").split(File.pathSeparator)) {
      if (!library.isBlank()) {
        drivers.add(new Driver(FILENAMES, library));
      }
    }
    return drivers;
  }

  /** Whether ocl-icd takes what should be a folder for the library of a driver. */
  private static boolean isLibrary(String vendors) {
    return !vendors.endsWith(ENDING)
        && (!vendors.contains("/") || Files.isRegularFile(Path.of(vendors)));
  }

  private static String text(Path icd) {
    try {
      return Files.readString(icd);
    } catch (IOException e) {
      LOG.debug("{} is not readable: {}", icd, e.toString());
      return "";
    }
  }

  /** Whether asking can reach a driver at all; without one there is nothing that could fail. */
  boolean any() {
    return !isLinux() || !drivers().isEmpty();
  }

  /** Whether this system has such files; other systems' loaders find drivers in their own ways. */
  static boolean isLinux() {
    return System.getProperty("os.name").startsWith("Linux");
  }

  /** Whether the machine has an NVIDIA GPU whose kernel module is loaded. */
  boolean nvidia() {
    return Files.exists(root.resolve("proc/driver/nvidia/version"))
        || Files.exists(root.resolve("dev/nvidiactl"));
  }

  /** Whether this is a container, as Docker, Podman and Kubernetes mark theirs. */
  boolean container() {
    return Files.exists(root.resolve(".dockerenv"))
        || Files.exists(root.resolve("run/.containerenv"))
        || variable("KUBERNETES_SERVICE_HOST").isPresent()
        || variable("container").isPresent();
  }

  /** Why there is no driver to load, with the cure; empty if there is one. */
  Optional<Trouble> none() {
    return drivers().isEmpty() ? Optional.of(new Trouble(state(), cure())) : Optional.empty();
  }

  private String state() {
    String place = place() + named().map(name -> ", where " + name + " points,").orElse("");
    if (!Files.isDirectory(place())) {
      return place + " does not exist: no .icd file names a driver";
    }
    try (Stream<Path> entries = Files.list(place())) {
      return entries.findAny().isEmpty()
          ? place + " is empty: no .icd file names a driver"
          : place + " has no .icd file that names a driver";
    } catch (IOException e) {
      return place + " cannot be read: " + e.getClass().getSimpleName();
    }
  }

  private String cure() {
    if (nvidia()) {
      return NVIDIA;
    }
    String other = named().map(name -> "unset " + name + ", or ").orElse("");
    return container()
        ? other
            + "start the container with the GPU (--gpus all for NVIDIA, --device /dev/dri and for"
            + " AMD --device /dev/kfd) and its driver inside, or install pocl-opencl-icd for the CPU"
        : other + "install your GPU's driver, or pocl-opencl-icd for the CPU";
  }

  /** Why no platform was found, in one line with the cure. */
  String noPlatform() {
    if (!isLinux()) {
      return "no OpenCL platform: no driver has one; install your GPU's driver";
    }
    Optional<Trouble> none = none();
    if (none.isPresent()) {
      return "no OpenCL platform, for " + none.get().text();
    }
    List<Driver> drivers = drivers();
    if (nvidia() && drivers.stream().noneMatch(driver -> driver.library().contains("nvidia"))) {
      return "no OpenCL platform, for no .icd file names NVIDIA's driver; " + NVIDIA;
    }
    return "no OpenCL platform, for this is missing or does not load: "
        + String.join(", ", drivers.stream().map(d -> d.library() + " of " + d.source()).toList())
        + "; install the driver again (`downhill devices --verbose` tells more)";
  }
}
