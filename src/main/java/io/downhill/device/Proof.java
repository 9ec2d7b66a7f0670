package io.downhill.device;

import io.downhill.data.Classes;
import io.downhill.data.Dataset;
import io.downhill.optim.Descent;
import io.downhill.optim.Line;
import io.downhill.optim.Newton;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.stream.DoubleStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The proof of a device on the run's own rows. Before the run every pass over some thousand of its
 * rows must have the bits of the Java loops. After it the same questions must have the same
 * answers, and more: J and its gradient over these rows at the end, the margins of these rows among
 * those of all, and J over all rows, which Java sums from their margins.
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

  /** Rows are taken in pieces of this many, the stripes of the sums. */
  private static final int PIECE = 32;

  /** Values of X in these rows, at most, but for the least number of rows. */
  private static final long VALUES = 1L << 22;

  /** Products in a Hessian of these rows, at most: some tens of milliseconds in Java. */
  private static final long PRODUCTS = 1L << 26;

  /** One stripe and the beginning of a second. */
  private static final int LEAST_ROWS = PIECE + 1;

  /** Margins that Java sums at once, so that they take little room. */
  private static final int CHUNK = 1 << 20;

  /** J over all rows is summed in another order here, in pairs of 48 bits. */
  private static final double ROUNDING = 1e-12;

  private static final double INEXACT = 1e-4;

  private final Device device;
  private final Device reference;
  private final Dataset data;
  private final double[] l2;
  private final boolean intercept;
  private final int[] rows;
  private final List<Sides> sides = new ArrayList<>();
  private long nanos;

  /** Some rows on the Java device and on the device in question. */
  private record Sides(Dataset data, DeviceObjective java, DeviceObjective subject) {}

  /**
   * Asks nothing yet.
   *
   * @param device the device in question
   * @param reference plain Java loops; this proof closes it
   * @param data labelled; not changed while this is open
   * @param l2 the penalty of each weight, length n
   */
  public Proof(Device device, Device reference, Dataset data, double[] l2, boolean intercept) {
    this.device = device;
    this.reference = reference;
    this.data = data;
    this.l2 = l2;
    this.intercept = intercept;
    this.rows = spread(data.examples(), (int) clamp(VALUES / data.features(), ROWS));
  }

  /**
   * Brings the rows to the device and compares every pass, before it is trusted. The Java device,
   * which others are held to, is asked nothing.
   *
   * @throws DeviceException if a result is wrong, the message naming device and pass; or if there
   *     is no room for the rows
   */
  public void begin() {
    if (device.info().id().equals("cpu")) {
      return;
    }
    long began = System.nanoTime();
    Dataset some = take(data, rows);
    open(some);
    int n = data.features();
    if (n <= Newton.DENSE) {
      long fewer = clamp(PRODUCTS / ((long) n * n), rows.length);
      open(take(some, spread(rows.length, (int) fewer)));
    }
    compare(parameters(some, 1), parameters(some, 2));
    nanos += System.nanoTime() - began;
  }

  private void open(Dataset some) {
    DeviceObjective java = new DeviceObjective(reference, some, l2, intercept);
    sides.add(new Sides(some, java, new DeviceObjective(device, some, l2, intercept)));
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

  private void compare(String pass, Sides sides, Function<DeviceObjective, double[]> ask) {
    check(pass, sides.data(), ask.apply(sides.java()), ask.apply(sides.subject()));
  }

  private static long clamp(long rows, long most) {
    return Math.max(LEAST_ROWS, Math.min(rows, most));
  }

  /**
   * Indices of about so many rows in ascending order: whole stripes, one at a place of its own in
   * each of equal parts of the data, and the last, which may be shorter.
   */
  private static int[] spread(int m, int wanted) {
    int stripes = (m + PIECE - 1) / PIECE;
    int taken = Math.min(stripes, (wanted + PIECE - 1) / PIECE);
    SplittableRandom random = new SplittableRandom(m);
    int[] rows = new int[Math.min(m, taken * PIECE)];
    int count = 0;
    for (int k = 0; k < taken; k++) {
      long first = (long) k * stripes / taken;
      long end = (k + 1L) * stripes / taken;
      long stripe = k == taken - 1 ? stripes - 1 : random.nextLong(first, end);
      for (long i = stripe * PIECE; i < Math.min(m, (stripe + 1) * PIECE); i++) {
        rows[count++] = (int) i;
      }
    }
    return Arrays.copyOf(rows, count);
  }

  /** These rows as a data set of their own. */
  private static Dataset take(Dataset data, int[] rows) {
    int n = data.features();
    Dataset.Builder builder = new Dataset.Builder(data.featureNames());
    builder.grow(rows.length);
    float[] y = new float[rows.length];
    float[] c = data.weights() == null ? null : new float[rows.length];
    for (int k = 0; k < rows.length; k++) {
      int i = rows[k];
      float[] from = data.block(i / data.rowsPerBlock());
      int at = i % data.rowsPerBlock() * n;
      System.arraycopy(from, at, builder.block(k), builder.offset(k), n);
      y[k] = data.labels()[i];
      if (c != null) {
        c[k] = data.weights()[i];
      }
    }
    return builder.labels(y, Classes.ZERO_ONE).weights(c).build();
  }

  /** Parameters that give margins of the size of 1, whatever the units of the features. */
  private static double[] parameters(Dataset some, long seed) {
    int n = some.features();
    double[] squares = new double[n];
    for (int i = 0; i < some.examples(); i++) {
      for (int j = 0; j < n; j++) {
        double x = some.x(i, j);
        squares[j] += x * x / some.examples();
      }
    }
    SplittableRandom random = new SplittableRandom(seed);
    double[] w = new double[n + 1];
    for (int j = 0; j < n; j++) {
      double size = squares[j] > 0 ? Math.sqrt(squares[j]) : 1;
      w[j] = (float) ((random.nextDouble() * 4 - 2) / Math.sqrt(n) / size);
    }
    w[n] = (float) (random.nextDouble() - 0.5);
    return w;
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
   * @param cost J there as the run tells it, without l1; NaN if it diverged
   * @param margins of all rows there
   * @throws DeviceException if a result is wrong; the message names device and pass
   */
  public void end(DeviceObjective objective, double[] w, double cost, double[] margins) {
    if (sides.isEmpty()) {
      return;
    }
    long began = System.nanoTime();
    double all = objective.costAndGradient(w, new double[w.length]);
    checkCost(loss(margins) / data.totalWeight() + objective.penalty(w), all);
    if (!Double.isNaN(cost)) {
      checkCost(all, cost);
    }
    Sides some = sides.get(0);
    double[] among = Arrays.stream(rows).mapToDouble(i -> margins[i]).toArray();
    check("margins", some.data(), some.java().margins(w), among);
    if (exact()) {
      compare("gradient", some, f -> gradient(f, w));
    }
    compare(parameters(some.data(), 3), parameters(some.data(), 4));
    nanos += System.nanoTime() - began;
    LOG.info(
        "{}: {} on {} rows of these data, before and after it trained, and J over all; in {} ms",
        device.info(),
        outcome(),
        rows.length,
        nanos / 1_000_000);
  }

  private boolean exact() {
    return device.info().exact();
  }

  private String outcome() {
    return exact()
        ? "computes the bits of Java"
        : "is not exact, so no bit is proven, but agrees with Java to " + INEXACT;
  }

  /** The losses of all rows, summed by Java from their margins. */
  private double loss(double[] margins) {
    double sum = 0;
    for (int first = 0; first < margins.length; first += CHUNK) {
      double[] z = Arrays.copyOfRange(margins, first, Math.min(margins.length, first + CHUNK));
      try (DeviceExamples e = reference.load(labels(first, z.length));
          DeviceVector line = reference.vector(z.length);
          DeviceVector zero = reference.vector(z.length);
          DeviceVector sums = reference.vector(6)) {
        double[] raw = new double[6];
        reference.write(line, z);
        reference.line(e, line, zero, 0f, sums);
        reference.read(sums, raw);
        sum += DeviceSums.values(raw, 0, 3)[2];
      }
    }
    return sum;
  }

  /** Some examples without their features, which the passes over margins do not read. */
  private Dataset labels(int first, int count) {
    Dataset.Builder builder = new Dataset.Builder(Dataset.defaultNames(1));
    builder.grow(count);
    float[] c = data.weights();
    return builder
        .labels(Arrays.copyOfRange(data.labels(), first, first + count), Classes.ZERO_ONE)
        .weights(c == null ? null : Arrays.copyOfRange(c, first, first + count))
        .build();
  }

  private void check(String pass, Dataset some, double[] expected, double[] actual) {
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
                + some.examples()
                + " rows of these data: component "
                + i
                + " is "
                + actual[i]
                + ", must be "
                + expected[i]);
      }
    }
  }

  private void checkCost(double expected, double actual) {
    double share = exact() ? ROUNDING : INEXACT;
    if (!same(expected, actual, share * Math.abs(expected))) {
      throw wrong("its gradient pass over all rows gives J = " + actual + ", must be " + expected);
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
