package io.downhill.device;

import io.downhill.data.DenseRows;
import io.downhill.data.Rows;
import io.downhill.data.StripeSample;
import io.downhill.device.cpu.CpuDevice;
import io.downhill.sums.Forest;
import io.downhill.sums.Pairs;
import io.downhill.sums.Span;
import io.downhill.sums.Tree;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.BiConsumer;

/**
 * Two devices as one: each holds half of the blocks, and the forests of both are joined. Vectors
 * stand on the host and go to and fro for each pass, which is slow and shows nothing else.
 */
final class HalvesDevice implements Device {
  private final List<Device> devices = List.of(CpuDevice.scalar(1), CpuDevice.definition());

  private record Vector(float[] values) implements DeviceVector {
    @Override
    public int length() {
      return values.length;
    }

    @Override
    public void close() {}
  }

  /** A half: where its first example stands among those of both. */
  private record Half(Device device, DeviceExamples examples, int first) {}

  private record Halves(Rows rows, List<Half> halves, Span span) implements DeviceExamples {
    @Override
    public int examples() {
      return rows.examples();
    }

    @Override
    public int features() {
      return rows.features();
    }

    @Override
    public void close() {
      halves.forEach(half -> half.examples.close());
    }
  }

  @Override
  public DeviceInfo info() {
    return new DeviceInfo("halves", "Two halves", "tests", "cpu", true, 1L << 40, "Java");
  }

  @Override
  public DeviceExamples load(Rows rows, float[] y, Span span) {
    List<Half> halves = new ArrayList<>();
    long cut = span.first() + (span.blocks() + 1) / 2;
    for (long begin = span.first(); begin < span.end(); ) {
      long end = begin < cut ? cut : span.end();
      int first = (int) (begin - span.first()) * Tree.BLOCK;
      int limit = (int) Math.min(rows.examples(), (end - span.first()) * Tree.BLOCK);
      Rows part =
          DenseRows.of(
              limit - first,
              rows.features(),
              (row, count, target, place) -> rows.copy(first + row, count, target, place));
      Device device = devices.get(halves.size());
      Span range = new Span(begin, end, span.all());
      float[] own = Arrays.copyOfRange(y, first, limit);
      halves.add(new Half(device, device.load(part, own, range), first));
      begin = end;
    }
    return new Halves(rows, halves, span);
  }

  @Override
  public DeviceExamples sample(DeviceExamples e, StripeSample sample, float[] y) {
    Rows rows = ((Halves) e).rows.of(sample);
    return load(rows, y, Span.whole(sample.examples()));
  }

  @Override
  public Rows rows(DeviceExamples e) {
    return ((Halves) e).rows;
  }

  @Override
  public DeviceVector vector(int length) {
    return new Vector(new float[length]);
  }

  @Override
  public void write(DeviceVector v, double[] source) {
    for (int i = 0; i < v.length(); i++) {
      ((Vector) v).values[i] = (float) source[i];
    }
  }

  @Override
  public void read(DeviceVector v, double[] target) {
    Arrays.setAll(target, i -> ((Vector) v).values[i]);
  }

  /** A vector of one half's device with some of the elements. */
  private static DeviceVector copy(Half half, DeviceVector v, int first, int count) {
    double[] values = new double[count];
    Arrays.setAll(values, i -> ((Vector) v).values[first + i]);
    DeviceVector copy = half.device.vector(count);
    half.device.write(copy, values);
    return copy;
  }

  private static DeviceVector whole(Half half, DeviceVector v) {
    return copy(half, v, 0, v.length());
  }

  /** What belongs to the examples of a half, so many elements for each. */
  private static DeviceVector part(Half half, DeviceVector v, int width) {
    return copy(half, v, half.first * width, half.examples.examples() * width);
  }

  private static Panel panel(Half half, Panel panel) {
    return new Panel(
        panel.columns(),
        panel.link(),
        panel.targets().map(y -> part(half, y, panel.targetWidth())));
  }

  /** Runs a pass that gives so many elements for each example. */
  private static void each(
      DeviceExamples e, DeviceVector out, int width, BiConsumer<Half, DeviceVector> pass) {
    for (Half half : ((Halves) e).halves) {
      DeviceVector part = part(half, out, width);
      pass.accept(half, part);
      double[] values = new double[part.length()];
      half.device.read(part, values);
      for (int i = 0; i < values.length; i++) {
        ((Vector) out).values[half.first * width + i] = (float) values[i];
      }
    }
  }

  /** Runs a pass that sums, and joins the sums of both halves. */
  private static void sum(DeviceExamples e, DeviceSums sums, BiConsumer<Half, DeviceSums> pass) {
    Forest<Pairs> both = null;
    for (Half half : ((Halves) e).halves) {
      DeviceSums part = DeviceSums.allocate(half.device, half.examples, sums.columns());
      pass.accept(half, part);
      Forest<Pairs> next = part.forest(half.device);
      both = both == null ? next : both.join(next);
    }
    List<Pairs> nodes =
        e.span().isWhole()
            ? List.of(both.root(e.span().all()))
            : both.nodes().stream().map(Forest.Node::sum).toList();
    int place = 0;
    for (Pairs node : nodes) {
      System.arraycopy(
          node.values(), 0, ((Vector) sums.pairs()).values, place, node.values().length);
      place += node.values().length;
    }
  }

  @Override
  public void margins(DeviceExamples e, Panel panel, DeviceVector w, DeviceVector z) {
    each(
        e,
        z,
        panel.columns(),
        (half, out) -> half.device.margins(half.examples, panel(half, panel), whole(half, w), out));
  }

  @Override
  public void sigmoid(DeviceVector z, DeviceVector a) {
    alone(a, (half, out) -> half.device.sigmoid(whole(half, z), out));
  }

  @Override
  public void loss(DeviceVector z, DeviceExamples e, DeviceVector l) {
    each(e, l, 1, (half, out) -> half.device.loss(part(half, z, 1), half.examples, out));
  }

  @Override
  public void gradient(DeviceExamples e, Panel panel, DeviceVector w, DeviceSums g) {
    sum(
        e,
        g,
        (half, sums) ->
            half.device.gradient(half.examples, panel(half, panel), whole(half, w), sums));
  }

  @Override
  public void update(DeviceVector w, DeviceSums g, Step step, DeviceVector trace, int k) {
    alone(
        w,
        (half, weights) -> {
          DeviceVector rows = whole(half, trace);
          DeviceSums sums = new DeviceSums(whole(half, g.pairs()), g.columns(), g.span());
          half.device.update(weights, sums, step, rows, k);
          back(half, rows, trace);
        });
  }

  @Override
  public void product(DeviceExamples e, Panel panel, DeviceVector w, DeviceVector v, DeviceSums g) {
    sum(
        e,
        g,
        (half, sums) ->
            half.device.product(
                half.examples, panel(half, panel), whole(half, w), whole(half, v), sums));
  }

  @Override
  public void line(
      DeviceExamples e, Panel panel, DeviceVector z, DeviceVector d, float[] t, DeviceSums sums) {
    int width = panel.columns();
    sum(
        e,
        sums,
        (half, part) ->
            half.device.line(
                half.examples,
                panel(half, panel),
                part(half, z, width),
                part(half, d, width),
                t,
                part));
  }

  @Override
  public void coefficients(DeviceExamples e, Panel panel, DeviceVector z, DeviceVector k) {
    int width = panel.columns();
    each(
        e,
        k,
        panel.coefficients(),
        (half, out) ->
            half.device.coefficients(half.examples, panel(half, panel), part(half, z, width), out));
  }

  @Override
  public void gram(DeviceExamples e, Panel panel, DeviceVector k, int column, DeviceSums sums) {
    sum(
        e,
        sums,
        (half, part) ->
            half.device.gram(
                half.examples,
                panel(half, panel),
                part(half, k, panel.coefficients()),
                column,
                part));
  }

  @Override
  public void scan(DeviceExamples e, DeviceVector out) {
    for (Half half : ((Halves) e).halves) {
      half.device.scan(half.examples, half.device.vector(SCAN_LENGTH));
    }
  }

  @Override
  public void copy(DeviceExamples e, DeviceVector out) {
    for (Half half : ((Halves) e).halves) {
      int first = half.first * e.features();
      int count = Math.min(half.examples.examples() * e.features(), out.length() - first);
      if (count > 0) {
        DeviceVector part = half.device.vector(count);
        half.device.copy(half.examples, part);
        double[] values = new double[count];
        half.device.read(part, values);
        for (int i = 0; i < count; i++) {
          ((Vector) out).values[first + i] = (float) values[i];
        }
      }
    }
  }

  /** Runs a pass that knows no examples, on the first device. */
  private void alone(DeviceVector out, BiConsumer<Half, DeviceVector> pass) {
    Half first = new Half(devices.get(0), null, 0);
    DeviceVector copy = whole(first, out);
    pass.accept(first, copy);
    back(first, copy, out);
  }

  private static void back(Half half, DeviceVector copy, DeviceVector out) {
    double[] values = new double[copy.length()];
    half.device.read(copy, values);
    for (int i = 0; i < values.length; i++) {
      ((Vector) out).values[i] = (float) values[i];
    }
  }

  @Override
  public void close() {
    devices.forEach(Device::close);
  }
}
