package io.downhill.device.opencl;

import io.downhill.device.DeviceDetails;
import io.downhill.device.DeviceException;
import io.downhill.device.DeviceInfo;
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
   * @param loads whether there is a loader to be asked
   * @param platforms that it has, one or more for a driver
   * @param trouble why there are no devices, or fewer than expected; empty if all is well
   */
  private record Probe(List<ClDescription> devices, boolean loads, int platforms, String trouble) {}

  private static final class Holder {
    static final long NANOS;
    static final Probe PROBE;

    static {
      long began = System.nanoTime();
      PROBE = probe();
      NANOS = System.nanoTime() - began;
    }
  }

  /** The devices of all platforms, opencl:0, opencl:1, ... in the order of the runtime. */
  public static List<DeviceInfo> list() {
    return Holder.PROBE.devices().stream().map(ClDescription::info).toList();
  }

  /** What each of these devices allows, and how its passes run. */
  static List<DeviceDetails> details() {
    return Holder.PROBE.devices().stream().map(ClDetails::of).toList();
  }

  /** Nanoseconds that it took to ask them. */
  static long nanos() {
    return Holder.NANOS;
  }

  /** Whether there is an OpenCL loader. */
  static boolean loads() {
    return Holder.PROBE.loads();
  }

  /** How many platforms it has. */
  static int platforms() {
    return Holder.PROBE.platforms();
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
          false,
          0,
          unloaded(String.valueOf(e.getMessage()), System.getProperty("java.io.tmpdir")));
    } catch (CLException e) {
      LOG.debug("OpenCL did not answer", e);
      return new Probe(
          List.of(),
          true,
          0,
          e.getStatus() == PLATFORM_NOT_FOUND
              ? IcdFiles.ofSystem().noPlatform()
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
      troubles.add(IcdFiles.ofSystem().noPlatform());
    } else if (found.isEmpty() && troubles.isEmpty()) {
      troubles.add(
          "the OpenCL platforms have no device; for the CPU's set POCL_CACHE_DIR to a folder that can"
              + " be written");
    }
    return new Probe(List.copyOf(found), true, platforms.length, String.join("; ", troubles));
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

  /**
   * Why OpenCL did not load, with the cure: often the loader is missing, but it may be JOCL's own
   * library that must not be loaded from where it was unpacked.
   *
   * @param message of JOCL, which has what was tried in its lines
   */
  static String unloaded(String message, String temporary) {
    String start = UnsatisfiedLinkError.class.getName() + ": " + temporary;
    Optional<String> refused = message.lines().filter(line -> line.startsWith(start)).findFirst();
    return refused.isPresent()
        ? "JOCL's library does not load from "
            + temporary
            + ", the folder for temporary files ("
            + refused.get().replaceAll(".*: ", "")
            + "); name one where programs may be run with -Djava.io.tmpdir=FOLDER, for ./downhill"
            + " in JAVA_OPTS"
        : "the OpenCL loader is missing or does not load ("
            + message.lines().findFirst().orElse("")
            + "); install "
            + (IcdFiles.isLinux() ? "ocl-icd-libopencl1, or " : "")
            + "your GPU's driver";
  }
}
