package io.downhill.device.cpu;

import io.downhill.data.Dataset;
import io.downhill.device.DeviceExamples;

/**
 * Examples of the CPU device.
 *
 * @param data its row blocks are used as they are, not copied
 * @param y the signed weights, length m
 */
record CpuExamples(Dataset data, float[] y) implements DeviceExamples {
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
    return (data.examples() + BlockPass.BLOCK - 1) / BlockPass.BLOCK;
  }

  /** Examples in a block of 1024, the last of which may be shorter. */
  int rows(int block) {
    return Math.min(BlockPass.BLOCK, data.examples() - block * BlockPass.BLOCK);
  }

  /** The array that holds a block of 1024. */
  float[] x(int block) {
    return data.block(block / blocksPerArray());
  }

  /** Where a block of 1024 begins in its array. */
  int at(int block) {
    return block % blocksPerArray() * BlockPass.BLOCK * data.features();
  }

  private int blocksPerArray() {
    return data.rowsPerBlock() / BlockPass.BLOCK;
  }

  @Override
  public void close() {}
}
