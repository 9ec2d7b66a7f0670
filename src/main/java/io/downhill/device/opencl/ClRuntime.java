package io.downhill.device.opencl;

import io.downhill.device.DeviceException;
import io.downhill.device.DeviceInfo;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jocl.CL;
import org.jocl.CLException;
import org.jocl.cl_device_id;
import org.jocl.cl_platform_id;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The OpenCL runtimes of this machine, asked once in a process and in this one place: a missing
 * library, a missing driver and a driver that fails are all "no devices" with a reason.
 * Thread-safe.
 *
 * <p>A broken driver can end the process that asks; who cannot afford that asks {@link
 * ProbeProcess} first.
 */
public final class ClRuntime {
  private static final Logger LOG = LoggerFactory.getLogger(ClRuntime.class);
  private static final int PLATFORM_NOT_FOUND = -1001;

  /** OpenCL's value: JOCL's constant is -1, whose upper bits some drivers refuse. */
  private static final long ALL_TYPES = 0xFFFFFFFFL;

  private ClRuntime() {}

  /**
   * What was found.
   *
   * @param trouble why there are no devices, or fewer than expected; empty if all is well
   */
  private record Probe(List<ClDescription> devices, String trouble) {}

  private static final class Holder {
    static final Probe PROBE = probe();
  }

  /** The devices of all platforms, opencl:0, opencl:1, ... in the order of the runtime. */
  public static List<DeviceInfo> list() {
    return Holder.PROBE.devices().stream().map(ClDescription::info).toList();
  }

  /** Why devices are missing, in one line with the cure; empty if nothing went wrong. */
  public static Optional<String> trouble() {
    return Optional.of(Holder.PROBE.trouble()).filter(text -> !text.isEmpty());
  }

  /**
   * The device opencl:index.
   *
   * @throws DeviceException if there is none
   */
  static ClDescription description(int index) {
    List<ClDescription> devices = Holder.PROBE.devices();
    if (index >= 0 && index < devices.size()) {
      return devices.get(index);
    }
    if (devices.isEmpty()) {
      throw new DeviceException(
          "no OpenCL device: " + trouble().orElse("no platform has one") + "; or use device cpu");
    }
    throw new DeviceException(
        "no device opencl:" + index + ": there are opencl:0 to opencl:" + (devices.size() - 1));
  }

  private static Probe probe() {
    try {
      CL.setExceptionsEnabled(true);
      return devices();
    } catch (UnsatisfiedLinkError | NoClassDefFoundError | ExceptionInInitializerError e) {
      LOG.debug("OpenCL did not load", e);
      return new Probe(
          List.of(),
          "the OpenCL loader is missing (install ocl-icd-libopencl1 or your GPU's driver): "
              + firstLine(e));
    } catch (CLException e) {
      LOG.debug("OpenCL did not answer", e);
      return new Probe(
          List.of(),
          e.getStatus() == PLATFORM_NOT_FOUND
              ? noPlatform()
              : "OpenCL failed with " + CL.stringFor_errorCode(e.getStatus()));
    }
  }

  private static Probe devices() {
    int[] count = new int[1];
    CL.clGetPlatformIDs(0, null, count);
    cl_platform_id[] platforms = new cl_platform_id[count[0]];
    if (platforms.length > 0) {
      CL.clGetPlatformIDs(platforms.length, platforms, null);
    }
    List<ClDescription> found = new ArrayList<>();
    List<String> troubles = new ArrayList<>();
    for (cl_platform_id platform : platforms) {
      try {
        for (cl_device_id device : devices(platform)) {
          found.add(ClDescription.of(platform, device, found.size()));
        }
      } catch (CLException e) {
        troubles.add(story(platform, e));
        LOG.debug("a platform did not answer", e);
      }
    }
    if (platforms.length == 0) {
      troubles.add(noPlatform());
    } else if (found.isEmpty() && troubles.isEmpty()) {
      troubles.add(
          "the OpenCL platforms have no device (the CPU's needs a folder for its cache that can be"
              + " written: set POCL_CACHE_DIR)");
    }
    return new Probe(List.copyOf(found), String.join("; ", troubles));
  }

  private static cl_device_id[] devices(cl_platform_id platform) {
    int[] count = new int[1];
    try {
      CL.clGetDeviceIDs(platform, ALL_TYPES, 0, null, count);
    } catch (CLException e) {
      if (e.getStatus() == CL.CL_DEVICE_NOT_FOUND) {
        return new cl_device_id[0];
      }
      throw e;
    }
    cl_device_id[] devices = new cl_device_id[count[0]];
    CL.clGetDeviceIDs(platform, ALL_TYPES, devices.length, devices, null);
    return devices;
  }

  private static String story(cl_platform_id platform, CLException e) {
    return "the OpenCL platform "
        + ClDescription.name(platform)
        + " failed with "
        + CL.stringFor_errorCode(e.getStatus())
        + ", so its devices are not listed; update its driver";
  }

  /** In a container the GPU is there, but the file that names its driver is often not. */
  static String noPlatform() {
    if (Files.exists(Path.of("/proc/driver/nvidia/version"))
        || Files.exists(Path.of("/dev/nvidiactl"))) {
      return "an NVIDIA GPU is there, but no OpenCL platform: "
          + (icdFiles().isEmpty() ? "/etc/OpenCL/vendors has no .icd file" : "its .icd is missing")
          + "; cure: mkdir -p /etc/OpenCL/vendors && echo libnvidia-opencl.so.1 >"
          + " /etc/OpenCL/vendors/nvidia.icd (a container also needs"
          + " NVIDIA_DRIVER_CAPABILITIES=compute,utility)";
    }
    List<String> named = icdFiles().stream().map(ClRuntime::library).toList();
    return named.isEmpty()
        ? "no OpenCL platform (install your GPU's driver, or pocl-opencl-icd for the CPU)"
        : "no OpenCL platform, for this is missing or does not load: "
            + String.join(", ", named)
            + "; install the driver again";
  }

  /** The library that a driver's file names, and where. */
  private static String library(Path icd) {
    try {
      return Files.readString(icd).strip() + " of " + icd;
    } catch (IOException e) {
      return icd.toString();
    }
  }

  /** Whether asking can reach a driver at all; without one there is nothing that could fail. */
  static boolean anyDriver() {
    boolean linux = System.getProperty("os.name").startsWith("Linux");
    return !linux || System.getenv("OCL_ICD_FILENAMES") != null || !icdFiles().isEmpty();
  }

  /** The files that name the installed drivers, sorted. */
  static List<Path> icdFiles() {
    String folder = System.getenv().getOrDefault("OCL_ICD_VENDORS", "/etc/OpenCL/vendors");
    List<Path> files = new ArrayList<>();
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(Path.of(folder), "*.icd")) {
      entries.forEach(files::add);
    } catch (IOException e) {
      LOG.debug("{} is not readable: {}", folder, e.toString());
    }
    files.sort(null);
    return files;
  }

  private static String firstLine(Throwable e) {
    String message = String.valueOf(e.getMessage());
    int end = message.indexOf('\n');
    return end < 0 ? message : message.substring(0, end);
  }
}
