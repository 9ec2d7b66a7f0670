import io.downhill.Devices;
import io.downhill.data.CsrRows;
import io.downhill.data.Dataset;
import io.downhill.data.ReadProgress;
import io.downhill.data.sparse.SparseFiles;
import io.downhill.device.Device;
import io.downhill.device.DeviceExamples;
import io.downhill.device.DeviceSums;
import io.downhill.device.DeviceVector;
import io.downhill.device.Panel;
import io.downhill.sums.Span;
import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;

/**
 * Seconds of the processor, of all threads, of a pass over sparse rows for one column of parameters,
 * for panels of six and eight, and for the softmax of so many classes: the best and the median
 * of some, in turn.
 *
 * <pre>
 * java -cp target/downhill-run.jar --add-modules jdk.incubator.vector bench/SparsePanel.java FILE [THREADS 2] [TIMES 15]
 * </pre>
 */
final class SparsePanel {
  private static final int[] COLUMNS = {1, 6, 8};

  private static int repeats;

  private SparsePanel() {}

  public static void main(String[] arguments) {
    int threads = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 2;
    int times = arguments.length > 2 ? Integer.parseInt(arguments[2]) : 15;
    Dataset data =
        SparseFiles.train(List.of(arguments[0]), Optional.empty(), ReadProgress.NONE).examples();
    System.out.println(data.rows());
    // The clock of the processor goes by 10 ms.
    repeats = (int) Math.max(1, 20_000_000L / ((CsrRows) data.rows()).values().length);
    try (Device device = Devices.open("cpu", threads);
        DeviceExamples e =
            device.load(data.rows(), new float[data.examples()], Span.whole(data.examples()))) {
      double[][] seconds = new double[4 * COLUMNS.length][times];
      for (int k = 0; k < times; k++) {
        for (int c = 0; c < COLUMNS.length; c++) {
          pass(device, e, COLUMNS[c], false, false, seconds[4 * c], k);
          pass(device, e, COLUMNS[c], false, true, seconds[4 * c + 1], k);
          if (COLUMNS[c] > 1) {
            pass(device, e, COLUMNS[c], true, false, seconds[4 * c + 2], k);
            pass(device, e, COLUMNS[c], true, true, seconds[4 * c + 3], k);
          }
        }
      }
      String[] names = {"gradient", "product", "gradient of classes", "product of classes"};
      for (int c = 0; c < COLUMNS.length; c++) {
        for (int kind = 0; kind < (COLUMNS[c] > 1 ? 4 : 2); kind++) {
          double[] own = seconds[4 * c + kind].clone();
          double[] one = seconds[kind % 2].clone();
          Arrays.sort(own);
          Arrays.sort(one);
          System.out.printf(
              "%2d %-20s best %.4f s, median %.4f s; of as many passes %.3f (best), %.3f (median)%n",
              COLUMNS[c],
              names[kind],
              own[0],
              own[times / 2],
              own[0] / one[0] / COLUMNS[c],
              own[times / 2] / one[times / 2] / COLUMNS[c]);
        }
      }
    }
  }

  private static void pass(
      Device device,
      DeviceExamples e,
      int columns,
      boolean softmax,
      boolean product,
      double[] seconds,
      int k) {
    int n = e.features();
    try (DeviceVector w = vector(device, (n + 1) * columns, k + (product ? 50 : 0));
        DeviceVector v = vector(device, (n + 1) * columns, k + 100);
        DeviceVector y = targets(device, e.examples(), columns, softmax)) {
      Panel panel = softmax ? Panel.softmax(columns, y) : Panel.of(columns, y);
      try (DeviceSums g = DeviceSums.allocate(device, e, DeviceSums.columns(n, panel))) {
        double[] last = new double[1];
        device.read(g.pairs(), last);
        long began = cpu();
        for (int r = 0; r < repeats; r++) {
          if (product) {
            device.product(e, panel, w, v, g);
          } else {
            device.gradient(e, panel, w, g);
          }
          device.read(g.pairs(), last);
        }
        seconds[k] = (cpu() - began) / 1e9 / repeats;
      }
    }
  }

  private static long cpu() {
    return ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
        .getProcessCpuTime();
  }

  private static DeviceVector targets(Device device, int m, int columns, boolean softmax) {
    double[] y = new double[m * (softmax ? 2 : columns)];
    for (int i = 0; i < y.length; i++) {
      y[i] = softmax ? i % 2 == 0 ? i / 2 % columns : 1 : i % 3 == 0 ? -1 : 1;
    }
    return filled(device, y);
  }

  private static DeviceVector vector(Device device, int length, long seed) {
    return filled(device, new SplittableRandom(seed).doubles(length, -0.1, 0.1).toArray());
  }

  private static DeviceVector filled(Device device, double[] values) {
    DeviceVector v = device.vector(values.length);
    device.write(v, values);
    return v;
  }
}
