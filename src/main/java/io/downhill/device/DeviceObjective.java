package io.downhill.device;

import io.downhill.data.Dataset;
import io.downhill.optim.Descent;
import io.downhill.optim.Objective;

/**
 * J(w) = (1/m) sum of losses + (l2/2) |w|^2 over examples that are resident on a device. Parameters
 * are rounded once to float32 on their way there; all else on the host is double, in a fixed order.
 *
 * <p>Owns what it allocates on the device, not the device; confined to one thread.
 */
public final class DeviceObjective implements Objective, AutoCloseable {
  private final Device device;
  private final Dataset data;
  private final DeviceExamples examples;
  private final double l2;
  private final boolean intercept;
  private final DeviceVector w;
  private final DeviceSums sums;
  private DeviceVector trace;
  private long passes;

  /**
   * Brings the examples to the device.
   *
   * @param data labelled, and not changed while this is open
   * @param l2 the penalty, 0 or more
   * @param intercept whether the bias is a parameter; without it the bias stays where it is
   * @throws IllegalArgumentException if the data has no labels or l2 is out of range
   * @throws DeviceException if the device has no room
   */
  public DeviceObjective(Device device, Dataset data, double l2, boolean intercept) {
    if (!data.labelled()) {
      throw new IllegalArgumentException("the data set has no labels");
    }
    if (!(l2 >= 0) || !Float.isFinite((float) l2)) {
      throw new IllegalArgumentException("l2 must be 0 or more, not " + l2);
    }
    this.device = device;
    this.data = data;
    this.l2 = l2;
    this.intercept = intercept;
    this.examples = device.load(data);
    this.w = device.vector(data.features() + 1);
    this.sums = DeviceSums.allocate(device, data.features());
  }

  @Override
  public int features() {
    return data.features();
  }

  /** Reads of X by gradient passes so far. */
  public long passes() {
    return passes;
  }

  @Override
  public double costAndGradient(double[] parameters, double[] gradient) {
    checkLength("parameters", parameters);
    checkLength("gradient", gradient);
    device.write(w, parameters);
    device.gradient(examples, w, sums);
    passes++;
    double[] raw = new double[sums.pairs().length()];
    device.read(sums.pairs(), raw);
    double[] rounded = new double[parameters.length];
    for (int j = 0; j < rounded.length; j++) {
      rounded[j] = (float) parameters[j];
    }
    return costAndGradient(rounded, DeviceSums.values(raw, 0, features()), gradient);
  }

  /** Enqueues all steps on the device and waits once. */
  @Override
  public Descent descend(double[] start, double alpha, int steps) {
    checkLength("parameters", start);
    int n = features();
    int row = DeviceSums.traceRow(n);
    reserveTrace(Math.multiplyExact(steps, row));
    Step step = new Step((float) (1.0 / data.examples()), (float) alpha, (float) l2, intercept);
    device.write(w, start);
    for (int k = 0; k < steps; k++) {
      device.gradient(examples, w, sums);
      device.update(w, sums, step, trace, k);
    }
    // The parameters after the last step, as one more row, so that one read brings everything.
    device.update(w, sums, step, trace, steps);
    passes += steps;
    double[] raw = new double[steps * row + n + 1];
    device.read(trace, raw);
    return replay(raw, row, steps);
  }

  /** The margins X w + b in float32, as the device computes them; length m. */
  public double[] margins(double[] parameters) {
    checkLength("parameters", parameters);
    double[] z = new double[data.examples()];
    try (DeviceVector margins = device.vector(z.length)) {
      device.write(w, parameters);
      device.margins(examples, w, margins);
      device.read(margins, z);
    }
    return z;
  }

  private Descent replay(double[] raw, int row, int steps) {
    int n = features();
    Descent descent = Descent.allocate(n, steps);
    double[] at = new double[n + 1];
    double[] gradient = new double[n + 1];
    for (int k = 0; k < steps; k++) {
      System.arraycopy(raw, k * row, at, 0, n + 1);
      double[] values = DeviceSums.values(raw, k * row + n + 1, n);
      descent.record(k, at, costAndGradient(at, values, gradient), gradient);
    }
    System.arraycopy(raw, steps * row, descent.weights()[steps], 0, n + 1);
    return descent;
  }

  /** J and its gradient at parameters that are float32 values, from the sums there. */
  private double costAndGradient(double[] at, double[] values, double[] gradient) {
    int n = features();
    double m = data.examples();
    double squares = 0;
    for (int j = 0; j < n; j++) {
      gradient[j] = values[j] / m + l2 * at[j];
      squares += at[j] * at[j];
    }
    gradient[n] = intercept ? values[n] / m : 0;
    return values[n + 1] / m + l2 / 2 * squares;
  }

  private void reserveTrace(int rows) {
    int length = Math.addExact(rows, DeviceSums.traceRow(features()));
    if (trace == null || trace.length() < length) {
      if (trace != null) {
        trace.close();
      }
      trace = device.vector(length);
    }
  }

  private void checkLength(String what, double[] values) {
    if (values.length != features() + 1) {
      throw new IllegalArgumentException(
          what + ": " + values.length + " values, must be n + 1 = " + (features() + 1));
    }
  }

  @Override
  public void close() {
    if (trace != null) {
      trace.close();
    }
    sums.close();
    w.close();
    examples.close();
  }
}
