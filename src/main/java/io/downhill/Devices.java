package io.downhill;

import io.downhill.device.Device;
import io.downhill.device.DeviceInfo;
import java.util.List;

/** Finds and opens devices; the one place that names their implementations. */
public final class Devices {
  private Devices() {}

  /** Every device of this machine: cpu first, then each OpenCL device. */
  public static List<DeviceInfo> list() {
    throw new UnsupportedOperationException("being written");
  }

  /**
   * Opens a device.
   *
   * @param id auto, cpu, opencl or opencl:K
   * @param threads threads of the cpu device
   * @throws IllegalArgumentException if the id is none of these
   * @throws io.downhill.device.DeviceException if there is no such device, or it does not start
   */
  public static Device open(String id, int threads) {
    throw new UnsupportedOperationException("being written");
  }
}
