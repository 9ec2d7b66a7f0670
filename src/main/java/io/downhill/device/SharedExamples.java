package io.downhill.device;

import io.downhill.data.Dataset;
import io.downhill.data.StripeSample;
import io.downhill.sums.Span;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

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
  private final double share;
  private final boolean whole;
  private final boolean gathered;
  private final Map<List<Dataset>, PanelPasses> panels = new LinkedHashMap<>();
  private final Map<Dataset, Seen> seen = new IdentityHashMap<>();
  private final Map<Dataset, double[]> units = new IdentityHashMap<>();
  private SharedExamples sample;
  private int users;
  private double saved;

  /**
   * Where an objective was looked at last.
   *
   * @param w the parameters
   * @param sums of its gradient, which no penalty is in
   */
  private record Seen(double[] w, double[] sums) {}

  /** Brings the examples to the device, without labels: each objective has its own. */
  SharedExamples(Device device, Dataset data) {
    this(device, ClassTargets.loadWithoutLabels(device, data), 1, true, false);
  }

  /**
   * Takes examples.
   *
   * @param share of a read of all that one of these is
   * @param whole whether they are all
   * @param gathered whether they have some of the features, in another order
   */
  private SharedExamples(
      Device device, DeviceExamples examples, double share, boolean whole, boolean gathered) {
    this.device = device;
    this.examples = examples;
    this.share = share;
    this.whole = whole;
    this.gathered = gathered;
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

  /** Whether they have some of the features, in another order. */
  boolean areGathered() {
    return gathered;
  }

  /** The examples of a sample, which is the same for all who ask. */
  SharedExamples sample(StripeSample stripes) {
    if (sample == null) {
      float[] y = new float[stripes.examples()];
      double part = share * stripes.examples() / examples.examples();
      DeviceExamples some = device.sample(examples, stripes, y);
      sample = new SharedExamples(device, some, part, false, gathered);
    } else if (sample.examples.examples() != stripes.examples()) {
      throw new IllegalStateException("another sample is open");
    }
    return sample;
  }

  /**
   * Objectives over some features of these examples, for each those that it asks for and perhaps
   * others, in columns of their own that all of them read together.
   *
   * @param some over all features
   * @param features of each, ascending
   */
  List<Restriction> restricted(List<DeviceObjective> some, List<int[]> features) {
    BitSet all = new BitSet();
    features.forEach(own -> Arrays.stream(own).forEach(all::set));
    FeatureSubset own = FeatureSubset.of(all);
    int m = examples.examples();
    DeviceExamples columns =
        device.load(own.of(device.rows(examples)), new float[m], Span.whole(m));
    saved -= share; // Its features are gathered from all.
    double part = share * own.width() / examples.features();
    SharedExamples level = new SharedExamples(device, columns, part, false, true);
    level.users = some.size();
    List<Restriction> restrictions = new ArrayList<>();
    for (int b = 0; b < some.size(); b++) {
      int[] at = own.columnsOf(features.get(b));
      restrictions.add(new Restriction(some.get(b).over(level, own), at));
    }
    return restrictions;
  }

  /**
   * An objective over some features.
   *
   * @param of over these and others
   * @param columns where its features stand
   */
  record Restriction(DeviceObjective of, int[] columns) {}

  /**
   * Closes one, and its columns with the last who reads them.
   *
   * @return its reads, as parts of reads of all
   */
  double close(Restriction restriction) {
    SharedExamples columns = restriction.of().shared().orElseThrow();
    restriction.of().close();
    if (--columns.users == 0) {
      saved += columns.saved();
      columns.close();
    }
    return columns.share * restriction.of().passes();
  }

  /** The units of the features under some weights of the examples. */
  double[] units(Dataset source, Supplier<double[]> made) {
    return units.computeIfAbsent(source, s -> made.get());
  }

  /** The sums at some parameters, where they are those that an objective was looked at last. */
  Optional<double[]> seen(Dataset source, double[] w) {
    return Optional.ofNullable(seen.get(source))
        .filter(last -> Arrays.equals(last.w(), w))
        .map(Seen::sums);
  }

  /** Remembers sums, of all examples alone: a path comes back to where it ended before. */
  void saw(Dataset source, double[] w, double[] sums) {
    if (whole) {
      seen.put(source, new Seen(w, sums));
    }
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
    double[][] rounded = PanelPasses.rounded(w);
    double[][] sums = new double[w.length][];
    boolean known = true;
    for (int b = 0; b < w.length; b++) {
      sums[b] = seen(some.get(b).source(), rounded[b]).orElse(null);
      known &= sums[b] != null;
    }
    if (!known) {
      count(some);
      sums = passes(some).sums(rounded);
    }
    double[] values = new double[w.length];
    for (int b = 0; b < w.length; b++) {
      saw(some.get(b).source(), rounded[b], sums[b]);
      values[b] = some.get(b).cost().costAndGradient(rounded[b], sums[b], gradients[b]);
    }
    return values;
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
    saved += (some.size() - 1) * share;
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
