package io.downhill.device.cpu;

import io.downhill.data.RowWindow;
import io.downhill.data.Rows;
import io.downhill.data.StripeSample;
import io.downhill.device.Device;
import io.downhill.device.DeviceExamples;
import io.downhill.device.DeviceInfo;
import io.downhill.device.DeviceSums;
import io.downhill.device.DeviceVector;
import io.downhill.device.Link;
import io.downhill.device.Panel;
import io.downhill.device.Step;
import io.downhill.sums.Span;
import io.downhill.sums.Tree;
import java.util.List;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The pure-Java device: blocks of 1024 examples run on several threads, each with the same bits
 * whatever thread takes it. Passes are done when they return. As long as the seam has methods.
 */
public final class CpuDevice implements Device {
  private static final Logger LOG = LoggerFactory.getLogger(CpuDevice.class);

  /** Values of X from which on a slow fma is felt. */
  private static final long MANY_VALUES = 1 << 20;

  private final Workers workers;
  private final Loops loops;

  private CpuDevice(int threads, Loops loops) {
    this.workers = new Workers(threads);
    this.loops = loops;
    LOG.debug("cpu: {} loops, {}", loops.name(), workers.text());
  }

  /**
   * Opens the fastest form that this JVM can run.
   *
   * @param threads at least 1
   */
  public static CpuDevice open(int threads) {
    return new CpuDevice(threads, FastestLoops.get());
  }

  /** Opens the definition of the arithmetic: one thread, the plainest loops. */
  public static CpuDevice definition() {
    return new CpuDevice(1, new DefinitionLoops());
  }

  /** Opens the scalar loops, which need no time to warm up. */
  public static CpuDevice scalar(int threads) {
    return new CpuDevice(threads, new ScalarLoops());
  }

  /**
   * The names of the forms that this JVM can run, for {@link #open(int, String)}; the fastest last.
   */
  public static List<String> forms() {
    return FastestLoops.all().stream().map(Loops::name).toList();
  }

  /**
   * Opens one form.
   *
   * @param form one of {@link #forms}
   * @throws java.util.NoSuchElementException if it is none of them
   */
  public static CpuDevice open(int threads, String form) {
    Loops loops =
        FastestLoops.all().stream().filter(l -> l.name().equals(form)).findFirst().orElseThrow();
    return new CpuDevice(threads, loops);
  }

  static CpuDevice of(int threads, Loops loops) {
    return new CpuDevice(threads, loops);
  }

  @Override
  public DeviceInfo info() {
    return CpuInfo.of(loops.name() + " loops, " + workers.text());
  }

  @Override
  public DeviceExamples load(Rows rows, float[] y, Span span) {
    if ((long) rows.examples() * rows.features() >= MANY_VALUES) {
      Fma.warnIfSlow();
    }
    return CpuExamples.of(rows, y, span);
  }

  @Override
  public DeviceExamples sample(DeviceExamples e, StripeSample sample, float[] y) {
    return ((CpuExamples) e).sample(sample, y);
  }

  @Override
  public Rows rows(DeviceExamples e) {
    return ((CpuExamples) e).rows();
  }

  @Override
  public DeviceVector vector(int length) {
    return CpuVector.allocate(length);
  }

  @Override
  public void write(DeviceVector v, double[] source) {
    float[] values = CpuVector.of(v);
    for (int i = 0; i < v.length(); i++) {
      values[i] = (float) source[i];
    }
  }

  @Override
  public void read(DeviceVector v, double[] target) {
    float[] values = CpuVector.of(v);
    for (int i = 0; i < target.length; i++) {
      target[i] = values[i];
    }
  }

  @Override
  public void margins(DeviceExamples e, Panel panel, DeviceVector w, DeviceVector z) {
    CpuExamples examples = read(e);
    if (examples.sparse().isPresent()) {
      sparseMargins(examples, panel.columns(), CpuVector.of(w), CpuVector.of(z));
      return;
    }
    if (panel.columns() > 1) {
      float[][] eights = PanelPass.side(CpuVector.of(w), examples.features(), panel.columns());
      workers.run(
          examples.blocks(),
          () -> new PanelMargins(loops, examples, panel.columns(), eights, CpuVector.of(z)));
      return;
    }
    workers.run(
        examples.blocks(), () -> new MarginPass(loops, examples, CpuVector.of(w), CpuVector.of(z)));
  }

  @Override
  public void sigmoid(DeviceVector z, DeviceVector a) {
    float[] in = CpuVector.of(z);
    float[] out = CpuVector.of(a);
    int length = z.length();
    int blocks = (length + Tree.BLOCK - 1) / Tree.BLOCK;
    workers.run(
        blocks,
        () ->
            block ->
                loops.sigmoid(
                    in, out, block * Tree.BLOCK, Math.min(length, (block + 1) * Tree.BLOCK)));
  }

  @Override
  public void loss(DeviceVector z, DeviceExamples e, DeviceVector l) {
    CpuExamples examples = (CpuExamples) e;
    float[] y = examples.y();
    float[] in = CpuVector.of(z);
    float[] out = CpuVector.of(l);
    workers.run(
        examples.blocks(),
        () ->
            block -> {
              int first = block * Tree.BLOCK;
              loops.loss(in, y, out, first, first + examples.rows(block));
            });
  }

  @Override
  public void gradient(DeviceExamples e, Panel panel, DeviceVector w, DeviceSums g) {
    CpuExamples examples = read(e);
    float[] weights = CpuVector.of(w);
    if (examples.sparse().isPresent()) {
      sparseSums(examples, panel, weights, new float[0], g);
      return;
    }
    if (panel.link() == Link.SOFTMAX) {
      float[][] side = PanelPass.side(weights, examples.features(), panel.columns());
      sum(examples, g, () -> new SoftmaxPass(loops, examples, panel, side, new float[0][]));
      return;
    }
    if (panel.columns() == 1) {
      float[] y = labels(examples, panel);
      sum(examples, g, () -> new GradientPass(loops, examples, y, weights));
      return;
    }
    int n = examples.features();
    PanelPass.Kind kind = PanelPass.gradient(loops, n, PanelPass.side(weights, n, panel.columns()));
    sum(examples, g, () -> new PanelPass(loops, examples, panel, kind));
  }

  private void sparseMargins(CpuExamples examples, int count, float[] w, float[] z) {
    SparseExamples x = examples.sparse().orElseThrow();
    workers.run(
        examples.blocks(),
        () -> {
          float[] lanes = new float[8 * count];
          return block -> {
            int first = block * Tree.BLOCK;
            for (int i = first; i < first + examples.rows(block); i++) {
              x.margins(i, w, count, lanes, z, i * count);
            }
          };
        });
  }

  /** The sums of a gradient, or of a product where there is a direction. */
  private void sparseSums(
      CpuExamples examples, Panel panel, float[] w, float[] direction, DeviceSums g) {
    LastMargins last = panel.columns() == 1 ? examples.lastMargins().of(w) : LastMargins.NONE;
    Supplier<SparsePass> pass = () -> new SparsePass(loops, examples, panel, w, direction, last);
    new SparseSums(workers, examples.span(), pass, g.columns(), CpuVector.of(g.pairs())).run();
    last.areOf(w);
  }

  /** Examples whose rows are about to be read. */
  private static CpuExamples read(DeviceExamples e) {
    CpuExamples examples = (CpuExamples) e;
    examples.read();
    return examples;
  }

  private static float[] labels(CpuExamples examples, Panel panel) {
    return panel.targets().map(CpuVector::of).orElseGet(examples::y);
  }

  @Override
  public void product(DeviceExamples e, Panel panel, DeviceVector w, DeviceVector v, DeviceSums g) {
    CpuExamples examples = read(e);
    float[] weights = CpuVector.of(w);
    float[] direction = CpuVector.of(v);
    if (examples.sparse().isPresent()) {
      sparseSums(examples, panel, weights, direction, g);
      return;
    }
    if (panel.link() == Link.SOFTMAX) {
      float[][] side = PanelPass.side(weights, examples.features(), panel.columns());
      float[][] along = PanelPass.side(direction, examples.features(), panel.columns());
      sum(examples, g, () -> new SoftmaxPass(loops, examples, panel, side, along));
      return;
    }
    if (panel.columns() == 1) {
      float[] y = labels(examples, panel);
      sum(examples, g, () -> new ProductPass(loops, examples, y, weights, direction));
      return;
    }
    int n = examples.features();
    PanelPass.Kind kind =
        PanelPass.product(
            loops,
            n,
            PanelPass.side(weights, n, panel.columns()),
            PanelPass.side(direction, n, panel.columns()));
    sum(examples, g, () -> new PanelPass(loops, examples, panel, kind));
  }

  @Override
  public void line(
      DeviceExamples e, Panel panel, DeviceVector z, DeviceVector d, float[] t, DeviceSums sums) {
    CpuExamples examples = (CpuExamples) e;
    float[] margins = CpuVector.of(z);
    float[] direction = CpuVector.of(d);
    sum(
        examples,
        sums,
        () ->
            panel.link() == Link.SOFTMAX
                ? new SoftmaxLine(loops, examples, panel, margins, direction, t[0])
                : new LinePass(loops, examples, panel, margins, direction, t));
  }

  @Override
  public void coefficients(DeviceExamples e, Panel panel, DeviceVector z, DeviceVector k) {
    CpuExamples examples = (CpuExamples) e;
    float[] in = CpuVector.of(z);
    float[] out = CpuVector.of(k);
    workers.run(
        examples.blocks(),
        () ->
            panel.link() == Link.SOFTMAX
                ? new SoftmaxCoefficients(loops, examples, panel, in, out)
                : new CoefficientPass(loops, examples, panel, in, out));
  }

  @Override
  public void gram(DeviceExamples e, Panel panel, DeviceVector k, int column, DeviceSums sums) {
    CpuExamples examples = read(e);
    float[] coefficients = CpuVector.of(k);
    int step = panel.coefficients();
    if (examples.sparse().filter(SparseGramPass::serves).isPresent()) {
      sum(examples, sums, () -> new SparseGramPass(examples, coefficients, step, column));
      return;
    }
    sum(examples, sums, () -> new GramPass(loops, examples, coefficients, step, column));
  }

  @Override
  public void scan(DeviceExamples e, DeviceVector out) {
    CpuExamples examples = read(e);
    int n = examples.features();
    float[] results = CpuVector.of(out);
    workers.run(
        examples.blocks(),
        () -> {
          RowWindow window = examples.window();
          return block -> {
            window.show(block * Tree.BLOCK, examples.rows(block));
            int end = window.at() + examples.rows(block) * n;
            results[block % SCAN_LENGTH] = loops.scan(window.x(), window.at(), end);
          };
        });
  }

  @Override
  public void copy(DeviceExamples e, DeviceVector out) {
    CpuExamples examples = read(e);
    float[] target = CpuVector.of(out);
    long whole = (long) Tree.BLOCK * examples.features();
    workers.run(
        (int) Math.min(examples.blocks(), (out.length() + whole - 1) / whole),
        () -> {
          RowWindow window = examples.window();
          return block -> {
            window.show(block * Tree.BLOCK, examples.rows(block));
            long count = (long) examples.rows(block) * examples.features();
            int to = (int) (block * whole);
            int length = (int) Math.min(count, out.length() - to);
            System.arraycopy(window.x(), window.at(), target, to, length);
          };
        });
  }

  private void sum(CpuExamples examples, DeviceSums sums, Supplier<BlockPass> pass) {
    int row = 2 * sums.columns();
    int place = 0;
    for (float[] node : new SumTree(workers, sums.columns()).sum(examples.span(), pass)) {
      System.arraycopy(node, 0, CpuVector.of(sums.pairs()), place, row);
      place += row;
    }
  }

  @Override
  public void update(DeviceVector w, DeviceSums g, Step step, DeviceVector trace, int k) {
    step.take(CpuVector.of(w), CpuVector.of(g.pairs()), g.columns() - 2, CpuVector.of(trace), k);
  }

  @Override
  public void close() {
    workers.close();
  }
}
