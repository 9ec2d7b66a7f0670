package io.downhill.data;

/** Is told now and then how far the reading of data has come, by one thread at a time. */
@FunctionalInterface
public interface ReadProgress {
  /** Does not watch. */
  ReadProgress NONE = (rows, part) -> {};

  /**
   * So much is read.
   *
   * @param rows so far
   * @param part of the whole, from 0 to 1, an estimate; NaN if not known
   */
  void read(long rows, double part);
}
