package io.downhill.device;

import io.downhill.device.DeviceContract.Operation;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;

/**
 * The passes for panels: with the weights of the examples and with weights of each column's own,
 * every column must have the bits that it has alone.
 */
final class ContractPanel {
  private ContractPanel() {}

  /**
   * Some columns of what passes read.
   *
   * @param w (n+1) x B
   * @param v (n+1) x B
   * @param z m x B
   * @param d m x B
   * @param t length B
   * @param own signed weights, m x B
   */
  private record Columns(
      int count, double[] w, double[] v, double[] z, double[] d, float[] t, double[] own) {
    static Columns of(ContractData data, int count) {
      int n = data.dataset().features();
      int m = data.dataset().examples();
      double[][] w = new double[count][];
      double[][] v = new double[count][];
      double[][] z = new double[count][];
      double[][] d = new double[count][];
      double[][] own = new double[count][];
      float[] t = new float[count];
      for (int b = 0; b < count; b++) {
        w[b] = data.parameters(b);
        v[b] = Arrays.copyOf(data.parameters(count + b), n + 1);
        z[b] = turned(data.clipped(), 7 * b);
        d[b] = turned(data.alongMargins(), 3 * b);
        own[b] = weights(m, b);
        t[b] = 0.73f - 0.1f * b;
      }
      return new Columns(count, side(w), side(v), side(z), side(d), t, side(own));
    }

    private static double[] turned(double[] values, int by) {
      double[] turned = new double[values.length];
      Arrays.setAll(turned, i -> values[(i + by) % values.length]);
      return turned;
    }

    /** Folds leave rows out: a third of them weighs 0. */
    private static double[] weights(int m, int column) {
      SplittableRandom random = new SplittableRandom(column);
      double[] weights = new double[m];
      Arrays.setAll(weights, i -> new double[] {0, 1, -1, 0.5, -3, 0}[random.nextInt(6)]);
      return weights;
    }

    /** One column alone. */
    Columns only(int b) {
      return new Columns(
          1,
          column(w, b),
          column(v, b),
          column(z, b),
          column(d, b),
          new float[] {t[b]},
          column(own, b));
    }

    private double[] column(double[] all, int b) {
      double[] column = new double[all.length / count];
      Arrays.setAll(column, i -> all[i * count + b]);
      return column;
    }
  }

  /** Columns side by side: element (i, b) at i B + b. */
  private static double[] side(double[][] columns) {
    double[] side = new double[columns.length * columns[0].length];
    Arrays.setAll(side, p -> columns[p % columns.length][p / columns.length]);
    return side;
  }

  /** What each column gives alone, side by side, with the guards that must be left. */
  static double[] alone(Operation operation, ContractData data, int count, Device device) {
    Columns columns = Columns.of(data, count);
    List<double[]> results = new ArrayList<>();
    for (boolean own : new boolean[] {false, true}) {
      double[][] each = new double[count][];
      for (int b = 0; b < count; b++) {
        double[] one = pass(operation, data, columns.only(b), own, device);
        each[b] = Arrays.copyOf(one, one.length - ContractRun.guard(0).length);
      }
      double[] side = operation == Operation.GRAM ? ContractRun.concatenate(each) : side(each);
      results.add(side);
      results.add(ContractRun.guard(side.length));
    }
    return ContractRun.concatenate(results.toArray(double[][]::new));
  }

  /** What a panel gives. */
  static double[] together(Operation operation, ContractData data, int count, Device device) {
    Columns columns = Columns.of(data, count);
    return ContractRun.concatenate(
        new double[][] {
          pass(operation, data, columns, false, device),
          pass(operation, data, columns, true, device)
        });
  }

  private static double[] pass(
      Operation operation, ContractData data, Columns c, boolean own, Device device) {
    int n = data.dataset().features();
    int m = data.dataset().examples();
    int sums =
        switch (operation) {
          case LINE -> 3 * c.count;
          case GRAM -> (n + 1) * (n + 2) / 2 * c.count;
          default -> (n + 2) * c.count;
        };
    boolean vector = operation == Operation.MARGINS || operation == Operation.COEFFICIENTS;
    int length = vector ? m * c.count : 2 * sums;
    try (DeviceExamples e = device.load(data.dataset());
        DeviceVector targets = ContractRun.guarded(device, c.own, c.own.length);
        DeviceVector w = ContractRun.guarded(device, c.w, c.w.length);
        DeviceVector v = ContractRun.guarded(device, c.v, c.v.length);
        DeviceVector z = ContractRun.guarded(device, c.z, c.z.length);
        DeviceVector d = ContractRun.guarded(device, c.d, c.d.length);
        DeviceVector out = ContractRun.guarded(device, new double[0], length)) {
      Panel panel =
          new Panel(c.count, Link.LOGISTIC, own ? Optional.of(targets) : Optional.empty());
      DeviceSums g = new DeviceSums(out, sums, e.span());
      switch (operation) {
        case MARGINS -> device.margins(e, panel, w, out);
        case GRADIENT -> device.gradient(e, panel, w, g);
        case PRODUCT -> device.product(e, panel, w, v, g);
        case LINE -> device.line(e, panel, z, d, c.t, g);
        case COEFFICIENTS -> device.coefficients(e, panel, z, out);
        case GRAM -> {
          return grams(device, e, panel, z, n);
        }
        default -> throw new IllegalArgumentException(operation + " serves no panel");
      }
      return ContractRun.all(device, out);
    }
  }

  /** The Gram matrix of each column of coefficients, one behind the other. */
  private static double[] grams(
      Device device, DeviceExamples e, Panel panel, DeviceVector z, int n) {
    int columns = (n + 1) * (n + 2) / 2;
    device.coefficients(e, panel, z, z);
    double[][] results = new double[panel.columns()][];
    for (int b = 0; b < results.length; b++) {
      try (DeviceVector out = ContractRun.guarded(device, new double[0], 2 * columns)) {
        device.gram(e, panel, z, b, new DeviceSums(out, columns, e.span()));
        double[] all = ContractRun.all(device, out);
        results[b] = Arrays.copyOf(all, 2 * columns);
      }
    }
    double[] side = ContractRun.concatenate(results);
    return ContractRun.concatenate(new double[][] {side, ContractRun.guard(side.length)});
  }
}
