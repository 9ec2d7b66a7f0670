package io.downhill.device.cpu;

import io.downhill.device.DeviceVector;

/** A vector of the CPU device: a Java array, left to the garbage collector. */
record CpuVector(float[] values) implements DeviceVector {
  static float[] of(DeviceVector v) {
    return ((CpuVector) v).values;
  }

  @Override
  public int length() {
    return values.length;
  }

  @Override
  public void close() {}
}
