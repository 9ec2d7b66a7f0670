package io.downhill;

import io.downhill.data.Classes;
import io.downhill.data.Dataset;
import io.downhill.device.Device;
import io.downhill.device.DeviceExamples;
import io.downhill.device.DeviceException;
import io.downhill.device.DeviceInfo;
import io.downhill.device.DeviceSums;
import io.downhill.device.DeviceVector;
import io.downhill.device.Panel;
import io.downhill.device.Passes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * Measures the passes of a device on data larger than any cache, and beside them, in turn in the
 * same run, a plain read and a copy of the same memory by the same threads: the ratios tell how
 * near a pass is to what the memory gives.
 */
public final class Benchmark {
  private static final int ROUNDS = 15;
  private static final double WARM_SECONDS = 3;
  private static final double LONGEST_SECONDS = 20;
  private static final int LAUNCHES = 200;

  /** Floats that are copied at most: enough for any cache, and on a GPU for more than a launch. */
  private static final int COPIED_ON_HOST = 1 << 26;

  private static final int COPIED = 1 << 30;

  /** Bytes of a larger X from which on the rate of a copy is that of the memory. */
  private static final long LEAST_COPIED = 1 << 28;

  private Benchmark() {}

  /**
   * What was measured. Rates are in 10^9 bytes of X a second.
   *
   * @param device where
   * @param examples m
   * @param features n
   * @param gradient the fused gradient pass
   * @param margins the margins alone
   * @param read a plain read of X
   * @param copy a copy of X, or of as much as there was room for
   * @param copied bytes of X in it, which are read and written
   * @param panel the gradient pass for a panel; empty if none was asked for
   * @param columns of the panel
   * @param upload to bring X and y to the device, once
   * @param launchMicroseconds from asking for the smallest pass to having its result
   */
  public record Result(
      DeviceInfo device,
      int examples,
      int features,
      Seconds gradient,
      Seconds margins,
      Seconds read,
      Seconds copy,
      long copied,
      Optional<Seconds> panel,
      int columns,
      double upload,
      double launchMicroseconds) {

    /** 10^9 bytes of X a second, if it takes so many seconds. */
    public double rate(double seconds) {
      return 4.0 * examples * features / seconds / 1e9;
    }

    /** The best pass for the panel, as a share of as many passes for one column. */
    public double panelRatio() {
      return panel.orElseThrow().best() / (columns * gradient.best());
    }

    /** The best gradient pass, as a share of the best plain read. */
    public double ratio() {
      return read.best() / gradient.best();
    }

    /**
     * 10^9 bytes a second, read and written, of the best copy; empty if there was room for so
     * little of X that caches and launches were measured.
     */
    public OptionalDouble copyRate() {
      return copied < Math.min(LEAST_COPIED, 4L * examples * features)
          ? OptionalDouble.empty()
          : OptionalDouble.of(2.0 * copied / copy.best() / 1e9);
    }
  }

  /**
   * The seconds of some runs.
   *
   * @param best the least
   * @param median the middle one
   */
  public record Seconds(double best, double median) {
    static Seconds of(double[] runs) {
      double[] sorted = runs.clone();
      Arrays.sort(sorted);
      return new Seconds(sorted[0], sorted[sorted.length / 2]);
    }
  }

  /**
   * Measures a device. The copy takes as much of X as the passes leave room for.
   *
   * @param m examples, at least 1
   * @param n features, at least 1
   * @param columns of a panel to be measured too, or 1
   * @throws io.downhill.data.DataException if the heap does not hold the data
   * @throws io.downhill.device.DeviceException if the device does not
   */
  public static Result run(Device device, int m, int n, int columns) {
    Dataset data = data(m, n);
    long began = System.nanoTime();
    try (DeviceExamples e = device.load(data);
        DeviceVector one = device.vector(1)) {
      device.read(one, new double[1]);
      double loaded = (System.nanoTime() - began) / 1e9;
      double upload = Devices.uploadSeconds(device).orElse(loaded); // Without a choice of tiles.
      return passes(device, e, one, columns, upload);
    }
  }

  private static Result passes(
      Device device, DeviceExamples e, DeviceVector one, int columns, double upload) {
    int m = e.examples();
    int n = e.features();
    try (DeviceVector w = device.vector(n + 1);
        DeviceVector z = device.vector(m);
        DeviceVector out = device.vector(Passes.SCAN_LENGTH);
        DeviceSums g = DeviceSums.allocate(device, e, n + 2);
        DeviceVector side = device.vector((n + 1) * columns);
        DeviceSums all = DeviceSums.allocate(device, e, (n + 2) * columns)) {
      device.write(w, parameters(n));
      device.write(side, parameters((n + 1) * columns - 1));
      Panel panel = Panel.of(columns);
      Runnable wait = () -> device.read(one, new double[1]);
      Runnable gradient = () -> device.gradient(e, Panel.ONE, w, g);
      Runnable margins = () -> device.margins(e, Panel.ONE, w, z);
      Runnable read = () -> device.scan(e, out);
      Runnable together = () -> device.gradient(e, panel, side, all);
      List<Runnable> passes =
          columns == 1
              ? List.of(gradient, margins, read)
              : List.of(gradient, margins, read, together);
      passes.forEach(Runnable::run); // They take the memory that they need before the copy does.
      wait.run();
      try (DeviceVector target = target(device, m, n)) {
        List<Runnable> turns = new ArrayList<>(passes);
        turns.add(() -> device.copy(e, target));
        double[][] seconds = inTurn(wait, turns);
        Devices.keep(device, Work.gradient(m, n), 1, Seconds.of(seconds[0]).best());
        return new Result(
            device.info(),
            m,
            n,
            Seconds.of(seconds[0]),
            Seconds.of(seconds[1]),
            Seconds.of(seconds[2]),
            Seconds.of(seconds[passes.size()]),
            (long) Float.BYTES * target.length(),
            columns == 1 ? Optional.empty() : Optional.of(Seconds.of(seconds[3])),
            columns,
            upload,
            launch(device, one));
      }
    }
  }

  /** Room for a copy of X, or for a half of it, a quarter, ... */
  static DeviceVector target(Device device, int m, int n) {
    boolean onHost = device.info().kind().equals("cpu");
    int floats = (int) Math.min((long) m * n, onHost ? COPIED_ON_HOST : COPIED);
    while (true) {
      try {
        return device.vector(floats);
      } catch (DeviceException | OutOfMemoryError e) {
        if (floats < 2) {
          throw e;
        }
        floats /= 2;
      }
    }
  }

  /** Runs the passes one after the other, some rounds, after some seconds to warm up. */
  private static double[][] inTurn(Runnable wait, List<Runnable> passes) {
    double[][] seconds = new double[passes.size()][ROUNDS];
    long warm = System.nanoTime();
    while ((System.nanoTime() - warm) / 1e9 < WARM_SECONDS) {
      for (Runnable pass : passes) {
        pass.run();
        wait.run();
      }
    }
    long began = System.nanoTime();
    int rounds = 0;
    for (int k = 0; k < ROUNDS; k++) {
      for (int p = 0; p < passes.size(); p++) {
        long start = System.nanoTime();
        passes.get(p).run();
        wait.run();
        seconds[p][k] = (System.nanoTime() - start) / 1e9;
      }
      rounds = k + 1;
      if (rounds >= 3 && (System.nanoTime() - began) / 1e9 > LONGEST_SECONDS) {
        break;
      }
    }
    int done = rounds;
    return Arrays.stream(seconds).map(runs -> Arrays.copyOf(runs, done)).toArray(double[][]::new);
  }

  private static double launch(Device device, DeviceVector one) {
    double[] target = new double[1];
    long began = System.nanoTime();
    for (int k = 0; k < LAUNCHES; k++) {
      device.sigmoid(one, one);
      device.read(one, target);
    }
    return (System.nanoTime() - began) / 1e3 / LAUNCHES;
  }

  /** Uniform features from a seed, made in place, a row block a thread. */
  private static Dataset data(int m, int n) {
    Dataset.Builder builder = new Dataset.Builder(Dataset.defaultNames(n));
    builder.grow(m);
    float[] y = new float[m];
    int rows = builder.rowsPerBlock();
    IntStream.range(0, (m + rows - 1) / rows)
        .parallel()
        .forEach(
            k -> {
              SplittableRandom random = new SplittableRandom(k);
              int first = k * rows;
              int count = Math.min(rows, m - first);
              float[] x = builder.block(first);
              for (int p = 0; p < count * n; p++) {
                x[p] = (random.nextInt() >> 8) * 0x1p-22f;
              }
              for (int i = first; i < first + count; i++) {
                y[i] = random.nextInt() & 1;
              }
            });
    return builder.labels(y, Classes.ZERO_ONE).build();
  }

  private static double[] parameters(int n) {
    SplittableRandom random = new SplittableRandom(n);
    double[] w = new double[n + 1];
    for (int j = 0; j <= n; j++) {
      w[j] = (random.nextDouble() - 0.5) / Math.sqrt(n);
    }
    return w;
  }
}
