package io.downhill.data;

/** Writes rows in which every value stands. */
public final class DenseWriter implements RowWriter {
  private final Dataset.Builder builder;
  private final DenseRow row = new DenseRow();

  /** Writes behind the rows that a builder has. */
  public DenseWriter(Dataset.Builder builder) {
    this.builder = builder;
  }

  @Override
  public void next() {
    builder.grow(1);
    int i = builder.examples() - 1;
    row.to(builder.block(i), builder.offset(i));
  }

  @Override
  public void repeat() {
    int from = builder.examples() - 1;
    next();
    System.arraycopy(
        builder.block(from),
        builder.offset(from),
        builder.block(from + 1),
        builder.offset(from + 1),
        builder.features());
  }

  @Override
  public void put(int feature, float value) {
    row.put(feature, value);
  }

  @Override
  public int rows() {
    return builder.examples();
  }

  @Override
  public Dataset.Builder ended() {
    return builder;
  }
}
