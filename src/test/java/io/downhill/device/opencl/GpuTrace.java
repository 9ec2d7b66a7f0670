package io.downhill.device.opencl;

import java.util.Arrays;

/** What one wave did: the operations in turn, and the work of each. */
final class GpuTrace {
  private int[] ops = new int[1024];
  private int[] works = new int[1024];
  private int[] items = new int[1024];
  private int length;

  /**
   * One operation.
   *
   * @param work bank cycles for local memory, bytes for global memory
   * @param uniform whether one result serves all items
   * @param active items that took part
   */
  void add(int op, int work, boolean uniform, int active) {
    if (length == ops.length) {
      ops = Arrays.copyOf(ops, 2 * length);
      works = Arrays.copyOf(works, 2 * length);
      items = Arrays.copyOf(items, 2 * length);
    }
    ops[length] = op;
    works[length] = work;
    items[length] = uniform ? -active : active;
    length++;
  }

  int length() {
    return length;
  }

  int op(int at) {
    return ops[at];
  }

  int work(int at) {
    return works[at];
  }

  boolean uniform(int at) {
    return items[at] < 0;
  }

  int active(int at) {
    return Math.abs(items[at]);
  }
}
