package io.downhill.device.cpu;

import io.downhill.device.DeviceVector;

/**
 * A vector of the CPU device: a Java array, left to the garbage collector.
 *
 * @param values the elements, and {@value Loops#PADDING} more that may be read
 * @param length of the vector
 */
record CpuVector(float[] values, int length) implements DeviceVector {
  static CpuVector allocate(int length) {
    return new CpuVector(new float[length + Loops.PADDING], length);
  }

  static float[] of(DeviceVector v) {
    return ((CpuVector) v).values;
  }

  @Override
  public void close() {}
}
