package io.downhill.device.opencl;

import io.downhill.data.CsrRows;
import io.downhill.data.Rows;
import io.downhill.data.StripeSample;
import io.downhill.device.CacheFile;
import io.downhill.device.Device;
import io.downhill.device.DeviceExamples;
import io.downhill.device.DeviceException;
import io.downhill.device.DeviceInfo;
import io.downhill.device.DeviceSums;
import io.downhill.device.DeviceVector;
import io.downhill.device.Link;
import io.downhill.device.Panel;
import io.downhill.device.Step;
import io.downhill.optim.Newton;
import io.downhill.sums.Span;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A device through OpenCL. Confined to one thread; several may be open on the same hardware.
 *
 * <p>Passes are enqueued on one in-order queue; only {@link #read}, {@link #load}, {@link #sample},
 * the reading of {@link #rows} and {@link #close} wait. As long as the seam has methods.
 */
public final class ClDevice implements Device {
  private static final Logger LOG = LoggerFactory.getLogger(ClDevice.class);

  /** Floats of one read: 16 MiB. */
  private static final int PIECE = 1 << 22;

  private final ClContext context;
  private final ClTuning tuning;
  private final ClSources sources;
  private final ClQueue queue;
  private final ClMemory memory;
  private final ClUpload upload;
  private final ClTimes times;
  private final Optional<ClTuner> tuner;
  private final Map<Integer, ClTuning> chosen = new TreeMap<>();
  private final Map<ClPlan, ClKernels> kernels = new LinkedHashMap<>();
  private boolean closed;

  private ClDevice(ClContext context, ClTuning tuning, ClSources sources, Optional<ClTuner> tuner) {
    this.context = context;
    this.tuning = tuning;
    this.sources = sources;
    this.tuner = tuner;
    this.queue = new ClQueue(context);
    this.memory = new ClMemory(context);
    this.upload = new ClUpload(memory, queue);
    this.times = ClTimes.of(context);
  }

  /**
   * Opens opencl:index with what suits it by rule.
   *
   * @throws io.downhill.device.DeviceException if there is no such device, or it does not start
   */
  public static ClDevice open(int index) {
    return open(index, tuning(index));
  }

  /**
   * Opens opencl:index with what was measured to suit it, measuring when examples are loaded if the
   * work is worth it, and keeping the choice for later runs.
   *
   * @param work bytes of X that all passes together will read
   * @throws io.downhill.device.DeviceException if there is no such device, or it does not start
   */
  public static ClDevice open(int index, long work) {
    DeviceInfo info = ClRuntime.description(index).info();
    ClTiles kept = ClTiles.of(CacheFile.folderOfUser(), info, ClSources.BUNDLED);
    return open(index, tuning(index), ClSources.BUNDLED, Optional.of(new ClTuner(kept, work)));
  }

  /**
   * Opens opencl:index.
   *
   * @throws io.downhill.device.DeviceException if there is no such device, or it does not start
   */
  public static ClDevice open(int index, ClTuning tuning) {
    return open(index, tuning, ClSources.BUNDLED);
  }

  /** Opens opencl:index with these kernels, and builds the first, so that it is known to start. */
  static ClDevice open(int index, ClTuning tuning, ClSources sources) {
    return open(index, tuning, sources, Optional.empty());
  }

  /** The same, with a choice of tiles. */
  static ClDevice open(int index, ClTuning tuning, ClSources sources, Optional<ClTuner> tuner) {
    ClDescription description = ClRuntime.description(index);
    DeviceInfo info = description.info();
    if (!info.exact()) {
      LOG.warn(
          "{} does not round to nearest, keep denormals or have fma for float32: its results are"
              + " not held to the bits of other devices",
          info);
    }
    LOG.debug("{}: {}, {}", info, info.driver(), tuning);
    ClDevice device = new ClDevice(ClContext.of(description), tuning, sources, tuner);
    try {
      device.kernels();
      return device;
    } catch (DeviceException e) {
      device.close();
      throw e;
    }
  }

  /** Who opencl:index is. */
  public static DeviceInfo info(int index) {
    return ClRuntime.description(index).info();
  }

  /** What suits opencl:index, to be changed and passed to {@link #open(int, ClTuning)}. */
  public static ClTuning tuning(int index) {
    return ClTuning.of(ClRuntime.description(index));
  }

  @Override
  public DeviceInfo info() {
    return context.info();
  }

  /** How often the host has waited for the device since it was opened. */
  public long waits() {
    return queue.waits();
  }

  /** What it has taken so far to get ready. */
  public ClTiming timing() {
    return times.timing();
  }

  /** Changes when the text of any kernel does. */
  public static String fingerprint() {
    return ClSources.fingerprint();
  }

  /** How it brings rows and labels to its memory. */
  ClUpload upload() {
    return upload;
  }

  /** Bytes on the device that belong to what is open. */
  long used() {
    return memory.used();
  }

  @Override
  public DeviceExamples load(Rows rows, float[] y, Span span) {
    if (rows instanceof CsrRows csr && csr.change() == null) {
      return reserved(
          times.upload(
              ClSparse.bytes(csr),
              () -> ClExamples.load(csr, y, span, memory, queue, upload, tuning)));
    }
    long bytes = (long) Float.BYTES * rows.examples() * rows.features();
    ClExamples examples =
        times.upload(bytes, () -> ClExamples.load(rows, y, span, memory, queue, upload, tuning));
    try {
      times.apart(() -> tuned(examples)).ifPresent(choice -> chosen.put(rows.features(), choice));
      return reserved(examples);
    } catch (RuntimeException | Error e) {
      examples.close();
      throw e;
    }
  }

  private Optional<ClTuning> tuned(ClExamples e) {
    return tuner.flatMap(t -> t.choose(context, tuning, e, memory, queue, this::kernels));
  }

  /** The same with the room for the largest pass over them. */
  private ClExamples reserved(ClExamples examples) {
    if (examples.sparse().isEmpty() && kernels(examples).plan().hasLeaves()) {
      examples.stripeSums();
    }
    if (examples.features() <= Newton.DENSE) {
      new ClGram(passes(examples)).reserve();
    }
    return examples;
  }

  @Override
  public DeviceExamples sample(DeviceExamples e, StripeSample sample, float[] y) {
    ClExamples all = (ClExamples) e;
    if (all.sparse().isPresent()) {
      return load(all.rows().of(sample), y, Span.whole(sample.examples()));
    }
    return reserved(all.sample(sample, y, kernels(all).gather(), tuning));
  }

  @Override
  public Rows rows(DeviceExamples e) {
    return ((ClExamples) e).rows();
  }

  @Override
  public DeviceVector vector(int length) {
    long floats = (long) length + ClVector.PADDING;
    return new ClVector(memory.zeros(floats, "a vector", queue), length);
  }

  @Override
  public void write(DeviceVector v, double[] source) {
    float[] values = new float[v.length() + ClVector.PADDING];
    for (int i = 0; i < v.length(); i++) {
      values[i] = (float) source[i];
    }
    // A write that does not block would keep a thread of JOCL's waiting; the runtime keeps the
    // staged buffer until the copy is done.
    try (ClBuffer staged = memory.of(values, "a write")) {
      queue.copy(staged, ClVector.of(v), 0, values.length);
    }
  }

  @Override
  public void read(DeviceVector v, double[] target) {
    read(v, target, PIECE);
  }

  /** The same in pieces of so many values. */
  void read(DeviceVector v, double[] target, int most) {
    float[] piece = new float[Math.min(target.length, most)];
    for (long at = 0; at < target.length; at += piece.length) {
      int count = (int) Math.min(piece.length, target.length - at);
      queue.read(ClVector.of(v), at, piece, count);
      for (int i = 0; i < count; i++) {
        target[(int) at + i] = piece[i];
      }
    }
  }

  @Override
  public void margins(DeviceExamples e, Panel panel, DeviceVector w, DeviceVector z) {
    if (isSparse(e)) {
      new ClSparsePasses(passes(e), panel).margins(ClVector.of(w), ClVector.of(z));
    } else if (isOne(panel)) {
      passes(e).margins(ClVector.of(w), ClVector.of(z));
    } else {
      new ClPanel(passes(e), panel).margins(ClVector.of(w), ClVector.of(z));
    }
  }

  @Override
  public void sigmoid(DeviceVector z, DeviceVector a) {
    ClKernel kernel = kernels().sigmoid();
    kernel.with(ClVector.of(z), ClVector.of(a), z.length());
    queue.launch(kernel, z.length(), tuning.group());
  }

  @Override
  public void loss(DeviceVector z, DeviceExamples e, DeviceVector l) {
    ClKernel kernel = kernels().loss();
    for (ClSlab slab : ((ClExamples) e).slabs()) {
      kernel.with(ClVector.of(z), slab.y(), ClVector.of(l), slab.rows(), slab.first());
      queue.launch(kernel, slab.rows(), tuning.group());
    }
  }

  @Override
  public void gradient(DeviceExamples e, Panel panel, DeviceVector w, DeviceSums g) {
    if (panel.link() == Link.SOFTMAX) {
      new ClSoftmax(passes(e), panel).gradient(ClVector.of(w), ClVector.of(g.pairs()));
    } else if (isSparse(e)) {
      new ClSparsePasses(passes(e), panel).gradient(ClVector.of(w), ClVector.of(g.pairs()));
    } else if (isOne(panel)) {
      passes(e).gradient(ClVector.of(w), ClVector.of(g.pairs()));
    } else {
      new ClPanel(passes(e), panel).gradient(ClVector.of(w), ClVector.of(g.pairs()));
    }
  }

  @Override
  public void update(DeviceVector w, DeviceSums g, Step step, DeviceVector trace, int k) {
    int n = g.columns() - 2;
    ClKernel kernel = kernels().update();
    kernel.with(
        ClVector.of(w),
        ClVector.of(g.pairs()),
        ClVector.of(trace),
        (long) k * Step.traceRow(n),
        n,
        step.scale(),
        step.alpha(),
        step.l2(),
        step.intercept() ? 1 : 0);
    queue.launch(kernel, n + 2L, tuning.group());
  }

  @Override
  public void product(DeviceExamples e, Panel panel, DeviceVector w, DeviceVector v, DeviceSums g) {
    ClBuffer result = ClVector.of(g.pairs());
    if (panel.link() == Link.SOFTMAX) {
      new ClSoftmax(passes(e), panel).product(ClVector.of(w), ClVector.of(v), result);
    } else if (isSparse(e)) {
      new ClSparsePasses(passes(e), panel).product(ClVector.of(w), ClVector.of(v), result);
    } else if (isOne(panel)) {
      passes(e).product(ClVector.of(w), ClVector.of(v), result);
    } else {
      new ClPanel(passes(e), panel).product(ClVector.of(w), ClVector.of(v), result);
    }
  }

  @Override
  public void line(
      DeviceExamples e, Panel panel, DeviceVector z, DeviceVector d, float[] t, DeviceSums sums) {
    ClBuffer result = ClVector.of(sums.pairs());
    if (panel.link() == Link.SOFTMAX) {
      new ClSoftmax(passes(e), panel).line(ClVector.of(z), ClVector.of(d), t[0], result);
      return;
    }
    if (isOne(panel)) {
      passes(e).line(ClVector.of(z), ClVector.of(d), t[0], result);
      return;
    }
    try (ClBuffer lengths = memory.of(t, "a line")) {
      new ClPanel(passes(e), panel).line(ClVector.of(z), ClVector.of(d), lengths, result);
    }
  }

  @Override
  public void coefficients(DeviceExamples e, Panel panel, DeviceVector z, DeviceVector k) {
    if (panel.link() == Link.SOFTMAX) {
      new ClSoftmax(passes(e), panel).coefficients(ClVector.of(z), ClVector.of(k));
    } else {
      new ClPanel(passes(e), panel).coefficients(ClVector.of(z), ClVector.of(k));
    }
  }

  @Override
  public void gram(DeviceExamples e, Panel panel, DeviceVector k, int column, DeviceSums sums) {
    new ClGram(passes(e))
        .sum(ClVector.of(k), panel.coefficients(), column, ClVector.of(sums.pairs()));
  }

  @Override
  public void scan(DeviceExamples e, DeviceVector out) {
    passes(e).scan(ClVector.of(out));
  }

  @Override
  public void copy(DeviceExamples e, DeviceVector out) {
    passes(e).copy(ClVector.of(out), out.length());
  }

  /** Whether a panel is what the passes for one column serve. */
  private static boolean isOne(Panel panel) {
    return panel.columns() == 1 && panel.targets().isEmpty();
  }

  private static boolean isSparse(DeviceExamples e) {
    return ((ClExamples) e).sparse().isPresent();
  }

  private ClPasses passes(DeviceExamples e) {
    ClExamples examples = (ClExamples) e;
    return new ClPasses(queue, kernels(examples), examples);
  }

  /** The kernels for some examples. */
  ClKernels kernels(ClExamples e) {
    if (e.sparse().isPresent()) {
      return kernels(plan(tuning, 1, 1)); // Nothing of sparse passes depends on n.
    }
    return kernels(plan(chosen.getOrDefault(e.features(), tuning), e.features(), e.blocks()));
  }

  private ClPlan plan(ClTuning choice, int features, int blocks) {
    return ClPlan.of(choice, features, blocks, ClPlan.Limits.of(context.description()));
  }

  private ClKernels kernels(ClPlan decided) {
    return kernels.computeIfAbsent(
        decided, plan -> new ClKernels(context, new ClRecipes(plan, sources)));
  }

  /** Kernels for what does not depend on n: any that are built, for building takes time. */
  private ClKernels kernels() {
    return kernels.isEmpty() ? kernels(plan(tuning, 1, 1)) : kernels.values().iterator().next();
  }

  @Override
  public void close() {
    if (closed) {
      return;
    }
    closed = true;
    LOG.debug("{}: closed after {} waits", info(), waits());
    queue.close();
    kernels.values().forEach(ClKernels::close);
    memory.close();
  }
}
