package io.downhill.data;

/**
 * Takes the features of one row, in ascending order; those it does not get are 0. A 0 that it gets
 * is stored where rows are sparse, and changes no sum.
 */
@FunctionalInterface
public interface FeatureSink {
  /**
   * Takes the value of a feature.
   *
   * @param feature counted over the whole row
   */
  void put(int feature, float value);
}
