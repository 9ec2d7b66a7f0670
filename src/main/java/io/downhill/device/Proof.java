package io.downhill.device;

import io.downhill.data.Dataset;
import io.downhill.data.Rows;
import io.downhill.data.StripeSample;
import io.downhill.optim.Descent;
import io.downhill.optim.L1;
import io.downhill.optim.Line;
import io.downhill.optim.Newton;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.DoubleStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The proof of a device on the run's own rows. Before the run every pass over some thousand of its
 * rows must have the bits of the Java loops. After it again, and more: J and its gradient over
 * these rows at the end, the margins of these rows among those of all, and J over all rows by two
 * different passes, which must be the one that the run tells.
 *
 * <p>So a driver is found that computes nothing, or NaN, or a wrong bit, or leaves in a buffer what
 * was there before, if it does so in the beginning or at the end. What stays unseen is a pass in
 * the midst that goes wrong once; what the run says of its end is true even then.
 *
 * <p>A device that is not exact is held to {@value #INEXACT} of the largest component instead.
 */
public final class Proof implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Proof.class);

  /** Rows that are asked about, at most. */
  private static final int ROWS = 4096;

  /** Values of X in these rows, at most, but for the least number of rows. */
  private static final long VALUES = 1L << 20;

  /** Products in a Hessian of these rows, at most: some milliseconds in Java. */
  private static final long PRODUCTS = 1L << 24;

  /** The l1 penalty and the rest of J may have been added in another order. */
  private static final double ROUNDING = 1e-12;

  private static final double INEXACT = 1e-4;

  private final Device device;
  private final Device reference;
  private final Optional<ProofRows> some;
  private final double[] l2;
  private final L1 l1;
  private final boolean intercept;
  private final List<Sides> sides = new ArrayList<>();
  private long nanos;

  /** Some rows on the Java device and on the device in question. */
  private record Sides(ProofRows rows, DeviceObjective java, DeviceObjective subject) {}

  /**
   * Asks nothing yet.
   *
   * @param device the device in question
   * @param reference plain Java loops; this proof closes it
   * @param data labelled; some of its rows are copied, none is asked for later
   * @param l2 the penalty of each weight
   * @param l1 what else holds them
   */
  public Proof(
      Device device, Device reference, Dataset data, double[] l2, L1 l1, boolean intercept) {
    this.device = device;
    this.reference = reference;
    this.some =
        device.info().id().equals("cpu")
            ? Optional.empty()
            : Optional.of(ProofRows.of(data, Math.min(ROWS, VALUES / data.features())));
    this.l2 = l2;
    this.l1 = l1;
    this.intercept = intercept;
  }

  /**
   * Brings the rows to the device and compares every pass, before it is trusted. The Java device,
   * which others are held to, is asked nothing.
   *
   * @throws DeviceException if a result is wrong, the message naming device and pass; or if there
   *     is no room for the rows
   */
  public void begin() {
    if (some.isEmpty()) {
      return;
    }
    long began = System.nanoTime();
    ProofRows rows = some.get();
    open(rows);
    if (Newton.isDense(l2.length)) {
      open(ProofRows.of(rows.data(), PRODUCTS / ((long) l2.length * l2.length)));
    }
    compare(parameters(rows, 1), parameters(rows, 2));
    StripeSample.of(rows.data().examples(), rows.data().examples() / 2).ifPresent(this::compare);
    nanos += System.nanoTime() - began;
  }

  private int columns(ProofRows rows) {
    return l2.length / rows.data().features();
  }

  private double[] parameters(ProofRows rows, long seed) {
    return rows.parameters(seed, columns(rows));
  }

  private void open(ProofRows rows) {
    DeviceObjective java = new DeviceObjective(reference, rows.data(), l2, l1, intercept);
    DeviceObjective subject = new DeviceObjective(device, rows.data(), l2, l1, intercept);
    sides.add(new Sides(rows, java, subject));
  }

  /**
   * Every pass at w; what was asked before must have been asked elsewhere, or it hides a buffer.
   */
  private void compare(double[] w, double[] v) {
    Sides all = sides.get(0);
    compare("gradient", all, f -> gradient(f, w));
    compare("margins", all, f -> f.margins(w));
    compare("product", all, f -> product(f, w, v));
    compare("update", all, f -> descent(f, w));
    compare("line", all, f -> line(f, w, v));
    if (sides.size() > 1) {
      compare("Hessian", sides.get(1), f -> f.hessian(w));
    }
  }

  /** The rows of a sample, as the device gathers them. */
  private void compare(StripeSample sample) {
    ProofRows rows = sides.get(0).rows();
    int columns = columns(rows);
    float[] y = ClassTargets.signedWeights(rows.data().of(sample), columns);
    try (DeviceExamples all = ClassTargets.load(device, rows.data(), columns);
        DeviceExamples part = device.sample(all, sample, y)) {
      check("sample", rows, values(rows.data().rows().of(sample)), values(device.rows(part)));
    }
  }

  private static double[] values(Rows rows) {
    float[] block = rows.block(0);
    double[] values = new double[rows.blockRows(0) * rows.features()];
    Arrays.setAll(values, p -> block[p]);
    return values;
  }

  private void compare(String pass, Sides sides, Function<DeviceObjective, double[]> ask) {
    check(pass, sides.rows(), ask.apply(sides.java()), ask.apply(sides.subject()));
  }

  private static double[] gradient(DeviceObjective f, double[] w) {
    double[] gradientAndCost = new double[w.length + 1];
    double[] gradient = new double[w.length];
    gradientAndCost[w.length] = f.costAndGradient(w, gradient);
    System.arraycopy(gradient, 0, gradientAndCost, 0, w.length);
    return gradientAndCost;
  }

  private static double[] product(DeviceObjective f, double[] w, double[] v) {
    double[] product = new double[w.length];
    f.product(w, v, product);
    return product;
  }

  private static double[] descent(DeviceObjective f, double[] w) {
    Descent descent = f.descend(w, 0.1, 2);
    return DoubleStream.concat(
            Arrays.stream(descent.costs()),
            Arrays.stream(descent.weights()).flatMapToDouble(Arrays::stream))
        .toArray();
  }

  private static double[] line(DeviceObjective f, double[] w, double[] v) {
    try (Line line = f.line(w, v)) {
      Line.Point point = line.at(0.37);
      return new double[] {point.cost(), point.slope(), point.curvature()};
    }
  }

  /**
   * Compares every pass again, and the end of the run.
   *
   * @param objective over all rows on the device in question
   * @param w the parameters at the end
   * @param cost J there as the run tells it; NaN if it diverged
   * @param l1 what the penalty l1 is of it, which no device computes
   * @param margins of all rows there
   * @throws DeviceException if a result is wrong; the message names device and pass
   */
  public void end(DeviceObjective objective, double[] w, double cost, double l1, double[] margins) {
    if (sides.isEmpty()) {
      return;
    }
    long began = System.nanoTime();
    checkAll(objective, w, cost, l1);
    Sides some = sides.get(0);
    check(
        "margins",
        some.rows(),
        some.java().margins(w),
        some.rows().of(margins, objective.columns()));
    if (exact()) {
      compare("gradient", some, f -> gradient(f, w));
    }
    compare(parameters(some.rows(), 3), parameters(some.rows(), 4));
    nanos += System.nanoTime() - began;
    LOG.info(
        "{}: {} on {} rows of these data, before and after it trained; in {} ms",
        device.info(),
        outcome(),
        some.rows().index().length,
        nanos / 1_000_000);
  }

  /**
   * Two passes over all rows that have J and db in common: the gradient, and the line along the
   * bias, or that of the first class, at its start. They are other kernels with other buffers, but
   * the same sums in one order.
   */
  private void checkAll(DeviceObjective objective, double[] w, double cost, double l1) {
    int n = objective.weights();
    double[] gradient = new double[w.length];
    double all = objective.costAndGradient(w, gradient);
    double[] bias = new double[w.length];
    bias[n] = 1;
    try (Line line = objective.line(w, bias)) {
      Line.Point start = line.at(0);
      checkAll("J", start.cost(), all, 0);
      if (exact() && objective.columns() == 1) { // Of classes they are not the same sums.
        checkAll("db", intercept ? start.slope() : 0, gradient[n], 0);
      }
    }
    if (Double.isFinite(all) && !Double.isNaN(cost)) {
      checkAll("J", cost, all + l1, ROUNDING);
    }
  }

  private void checkAll(String what, double expected, double actual, double rounding) {
    double tolerance = (exact() ? rounding : INEXACT) * Math.abs(expected);
    if (!same(expected, actual, tolerance)) {
      throw wrong(
          "two passes over all rows differ, "
              + what
              + " is "
              + actual
              + " by its gradient pass and "
              + expected
              + " by others");
    }
  }

  /** The rows on which every bit was proven; 0 where none was asked, or none can be. */
  public int rows() {
    return sides.isEmpty() || !exact() ? 0 : sides.get(0).rows().index().length;
  }

  private boolean exact() {
    return device.info().exact();
  }

  private String outcome() {
    return exact()
        ? "computes the bits of Java"
        : "is not exact, so no bit is proven, but agrees with Java to " + INEXACT;
  }

  private void check(String pass, ProofRows rows, double[] expected, double[] actual) {
    double tolerance = 0;
    for (int i = 0; i < expected.length && !exact(); i++) {
      tolerance = Math.max(tolerance, INEXACT * Math.abs(expected[i]));
    }
    for (int i = 0; i < expected.length; i++) {
      if (!same(expected[i], actual[i], tolerance)) {
        throw wrong(
            "its "
                + pass
                + (pass.equals("margins") ? " differ" : " differs")
                + " from Java's on "
                + rows.index().length
                + " rows of these data: component "
                + i
                + " is "
                + actual[i]
                + ", must be "
                + expected[i]);
      }
    }
  }

  private static boolean same(double expected, double actual, double tolerance) {
    return Double.doubleToLongBits(expected) == Double.doubleToLongBits(actual)
        || Math.abs(actual - expected) <= tolerance && tolerance > 0;
  }

  private DeviceException wrong(String how) {
    return new DeviceException(
        device.info() + " computes wrongly: " + how + "; update its driver, or use device cpu");
  }

  /** Frees the rows on both devices, and closes the reference; idempotent. */
  @Override
  public void close() {
    for (Sides side : sides) {
      side.subject().close();
      side.java().close();
    }
    reference.close();
  }
}
