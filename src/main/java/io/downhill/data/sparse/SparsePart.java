package io.downhill.data.sparse;

/**
 * The rows of some lines.
 *
 * @param labels one a row
 * @param lines where each row stands, from 1 on, counted from the first of these lines
 * @param ends where the values of each row end
 * @param indices of the values, as they are in the file
 * @param values none of them 0
 * @param lineCount how many lines there were
 * @param trouble what is wrong with the last of them; null for nothing
 */
record SparsePart(
    double[] labels,
    int[] lines,
    int[] ends,
    int[] indices,
    float[] values,
    int lineCount,
    Counts counts,
    String trouble) {

  /** What is counted on the way. */
  static final class Counts {
    /** The least and the greatest index, of zeros that are written too. */
    int least = Integer.MAX_VALUE;

    int greatest = -1;

    /** Values that are not 0, but are as float32. */
    long vanished;

    /** Values beyond 2^24 of which float32 keeps not all digits. */
    long rounded;

    void add(Counts other) {
      least = Math.min(least, other.least);
      greatest = Math.max(greatest, other.greatest);
      vanished += other.vanished;
      rounded += other.rounded;
    }
  }

  /** Lines of which one, the last, cannot be used. */
  static SparsePart failed(int line, String trouble) {
    return new SparsePart(null, null, null, null, null, line, new Counts(), trouble);
  }
}
