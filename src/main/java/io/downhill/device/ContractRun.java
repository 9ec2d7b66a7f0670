package io.downhill.device;

import io.downhill.data.Dataset;
import io.downhill.data.Rows;
import io.downhill.data.StripeSample;
import io.downhill.device.DeviceContract.Case;
import io.downhill.device.DeviceContract.Operation;
import io.downhill.sums.Span;
import java.util.Arrays;

/** Runs conformance cases: what a pass gives, with guards around it and its inputs behind it. */
final class ContractRun {
  private static final int GUARD = 9;
  private static final double SENTINEL = -12345.5;

  private ContractRun() {}

  /** What the definition gives, each column of a panel alone and the examples in one piece. */
  static double[] expected(Case c, ContractData data, Device reference) {
    if (c.operation() == Operation.FOREST) {
      return ContractParts.whole(data, reference);
    }
    if (c.link() == Link.SOFTMAX) {
      return ContractSoftmax.pass(c, data, reference);
    }
    return c.columns() == 1
        ? alone(c.operation(), data, reference)
        : ContractPanel.alone(c.operation(), data, c.columns(), reference);
  }

  /** What a device gives. */
  static double[] actual(Case c, ContractData data, Device subject) {
    if (c.operation() == Operation.FOREST) {
      return ContractParts.joined(data, subject);
    }
    if (c.link() == Link.SOFTMAX) {
      return ContractSoftmax.pass(c, data, subject);
    }
    return c.columns() == 1
        ? alone(c.operation(), data, subject)
        : ContractPanel.together(c.operation(), data, c.columns(), subject);
  }

  private static double[] alone(Operation operation, ContractData data, Device device) {
    return switch (operation) {
      case MARGINS -> margins(data, device);
      case SIGMOID -> sigmoid(data, device);
      case LOSS -> loss(data, device);
      case GRADIENT -> gradient(data, device, 1);
      case REPEAT -> gradient(data, device, 3);
      case UPDATE -> update(data, device);
      case DESCEND -> descend(data, device);
      case PRODUCT -> product(data, device);
      case LINE -> line(data, device);
      case COEFFICIENTS -> coefficients(data, device);
      case GRAM -> gram(data, device);
      case SAMPLE -> sample(data, device);
      case FOREST -> throw new IllegalArgumentException("parts have no pass of their own");
    };
  }

  private static double[] margins(ContractData data, Device device) {
    try (DeviceExamples e = device.load(data.dataset());
        DeviceVector w = guarded(device, data.parameters(), data.parameters().length);
        DeviceVector z = guarded(device, new double[0], data.dataset().examples())) {
      device.margins(e, Panel.ONE, w, z);
      return all(device, z, w);
    }
  }

  private static double[] sigmoid(ContractData data, Device device) {
    double[] margins = data.margins();
    try (DeviceVector z = device.vector(margins.length);
        DeviceVector a = guarded(device, new double[0], margins.length)) {
      device.write(z, margins);
      device.sigmoid(z, a);
      return all(device, a, z);
    }
  }

  private static double[] loss(ContractData data, Device device) {
    double[] margins = data.margins();
    try (DeviceExamples e = device.load(data.dataset());
        DeviceVector z = guarded(device, margins, margins.length);
        DeviceVector l = guarded(device, new double[0], margins.length)) {
      device.loss(z, e, l);
      return all(device, l, z);
    }
  }

  private static double[] gradient(ContractData data, Device device, int times) {
    int n = data.dataset().features();
    try (DeviceExamples e = device.load(data.dataset());
        DeviceVector w = guarded(device, data.parameters(), n + 1);
        DeviceVector pairs = guarded(device, new double[0], 2 * (n + 2))) {
      double[][] results = new double[times][];
      for (int k = 0; k < times; k++) {
        device.gradient(e, Panel.ONE, w, sums(pairs, n + 2, e));
        results[k] = all(device, pairs, w);
      }
      return concatenate(results);
    }
  }

  private static double[] update(ContractData data, Device device) {
    int n = data.dataset().features();
    int row = Step.traceRow(n);
    double[][] results = new double[2][];
    for (int k = 0; k < 2; k++) {
      try (DeviceVector w = guarded(device, data.parameters(), n + 1);
          DeviceVector pairs = guarded(device, data.pairs(), 2 * (n + 2));
          DeviceVector trace = guarded(device, new double[0], 3 * row)) {
        Step step = new Step(1f / 3, 0.7f, 0.01f, k == 0);
        device.update(w, new DeviceSums(pairs, n + 2, Span.whole(1)), step, trace, 1);
        results[k] = all(device, w, trace, pairs);
      }
    }
    return concatenate(results);
  }

  private static double[] descend(ContractData data, Device device) {
    int steps = 3;
    try (DeviceObjective objective = new DeviceObjective(device, data.dataset(), 0.01, true)) {
      var descent = objective.descend(data.parameters(), 0.05, steps);
      double[] gradient = new double[data.parameters().length];
      double cost = objective.costAndGradient(descent.weights()[steps], gradient);
      return concatenate(
          new double[][] {
            descent.costs(), descent.slopes(), descent.weights()[steps], gradient, {cost}
          });
    }
  }

  private static double[] product(ContractData data, Device device) {
    int n = data.dataset().features();
    try (DeviceExamples e = device.load(data.dataset());
        DeviceVector w = guarded(device, data.parameters(), n + 1);
        DeviceVector v = guarded(device, data.direction(), n + 1);
        DeviceVector pairs = guarded(device, new double[0], 2 * (n + 2))) {
      // What a pass leaves in the room that passes share must not count in the next.
      device.gradient(e, Panel.ONE, w, sums(pairs, n + 2, e));
      device.product(e, Panel.ONE, w, v, sums(pairs, n + 2, e));
      return all(device, pairs, w, v);
    }
  }

  private static double[] line(ContractData data, Device device) {
    int m = data.dataset().examples();
    double[] margins = data.clipped();
    double[] direction = data.alongMargins();
    try (DeviceExamples e = device.load(data.dataset());
        DeviceVector z = guarded(device, margins, m);
        DeviceVector d = guarded(device, direction, m);
        DeviceVector sums = guarded(device, new double[0], 6)) {
      device.line(e, Panel.ONE, z, d, new float[] {0.73f}, sums(sums, 3, e));
      return all(device, sums, z, d);
    }
  }

  private static double[] coefficients(ContractData data, Device device) {
    int m = data.dataset().examples();
    try (DeviceExamples e = device.load(data.dataset());
        DeviceVector z = guarded(device, data.clipped(), m);
        DeviceVector k = guarded(device, new double[0], m)) {
      device.coefficients(e, Panel.ONE, z, k);
      double[] apart = all(device, k, z);
      // The same in place.
      device.coefficients(e, Panel.ONE, z, z);
      return concatenate(new double[][] {apart, all(device, z)});
    }
  }

  /** Twice, since what a pass leaves in the room that passes share must not count in the next. */
  private static double[] gram(ContractData data, Device device) {
    int n = data.dataset().features();
    double[] coefficients = data.coefficients();
    double[] others = coefficients.clone();
    Arrays.setAll(others, i -> coefficients[others.length - 1 - i]);
    try (DeviceExamples e = device.load(data.dataset());
        DeviceVector k = guarded(device, coefficients, coefficients.length);
        DeviceVector other = guarded(device, others, others.length);
        DeviceVector pairs = guarded(device, new double[0], (n + 1) * (n + 2))) {
      DeviceSums sums = sums(pairs, (n + 1) * (n + 2) / 2, e);
      device.gram(e, Panel.ONE, other, 0, sums);
      device.gram(e, Panel.ONE, k, 0, sums);
      return all(device, pairs, k);
    }
  }

  /** A third of the examples, gathered on the device. */
  private static double[] sample(ContractData data, Device device) {
    Dataset all = data.dataset();
    int n = all.features();
    StripeSample sample = StripeSample.of(all.examples(), all.examples() / 3).orElseThrow();
    float[] y = all.of(sample).signedWeights();
    try (DeviceExamples e = device.load(all);
        DeviceExamples part = device.sample(e, sample, y);
        DeviceVector w = guarded(device, data.parameters(), n + 1);
        DeviceVector pairs = guarded(device, new double[0], 2 * (n + 2))) {
      device.gradient(part, Panel.ONE, w, sums(pairs, n + 2, part));
      Rows rows = device.rows(part);
      float[] x = new float[rows.examples() * n];
      rows.copy(0, rows.examples(), x, 0);
      double[] values = new double[x.length];
      Arrays.setAll(values, p -> x[p]);
      return concatenate(new double[][] {values, all(device, pairs, w)});
    }
  }

  private static DeviceSums sums(DeviceVector pairs, int columns, DeviceExamples e) {
    return new DeviceSums(pairs, columns, e.span());
  }

  /** A vector with the content, sentinels up to the length, and more sentinels behind it. */
  static DeviceVector guarded(Device device, double[] content, int length) {
    DeviceVector vector = device.vector(length + GUARD);
    double[] values = Arrays.copyOf(content, length + GUARD);
    for (int i = content.length; i < values.length; i++) {
      values[i] = sentinel(i);
    }
    device.write(vector, values);
    return vector;
  }

  /** Everything in some vectors, guards included. */
  static double[] all(Device device, DeviceVector... vectors) {
    double[][] parts = new double[vectors.length][];
    for (int k = 0; k < vectors.length; k++) {
      parts[k] = new double[vectors[k].length()];
      device.read(vectors[k], parts[k]);
    }
    return concatenate(parts);
  }

  static double[] concatenate(double[][] parts) {
    return Arrays.stream(parts).flatMapToDouble(Arrays::stream).toArray();
  }

  /** What stands at place i of a vector before a pass; each its own, so that a copy is seen. */
  static double sentinel(int i) {
    return SENTINEL - i;
  }

  /** Sentinels for the places from {@code length} on, as {@link #guarded} has them. */
  static double[] guard(int length) {
    double[] guard = new double[GUARD];
    Arrays.setAll(guard, k -> (double) (float) sentinel(length + k));
    return guard;
  }
}
