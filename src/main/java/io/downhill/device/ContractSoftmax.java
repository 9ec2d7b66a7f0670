package io.downhill.device;

import io.downhill.data.Dataset;
import io.downhill.data.StripeSample;
import io.downhill.device.DeviceContract.Case;
import io.downhill.device.DeviceContract.Operation;
import io.downhill.device.DeviceContract.Values;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** The passes for a panel of classes, which one column alone has no like of. */
final class ContractSoftmax {
  private ContractSoftmax() {}

  /** What a pass gives, with the guards that must be left and its inputs behind it. */
  static double[] pass(Case c, ContractData data, Device device) {
    Operation operation = c.operation();
    int classes = c.columns();
    if (operation == Operation.SAMPLE) {
      return sample(c, data, device);
    }
    int n = data.dataset().features();
    int m = data.dataset().examples();
    double[] z = turned(data.clipped(), c, 7, true);
    double[] d = turned(data.alongMargins(), c, 3, false);
    double[] y = targets(m, classes);
    try (DeviceExamples e = device.load(data.dataset());
        DeviceVector targets = ContractRun.guarded(device, y, y.length);
        DeviceVector w = parameters(device, data, c, 0, true);
        DeviceVector v = parameters(device, data, c, classes, false);
        DeviceVector margins = ContractRun.guarded(device, z, z.length);
        DeviceVector along = ContractRun.guarded(device, d, d.length)) {
      Panel panel = Panel.softmax(classes, targets);
      int columns =
          switch (operation) {
            case LINE -> DeviceSums.lineColumns(panel);
            case GRAM -> (n + 1) * (n + 2) / 2;
            default -> DeviceSums.columns(n, panel);
          };
      int length = operation == Operation.COEFFICIENTS ? m * panel.coefficients() : 2 * columns;
      try (DeviceVector out = ContractRun.guarded(device, new double[0], length);
          DeviceVector blocks =
              ContractRun.guarded(device, new double[0], m * panel.coefficients())) {
        DeviceSums g = new DeviceSums(out, columns, e.span());
        List<double[]> results = new ArrayList<>();
        switch (operation) {
          case GRADIENT -> device.gradient(e, panel, w, g);
          case PRODUCT -> {
            // What a pass leaves in the room that passes share must not count in the next.
            device.gradient(e, panel, v, g);
            device.product(e, panel, w, v, g);
          }
          case LINE -> device.line(e, panel, margins, along, new float[] {0.73f}, g);
          case COEFFICIENTS -> device.coefficients(e, panel, margins, out);
          case GRAM -> {
            device.coefficients(e, panel, margins, blocks);
            for (int b = 0; b < panel.coefficients(); b++) {
              device.gram(e, panel, blocks, b, g);
              results.add(ContractRun.all(device, out));
            }
          }
          default -> throw new IllegalArgumentException(operation + " knows no classes");
        }
        results.add(ContractRun.all(device, out, targets, w, v, margins, along));
        return ContractRun.concatenate(results.toArray(double[][]::new));
      }
    }
  }

  /** The gradient of a sample, whose targets are its own. */
  private static double[] sample(Case c, ContractData data, Device device) {
    Dataset all = data.dataset();
    StripeSample sample = StripeSample.of(all.examples(), all.examples() / 3).orElseThrow();
    Dataset rows = all.of(sample);
    double[] y = targets(rows.examples(), c.columns());
    try (DeviceExamples e = device.load(all);
        DeviceExamples part = device.sample(e, sample, rows.signedWeights());
        DeviceVector targets = ContractRun.guarded(device, y, y.length);
        DeviceVector w = parameters(device, data, c, 0, true)) {
      Panel panel = Panel.softmax(c.columns(), targets);
      int columns = DeviceSums.columns(all.features(), panel);
      try (DeviceVector out = ContractRun.guarded(device, new double[0], 2 * columns)) {
        device.gradient(part, panel, w, new DeviceSums(out, columns, part.span()));
        return ContractRun.all(device, out, targets, w);
      }
    }
  }

  /** The class whose numbers a class has: in extreme cases every third is even with another. */
  private static int like(Case c, int k, boolean ties) {
    return ties && c.values() == Values.EXTREME && k % 3 == 2 ? k - 2 : k;
  }

  private static DeviceVector parameters(
      Device device, ContractData data, Case c, int first, boolean ties) {
    int n = data.dataset().features();
    int classes = c.columns();
    double[] side = new double[(n + 1) * classes];
    for (int k = 0; k < classes; k++) {
      double[] column = data.parameters(first + like(c, k, ties));
      for (int j = 0; j <= n; j++) {
        side[j * classes + k] = column[j];
      }
    }
    return ContractRun.guarded(device, side, side.length);
  }

  /** Values of all classes side by side, those of each class turned by so many rows. */
  private static double[] turned(double[] values, Case c, int by, boolean ties) {
    int classes = c.columns();
    double[] side = new double[values.length * classes];
    for (int i = 0; i < values.length; i++) {
      for (int k = 0; k < classes; k++) {
        side[i * classes + k] = values[(i + by * like(c, k, ties)) % values.length];
      }
    }
    return side;
  }

  /** A class and a weight for each example; a fifth weighs 0. */
  private static double[] targets(int m, int classes) {
    SplittableRandom random = new SplittableRandom(m + classes);
    double[] targets = new double[2 * m];
    for (int i = 0; i < m; i++) {
      targets[2 * i] = random.nextInt(classes);
      targets[2 * i + 1] = new double[] {1, 0, 0.5, 3, 1}[random.nextInt(5)];
    }
    return targets;
  }
}
