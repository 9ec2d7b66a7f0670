package io.downhill.data;

/** Gets the progress of reading data now and then, from one thread at a time. */
@FunctionalInterface
public interface ReadProgress {
  /** Does not watch. */
  ReadProgress NONE = (rows, part) -> {};

  /**
   * Gets what has been read so far.
   *
   * @param rows so far
   * @param part of the whole, from 0 to 1, an estimate; NaN if not known
   */
  void read(long rows, double part);
}
