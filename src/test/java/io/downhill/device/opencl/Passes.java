package io.downhill.device.opencl;

import io.downhill.data.Dataset;
import io.downhill.device.Device;
import io.downhill.device.DeviceExamples;
import io.downhill.device.DeviceSums;
import io.downhill.device.DeviceVector;
import io.downhill.device.Panel;
import io.downhill.device.Step;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** A random problem of one shape, and what each pass makes of it on a device. */
final class Passes {
  private static final float[] EXTREMES = {
    0f, -0f, 1e-30f, -1e-30f, 1e-42f, 88f, -88f, 87.336f, -87.337f, 1e4f, -1e4f, 3e38f
  };

  private static final int LARGEST_GRAM = 40;
  private static final int COLUMNS = 3;

  private final int features;
  private final Dataset data;
  private final double[] w;

  private Passes(int features, Dataset data, double[] w) {
    this.features = features;
    this.data = data;
    this.w = w;
  }

  /** Values of a few magnitudes; every seventh margin is far out. */
  static Passes random(int examples, int features, long seed) {
    Random random = new Random(seed);
    float[][] x = new float[examples][features];
    int[] y = new int[examples];
    for (int i = 0; i < examples; i++) {
      float scale = i % 7 == 6 ? 60f : 1f;
      for (int j = 0; j < features; j++) {
        x[i][j] = scale * (float) random.nextGaussian();
      }
      y[i] = random.nextInt(2);
    }
    double[] w = new double[features + 1];
    for (int j = 0; j <= features; j++) {
      w[j] = random.nextGaussian() / Math.sqrt(features);
    }
    return new Passes(features, Dataset.of(x, y), w);
  }

  /** One feature, w = 1 and b = 0, so that the margins are the extreme values themselves. */
  static Passes extreme() {
    float[][] x = new float[2 * EXTREMES.length][1];
    int[] y = new int[x.length];
    for (int i = 0; i < x.length; i++) {
      x[i][0] = EXTREMES[i / 2];
      y[i] = i % 2;
    }
    return new Passes(1, Dataset.of(x, y), new double[] {1, 0});
  }

  /** The same parameters on other examples. */
  Passes with(Dataset other) {
    return new Passes(features, other, w);
  }

  Dataset data() {
    return data;
  }

  /** The results of all passes, of three steps of descent, and of the gradient once more. */
  Map<String, double[]> on(Device device) {
    Map<String, double[]> results = new LinkedHashMap<>();
    int m = data.examples();
    int row = Step.traceRow(features);
    try (DeviceExamples e = device.load(data);
        DeviceVector v = device.vector(features + 1);
        DeviceVector z = device.vector(m + 3);
        DeviceVector a = device.vector(m + 3);
        DeviceVector l = device.vector(m + 3);
        DeviceSums g = DeviceSums.allocate(device, e, features + 2);
        DeviceSums line = DeviceSums.allocate(device, e, 3);
        DeviceSums gram = DeviceSums.allocate(device, e, (features + 1) * (features + 2) / 2);
        DeviceVector trace = device.vector(3 * row)) {
      device.write(v, w);
      double[] sentinels = new double[m + 3];
      java.util.Arrays.fill(sentinels, -77);
      device.write(z, sentinels);
      device.write(l, sentinels);
      device.margins(e, Panel.ONE, v, z);
      device.sigmoid(z, a);
      device.loss(z, e, l);
      device.gradient(e, Panel.ONE, v, g);
      results.put("margins", read(device, z));
      results.put("sigmoid", read(device, a));
      results.put("loss", read(device, l));
      results.put("gradient", read(device, g.pairs()));
      device.product(e, Panel.ONE, v, v, g);
      results.put("product", read(device, g.pairs()));
      device.line(e, Panel.ONE, z, l, new float[] {-0.4f}, line);
      results.put("line", read(device, line.pairs()));
      if (features <= LARGEST_GRAM) {
        device.coefficients(e, Panel.ONE, z, a);
        device.gram(e, Panel.ONE, a, 0, gram);
        results.put("gram", read(device, gram.pairs()));
      }
      for (int k = 0; k < 3; k++) {
        device.gradient(e, Panel.ONE, v, g);
        device.update(v, g, new Step(1f / m, 0.1f, 0.01f * k, k != 1), trace, k);
      }
      results.put("update", read(device, v));
      results.put("trace", read(device, trace));
      device.write(v, w);
      device.gradient(e, Panel.ONE, v, g);
      results.put("gradient again", read(device, g.pairs()));
      panel(device, e, results);
      classes(device, e, results);
    }
    return results;
  }

  /** The passes for three columns, with the labels of the examples and with their own. */
  private void panel(Device device, DeviceExamples e, Map<String, double[]> results) {
    int m = data.examples();
    double[] side = new double[COLUMNS * (features + 1)];
    double[] targets = new double[COLUMNS * m];
    Random random = new Random(m);
    java.util.Arrays.setAll(side, p -> (float) (w[p / COLUMNS] * (1 + p % COLUMNS)));
    java.util.Arrays.setAll(targets, p -> random.nextInt(4) - 1.5);
    try (DeviceVector v = device.vector(side.length);
        DeviceVector own = device.vector(targets.length);
        DeviceVector z = device.vector(targets.length);
        DeviceSums g = DeviceSums.allocate(device, e, COLUMNS * (features + 2));
        DeviceSums line = DeviceSums.allocate(device, e, COLUMNS * 3)) {
      device.write(v, side);
      device.write(own, targets);
      for (Panel panel : List.of(Panel.of(COLUMNS), Panel.of(COLUMNS, own))) {
        String kind = panel.targets().isPresent() ? "panel of its own " : "panel ";
        device.margins(e, panel, v, z);
        results.put(kind + "margins", read(device, z));
        device.gradient(e, panel, v, g);
        results.put(kind + "gradient", read(device, g.pairs()));
        device.product(e, panel, v, v, g);
        results.put(kind + "product", read(device, g.pairs()));
        device.line(e, panel, z, z, new float[] {0.1f, -0.2f, 0.3f}, line);
        results.put(kind + "line", read(device, line.pairs()));
      }
    }
  }

  /** The passes for three classes. */
  private void classes(Device device, DeviceExamples e, Map<String, double[]> results) {
    int m = data.examples();
    double[] side = new double[COLUMNS * (features + 1)];
    double[] targets = new double[2 * m];
    Random random = new Random(m);
    java.util.Arrays.setAll(side, p -> (float) (w[p / COLUMNS] * (1 - p % COLUMNS)));
    java.util.Arrays.setAll(
        targets, p -> p % 2 == 0 ? random.nextInt(COLUMNS) : 0.5 * random.nextInt(4));
    try (DeviceVector v = device.vector(side.length);
        DeviceVector y = device.vector(targets.length);
        DeviceVector z = device.vector(COLUMNS * m)) {
      Panel panel = Panel.softmax(COLUMNS, y);
      try (DeviceVector k = device.vector(panel.coefficients() * m);
          DeviceSums g = DeviceSums.allocate(device, e, DeviceSums.columns(features, panel));
          DeviceSums line = DeviceSums.allocate(device, e, DeviceSums.lineColumns(panel))) {
        device.write(v, side);
        device.write(y, targets);
        device.margins(e, panel, v, z);
        device.gradient(e, panel, v, g);
        results.put("gradient of classes", read(device, g.pairs()));
        device.product(e, panel, v, v, g);
        results.put("product of classes", read(device, g.pairs()));
        device.line(e, panel, z, z, new float[] {-0.3f}, line);
        results.put("line of classes", read(device, line.pairs()));
        device.coefficients(e, panel, z, k);
        results.put("coefficients of classes", read(device, k));
      }
    }
  }

  private static double[] read(Device device, DeviceVector v) {
    double[] values = new double[v.length()];
    device.read(v, values);
    return values;
  }

  /** The first difference in bits, told; empty if there is none. */
  static String difference(Map<String, double[]> expected, Map<String, double[]> actual) {
    for (Map.Entry<String, double[]> pass : expected.entrySet()) {
      double[] want = pass.getValue();
      double[] got = actual.get(pass.getKey());
      for (int i = 0; i < want.length; i++) {
        if (Double.doubleToLongBits(want[i]) != Double.doubleToLongBits(got[i])) {
          return pass.getKey()
              + "["
              + i
              + "] of "
              + want.length
              + ": expected "
              + Float.toHexString((float) want[i])
              + ", actual "
              + Float.toHexString((float) got[i]);
        }
      }
    }
    return "";
  }
}
