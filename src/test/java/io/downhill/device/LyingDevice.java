package io.downhill.device;

import io.downhill.data.Rows;
import io.downhill.data.StripeSample;
import io.downhill.device.cpu.CpuDevice;
import io.downhill.sums.Span;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;

/**
 * A device that computes rightly, in Java, but lies about the results of one pass from some call
 * on, as a broken driver does.
 */
public final class LyingDevice implements Device {
  private final Device honest = CpuDevice.open(2);
  private final Lie lie;
  private final Map<Pass, Integer> calls = new EnumMap<>(Pass.class);

  /** What may be lied about. */
  public enum Pass {
    GRADIENT,
    PRODUCT,
    COEFFICIENTS,
    GRAM,
    MARGINS,
    LINE,
    UPDATE
  }

  /** What a broken driver leaves in a buffer. */
  public enum Content {
    ZEROS,
    NAN,
    /** The least bit of one element flipped. */
    ONE_BIT,
    /** What was there before the pass. */
    STALE,
    /** Nothing: the call fails. */
    FAILURE
  }

  /**
   * A lie.
   *
   * @param from the call of this pass that is the first to be lied about, counted from 0
   * @param exact whether the device claims to be exact
   */
  public record Lie(Pass pass, Content content, int from, boolean exact) {
    /** Of a device that claims to be exact. */
    public Lie(Pass pass, Content content, int from) {
      this(pass, content, from, true);
    }
  }

  public LyingDevice(Lie lie) {
    this.lie = lie;
  }

  /** Calls of a pass so far. */
  public int calls(Pass pass) {
    return calls.getOrDefault(pass, 0);
  }

  private void run(Pass pass, Runnable honestly, DeviceVector... results) {
    int call = calls.merge(pass, 1, Integer::sum) - 1;
    boolean lies = pass == lie.pass() && call >= lie.from();
    if (lies && lie.content() == Content.FAILURE) {
      throw new DeviceException("the " + pass + " pass failed on " + info());
    }
    if (lies && lie.content() == Content.STALE) {
      return;
    }
    honestly.run();
    for (DeviceVector result : results) {
      if (lies) {
        corrupt(result);
      }
    }
  }

  private void corrupt(DeviceVector result) {
    double[] values = new double[result.length()];
    honest.read(result, values);
    switch (lie.content()) {
      case ZEROS -> Arrays.fill(values, 0);
      case NAN -> Arrays.fill(values, Double.NaN);
      default -> {
        int bits = Float.floatToRawIntBits((float) values[0]);
        values[0] = Float.intBitsToFloat(bits ^ 1);
      }
    }
    honest.write(result, values);
  }

  @Override
  public DeviceInfo info() {
    return new DeviceInfo(
        "opencl:7", "A liar", "Maker", "gpu", lie.exact(), 1L << 40, "driver of lies");
  }

  @Override
  public DeviceExamples load(Rows rows, float[] y, Span span) {
    return honest.load(rows, y, span);
  }

  @Override
  public DeviceExamples sample(DeviceExamples e, StripeSample sample, float[] y) {
    return honest.sample(e, sample, y);
  }

  @Override
  public Rows rows(DeviceExamples e) {
    return honest.rows(e);
  }

  @Override
  public DeviceVector vector(int length) {
    return honest.vector(length);
  }

  @Override
  public void write(DeviceVector v, double[] from) {
    honest.write(v, from);
  }

  @Override
  public void read(DeviceVector v, double[] into) {
    honest.read(v, into);
  }

  @Override
  public void margins(DeviceExamples e, Panel panel, DeviceVector w, DeviceVector z) {
    run(Pass.MARGINS, () -> honest.margins(e, panel, w, z), z);
  }

  @Override
  public void sigmoid(DeviceVector z, DeviceVector a) {
    honest.sigmoid(z, a);
  }

  @Override
  public void loss(DeviceVector z, DeviceExamples e, DeviceVector l) {
    honest.loss(z, e, l);
  }

  @Override
  public void gradient(DeviceExamples e, Panel panel, DeviceVector w, DeviceSums g) {
    run(Pass.GRADIENT, () -> honest.gradient(e, panel, w, g), g.pairs());
  }

  @Override
  public void update(DeviceVector w, DeviceSums g, Step step, DeviceVector trace, int k) {
    run(Pass.UPDATE, () -> honest.update(w, g, step, trace, k), w);
  }

  @Override
  public void product(DeviceExamples e, Panel panel, DeviceVector w, DeviceVector v, DeviceSums g) {
    run(Pass.PRODUCT, () -> honest.product(e, panel, w, v, g), g.pairs());
  }

  @Override
  public void line(
      DeviceExamples e, Panel panel, DeviceVector z, DeviceVector d, float[] t, DeviceSums sums) {
    run(Pass.LINE, () -> honest.line(e, panel, z, d, t, sums), sums.pairs());
  }

  @Override
  public void coefficients(DeviceExamples e, Panel panel, DeviceVector z, DeviceVector k) {
    run(Pass.COEFFICIENTS, () -> honest.coefficients(e, panel, z, k), k);
  }

  @Override
  public void gram(DeviceExamples e, Panel panel, DeviceVector k, int column, DeviceSums sums) {
    run(Pass.GRAM, () -> honest.gram(e, panel, k, column, sums), sums.pairs());
  }

  @Override
  public void scan(DeviceExamples e, DeviceVector out) {
    honest.scan(e, out);
  }

  @Override
  public void copy(DeviceExamples e, DeviceVector out) {
    honest.copy(e, out);
  }

  @Override
  public void close() {
    honest.close();
  }
}
