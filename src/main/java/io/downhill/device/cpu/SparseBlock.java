package io.downhill.device.cpu;

import io.downhill.data.CsrRows;
import io.downhill.sums.Tree;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * The features of a block of sparse rows, numbered within it in the order in which they come up, so
 * that the weights and the sums of a block stand side by side in a core's cache, frequent ones
 * first. A number is one char and, modulo 8, its feature, which tells the lane of a margin. Beside
 * the rows of CSR this takes 2 bytes a value, 2 for each feature of a stripe and 4 for each of a
 * block.
 *
 * <p>A block with too many features for that is <em>wide</em>: the number of a feature is itself.
 *
 * @param firstRow its first row among those of the span
 * @param rows at most 1024
 * @param firstValue of its rows
 * @param features those that have values here; by numbers where it is not wide, 0 where a number
 *     stands for none
 * @param numbers the number of each value's feature; null if it is wide
 * @param touched the numbers of the features that have values in a stripe, each once, stripe by
 *     stripe; null if it is wide
 * @param ends of the stripes in {@code touched}
 */
record SparseBlock(
    int firstRow,
    int rows,
    int firstValue,
    int[] features,
    char[] numbers,
    char[] touched,
    int[] ends) {
  /** Numbers of one char. */
  private static final int MOST = 1 << 16;

  /** Blocks that are numbered one after the other, with one table of all features. */
  private static final int TOGETHER = 32;

  /** Numbers the features of all blocks. */
  static SparseBlock[] of(CsrRows csr) {
    SparseBlock[] blocks = new SparseBlock[Tree.blocks(csr.examples())];
    IntStream.range(0, (blocks.length + TOGETHER - 1) / TOGETHER)
        .parallel()
        .forEach(
            part -> {
              Numbering numbering = new Numbering(csr);
              int end = Math.min(blocks.length, (part + 1) * TOGETHER);
              for (int k = part * TOGETHER; k < end; k++) {
                blocks[k] = numbering.block(k);
              }
            });
    return blocks;
  }

  boolean isWide() {
    return numbers == null;
  }

  /** The numbers that it may have: as many, or all features. */
  int width(int n) {
    return isWide() ? n : features.length;
  }

  /** Numbers the features of one block after the other. */
  private static final class Numbering {
    private final CsrRows csr;
    private final int[] number;
    private final int[] distinct;
    private char[] touched = new char[0];
    private int[] lastStripe = new int[0];

    Numbering(CsrRows csr) {
      this.csr = csr;
      this.number = new int[csr.features()];
      this.distinct = new int[csr.features()];
      Arrays.fill(number, -1);
    }

    SparseBlock block(int k) {
      int first = k * Tree.BLOCK;
      int rows = Math.min(Tree.BLOCK, csr.examples() - first);
      int begin = csr.starts()[first];
      int end = csr.starts()[first + rows];
      int[] ofLane = new int[8];
      int count = 0;
      for (int p = begin; p < end; p++) {
        int j = csr.columns()[p];
        if (number[j] < 0) {
          number[j] = 8 * ofLane[j & 7]++ + (j & 7);
          distinct[count++] = j;
        }
      }
      int width = 8 * Arrays.stream(ofLane).max().getAsInt();
      SparseBlock block =
          width > MOST
              ? new SparseBlock(
                  first, rows, begin, Arrays.copyOf(distinct, count), null, null, null)
              : numbered(first, rows, width, count);
      for (int d = 0; d < count; d++) {
        number[distinct[d]] = -1;
      }
      return block;
    }

    private SparseBlock numbered(int first, int rows, int width, int count) {
      int[] features = new int[width];
      for (int d = 0; d < count; d++) {
        features[number[distinct[d]]] = distinct[d];
      }
      int begin = csr.starts()[first];
      char[] numbers = new char[csr.starts()[first + rows] - begin];
      if (touched.length < numbers.length) {
        touched = new char[numbers.length];
      }
      int[] ends = new int[(rows + Tree.STRIPE - 1) / Tree.STRIPE];
      if (lastStripe.length < width) {
        lastStripe = new int[width];
      }
      Arrays.fill(lastStripe, 0, width, 0);
      int at = 0;
      for (int stripe = 1; stripe <= ends.length; stripe++) {
        int from = csr.starts()[first + (stripe - 1) * Tree.STRIPE];
        int to = csr.starts()[first + Math.min(rows, stripe * Tree.STRIPE)];
        for (int p = from; p < to; p++) {
          int own = number[csr.columns()[p]];
          numbers[p - begin] = (char) own;
          if (lastStripe[own] != stripe) {
            lastStripe[own] = stripe;
            touched[at++] = (char) own;
          }
        }
        ends[stripe - 1] = at;
      }
      return new SparseBlock(
          first, rows, begin, features, numbers, Arrays.copyOf(touched, at), ends);
    }
  }
}
