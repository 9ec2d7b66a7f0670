package io.downhill.device.opencl;

import io.downhill.sums.Span;
import io.downhill.sums.Tree;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * How the sums of sparse features are shared out among work-items: a node of the tree that has few
 * values of a feature, all in one slab, is a part, which one item sums from the first value to the
 * last; one that has many is split into its children. So a short feature is one part, and of a long
 * one there are as many as it takes to keep each short. Every node has a slot: those that the
 * result is of first, node by node and feature by feature; the children of a node side by side.
 */
final class ClParts {
  /** Values of the longest part, unless it is a block. */
  static final int LONGEST = 256;

  /** The highest level that a part may be of: a kernel keeps what is open of each in registers. */
  private static final int TOP = 2;

  private static final int PART_INTS = 4;
  private static final int SPLIT_INTS = 3;

  private final List<ClFeatures> slabs;
  private final Span span;
  private final int examples;
  private final List<IntStream.Builder> parts = new ArrayList<>();
  private final List<IntStream.Builder> splits = new ArrayList<>();
  private int slots;

  private ClParts(List<ClFeatures> slabs, Span span, int examples) {
    this.slabs = slabs;
    this.span = span;
    this.examples = examples;
    slabs.forEach(slab -> parts.add(IntStream.builder()));
  }

  /**
   * What the kernels of sums are given.
   *
   * @param parts for each slab (from, to, slot, level), the longest first
   * @param splits for each level from 1 on (first child, children, slot)
   * @param slots in all
   */
  record Shares(List<int[]> parts, List<int[]> splits, int slots) {
    /** Parts of a slab. */
    int parts(int slab) {
      return parts.get(slab).length / PART_INTS;
    }
  }

  /**
   * Shares the work out.
   *
   * @param slabs the features of all slabs, in their order
   */
  static Shares of(List<ClFeatures> slabs, Span span, int examples) {
    ClParts shared = new ClParts(slabs, span, examples);
    int n = slabs.get(0).starts().length - 1;
    List<Span.Place> roots = span.nodes();
    shared.slots = Math.multiplyExact(roots.size(), n);
    for (int k = 0; k < roots.size(); k++) {
      for (int j = 0; j < n; j++) {
        shared.share(j, roots.get(k), k * n + j);
      }
    }
    return new Shares(
        shared.parts.stream().map(part -> longestFirst(part.build().toArray())).toList(),
        shared.splits.stream().map(split -> split.build().toArray()).toList(),
        shared.slots);
  }

  /** The number of splits in an array of them. */
  static int splits(int[] splits) {
    return splits.length / SPLIT_INTS;
  }

  private long row(long block) {
    return Math.max(0, Math.min(examples, (block - span.first()) * Tree.BLOCK));
  }

  private static long width(int level) {
    long width = 1;
    for (int l = 0; l < level; l++) {
      width *= Tree.RADIX;
    }
    return width;
  }

  private int slab(long row) {
    int slab = 0;
    while (slabs.get(slab).end() <= row) {
      slab++;
    }
    return slab;
  }

  private void share(int j, Span.Place node, int slot) {
    long width = width(node.level());
    long begin = row(node.index() * width);
    long end = row((node.index() + 1) * width);
    int slab = slab(begin);
    ClFeatures here = slabs.get(slab);
    if (end <= here.end()) {
      int from = here.place(j, begin);
      int to = here.place(j, end);
      boolean few = node.level() <= TOP && to - from <= LONGEST;
      if (few || node.level() == 0 || from == to) {
        IntStream.Builder part = parts.get(slab);
        part.add(from).add(to).add(slot).add(Math.min(node.level(), TOP));
        return;
      }
    }
    split(j, node, slot);
  }

  private void split(int j, Span.Place node, int slot) {
    List<Span.Place> children = new ArrayList<>();
    for (long c = node.index() * Tree.RADIX; c < (node.index() + 1) * Tree.RADIX; c++) {
      long width = width(node.level() - 1);
      if (hasValues(j, row(c * width), row((c + 1) * width))) {
        children.add(new Span.Place(node.level() - 1, c));
      }
    }
    while (splits.size() < node.level()) {
      splits.add(IntStream.builder());
    }
    int first = slots;
    slots = Math.addExact(slots, children.size());
    splits.get(node.level() - 1).add(first).add(children.size()).add(slot);
    for (int k = 0; k < children.size(); k++) {
      share(j, children.get(k), first + k);
    }
  }

  private boolean hasValues(int j, long begin, long end) {
    return begin < end
        && slabs.stream().anyMatch(slab -> slab.place(j, begin) < slab.place(j, end));
  }

  /** Items that step together have parts of about one length. */
  private static int[] longestFirst(int[] parts) {
    int[] starts = new int[Tree.BLOCK + 2];
    for (int p = 0; p < parts.length; p += PART_INTS) {
      starts[Tree.BLOCK - (parts[p + 1] - parts[p]) + 1]++;
    }
    for (int k = 0; k <= Tree.BLOCK; k++) {
      starts[k + 1] += starts[k];
    }
    int[] sorted = new int[parts.length];
    for (int p = 0; p < parts.length; p += PART_INTS) {
      int place = starts[Tree.BLOCK - (parts[p + 1] - parts[p])]++;
      System.arraycopy(parts, p, sorted, PART_INTS * place, PART_INTS);
    }
    return sorted;
  }
}
