package io.downhill.device.several;

import io.downhill.data.DenseRows;
import io.downhill.data.Rows;
import io.downhill.data.StripeSample;
import io.downhill.device.Device;
import io.downhill.device.DeviceExamples;
import io.downhill.device.DeviceException;
import io.downhill.device.DeviceInfo;
import io.downhill.device.DeviceSums;
import io.downhill.device.DeviceVector;
import io.downhill.device.Panel;
import io.downhill.device.Step;
import io.downhill.sums.Forest;
import io.downhill.sums.Pairs;
import io.downhill.sums.Span;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Several devices as one. Each has a range of the blocks, as long as it is fast; every pass runs on
 * all of them at the same time, and the forests of their sums are joined. A device that fails in
 * the midst is given up: another one takes its range, and the pass goes on with the same bits. As
 * long as the seam has methods.
 *
 * <p>Passes are done when they return.
 */
public final class SeveralDevices implements Device {
  static final Logger LOG = LoggerFactory.getLogger(SeveralDevices.class);

  private final Lanes lanes;
  private final Speedometer speedometer;
  private final long memory;

  private SeveralDevices(Lanes lanes, Speedometer speedometer, long memory) {
    this.lanes = lanes;
    this.speedometer = speedometer;
    this.memory = memory;
  }

  /**
   * Opens devices, each in a thread of its own.
   *
   * @param openers at least one
   * @throws DeviceException if one of them does not start
   */
  public static SeveralDevices open(List<Supplier<Device>> openers) {
    return open(openers, new Speedometer(), Long.MAX_VALUE);
  }

  /**
   * The same where rows of more than so many bytes pass by: they come for each pass, some blocks at
   * a time, and leave. With two lanes to one device the rows of one are brought while the other
   * computes.
   */
  public static SeveralDevices passing(List<Supplier<Device>> openers, long memory) {
    return open(openers, new Speedometer(), memory);
  }

  static SeveralDevices open(List<Supplier<Device>> openers, Speedometer speedometer, long memory) {
    return new SeveralDevices(Lanes.open(openers), speedometer, memory);
  }

  @Override
  public DeviceInfo info() {
    return lanes.info();
  }

  @Override
  public DeviceExamples load(Rows rows, float[] y, Span span) {
    Rows kept = rows.areGivenAway() ? DenseRows.inMemory(rows) : rows;
    speedometer.measure(lanes.left(), kept, y);
    List<Part> parts = new Shares(kept, y, span, memory).among(lanes.left());
    SeveralExamples e = new SeveralExamples(kept, span, parts, this::free);
    lanes.add(e);
    try {
      lanes.each(e, (part, device) -> part.on(device));
      return e;
    } catch (RuntimeException | Error failure) {
      e.close();
      throw failure;
    }
  }

  private void free(SeveralExamples e) {
    lanes.remove(e);
    for (Part part : e.parts()) {
      part.lane()
          .submit(
              device -> {
                try {
                  part.free();
                } catch (DeviceException failure) {
                  LOG.debug("examples do not close", failure);
                }
                return true;
              });
    }
  }

  @Override
  public DeviceExamples sample(DeviceExamples e, StripeSample sample, float[] y) {
    return load(rows(e).of(sample), y, Span.whole(sample.examples()));
  }

  @Override
  public Rows rows(DeviceExamples e) {
    Rows rows = ((SeveralExamples) e).rows();
    return rows.areSparse() ? rows : DenseRows.usual(rows);
  }

  @Override
  public DeviceVector vector(int length) {
    return lanes.vector(length);
  }

  @Override
  public void write(DeviceVector v, double[] values) {
    float[] rounded = new float[v.length()];
    for (int i = 0; i < rounded.length; i++) {
      rounded[i] = (float) values[i];
    }
    vector(v).set(rounded);
  }

  @Override
  public void read(DeviceVector v, double[] target) {
    float[] values = vector(v).values(target.length);
    for (int i = 0; i < target.length; i++) {
      target[i] = values[i];
    }
  }

  private static SeveralVector vector(DeviceVector v) {
    return (SeveralVector) v;
  }

  private static SeveralExamples examples(DeviceExamples e, Panel panel) {
    SeveralExamples all = (SeveralExamples) e;
    panel.targets().ifPresent(t -> vector(t).ready(targets(all, panel, t)));
    return all;
  }

  private static Layout targets(SeveralExamples e, Panel panel, DeviceVector targets) {
    return Layout.of(e, panel.targetWidth(), targets.length());
  }

  /** The panel with the targets of a part's examples. */
  private static Panel panel(Panel panel, SeveralExamples e, Part part, Device device) {
    return new Panel(
        panel.columns(),
        panel.link(),
        panel.targets().map(t -> vector(t).part(targets(e, panel, t), part, device)));
  }

  /** Fills a vector with what devices make for their examples. */
  private void fill(SeveralExamples e, DeviceVector out, int width, SeveralVector.Making making) {
    SeveralVector filled = vector(out);
    Layout layout = Layout.of(e, width, filled.length());
    if (layout.length() < filled.length()) {
      filled.values(); // What is behind the examples' elements stays.
    }
    lanes.each(
        e,
        (part, device) -> {
          DeviceVector own = filled.output(layout, part, device);
          making.make(part, device, own);
          return done(device, own);
        });
    filled.made(layout, making);
  }

  @Override
  public void margins(DeviceExamples e, Panel panel, DeviceVector w, DeviceVector z) {
    double[] parameters = doubles(vector(w).values());
    SeveralExamples all = examples(e, panel);
    fill(
        all,
        z,
        panel.columns(),
        (part, device, out) -> {
          try (DeviceVector own = device.vector(parameters.length)) {
            device.write(own, parameters);
            device.margins(part.on(device), panel(panel, all, part, device), own, out);
          }
        });
  }

  /** Waits until a device has filled a vector. */
  private static boolean done(Device device, DeviceVector filled) {
    device.read(filled, new double[Math.min(1, filled.length())]);
    return true;
  }

  private static double[] doubles(float[] values) {
    double[] doubles = new double[values.length];
    Arrays.setAll(doubles, j -> values[j]);
    return doubles;
  }

  /** What a device makes of the elements of a part's examples. */
  @FunctionalInterface
  private interface Change {
    void run(Part part, Device device, DeviceVector from, DeviceVector to);
  }

  /** Fills a vector from another one, which may be the same if both have the same layout. */
  private void change(Layout layout, SeveralVector from, DeviceVector to, int width, Change how) {
    SeveralExamples e = layout.owner();
    from.ready(layout);
    SeveralVector.Making before = from.making(layout);
    SeveralVector.Making making =
        (part, device, out) -> {
          try (DeviceVector in = device.vector(layout.count(part))) {
            before.make(part, device, in);
            how.run(part, device, in, out);
          }
        };
    if (from == to) {
      lanes.each(
          e,
          (part, device) -> {
            DeviceVector own = from.part(layout, part, device);
            how.run(part, device, own, own);
            return done(device, from.output(layout, part, device));
          });
      from.made(layout, making);
      return;
    }
    SeveralVector filled = vector(to);
    Layout target = Layout.of(e, width, filled.length());
    if (target.length() < filled.length()) {
      filled.values();
    }
    lanes.each(
        e,
        (part, device) -> {
          DeviceVector own = from.part(layout, part, device);
          DeviceVector out = filled.output(target, part, device);
          how.run(part, device, own, out);
          return done(device, out);
        });
    filled.made(target, making);
  }

  @Override
  public void coefficients(DeviceExamples e, Panel panel, DeviceVector z, DeviceVector k) {
    SeveralExamples all = examples(e, panel);
    change(
        Layout.of(all, panel.columns(), z.length()),
        vector(z),
        k,
        panel.coefficients(),
        (part, device, from, to) ->
            device.coefficients(part.on(device), panel(panel, all, part, device), from, to));
  }

  @Override
  public void loss(DeviceVector z, DeviceExamples e, DeviceVector l) {
    change(
        Layout.of((SeveralExamples) e, 1, z.length()),
        vector(z),
        l,
        1,
        (part, device, from, to) -> device.loss(from, part.on(device), to));
  }

  /** By the first device, all elements: nothing tells which examples they belong to. */
  @Override
  public void sigmoid(DeviceVector z, DeviceVector a) {
    float[] margins = vector(z).values();
    double[] values = new double[margins.length];
    lanes.onFirst(
        device -> {
          try (DeviceVector own = device.vector(values.length)) {
            device.write(own, doubles(margins));
            device.sigmoid(own, own);
            device.read(own, values);
          }
        });
    float[] filled = vector(a).values().clone();
    for (int i = 0; i < values.length; i++) {
      filled[i] = (float) values[i];
    }
    vector(a).set(filled);
  }

  /** A pass that sums over a part. */
  @FunctionalInterface
  private interface SumPass {
    void run(Part part, Device device, DeviceSums sums);
  }

  /** Joins the forests of a pass. */
  private void sum(SeveralExamples e, DeviceSums sums, SumPass pass) {
    List<Forest<Pairs>> forests =
        lanes.each(
            e,
            (part, device) -> {
              DeviceSums own = part.sums(device, sums.columns());
              pass.run(part, device, own);
              return own.forest(device);
            });
    Forest<Pairs> all = forests.stream().reduce(Forest::join).orElseThrow();
    List<Pairs> rows =
        e.span().isWhole()
            ? List.of(all.root(e.span().all()))
            : all.nodes().stream().map(Forest.Node::sum).toList();
    int length = DeviceSums.length(e.span(), sums.columns());
    SeveralVector pairs = vector(sums.pairs());
    float[] values = length < pairs.length() ? pairs.values().clone() : new float[length];
    int place = 0;
    for (Pairs row : rows) {
      System.arraycopy(row.values(), 0, values, place, row.values().length);
      place += row.values().length;
    }
    pairs.set(values);
  }

  @Override
  public void gradient(DeviceExamples e, Panel panel, DeviceVector w, DeviceSums g) {
    SeveralExamples all = examples(e, panel);
    vector(w).values();
    sum(
        all,
        g,
        (part, device, own) ->
            device.gradient(
                part.on(device),
                panel(panel, all, part, device),
                vector(w).whole(part.lane(), device),
                own));
  }

  @Override
  public void product(DeviceExamples e, Panel panel, DeviceVector w, DeviceVector v, DeviceSums g) {
    SeveralExamples all = examples(e, panel);
    vector(w).values();
    vector(v).values();
    sum(
        all,
        g,
        (part, device, own) ->
            device.product(
                part.on(device),
                panel(panel, all, part, device),
                vector(w).whole(part.lane(), device),
                vector(v).whole(part.lane(), device),
                own));
  }

  @Override
  public void line(
      DeviceExamples e, Panel panel, DeviceVector z, DeviceVector d, float[] t, DeviceSums sums) {
    SeveralExamples all = examples(e, panel);
    Layout of = Layout.of(all, panel.columns(), z.length());
    Layout along = Layout.of(all, panel.columns(), d.length());
    vector(z).ready(of);
    vector(d).ready(along);
    sum(
        all,
        sums,
        (part, device, own) ->
            device.line(
                part.on(device),
                panel(panel, all, part, device),
                vector(z).part(of, part, device),
                vector(d).part(along, part, device),
                t,
                own));
  }

  @Override
  public void gram(DeviceExamples e, Panel panel, DeviceVector k, int column, DeviceSums sums) {
    SeveralExamples all = examples(e, panel);
    Layout of = Layout.of(all, panel.coefficients(), k.length());
    vector(k).ready(of);
    sum(
        all,
        sums,
        (part, device, own) ->
            device.gram(
                part.on(device),
                panel(panel, all, part, device),
                vector(k).part(of, part, device),
                column,
                own));
  }

  @Override
  public void update(DeviceVector w, DeviceSums g, Step step, DeviceVector trace, int k) {
    float[] weights = vector(w).values().clone();
    float[] rows = vector(trace).values();
    step.take(weights, vector(g.pairs()).values(), g.columns() - 2, rows, k);
    vector(w).set(weights);
    vector(trace).set(rows);
  }

  @Override
  public void scan(DeviceExamples e, DeviceVector out) {
    lanes.each(
        (SeveralExamples) e,
        (part, device) -> {
          try (DeviceVector own = device.vector(SCAN_LENGTH)) {
            device.scan(part.on(device), own);
            return done(device, own);
          }
        });
  }

  @Override
  public void copy(DeviceExamples e, DeviceVector out) {
    fill(
        (SeveralExamples) e,
        out,
        e.features(),
        (part, device, own) -> device.copy(part.on(device), own));
  }

  @Override
  public void close() {
    lanes.close();
  }
}
