package io.downhill.device;

import io.downhill.optim.Descent;

/** Steps of gradient descent that stay on the device: one wait for all of them. */
final class DeviceDescent implements AutoCloseable {
  private final Device device;
  private final DeviceExamples examples;
  private final Panel panel;
  private final MeanCost cost;
  private final DeviceVector w;
  private final DeviceSums sums;
  private DeviceVector trace;

  /**
   * Uses vectors of the objective.
   *
   * @param w parameters
   * @param sums of a gradient
   */
  DeviceDescent(
      Device device,
      DeviceExamples examples,
      Panel panel,
      MeanCost cost,
      DeviceVector w,
      DeviceSums sums) {
    this.device = device;
    this.examples = examples;
    this.panel = panel;
    this.cost = cost;
    this.w = w;
    this.sums = sums;
  }

  /**
   * Whether there is one column whose weights all move and have one penalty, as a step takes it.
   */
  boolean serves() {
    if (cost.pinned() >= 0 || cost.columns() > 1) {
      return false;
    }
    double[] l2 = cost.l2();
    for (double penalty : l2) {
      if (penalty != l2[0]) {
        return false;
      }
    }
    return true;
  }

  /** Takes steps from where w is. */
  Descent run(double alpha, int steps) {
    int n = cost.weights();
    int row = Step.traceRow(n);
    reserve(Math.multiplyExact(steps + 1, row));
    Step step =
        new Step((float) (1 / cost.total()), (float) alpha, (float) cost.l2()[0], cost.intercept());
    for (int k = 0; k < steps; k++) {
      device.gradient(examples, panel, w, sums);
      device.update(w, sums, step, trace, k);
    }
    // The parameters after the last step, as one more row, so that one read brings everything.
    device.update(w, sums, step, trace, steps);
    double[] raw = new double[steps * row + n + 1];
    device.read(trace, raw);
    return replay(raw, row, steps);
  }

  private void reserve(int length) {
    if (trace == null || trace.length() < length) {
      close();
      trace = device.vector(length);
    }
  }

  private Descent replay(double[] raw, int row, int steps) {
    int n = cost.weights();
    Descent descent = Descent.allocate(n + 1, steps);
    double[] at = new double[n + 1];
    double[] values = new double[n + 2];
    double[] gradient = new double[n + 1];
    for (int k = 0; k < steps; k++) {
      int first = k * row + n + 1;
      System.arraycopy(raw, k * row, at, 0, n + 1);
      for (int j = 0; j < n + 2; j++) {
        values[j] = raw[first + j] + raw[first + n + 2 + j];
      }
      descent.record(k, at, cost.costAndGradient(at, values, gradient), gradient);
    }
    System.arraycopy(raw, steps * row, descent.weights()[steps], 0, n + 1);
    return descent;
  }

  @Override
  public void close() {
    if (trace != null) {
      trace.close();
      trace = null;
    }
  }
}
