package io.downhill.data;

/** Features of a row of a dense block, which is 0 so far. Not thread-safe. */
public final class DenseRow implements FeatureSink {
  private float[] x = {};
  private int at;

  /** Goes to the row that begins at {@code at} in its block. */
  public DenseRow to(float[] block, int at) {
    this.x = block;
    this.at = at;
    return this;
  }

  @Override
  public void put(int feature, float value) {
    x[at + feature] = value;
  }
}
