package io.downhill.device.cpu;

import io.downhill.data.Dataset;
import io.downhill.data.DenseRows;
import io.downhill.data.Rows;
import io.downhill.data.StripeSample;
import io.downhill.device.DeviceExamples;
import io.downhill.sums.Span;
import io.downhill.sums.Tree;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Examples of the CPU device.
 *
 * @param x row blocks, {@value Loops#PADDING} elements longer than their rows
 * @param examples m
 * @param features n
 * @param rowsPerBlock examples in each of them but the last, a multiple of 1024
 * @param y the signed weights, length m
 * @param span which blocks of 1024 of all examples they are
 */
record CpuExamples(
    List<float[]> x, int examples, int features, int rowsPerBlock, float[] y, Span span)
    implements DeviceExamples {
  /** Takes rows, those in memory as they are without a copy. */
  static CpuExamples of(Rows rows, float[] y, Span span) {
    float[][] x = new float[rows.blockCount()][];
    IntStream.range(0, x.length).parallel().forEach(k -> x[k] = rows.take(k));
    return new CpuExamples(
        Arrays.asList(x), rows.examples(), rows.features(), rows.rowsPerBlock(), y, span);
  }

  /** The examples of a sample, in memory again: stripes side by side are what passes walk over. */
  CpuExamples sample(StripeSample sample, float[] labels) {
    return of(rows().of(sample), labels, Span.whole(sample.examples()));
  }

  /**
   * These rows, in place; in blocks of the size that all devices show, since what the host sums
   * block by block may not depend on the device.
   */
  DenseRows rows() {
    DenseRows here = DenseRows.of(x, examples, features, rowsPerBlock);
    return rowsPerBlock == Dataset.rowsPerBlock(features)
        ? here
        : DenseRows.of(examples, features, here::copy);
  }

  /** The number of blocks of 1024 examples. */
  int blocks() {
    return span.blocks();
  }

  /** Examples in a block of 1024, the last of which may be shorter. */
  int rows(int block) {
    return Math.min(Tree.BLOCK, examples - block * Tree.BLOCK);
  }

  /** The array that holds a block of 1024. */
  float[] x(int block) {
    return x.get(block / blocksPerArray());
  }

  /** Where a block of 1024 begins in its array. */
  int at(int block) {
    return block % blocksPerArray() * Tree.BLOCK * features;
  }

  private int blocksPerArray() {
    return rowsPerBlock / Tree.BLOCK;
  }

  @Override
  public void close() {}
}
