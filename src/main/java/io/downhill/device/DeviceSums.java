package io.downhill.device;

import io.downhill.sums.Forest;
import io.downhill.sums.Pairs;
import io.downhill.sums.Span;
import java.util.ArrayList;
import java.util.List;

/**
 * The sums of a pass on a device: for each node of the forest over its examples a row of pairs [hi
 * (columns) | lo (columns)] of float32. Of all examples that is one row, the root.
 *
 * @param pairs the rows, in the order of {@link Span#nodes}
 * @param columns of a row
 * @param span the blocks of the examples
 */
public record DeviceSums(DeviceVector pairs, int columns, Span span) implements AutoCloseable {
  /**
   * Room for sums over some examples.
   *
   * @throws ArithmeticException if it is more than one vector holds
   */
  public static DeviceSums allocate(Device device, DeviceExamples examples, int columns) {
    return new DeviceSums(
        device.vector(length(examples.span(), columns)), columns, examples.span());
  }

  /** The length of the vector that holds sums over some blocks. */
  public static int length(Span span, int columns) {
    return Math.multiplyExact(Math.multiplyExact(2, columns), span.nodes().size());
  }

  /**
   * The columns of a gradient or a product over n features: [x dz | dz | loss] for each of B; of
   * classes [x dz | dz] for each and one loss.
   */
  public static int columns(int features, Panel panel) {
    return panel.link() == Link.SOFTMAX
        ? Math.addExact(Math.multiplyExact(features + 1, panel.columns()), 1)
        : Math.multiplyExact(features + 2, panel.columns());
  }

  /** The columns of {@link Passes#line}: three for each of B, or three for all classes. */
  public static int lineColumns(Panel panel) {
    return panel.link() == Link.SOFTMAX
        ? Passes.LINE_SUMS
        : Math.multiplyExact(Passes.LINE_SUMS, panel.columns());
  }

  /** Waits for the pass and reads the sums of all examples as doubles, length columns. */
  public double[] root(Device device) {
    if (!span.isWhole()) {
      throw new IllegalStateException("these are the sums of a part: " + span);
    }
    return forest(device).nodes().get(0).sum().toDoubles();
  }

  /** Waits for the pass and reads the sums, to be joined with those of other blocks. */
  public Forest<Pairs> forest(Device device) {
    int row = 2 * columns;
    double[] raw = new double[length(span, columns)];
    device.read(pairs, raw);
    List<Pairs> sums = new ArrayList<>();
    for (int start = 0; start < raw.length; start += row) {
      float[] values = new float[row];
      for (int j = 0; j < row; j++) {
        values[j] = (float) raw[start + j];
      }
      sums.add(new Pairs(values));
    }
    return Forest.of(span, sums);
  }

  @Override
  public void close() {
    pairs.close();
  }
}
