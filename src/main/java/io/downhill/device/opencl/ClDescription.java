package io.downhill.device.opencl;

import io.downhill.device.DeviceInfo;
import org.jocl.CL;
import org.jocl.CLException;
import org.jocl.Pointer;
import org.jocl.Sizeof;
import org.jocl.cl_device_id;
import org.jocl.cl_platform_id;

/**
 * An OpenCL device as its runtime describes it.
 *
 * @param maxAllocation bytes of its largest buffer
 * @param localMemory bytes of local memory of a group
 * @param maxGroup the most items in a group
 * @param computeUnits its multiprocessors or cores, each of which runs some groups at once
 */
record ClDescription(
    cl_platform_id platform,
    cl_device_id device,
    DeviceInfo info,
    long maxAllocation,
    long localMemory,
    int maxGroup,
    int computeUnits) {
  /** Asks the runtime about a device, which becomes opencl:index. */
  static ClDescription of(cl_platform_id platform, cl_device_id device, int index) {
    String driver =
        text(platform, CL.CL_PLATFORM_NAME)
            + ", "
            + text(device, CL.CL_DEVICE_VERSION)
            + ", driver "
            + text(device, CL.CL_DRIVER_VERSION);
    DeviceInfo info =
        new DeviceInfo(
            "opencl:" + index,
            text(device, CL.CL_DEVICE_NAME),
            text(device, CL.CL_DEVICE_VENDOR),
            kind(number(device, CL.CL_DEVICE_TYPE)),
            ClDetails.arithmetic(number(device, CL.CL_DEVICE_SINGLE_FP_CONFIG)).exact(),
            number(device, CL.CL_DEVICE_GLOBAL_MEM_SIZE),
            driver);
    return new ClDescription(
        platform,
        device,
        info,
        number(device, CL.CL_DEVICE_MAX_MEM_ALLOC_SIZE),
        number(device, CL.CL_DEVICE_LOCAL_MEM_SIZE),
        (int) Math.min(Integer.MAX_VALUE, number(device, CL.CL_DEVICE_MAX_WORK_GROUP_SIZE)),
        (int) number(device, CL.CL_DEVICE_MAX_COMPUTE_UNITS));
  }

  /** What a platform calls itself, even one that fails. */
  static String name(cl_platform_id platform) {
    try {
      return text(platform, CL.CL_PLATFORM_NAME);
    } catch (CLException e) {
      return "without a name";
    }
  }

  private static String kind(long type) {
    if ((type & CL.CL_DEVICE_TYPE_GPU) != 0) {
      return "gpu";
    }
    return (type & CL.CL_DEVICE_TYPE_CPU) != 0 ? "cpu" : "accelerator";
  }

  /** A property of at most eight bytes; shorter ones leave the upper bytes 0. */
  static long number(cl_device_id device, int property) {
    long[] value = new long[1];
    CL.clGetDeviceInfo(device, property, Sizeof.cl_long, Pointer.to(value), null);
    return value[0];
  }

  private static String text(cl_device_id device, int property) {
    long[] size = new long[1];
    CL.clGetDeviceInfo(device, property, 0, null, size);
    byte[] bytes = new byte[(int) size[0]];
    CL.clGetDeviceInfo(device, property, bytes.length, Pointer.to(bytes), null);
    return ClText.of(bytes);
  }

  private static String text(cl_platform_id platform, int property) {
    long[] size = new long[1];
    CL.clGetPlatformInfo(platform, property, 0, null, size);
    byte[] bytes = new byte[(int) size[0]];
    CL.clGetPlatformInfo(platform, property, bytes.length, Pointer.to(bytes), null);
    return ClText.of(bytes);
  }
}
