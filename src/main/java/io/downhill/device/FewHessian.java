package io.downhill.device;

import io.downhill.sums.Span;
import java.util.Arrays;

/**
 * The Hessian over some parameters of an objective whose features are gathered: their columns are
 * gathered anew, in their order, which decides the last digits of a Gram matrix. Owns them.
 */
final class FewHessian implements AutoCloseable {
  private final int[] places;
  private final DeviceExamples examples;
  private final DeviceHessian hessian;
  private final MeanCost cost;

  /**
   * Gathers the columns.
   *
   * @param places of the parameters, the biases last; not copied
   * @param all the examples of the objective
   * @param cost of all its parameters
   */
  FewHessian(Device device, int[] places, DeviceExamples all, Panel panel, MeanCost cost) {
    int columns = panel.columns();
    int m = all.examples();
    int[] features = new int[places.length / columns - 1];
    Arrays.setAll(features, k -> places[k * columns] / columns);
    this.places = places;
    this.examples =
        device.load(FeatureSubset.inOrder(device.rows(all), features), new float[m], Span.whole(m));
    this.hessian = new DeviceHessian(device, examples, panel);
    this.cost = cost.at(places);
  }

  /** Whether it is that of these parameters, the same array. */
  boolean isOf(int[] others) {
    return places == others;
  }

  /** Its cost. */
  MeanCost cost() {
    return cost;
  }

  /** The reads of so many features that it takes. */
  double reads(int features) {
    return (double) hessian.reads() * examples.features() / features;
  }

  /**
   * At some margins, a lower triangle row by row.
   *
   * @param z in whose place other numbers may stand afterwards
   */
  double[] at(DeviceVector z) {
    double[] all = hessian.at(z);
    // Behind the features columns of zeros stand, and then the biases.
    int shift = examples.features() * cost.columns() - cost.weights();
    int length = places.length;
    double[] triangle = new double[length * (length + 1) / 2];
    for (int p = 0, to = 0; p < length; p++) {
      int row = p < cost.weights() ? p : p + shift;
      for (int q = 0; q <= p; q++) {
        triangle[to++] = all[row * (row + 1) / 2 + (q < cost.weights() ? q : q + shift)];
      }
    }
    cost.hessian(triangle);
    return triangle;
  }

  @Override
  public void close() {
    hessian.close();
    examples.close();
  }
}
