package io.downhill.device.cpu;

import io.downhill.data.Dataset;
import io.downhill.device.DeviceExamples;
import io.downhill.sums.Span;
import io.downhill.sums.Tree;

/**
 * Examples of the CPU device.
 *
 * @param data its row blocks are used as they are, not copied
 * @param y the signed weights, length m
 * @param span which blocks of all examples they are
 */
record CpuExamples(Dataset data, float[] y, Span span) implements DeviceExamples {
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
    return span.blocks();
  }

  /** Examples in a block of 1024, the last of which may be shorter. */
  int rows(int block) {
    return Math.min(Tree.BLOCK, data.examples() - block * Tree.BLOCK);
  }

  /** The array that holds a block of 1024. */
  float[] x(int block) {
    return data.block(block / blocksPerArray());
  }

  /** Where a block of 1024 begins in its array. */
  int at(int block) {
    return block % blocksPerArray() * Tree.BLOCK * data.features();
  }

  private int blocksPerArray() {
    return data.rowsPerBlock() / Tree.BLOCK;
  }

  @Override
  public void close() {}
}
