package io.downhill.device.cpu;

import io.downhill.data.Dataset;
import io.downhill.device.DeviceExamples;

/** Examples of the CPU device: the data set's own row blocks, not copied. */
record CpuExamples(Dataset data) implements DeviceExamples {
  @Override
  public int examples() {
    return data.examples();
  }

  @Override
  public int features() {
    return data.features();
  }

  /** The number of blocks of 1024 examples. */
  int blocks() {
    return (data.examples() + GradientPass.BLOCK - 1) / GradientPass.BLOCK;
  }

  /** Examples in a block of 1024, the last of which may be shorter. */
  int rows(int block) {
    return Math.min(GradientPass.BLOCK, data.examples() - block * GradientPass.BLOCK);
  }

  /** The array that holds a block of 1024. */
  float[] x(int block) {
    return data.block(block / blocksPerArray());
  }

  /** Where a block of 1024 begins in its array. */
  int at(int block) {
    return block % blocksPerArray() * GradientPass.BLOCK * data.features();
  }

  private int blocksPerArray() {
    return data.rowsPerBlock() / GradientPass.BLOCK;
  }

  @Override
  public void close() {}
}
