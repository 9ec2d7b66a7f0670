package io.downhill.device.several;

/**
 * Where the elements that belong to examples stand in a vector: side by side, those of a part from
 * its first example on.
 *
 * @param owner the examples
 * @param width elements of each example
 * @param length of all these elements, the last of which may not have room
 */
record Layout(SeveralExamples owner, int width, int length) {
  /** Of a vector that may be longer or shorter. */
  static Layout of(SeveralExamples owner, int width, int room) {
    return new Layout(owner, width, (int) Math.min(room, (long) owner.examples() * width));
  }

  /** Where a part's elements begin. */
  int first(Part part) {
    return (int) Math.min(length, (long) part.first() * width);
  }

  /** How many it has. */
  int count(Part part) {
    long end = ((long) part.first() + part.examples()) * width;
    return (int) Math.min(length, end) - first(part);
  }
}
