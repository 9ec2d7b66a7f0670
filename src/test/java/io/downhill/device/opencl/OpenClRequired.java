package io.downhill.device.opencl;

import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

/**
 * Tests that need an OpenCL device call this first: without one they are skipped, saying why, and
 * fail where -Drequire.device=opencl asks for one.
 */
final class OpenClRequired {
  private OpenClRequired() {}

  /** Goes on only with a device. */
  static void orSkip() {
    if (!ClRuntime.list().isEmpty()) {
      return;
    }
    String story = "no OpenCL device: " + ClRuntime.trouble().orElse("none was found");
    if ("opencl".equals(System.getProperty("require.device"))) {
      fail("-Drequire.device=opencl, but " + story);
    }
    abort("SKIPPED, OpenCL is not tested here: " + story);
  }
}
