package io.downhill.device;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The conformance cases that every device must pass: each pass, at the sizes around every edge of
 * the arithmetic, gives the bits that the definition gives. One list serves the tests and the
 * command {@code downhill verify}.
 *
 * <p>Equal means equal bits, -0 and 0 apart. A NaN passes only where a case puts one in. Whatever
 * lies behind a result, and every input, must be unchanged afterwards.
 */
public final class DeviceContract {
  private static final int GUARD = 9;
  private static final int LARGEST_HESSIAN = 257;
  private static final double SENTINEL = -12345.5;

  private DeviceContract() {}

  /** What a case exercises. */
  public enum Operation {
    /** z := Xw + b. */
    MARGINS,
    /** a := sigmoid(z), extreme margins among them. */
    SIGMOID,
    /** l := L(sigmoid(z), y), extreme margins among them. */
    LOSS,
    /** The sums [dw | db | loss]. */
    GRADIENT,
    /** The same pass again gives the same bits. */
    REPEAT,
    /** w := w - alpha (dw + l2 w), and the trace. */
    UPDATE,
    /** Several steps of gradient descent in one run. */
    DESCEND,
    /** The Hessian times a direction. */
    PRODUCT,
    /** Slope, curvature and loss along a line. */
    LINE,
    /** The lower triangle of the Hessian. */
    HESSIAN
  }

  /** What the numbers of a case are like. */
  public enum Values {
    /** Of the size of 1, as standardised features are. */
    ORDINARY,
    /** From 1e-30 to 1e4, with both zeros: products underflow and margins saturate. */
    EXTREME,
    /** Infinities and NaN among them. */
    NOT_FINITE
  }

  /**
   * One case.
   *
   * @param operation what it exercises
   * @param examples m
   * @param features n
   * @param values what the numbers are like
   */
  public record Case(Operation operation, int examples, int features, Values values) {
    @Override
    public String toString() {
      return operation.name().toLowerCase(java.util.Locale.ROOT)
          + " "
          + examples
          + " x "
          + features
          + " "
          + values.name().toLowerCase(java.util.Locale.ROOT);
    }
  }

  /** All cases: for a device at full speed, some seconds. */
  public static List<Case> cases() {
    int[] edges = {1, 7, 8, 9, 31, 32, 33, 255, 256, 257, 1023, 1024, 1025, 2049, 4095};
    int[] widths = {
      1, 2, 3, 4, 5, 6, 7, 8, 9, 15, 16, 17, 30, 31, 32, 33, 62, 63, 64, 65, 100, 127, 128
    };
    int[] wide = {129, 255, 256, 257, 383, 500, 784, 1000, 2049, 3000};
    List<Case> cases = new ArrayList<>();
    for (int m : edges) {
      for (int n : new int[] {1, 5, 8, 28}) {
        addAll(cases, m, n, Values.ORDINARY);
      }
    }
    for (int n : widths) {
      addAll(cases, 33, n, Values.ORDINARY);
      addAll(cases, 1057, n, Values.EXTREME);
    }
    for (int n : wide) {
      addAll(cases, 97, n, Values.ORDINARY);
      addAll(cases, 1025, n, Values.EXTREME);
    }
    addAll(cases, 32_767, 2, Values.ORDINARY);
    addAll(cases, 32_768, 3, Values.ORDINARY);
    addAll(cases, 32_769, 9, Values.ORDINARY);
    addAll(cases, 70_001, 20, Values.EXTREME);
    // One block more than a tree of three levels holds.
    add(cases, 1_048_577, 1, Values.ORDINARY, Operation.GRADIENT, Operation.DESCEND);
    addElementary(cases, 4097);
    // A wrong last digit of a coefficient shows in few values.
    add(cases, 1_000_003, 1, Values.ORDINARY, Operation.SIGMOID, Operation.LOSS);
    return cases;
  }

  /** The cases whose work is small: for a simulator. */
  public static List<Case> smallCases() {
    List<Case> cases = new ArrayList<>();
    for (int[] shape : new int[][] {{1, 1}, {31, 8}, {33, 3}, {33, 30}, {41, 21}}) {
      addAll(cases, shape[0], shape[1], Values.ORDINARY);
    }
    add(cases, 1030, 2, Values.EXTREME, Operation.MARGINS, Operation.GRADIENT, Operation.DESCEND);
    addElementary(cases, 65);
    return cases;
  }

  private static void addAll(List<Case> cases, int m, int n, Values values) {
    add(
        cases,
        m,
        n,
        values,
        Operation.MARGINS,
        Operation.GRADIENT,
        Operation.REPEAT,
        Operation.UPDATE,
        Operation.DESCEND,
        Operation.PRODUCT,
        Operation.LINE);
    if (n <= LARGEST_HESSIAN) {
      add(cases, m, n, values, Operation.HESSIAN);
    }
  }

  private static void addElementary(List<Case> cases, int m) {
    add(cases, m, 1, Values.ORDINARY, Operation.SIGMOID, Operation.LOSS);
    add(cases, m, 1, Values.EXTREME, Operation.SIGMOID, Operation.LOSS);
    add(cases, m, 1, Values.NOT_FINITE, Operation.SIGMOID, Operation.LOSS, Operation.GRADIENT);
  }

  private static void add(List<Case> cases, int m, int n, Values values, Operation... operations) {
    for (Operation operation : operations) {
      cases.add(new Case(operation, m, n, values));
    }
  }

  /**
   * Runs one case.
   *
   * @param reference the definition of the arithmetic
   * @param subject the device in question
   * @return empty if every bit agrees, else what differs first
   * @throws DeviceException if a device fails
   */
  public static Optional<String> run(Case c, Device reference, Device subject) {
    return new Expected(c, reference).difference(subject);
  }

  /** What the definition gives in one case, for any number of devices to be compared with. */
  public static final class Expected {
    private final Case c;
    private final ContractData data;
    private final double[] expected;

    /**
     * Runs the case on the definition.
     *
     * @throws DeviceException if it fails
     */
    public Expected(Case c, Device reference) {
      this.c = c;
      this.data = ContractData.of(c.examples(), c.features(), c.values());
      this.expected = result(c.operation(), data, reference);
    }

    /**
     * Runs the case on a device.
     *
     * @return empty if every bit agrees, else what differs first
     * @throws DeviceException if the device fails
     */
    public Optional<String> difference(Device subject) {
      double[] actual = result(c.operation(), data, subject);
      boolean nanExpected = c.values() == Values.NOT_FINITE;
      for (int i = 0; i < expected.length; i++) {
        boolean differ = Double.doubleToLongBits(expected[i]) != Double.doubleToLongBits(actual[i]);
        if (differ || (Double.isNaN(actual[i]) && !nanExpected)) {
          return Optional.of(
              String.format(
                  "%s: element %d is %s, must be %s",
                  c,
                  i,
                  Float.toHexString((float) actual[i]),
                  Float.toHexString((float) expected[i])));
        }
      }
      return Optional.empty();
    }
  }

  private static double[] result(Operation operation, ContractData data, Device device) {
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
      case HESSIAN -> hessian(data, device);
    };
  }

  private static double[] margins(ContractData data, Device device) {
    try (DeviceExamples e = device.load(data.dataset());
        DeviceVector w = guarded(device, data.parameters(), data.parameters().length);
        DeviceVector z = guarded(device, new double[0], data.dataset().examples())) {
      device.margins(e, w, z);
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
        device.gradient(e, w, new DeviceSums(pairs, n));
        results[k] = all(device, pairs, w);
      }
      return concatenate(results);
    }
  }

  private static double[] update(ContractData data, Device device) {
    int n = data.dataset().features();
    int row = DeviceSums.traceRow(n);
    double[][] results = new double[2][];
    for (int k = 0; k < 2; k++) {
      try (DeviceVector w = guarded(device, data.parameters(), n + 1);
          DeviceVector pairs = guarded(device, data.pairs(), 2 * (n + 2));
          DeviceVector trace = guarded(device, new double[0], 3 * row)) {
        Step step = new Step(1f / 3, 0.7f, 0.01f, k == 0);
        device.update(w, new DeviceSums(pairs, n), step, trace, 1);
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
      device.gradient(e, w, new DeviceSums(pairs, n));
      device.product(e, w, v, new DeviceSums(pairs, n));
      return all(device, pairs, w, v);
    }
  }

  private static double[] line(ContractData data, Device device) {
    int m = data.dataset().examples();
    // Clipped, since infinite sums of both signs would be NaN.
    double[] margins = new double[m];
    double[] direction = new double[m];
    for (int i = 0; i < m; i++) {
      margins[i] = (float) Math.min(Math.max(data.margins()[i], -1e4), 1e4);
      direction[m - 1 - i] = (float) (Math.min(Math.max(margins[i], -100), 100) * 0.37);
    }
    try (DeviceExamples e = device.load(data.dataset());
        DeviceVector z = guarded(device, margins, m);
        DeviceVector d = guarded(device, direction, m);
        DeviceVector sums = guarded(device, new double[0], 6)) {
      device.line(e, z, d, 0.73f, sums);
      return all(device, sums, z, d);
    }
  }

  private static double[] hessian(ContractData data, Device device) {
    int n = data.dataset().features();
    try (DeviceExamples e = device.load(data.dataset());
        DeviceVector w = guarded(device, data.parameters(), n + 1);
        DeviceVector v = guarded(device, data.direction(), n + 1);
        DeviceVector sums = guarded(device, new double[0], (n + 1) * (n + 2))) {
      device.hessian(e, v, sums);
      device.hessian(e, w, sums);
      return all(device, sums, w);
    }
  }

  /** A vector with the content, sentinels up to the length, and more sentinels behind it. */
  private static DeviceVector guarded(Device device, double[] content, int length) {
    DeviceVector vector = device.vector(length + GUARD);
    double[] values = Arrays.copyOf(content, length + GUARD);
    for (int i = content.length; i < values.length; i++) {
      // Each its own, so that one copied to another's place is seen.
      values[i] = SENTINEL - i;
    }
    device.write(vector, values);
    return vector;
  }

  /** Everything in some vectors, guards included. */
  private static double[] all(Device device, DeviceVector... vectors) {
    double[][] parts = new double[vectors.length][];
    for (int k = 0; k < vectors.length; k++) {
      parts[k] = new double[vectors[k].length()];
      device.read(vectors[k], parts[k]);
    }
    return concatenate(parts);
  }

  private static double[] concatenate(double[][] parts) {
    return Arrays.stream(parts).flatMapToDouble(Arrays::stream).toArray();
  }
}
