package io.downhill.device;

import io.downhill.data.Dataset;
import io.downhill.data.StripeSample;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Examples on a device that several objectives read, each with labels and weights of its own: what
 * some of them ask of all examples at the same time is answered by one read of X, with the bits
 * that each gets alone.
 *
 * <p>Owns the examples and those of its sample, not the device; confined to one thread.
 */
final class SharedExamples implements AutoCloseable {
  /** The panels that are kept: those who ask are mostly the same. */
  private static final int PANELS = 3;

  /** The targets of a panel take at most this part of what the device can hold. */
  private static final int SHARE = 16;

  private final Device device;
  private final DeviceExamples examples;
  private final int all;
  private final Map<List<Dataset>, PanelPasses> panels = new LinkedHashMap<>();
  private SharedExamples sample;
  private double saved;

  /** Brings the examples to the device, without labels: each objective has its own. */
  SharedExamples(Device device, Dataset data) {
    this(device, ClassTargets.loadWithoutLabels(device, data), data.examples());
  }

  private SharedExamples(Device device, DeviceExamples examples, int all) {
    this.device = device;
    this.examples = examples;
    this.all = all;
  }

  /**
   * The most columns of a panel over so many examples and features: its targets and its margins
   * have m elements each, its sums two for each feature and two more, and a vector less than 2^31.
   *
   * @param memory bytes that the device can hold
   */
  static int most(int examples, int features, long memory) {
    long byMemory = memory / SHARE / Float.BYTES / examples;
    int byLength = Math.min(Integer.MAX_VALUE / examples, Integer.MAX_VALUE / 2 / (features + 2));
    return (int) Math.max(1, Math.min(byMemory, byLength));
  }

  Device device() {
    return device;
  }

  DeviceExamples examples() {
    return examples;
  }

  /** The examples of a sample, which is the same for all who ask. */
  SharedExamples sample(StripeSample stripes) {
    if (sample == null) {
      float[] y = new float[stripes.examples()];
      sample = new SharedExamples(device, device.sample(examples, stripes, y), all);
    } else if (sample.examples.examples() != stripes.examples()) {
      throw new IllegalStateException("another sample is open");
    }
    return sample;
  }

  /** The reads of all examples that were saved, a part of them as that part. */
  double saved() {
    return saved + (sample == null ? 0 : sample.saved());
  }

  /**
   * J of some objectives over these examples and their gradients, in one read.
   *
   * @param w the parameters of each
   * @param gradients receive the gradient of each
   */
  double[] costsAndGradients(List<DeviceObjective> some, double[][] w, double[][] gradients) {
    count(some);
    return passes(some).costsAndGradients(costs(some), w, gradients);
  }

  /**
   * The Hessians of some objectives times directions, in one read.
   *
   * @param w the parameters of each
   * @param v a direction for each, none of them 0
   * @param products receive Hv of each
   */
  void products(List<DeviceObjective> some, double[][] w, double[][] v, double[][] products) {
    count(some);
    passes(some).products(costs(some), w, v, products);
  }

  /**
   * The margins of all examples at some parameters, in one read.
   *
   * @return m for each
   */
  double[][] margins(List<DeviceObjective> some, double[][] w) {
    count(some);
    return PanelPasses.margins(device, examples, w);
  }

  private static List<MeanCost> costs(List<DeviceObjective> some) {
    return some.stream().map(DeviceObjective::cost).toList();
  }

  private void count(List<DeviceObjective> some) {
    some.forEach(DeviceObjective::countPass);
    saved += (some.size() - 1) * ((double) examples.examples() / all);
  }

  /** The passes of a panel with the signed weights of some objectives. */
  private PanelPasses passes(List<DeviceObjective> some) {
    List<Dataset> key = some.stream().map(DeviceObjective::source).toList();
    PanelPasses passes = panels.remove(key);
    if (passes == null) {
      List<float[]> y = some.stream().map(DeviceObjective::signedWeights).toList();
      passes = new PanelPasses(device, examples, PanelPasses.panel(device, y));
    }
    panels.put(key, passes);
    if (panels.size() > PANELS) {
      panels.remove(panels.keySet().iterator().next()).close();
    }
    return passes;
  }

  @Override
  public void close() {
    panels.values().forEach(PanelPasses::close);
    panels.clear();
    if (sample != null) {
      sample.close();
    }
    examples.close();
  }
}
