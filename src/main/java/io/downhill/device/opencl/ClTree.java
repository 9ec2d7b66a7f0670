package io.downhill.device.opencl;

import io.downhill.sums.Span;
import io.downhill.sums.Tree;

/**
 * The {@link Tree} over rows of pairs [hi | lo], as the device adds it up: the nodes of a span,
 * each to its row of a result.
 *
 * @param combine the kernel that adds one level
 * @param group its items in a group
 * @param columns sums in a row
 * @param stride floats from a row's hi to its lo
 * @param span the blocks that the rows are of
 * @param result receives [hi (columns) | lo (columns)] of each of the span's nodes
 */
record ClTree(
    ClQueue queue,
    ClKernel combine,
    int group,
    int columns,
    int stride,
    Span span,
    ClBuffer result) {
  /**
   * Adds the blocks up, which have all their rows.
   *
   * @param rows used as scratch above the second level
   * @param spare room for the parents of the rows
   */
  void sum(ClBuffer rows, ClBuffer spare) {
    above(0, new Span.Range(span.first(), span.end()), rows, spare);
  }

  /** Adds the nodes of one level, which have all their rows, and all above it. */
  void above(int level, Span.Range range, ClBuffer rows, ClBuffer spare) {
    ClBuffer nodes = rows;
    ClBuffer parents = spare;
    Span.Range here = range;
    for (int height = level; ; height++) {
      Span.Range above = span.parents(here.first(), here.end());
      level(height, here, nodes, parents, above.first());
      if (above.isEmpty() || isRoot(height + 1)) {
        return;
      }
      ClBuffer last = nodes;
      nodes = parents;
      parents = last;
      here = above;
    }
  }

  /**
   * Adds some nodes of a level to their parents, and puts those that have none in the span, and the
   * root, into the result.
   *
   * @param nodes their rows, from row 0 on
   * @param parents receives the rows of the parents, that of {@code firstParent} at row 0
   */
  void level(int level, Span.Range range, ClBuffer nodes, ClBuffer parents, long firstParent) {
    Span.Range above = span.parents(range.first(), range.end());
    if (above.isEmpty()) {
      copy(level, range, range.first(), nodes);
      return;
    }
    Span.Range under =
        new Span.Range(
            Math.max(range.first(), above.first() * Tree.RADIX),
            Math.min(range.end(), above.end() * Tree.RADIX));
    int child = (int) (under.first() - range.first());
    copy(level, new Span.Range(range.first(), under.first()), range.first(), nodes);
    if (isRoot(level + 1)) {
      add(nodes, child, under.size(), Tree.RADIX, result, 0, columns);
    } else {
      int parent = (int) (above.first() - firstParent);
      add(nodes, child, under.size(), Tree.RADIX, parents, parent, stride);
    }
    copy(level, new Span.Range(under.end(), range.end()), range.first(), nodes);
  }

  /** Whether this level is that of the root. */
  boolean isRoot(int level) {
    return span.isWhole() && span.nodes().get(0).level() == level;
  }

  /** Puts nodes where the result has them; {@code first} has row 0. */
  private void copy(int level, Span.Range range, long first, ClBuffer nodes) {
    if (!range.isEmpty()) {
      int place = span.nodes().indexOf(new Span.Place(level, range.first()));
      add(nodes, (int) (range.first() - first), range.size(), 1, result, place, columns);
    }
  }

  private void add(
      ClBuffer nodes,
      int first,
      int count,
      int radix,
      ClBuffer parents,
      int firstParent,
      int parentStride) {
    combine.with(nodes, parents, first, count, radix, columns, stride, firstParent, parentStride);
    queue.launch(combine, columns, group, (count + radix - 1) / radix);
  }
}
