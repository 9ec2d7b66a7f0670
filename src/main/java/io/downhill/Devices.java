package io.downhill;

import io.downhill.device.Device;
import io.downhill.device.DeviceException;
import io.downhill.device.DeviceInfo;
import io.downhill.device.cpu.CpuDevice;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** Finds and opens devices; the one place that names their implementations. */
public final class Devices {
  private static final Pattern ID = Pattern.compile("auto|cpu|opencl(:\\d{1,4})?");

  private Devices() {}

  /** Whether this is the id of a device, which may not be there: auto, cpu, opencl or opencl:K. */
  public static boolean isId(String id) {
    return ID.matcher(id).matches();
  }

  /** Every device of this machine: cpu first, then each OpenCL device. */
  public static List<DeviceInfo> list() {
    List<DeviceInfo> devices = new ArrayList<>();
    try (Device cpu = CpuDevice.open(Runtime.getRuntime().availableProcessors())) {
      devices.add(cpu.info());
    }
    return devices;
  }

  /** The definition of the arithmetic, slow and plain, which every device is held to. */
  public static Device definition() {
    return CpuDevice.definition();
  }

  /**
   * Opens a device.
   *
   * @param id auto, cpu, opencl or opencl:K
   * @param threads threads of the cpu device
   * @throws IllegalArgumentException if the id is none of these
   * @throws DeviceException if there is no such device, or it does not start
   */
  public static Device open(String id, int threads) {
    if (!isId(id)) {
      throw new IllegalArgumentException(
          "device: " + id + ", must be auto, cpu, opencl or opencl:K");
    }
    if (id.equals("auto") || id.equals("cpu")) {
      return CpuDevice.open(threads);
    }
    throw new DeviceException("no OpenCL device " + id);
  }
}
