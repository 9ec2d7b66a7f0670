package io.downhill.device;

import io.downhill.data.Classes;
import io.downhill.data.Dataset;
import io.downhill.data.StripeSample;
import io.downhill.optim.Descent;
import io.downhill.optim.Exact;
import io.downhill.optim.L1;
import io.downhill.optim.Line;
import io.downhill.optim.Newton;
import io.downhill.optim.Objective;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * J(w) = (1/C) sum of c L + (1/2) sum of l2_j w_j^2 over examples that are resident on a device, C
 * being the sum of the weights c, or m; of two classes, or by the softmax of K. Parameters are
 * rounded once to float32 on their way there; all else on the host is double, in a fixed order.
 *
 * <p>Owns what it allocates on the device, not the device; confined to one thread.
 */
public final class DeviceObjective implements Objective, AutoCloseable {
  private final Device device;
  private final Dataset data;
  private final MeanCost cost;
  private final Panel panel;
  private final Optional<SharedExamples> shared;
  private final Dataset source;
  private final DeviceExamples examples;
  private final DeviceVector w;
  private final DeviceVector direction;
  private final DeviceSums sums;
  private final KeptMargins margins;
  private final DeviceDescent descent;
  private final DeviceHessian hessian;
  private FewHessian few;
  private Optional<DeviceObjective> sample;
  private double passes;
  private double[] ofFeatures;

  /**
   * Brings the examples to the device.
   *
   * @param data labelled, and not changed while this is open
   * @param l2 the penalty of each weight, each 0 or more: length n for two classes; of length n K
   *     for the softmax of K, weight j of class k at j K + k
   * @param l1 what is not smooth of J and adds to it elsewhere
   * @param intercept whether the bias is a parameter; without it the bias stays where it is
   * @throws IllegalArgumentException if the data has no labels or l2 is out of range
   * @throws DeviceException if the device has no room
   */
  public DeviceObjective(Device device, Dataset data, double[] l2, L1 l1, boolean intercept) {
    this(device, data, MeanCost.of(data, l2, l1, intercept));
  }

  /** The same where all of J is smooth. */
  public DeviceObjective(Device device, Dataset data, double[] l2, boolean intercept) {
    this(device, data, l2, L1.NONE, intercept);
  }

  /** The same with one penalty for all weights. */
  public DeviceObjective(Device device, Dataset data, double l2, boolean intercept) {
    this(device, data, uniform(data.features(), l2), intercept);
  }

  private DeviceObjective(Device device, Dataset data, MeanCost cost) {
    this(
        device,
        ClassTargets.load(device, data, cost.columns()),
        data,
        data,
        cost,
        Optional.empty());
  }

  private DeviceObjective(
      Device device,
      DeviceExamples examples,
      Dataset data,
      Dataset source,
      MeanCost cost,
      Optional<SharedExamples> shared) {
    this.device = device;
    this.shared = shared;
    this.source = source;
    this.examples = examples;
    this.data = data.with(device.rows(examples));
    this.cost = cost;
    this.panel =
        shared.isPresent() && cost.columns() == 1
            ? PanelPasses.panel(device, List.of(data.signedWeights()))
            : ClassTargets.panel(device, data, cost.columns());
    this.w = device.vector(cost.parameters());
    this.direction = device.vector(cost.parameters());
    this.sums = DeviceSums.allocate(device, examples, DeviceSums.columns(data.features(), panel));
    this.margins = new KeptMargins(device, examples, panel, cost);
    this.hessian = new DeviceHessian(device, examples, panel);
    this.descent = new DeviceDescent(device, examples, panel, cost, w, sums);
  }

  /**
   * Over examples that others read too, with labels and weights of its own.
   *
   * @param data all these examples
   */
  static DeviceObjective over(
      SharedExamples shared, Dataset data, double[] l2, L1 l1, boolean intercept) {
    return new DeviceObjective(
        shared.device(),
        shared.examples(),
        data,
        data,
        MeanCost.of(data, l2, l1, intercept),
        Optional.of(shared));
  }

  /**
   * Over some features of its examples alone, which hold them in columns of their own.
   *
   * @param shared these columns
   */
  DeviceObjective over(SharedExamples shared, FeatureSubset subset) {
    List<String> names = Dataset.defaultNames(subset.width());
    Dataset.Builder columns = new Dataset.Builder(names).rows(device.rows(shared.examples()));
    columns.labels(data.labels(), data.classes().orElse(Classes.ZERO_ONE));
    if (data.weights() != null) {
      columns.weights(data.weights());
    }
    return new DeviceObjective(
        device, shared.examples(), columns.build(), source, cost.of(subset), Optional.of(shared));
  }

  private static double[] uniform(int n, double l2) {
    double[] penalties = new double[n];
    Arrays.fill(penalties, l2);
    return penalties;
  }

  /** All parameters 0, but the weight of a base margin, which is 1. */
  public double[] origin() {
    double[] origin = new double[parameters()];
    data.baseMargin().ifPresent(j -> origin[j] = 1);
    return origin;
  }

  /** The examples as they are on the device now: whoever asks for their rows reads them there. */
  public Dataset data() {
    return data.with(device.rows(examples));
  }

  /**
   * Takes all room on the device that a run may need later: for a sample, and for its samples, and
   * for the Hessian. A run that has begun is then not lost because others took the memory.
   *
   * @throws DeviceException if the device has no room
   */
  public void reserve() {
    if (holdsHessian()) {
      hessian.reserve();
    }
    part().ifPresent(DeviceObjective::reserve);
  }

  /** m, the number of examples. */
  int examples() {
    return data.examples();
  }

  /** n, the number of features. */
  public int features() {
    return data.features();
  }

  @Override
  public int weights() {
    return cost.weights();
  }

  @Override
  public int columns() {
    return cost.columns();
  }

  @Override
  public boolean holdsHessian() {
    return holdsHessian(data.examples(), weights(), columns());
  }

  /** Whether a dense Hessian is held of so many weights in so many columns. */
  public static boolean holdsHessian(int examples, int weights, int columns) {
    return Newton.isDense(weights) && DeviceHessian.fits(examples, columns);
  }

  /**
   * Of K classes K / 2: at w = 0 the largest curvature is that of 1/K (I - 11'/K), and nowhere is
   * it above that of 1/2 (I - 11'/K) (Boehning 1992).
   */
  @Override
  public double steepening() {
    return columns() == 1 ? 1 : columns() / 2.0;
  }

  @Override
  public double passes() {
    if (sample == null || sample.isEmpty()) {
      return passes;
    }
    double share = (double) sample.get().data.examples() / data.examples();
    return passes + share * sample.get().passes();
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
    double[] rounded = parameters.clone();
    round(rounded);
    return cost.costAndGradient(rounded, sums(rounded), gradient);
  }

  /** Those at w, which others may have seen where they are shared. */
  private double[] sums(double[] rounded) {
    Optional<double[]> seen = shared.flatMap(of -> of.seen(source, rounded));
    if (seen.isPresent()) {
      return seen.get();
    }
    device.write(w, rounded);
    device.gradient(examples, panel, w, sums);
    passes++;
    double[] all = sums.root(device);
    shared.ifPresent(of -> of.saw(source, rounded, all));
    return all;
  }

  @Override
  public void product(double[] parameters, double[] v, double[] product) {
    checkLength("parameters", parameters);
    checkLength("direction", v);
    double scale = Descent.slope(v);
    if (scale == 0) {
      Arrays.fill(product, 0);
      return;
    }
    device.write(w, parameters);
    device.write(direction, cost.scaled(v, scale));
    device.product(examples, panel, w, direction, sums);
    passes++;
    cost.product(v, sums.root(device), scale, product);
  }

  @Override
  public double[] hessian(double[] parameters) {
    checkLength("parameters", parameters);
    device.write(w, parameters);
    double[] triangle = hessian.at(margins.enqueue(w));
    passes += 1 + hessian.reads();
    cost.hessian(triangle);
    return triangle;
  }

  @Override
  public double[] hessian(double[] parameters, int[] places) {
    if (shared.isEmpty() || !shared.get().areGathered()) {
      return Objective.super.hessian(parameters, places);
    }
    checkLength("parameters", parameters);
    device.write(w, parameters);
    passes += 1 + few(places).reads(features());
    return few(places).at(margins.enqueue(w));
  }

  private FewHessian few(int[] places) {
    if (few != null && !few.isOf(places)) {
      few.close();
      few = null;
    }
    if (few == null) {
      few = new FewHessian(device, places, examples, panel, cost);
    }
    return few;
  }

  /** From the margins, by the host, for K classes; a product for one bias. */
  @Override
  public double[] biasHessian(double[] parameters) {
    if (columns() == 1) {
      return Objective.super.biasHessian(parameters);
    }
    double[] triangle = HostSoftmax.ofBiases(data, columns(), margins(parameters));
    passes++;
    for (int p = 0; p < triangle.length; p++) {
      triangle[p] /= cost.total();
    }
    return triangle;
  }

  /**
   * The sums of k_i x_i x_i' over the examples, with a one behind x for the bias: a Hessian whose
   * examples are weighed by numbers of the caller, rounded to float32.
   *
   * @param k length m
   * @return the lower triangle row by row
   */
  public double[] gram(double[] k) {
    if (k.length != data.examples()) {
      throw new IllegalArgumentException(
          "k: " + k.length + " values, must be m = " + data.examples());
    }
    passes++;
    return hessian.of(margins.with(k));
  }

  @Override
  public Optional<double[]> leastHessian(double[] parameters) {
    if (part().isEmpty()) {
      return Optional.empty();
    }
    double[] triangle = part().get().hessian(parameters);
    least(triangle, part().get().cost.total() / cost.total(), cost);
    return Optional.of(triangle);
  }

  @Override
  public Optional<double[]> leastHessian(double[] parameters, int[] places) {
    if (shared.isEmpty() || !shared.get().areGathered() || part().isEmpty()) {
      return Objective.super.leastHessian(parameters, places);
    }
    DeviceObjective some = part().get();
    double[] triangle = some.hessian(parameters, places);
    least(triangle, some.cost.total() / cost.total(), some.few(places).cost());
    return Optional.of(triangle);
  }

  /** Makes the Hessian of a sample one that is nowhere above that of all. */
  private static void least(double[] triangle, double share, MeanCost own) {
    for (int p = 0; p < triangle.length; p++) {
      triangle[p] *= share;
    }
    for (int j = 0; j < own.weights(); j++) {
      triangle[j * (j + 1) / 2 + j] += (1 - share) * own.l2()[j];
    }
    own.fix(triangle);
  }

  @Override
  public Optional<Exact> exact(double[] parameters) {
    return HostCurvature.isQuick(data, columns())
        ? Optional.of(inDouble(parameters))
        : Optional.empty();
  }

  /** Gradient and Hessian in double, whatever it costs the host. */
  public Exact inDouble(double[] parameters) {
    checkLength("parameters", parameters);
    return HostCurvature.at(data, cost, parameters);
  }

  /** Whether {@link #inDouble} takes seconds at most. */
  public boolean isAffordableInDouble() {
    return HostCurvature.isAffordable(data, columns());
  }

  /**
   * The mean of x^2/4 + l2 over some of the examples, on the host; of K classes or many features
   * over all.
   */
  @Override
  public double[] units() {
    if (ofFeatures == null) {
      ofFeatures =
          shared
              .map(all -> all.units(source, this::unitsOfFeatures))
              .orElseGet(this::unitsOfFeatures);
    }
    double[] units = new double[parameters()];
    for (int p = 0; p < units.length; p++) {
      double unit = ofFeatures[p / columns()] + (p < weights() ? cost.l2()[p] : 0);
      // A column of zeros: its gradient is 0, so any positive unit serves.
      units[p] = unit > 0 ? unit : 0.25;
    }
    return units;
  }

  @Override
  public double[] penalties() {
    return Arrays.copyOf(cost.l2(), parameters());
  }

  private double[] unitsOfFeatures() {
    if (!Newton.isDense(source.features())) {
      return Samples.unitsOfAll(data);
    }
    double[] units = Samples.units(data);
    if (columns() > 1) {
      Samples.standardize(units, data);
    }
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
    device.write(w, parameters);
    device.write(direction, d);
    passes += 2;
    return margins.line(parameters, w, d, direction);
  }

  /** What it shares with others; empty where it has its examples alone. */
  Optional<SharedExamples> shared() {
    return shared;
  }

  /** The examples that it was opened with, the same for all objectives over their labels. */
  Dataset source() {
    return source;
  }

  /** The signed weights of two classes. */
  float[] signedWeights() {
    return data.signedWeights();
  }

  MeanCost cost() {
    return cost;
  }

  /** Counts a read of the examples that was taken for it. */
  void countPass() {
    passes++;
  }

  /** The objective over the sample of {@link Samples}, whose rows stay where they are. */
  @Override
  public Optional<Objective> sample() {
    return part().map(objective -> objective);
  }

  /** {@link #sample}. */
  Optional<DeviceObjective> part() {
    if (sample == null) {
      sample = Samples.of(data, source.features()).map(this::part);
    }
    return sample;
  }

  private DeviceObjective part(StripeSample stripes) {
    Dataset part = data.of(stripes);
    MeanCost partCost = cost.over(part.totalWeight());
    if (shared.isPresent()) {
      SharedExamples taken = shared.get().sample(stripes);
      return new DeviceObjective(
          device, taken.examples(), part, source, partCost, Optional.of(taken));
    }
    float[] y = ClassTargets.signedWeights(part, columns());
    return new DeviceObjective(
        device, device.sample(examples, stripes, y), part, part, partCost, Optional.empty());
  }

  /** Enqueues all steps on the device and waits once; with one l2 for all weights. */
  @Override
  public Descent descend(double[] start, double alpha, int steps) {
    checkLength("parameters", start);
    if (!descent.serves()) {
      return Objective.super.descend(start, alpha, steps);
    }
    device.write(w, start);
    passes += steps;
    return descent.run(alpha, steps);
  }

  /** The part of J that is no loss: half of the sum of l2_j w_j^2. */
  double penalty(double[] parameters) {
    return cost.penalty(parameters);
  }

  /**
   * The margins X w + b in float32, as the device computes them; length m, or of K classes m K,
   * that of example i and class k at i K + k.
   */
  public double[] margins(double[] parameters) {
    checkLength("parameters", parameters);
    device.write(w, parameters);
    return margins.of(w);
  }

  private void checkLength(String what, double[] values) {
    if (values.length != parameters()) {
      throw new IllegalArgumentException(
          what + ": " + values.length + " values, must be " + parameters());
    }
  }

  @Override
  public void close() {
    if (sample != null) {
      sample.ifPresent(DeviceObjective::close);
    }
    if (few != null) {
      few.close();
    }
    hessian.close();
    descent.close();
    margins.close();
    sums.close();
    direction.close();
    w.close();
    panel.targets().ifPresent(DeviceVector::close);
    if (shared.isEmpty()) {
      examples.close();
    }
  }
}
