package io.downhill.device;

import io.downhill.device.DeviceContract.Operation;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** The passes for a panel of classes, which one column alone has no like of. */
final class ContractSoftmax {
  private ContractSoftmax() {}

  /** What a pass gives, with the guards that must be left and its inputs behind it. */
  static double[] pass(Operation operation, ContractData data, int classes, Device device) {
    int n = data.dataset().features();
    int m = data.dataset().examples();
    double[] z = turned(data.clipped(), classes, 7);
    double[] d = turned(data.alongMargins(), classes, 3);
    double[] y = targets(m, classes);
    try (DeviceExamples e = device.load(data.dataset());
        DeviceVector targets = ContractRun.guarded(device, y, y.length);
        DeviceVector w = parameters(device, data, classes, 0);
        DeviceVector v = parameters(device, data, classes, classes);
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

  private static DeviceVector parameters(Device device, ContractData data, int classes, int first) {
    int n = data.dataset().features();
    double[] side = new double[(n + 1) * classes];
    for (int k = 0; k < classes; k++) {
      double[] column = data.parameters(first + k);
      for (int j = 0; j <= n; j++) {
        side[j * classes + k] = column[j];
      }
    }
    return ContractRun.guarded(device, side, side.length);
  }

  /** Values of all classes side by side, those of each class turned by so many rows. */
  private static double[] turned(double[] values, int classes, int by) {
    double[] side = new double[values.length * classes];
    for (int i = 0; i < values.length; i++) {
      for (int k = 0; k < classes; k++) {
        side[i * classes + k] = values[(i + by * k) % values.length];
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
