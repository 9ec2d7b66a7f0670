package io.downhill.device;

import io.downhill.optim.Line;

/**
 * Margins of all examples that stay on the device: those of the parameters, and those of a
 * direction. Owns two vectors of length m, or m K of K classes.
 */
final class KeptMargins implements AutoCloseable {

  private final Device device;
  private final DeviceExamples examples;
  private final Panel panel;
  private final MeanCost cost;
  private final DeviceVector z;
  private final DeviceVector zd;
  private boolean lineOpen;

  KeptMargins(Device device, DeviceExamples examples, Panel panel, MeanCost cost) {
    this.device = device;
    this.examples = examples;
    this.panel = panel;
    this.cost = cost;
    int length = Math.multiplyExact(examples.examples(), panel.columns());
    this.z = device.vector(length);
    this.zd = device.vector(length);
  }

  /**
   * The margins at w.
   *
   * @return m, or m K
   * @throws IllegalStateException if a line is open, whose margins would be lost
   */
  double[] of(DeviceVector w) {
    double[] margins = new double[z.length()];
    enqueue(w);
    device.read(z, margins);
    return margins;
  }

  /**
   * Numbers of the caller in the place of the margins.
   *
   * @throws IllegalStateException if a line is open, whose margins would be lost
   */
  DeviceVector with(double[] values) {
    checkNoLine();
    device.write(z, values);
    return z;
  }

  /**
   * The margins at w, on the device.
   *
   * @throws IllegalStateException if a line is open, whose margins would be lost
   */
  DeviceVector enqueue(DeviceVector w) {
    checkNoLine();
    device.margins(examples, panel, w, z);
    return z;
  }

  private void checkNoLine() {
    if (lineOpen) {
      throw new IllegalStateException("a line is open: close it first");
    }
  }

  /**
   * The objective along w + t d: two reads of X, and none for each point.
   *
   * @param parameters what w holds, as the device rounds it
   * @param along what d holds
   * @throws IllegalStateException if another line is open, whose margins would be lost
   */
  Line line(double[] parameters, DeviceVector w, double[] along, DeviceVector d) {
    enqueue(w);
    device.margins(examples, panel, d, zd);
    lineOpen = true;
    return new MarginLine(parameters, along);
  }

  @Override
  public void close() {
    zd.close();
    z.close();
  }

  private final class MarginLine implements Line {
    private final double[] start;
    private final double[] d;
    private final DeviceSums sums =
        DeviceSums.allocate(device, examples, DeviceSums.lineColumns(panel));

    MarginLine(double[] start, double[] d) {
      this.start = start;
      this.d = d;
    }

    @Override
    public Point at(double t) {
      device.line(examples, panel, z, zd, new float[] {(float) t}, sums);
      double[] values = sums.root(device);
      Point penalty = cost.penalty(start, d, t);
      double total = cost.total();
      return new Point(
          values[2] / total + penalty.cost(),
          values[0] / total + penalty.slope(),
          values[1] / total + penalty.curvature());
    }

    @Override
    public void close() {
      lineOpen = false;
      sums.close();
    }
  }
}
