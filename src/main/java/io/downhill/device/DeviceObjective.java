package io.downhill.device;

import io.downhill.data.Dataset;
import io.downhill.optim.Descent;
import io.downhill.optim.Line;
import io.downhill.optim.Newton;
import io.downhill.optim.Objective;
import java.util.Arrays;
import java.util.Optional;

/**
 * J(w) = (1/C) sum of c L + (1/2) sum of l2_j w_j^2 over examples that are resident on a device, C
 * being the sum of the weights c, or m. Parameters are rounded once to float32 on their way there;
 * all else on the host is double, in a fixed order.
 *
 * <p>Owns what it allocates on the device, not the device; confined to one thread.
 */
public final class DeviceObjective implements Objective, AutoCloseable {
  private static final int SAMPLE_SHARE = 16;
  private static final int SAMPLE_ROWS = 4096;
  private static final int SAMPLE_ROWS_PER_FEATURE = 32;

  /** The largest n whose Hessian, as pairs, has fewer than 2^31 values. */
  private static final int LARGEST_HESSIAN = 46_339;

  /** A sample whose rows weigh less than this part of what as many of all weigh says nothing. */
  private static final double LEAST_WEIGHT = 0.25;

  private final Device device;
  private final Dataset data;
  private final double total;
  private final double[] l2;
  private final boolean intercept;
  private final DeviceExamples examples;
  private final DeviceVector w;
  private final DeviceVector direction;
  private final DeviceSums sums;
  private final DeviceVector z;
  private final DeviceVector zd;
  private DeviceSums triangle;
  private DeviceVector trace;
  private boolean lineOpen;
  private DeviceObjective sample;
  private boolean sampled = true;
  private double passes;

  /**
   * Brings the examples to the device.
   *
   * @param data labelled, and not changed while this is open
   * @param l2 the penalty of each weight, length n, each 0 or more
   * @param intercept whether the bias is a parameter; without it the bias stays where it is
   * @throws IllegalArgumentException if the data has no labels or l2 is out of range
   * @throws DeviceException if the device has no room
   */
  public DeviceObjective(Device device, Dataset data, double[] l2, boolean intercept) {
    if (!data.labelled()) {
      throw new IllegalArgumentException("the data set has no labels");
    }
    if (l2.length != data.features()) {
      throw new IllegalArgumentException(
          "l2: " + l2.length + " values, must be n = " + data.features());
    }
    for (double penalty : l2) {
      if (!(penalty >= 0) || !Float.isFinite((float) penalty)) {
        throw new IllegalArgumentException("l2 must be 0 or more, not " + penalty);
      }
    }
    this.device = device;
    this.data = data;
    this.total = data.totalWeight();
    this.l2 = l2.clone();
    this.intercept = intercept;
    this.examples = device.load(data);
    this.w = device.vector(data.features() + 1);
    this.direction = device.vector(data.features() + 1);
    this.sums = DeviceSums.allocate(device, examples, data.features() + 2);
    this.z = device.vector(data.examples());
    this.zd = device.vector(data.examples());
  }

  /**
   * Takes all room on the device that a run may need later: for a sample, and for its samples, and
   * for the Hessian. A run that has begun is then not lost because others took the memory.
   *
   * @throws DeviceException if the device has no room
   */
  public void reserve() {
    if (features() <= Newton.DENSE) {
      reserveTriangle();
    }
    sample().ifPresent(part -> sample.reserve());
  }

  private void reserveTriangle() {
    if (triangle == null) {
      triangle = DeviceSums.allocate(device, examples, triangleLength(features()));
    }
  }

  /**
   * The elements of the lower triangle of a Hessian.
   *
   * @throws IllegalArgumentException if no array holds them as pairs
   */
  static int triangleLength(int n) {
    if (n > LARGEST_HESSIAN) {
      throw new IllegalArgumentException(
          "features: " + n + ", a Hessian takes at most " + LARGEST_HESSIAN);
    }
    return (n + 1) * (n + 2) / 2;
  }

  /** The same with one penalty for all weights. */
  public DeviceObjective(Device device, Dataset data, double l2, boolean intercept) {
    this(device, data, uniform(data.features(), l2), intercept);
  }

  private static double[] uniform(int n, double l2) {
    double[] penalties = new double[n];
    Arrays.fill(penalties, l2);
    return penalties;
  }

  @Override
  public int features() {
    return data.features();
  }

  /** Reads of X so far; a read of a part of it counts as that part. */
  public double passes() {
    double share = (double) (sample == null ? 0 : sample.data.examples()) / data.examples();
    return passes + (sample == null ? 0 : share * sample.passes());
  }

  @Override
  public void round(double[] parameters) {
    for (int j = 0; j < parameters.length; j++) {
      parameters[j] = (float) parameters[j];
    }
  }

  @Override
  public double costAndGradient(double[] parameters, double[] gradient) {
    checkLength("parameters", parameters);
    checkLength("gradient", gradient);
    device.write(w, parameters);
    device.gradient(examples, Panel.ONE, w, sums);
    passes++;
    double[] rounded = parameters.clone();
    round(rounded);
    return costAndGradient(rounded, sums.root(device), gradient);
  }

  @Override
  public void product(double[] parameters, double[] v, double[] product) {
    checkLength("parameters", parameters);
    checkLength("direction", v);
    // Scaled, for a short direction would lose its digits in float32 sums.
    double scale = largest(v);
    if (scale == 0) {
      Arrays.fill(product, 0);
      return;
    }
    double[] scaled = new double[v.length];
    for (int j = 0; j < v.length; j++) {
      scaled[j] = v[j] / scale;
    }
    scaled[features()] *= intercept ? 1 : 0;
    device.write(w, parameters);
    device.write(direction, scaled);
    device.product(examples, Panel.ONE, w, direction, sums);
    passes++;
    double[] values = sums.root(device);
    int n = features();
    for (int j = 0; j < n; j++) {
      product[j] = values[j] / total * scale + l2[j] * v[j];
    }
    product[n] = intercept ? values[n] / total * scale : v[n];
  }

  private static double largest(double[] v) {
    double largest = 0;
    for (double component : v) {
      largest = Math.max(largest, Math.abs(component));
    }
    return largest;
  }

  @Override
  public double[] hessian(double[] parameters) {
    checkLength("parameters", parameters);
    int n = features();
    int columns = triangleLength(n);
    checkNoLine();
    reserveTriangle();
    device.write(w, parameters);
    device.margins(examples, Panel.ONE, w, z);
    device.coefficients(examples, Panel.ONE, z, z);
    device.gram(examples, Panel.ONE, z, 0, triangle);
    passes += 2;
    double[] hessian = triangle.root(device);
    for (int p = 0; p < columns; p++) {
      hessian[p] /= total;
    }
    for (int j = 0; j < n; j++) {
      hessian[j * (j + 1) / 2 + j] += l2[j];
    }
    if (!intercept) {
      Arrays.fill(hessian, columns - n - 1, columns, 0);
      hessian[columns - 1] = 1;
    }
    return hessian;
  }

  @Override
  public Optional<double[]> leastHessian(double[] parameters) {
    if (sample().isEmpty()) {
      return Optional.empty();
    }
    double[] triangle = sample.hessian(parameters);
    double share = sample.total / total;
    int n = features();
    for (int p = 0; p < triangle.length; p++) {
      triangle[p] *= share;
    }
    for (int j = 0; j < n; j++) {
      triangle[j * (j + 1) / 2 + j] += (1 - share) * l2[j];
    }
    if (!intercept) {
      triangle[triangle.length - 1] = 1;
    }
    return Optional.of(triangle);
  }

  /** The mean of x^2/4 + l2 over some of the examples, on the host. */
  @Override
  public double[] units() {
    int n = features();
    Dataset some = data.sample(SAMPLE_ROWS);
    float[] c = some.weights();
    double sum = some.totalWeight();
    double[] units = new double[n + 1];
    for (int i = 0; i < some.examples() && sum > 0; i++) {
      double share = (c == null ? 1 : c[i]) / sum / 4;
      for (int j = 0; j < n; j++) {
        double x = some.x(i, j);
        units[j] += share * x * x;
      }
    }
    for (int j = 0; j < n; j++) {
      units[j] += l2[j];
      // A column without any value has a unit of no matter.
      units[j] = units[j] > 0 ? units[j] : 0.25;
    }
    units[n] = 0.25;
    return units;
  }

  /**
   * Keeps the margins of w and d: two reads of X, and none for each point.
   *
   * @throws IllegalStateException if another line is open, whose margins would be lost
   */
  @Override
  public Line line(double[] parameters, double[] d) {
    checkLength("parameters", parameters);
    checkLength("direction", d);
    checkNoLine();
    passes += 2;
    return new MarginLine(parameters, d);
  }

  /**
   * About a sixteenth of the examples, if that is many for n, few for m, and not of little weight.
   */
  @Override
  public Optional<Objective> sample() {
    long rows =
        Math.max(
            data.examples() / SAMPLE_SHARE,
            Math.max(SAMPLE_ROWS, (long) SAMPLE_ROWS_PER_FEATURE * features()));
    if (sample == null && sampled && rows <= data.examples() / 4) {
      Dataset part = data.sample((int) rows);
      double share = (double) part.examples() / data.examples();
      sampled = part.totalWeight() >= LEAST_WEIGHT * share * total;
      sample = sampled ? new DeviceObjective(device, part, l2, intercept) : null;
    }
    return Optional.ofNullable(sample);
  }

  /** Enqueues all steps on the device and waits once; with one l2 for all weights. */
  @Override
  public Descent descend(double[] start, double alpha, int steps) {
    checkLength("parameters", start);
    for (double penalty : l2) {
      if (penalty != l2[0]) {
        return Objective.super.descend(start, alpha, steps);
      }
    }
    int n = features();
    int row = Step.traceRow(n);
    reserveTrace(Math.multiplyExact(steps + 1, row));
    Step step = new Step((float) (1 / total), (float) alpha, (float) l2[0], intercept);
    device.write(w, start);
    for (int k = 0; k < steps; k++) {
      device.gradient(examples, Panel.ONE, w, sums);
      device.update(w, sums, step, trace, k);
    }
    // The parameters after the last step, as one more row, so that one read brings everything.
    device.update(w, sums, step, trace, steps);
    passes += steps;
    double[] raw = new double[steps * row + n + 1];
    device.read(trace, raw);
    return replay(raw, row, steps);
  }

  private Descent replay(double[] raw, int row, int steps) {
    int n = features();
    Descent descent = Descent.allocate(n, steps);
    double[] at = new double[n + 1];
    double[] gradient = new double[n + 1];
    for (int k = 0; k < steps; k++) {
      System.arraycopy(raw, k * row, at, 0, n + 1);
      double[] values = values(raw, k * row + n + 1, n + 2);
      descent.record(k, at, costAndGradient(at, values, gradient), gradient);
    }
    System.arraycopy(raw, steps * row, descent.weights()[steps], 0, n + 1);
    return descent;
  }

  /** Sums as doubles from pairs [hi (columns) | lo (columns)]. */
  private static double[] values(double[] raw, int first, int columns) {
    double[] sums = new double[columns];
    for (int j = 0; j < columns; j++) {
      sums[j] = raw[first + j] + raw[first + columns + j];
    }
    return sums;
  }

  /** J and its gradient at parameters that are float32 values, from the sums there. */
  private double costAndGradient(double[] at, double[] values, double[] gradient) {
    int n = features();
    for (int j = 0; j < n; j++) {
      gradient[j] = values[j] / total + l2[j] * at[j];
    }
    gradient[n] = intercept ? values[n] / total : 0;
    return values[n + 1] / total + penalty(at);
  }

  /** The part of J that is no loss: half of the sum of l2_j w_j^2. */
  double penalty(double[] at) {
    double penalty = 0;
    for (int j = 0; j < features(); j++) {
      penalty += l2[j] / 2 * at[j] * at[j];
    }
    return penalty;
  }

  /** The margins X w + b in float32, as the device computes them; length m. */
  public double[] margins(double[] parameters) {
    checkLength("parameters", parameters);
    checkNoLine();
    double[] margins = new double[data.examples()];
    device.write(w, parameters);
    device.margins(examples, Panel.ONE, w, z);
    device.read(z, margins);
    return margins;
  }

  private void checkNoLine() {
    if (lineOpen) {
      throw new IllegalStateException("a line is open: close it first");
    }
  }

  private void reserveTrace(int length) {
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
    if (sample != null) {
      sample.close();
    }
    if (trace != null) {
      trace.close();
    }
    if (triangle != null) {
      triangle.close();
    }
    zd.close();
    z.close();
    sums.close();
    direction.close();
    w.close();
    examples.close();
  }

  /** The objective along w + t d, on margins that stay on the device. */
  private final class MarginLine implements Line {
    private final double[] start;
    private final double[] d;
    private final DeviceSums pairs = DeviceSums.allocate(device, examples, 3);

    MarginLine(double[] start, double[] d) {
      this.start = start;
      this.d = d;
      lineOpen = true;
      device.write(w, start);
      device.margins(examples, Panel.ONE, w, z);
      device.write(direction, d);
      device.margins(examples, Panel.ONE, direction, zd);
    }

    @Override
    public Point at(double t) {
      device.line(examples, Panel.ONE, z, zd, new float[] {(float) t}, pairs);
      double[] values = pairs.root(device);
      double penalty = 0;
      double slope = 0;
      double curvature = 0;
      for (int j = 0; j < features(); j++) {
        double at = start[j] + t * d[j];
        penalty += l2[j] / 2 * at * at;
        slope += l2[j] * at * d[j];
        curvature += l2[j] * d[j] * d[j];
      }
      return new Point(
          values[2] / total + penalty, values[0] / total + slope, values[1] / total + curvature);
    }

    @Override
    public void close() {
      lineOpen = false;
      pairs.close();
    }
  }
}
