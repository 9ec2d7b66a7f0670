package io.downhill.device.opencl;

import io.downhill.device.DeviceException;
import io.downhill.device.DeviceInfo;
import java.util.function.Supplier;
import org.jocl.CL;
import org.jocl.CLException;

/** Calls of OpenCL whose failure tells the call, the code's name, the device and what to do. */
final class ClCall {
  private ClCall() {}

  /**
   * Calls and gives the result.
   *
   * @param what the function and its object, as the message names them
   * @throws DeviceException if the call fails
   */
  static <T> T get(String what, DeviceInfo device, Supplier<T> call) {
    try {
      return call.get();
    } catch (CLException e) {
      throw failure(what, device, e);
    }
  }

  /** Calls for effect. */
  static void run(String what, DeviceInfo device, Runnable call) {
    try {
      call.run();
    } catch (CLException e) {
      throw failure(what, device, e);
    }
  }

  /** The exception for a failed call. */
  static DeviceException failure(String what, DeviceInfo device, CLException e) {
    return new DeviceException(
        what
            + " failed with "
            + CL.stringFor_errorCode(e.getStatus())
            + " on "
            + device
            + advice(e.getStatus()),
        e);
  }

  private static String advice(int status) {
    return switch (status) {
      case CL.CL_MEM_OBJECT_ALLOCATION_FAILURE,
          CL.CL_OUT_OF_RESOURCES,
          CL.CL_OUT_OF_HOST_MEMORY,
          CL.CL_INVALID_BUFFER_SIZE ->
          ": it has no room left, so close what else uses it, train on fewer examples,"
              + " or use device cpu";
      case CL.CL_DEVICE_NOT_AVAILABLE -> ": another program holds it, or use device cpu";
      case CL.CL_INVALID_COMMAND_QUEUE, CL.CL_INVALID_CONTEXT ->
          ": its driver gave up an earlier launch, so update the driver or use device cpu";
      default -> ": update the driver, or use device cpu";
    };
  }
}
