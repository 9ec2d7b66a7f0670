package io.downhill.device.opencl;

import io.downhill.device.DeviceVector;

/**
 * A vector in a buffer that is a little longer, so that kernels may load its last piece whole.
 *
 * @param length the elements that are seen from outside
 */
record ClVector(ClBuffer buffer, int length) implements DeviceVector {
  /** Floats beyond the end that a kernel may read, and drops. */
  static final int PADDING = 8;

  /** The buffer of a vector of this device. */
  static ClBuffer of(DeviceVector v) {
    return ((ClVector) v).buffer();
  }

  @Override
  public void close() {
    buffer.close();
  }
}
