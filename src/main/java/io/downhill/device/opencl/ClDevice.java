package io.downhill.device.opencl;

import io.downhill.data.Dataset;
import io.downhill.device.Device;
import io.downhill.device.DeviceExamples;
import io.downhill.device.DeviceException;
import io.downhill.device.DeviceInfo;
import io.downhill.device.DeviceSums;
import io.downhill.device.DeviceVector;
import io.downhill.device.Step;
import java.util.Map;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A device through OpenCL. Confined to one thread; several may be open on the same hardware.
 *
 * <p>Passes are enqueued on one in-order queue; only {@link #read}, {@link #load} and {@link
 * #close} wait.
 */
public final class ClDevice implements Device {
  private static final Logger LOG = LoggerFactory.getLogger(ClDevice.class);

  private final ClContext context;
  private final ClTuning tuning;
  private final ClSources sources;
  private final ClQueue queue;
  private final ClMemory memory;
  private final Map<Integer, ClKernels> kernels = new TreeMap<>();
  private boolean closed;

  private ClDevice(ClContext context, ClTuning tuning, ClSources sources) {
    this.context = context;
    this.tuning = tuning;
    this.sources = sources;
    this.queue = new ClQueue(context);
    this.memory = new ClMemory(context);
  }

  /**
   * Opens opencl:index with what suits it.
   *
   * @throws io.downhill.device.DeviceException if there is no such device, or it does not start
   */
  public static ClDevice open(int index) {
    return open(index, tuning(index));
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
    ClDescription description = ClRuntime.description(index);
    DeviceInfo info = description.info();
    if (!info.exact()) {
      LOG.warn(
          "{} does not round to nearest, keep denormals or have fma for float32: its results are"
              + " not held to the bits of other devices",
          info);
    }
    LOG.debug("{}: {}, {}", info, info.driver(), tuning);
    ClDevice device = new ClDevice(ClContext.of(description), tuning, sources);
    try {
      device.kernels();
      return device;
    } catch (DeviceException e) {
      device.close();
      throw e;
    }
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

  @Override
  public DeviceExamples load(Dataset data) {
    return ClExamples.load(data, memory, queue, tuning);
  }

  @Override
  public DeviceVector vector(int length) {
    long floats = (long) length + ClVector.PADDING;
    return new ClVector(memory.zeros(floats, "a vector", queue), length);
  }

  @Override
  public void write(DeviceVector v, double[] from) {
    float[] values = new float[v.length() + ClVector.PADDING];
    for (int i = 0; i < v.length(); i++) {
      values[i] = (float) from[i];
    }
    // A write that does not block would keep a thread of JOCL's waiting; the runtime keeps the
    // staged buffer until the copy is done.
    try (ClBuffer staged = memory.of(values, "a write")) {
      queue.copy(staged, ClVector.of(v), 0, values.length);
    }
  }

  @Override
  public void read(DeviceVector v, double[] into) {
    float[] values = new float[into.length];
    queue.read(ClVector.of(v), values);
    for (int i = 0; i < into.length; i++) {
      into[i] = values[i];
    }
  }

  @Override
  public void margins(DeviceExamples e, DeviceVector w, DeviceVector z) {
    ClExamples examples = (ClExamples) e;
    int n = e.features();
    ClKernel kernel = kernels(n).margins();
    for (ClSlab slab : examples.slabs()) {
      int step = launchBlocks(n);
      for (int first = 0; first < slab.blocks(); first += step) {
        kernel.with(slab.x(), ClVector.of(w), ClVector.of(z), slab.rows(), n, first, slab.first());
        int blocks = Math.min(step, slab.blocks() - first);
        if (tuning.form() == ClForm.WALK) {
          queue.launch(kernel, blocks, 1);
        } else {
          int rows = Math.min(slab.rows() - first * ClSlab.BLOCK, blocks * ClSlab.BLOCK);
          queue.launch(kernel, 8L * rows, tuning.group());
        }
      }
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
  public void gradient(DeviceExamples e, DeviceVector w, DeviceSums g) {
    ClExamples examples = (ClExamples) e;
    int n = e.features();
    ClKernel kernel = kernels(n).gradient();
    int stride = examples.stride();
    ClBuffer sums = examples.sums(0);
    for (ClSlab slab : examples.slabs()) {
      int step = launchBlocks(n);
      for (int first = 0; first < slab.blocks(); first += step) {
        int blocks = Math.min(step, slab.blocks() - first);
        enqueueGradient(kernel, slab, ClVector.of(w), sums, n, stride, first, blocks);
      }
    }
    combine(examples, ClVector.of(g.pairs()));
  }

  private void enqueueGradient(
      ClKernel kernel,
      ClSlab slab,
      ClBuffer w,
      ClBuffer sums,
      int n,
      int stride,
      int first,
      int blocks) {
    int stripes = stripes(n);
    int base = slab.firstBlock();
    if (tuning.form() == ClForm.WALK) {
      kernel.with(slab.x(), slab.y(), w, sums, slab.rows(), n, stride, first, base);
      queue.launch(kernel, blocks, 1);
      return;
    }
    if (stripes == ClTuning.WIDE) {
      kernel.with(slab.x(), slab.y(), w, sums, slab.rows(), n, stride, first, base);
    } else {
      ClKernel.Local scratch = new ClKernel.Local(ClTuning.scratchBytes(stripes, n));
      kernel.with(slab.x(), slab.y(), w, sums, slab.rows(), n, stride, first, base, scratch);
    }
    queue.launch(kernel, (long) blocks * tuning.group(), tuning.group());
  }

  /** Adds the blocks' sums up to the root; a single block passes through with its bits. */
  private void combine(ClExamples examples, ClBuffer root) {
    ClKernel kernel = kernels(examples.features()).combine();
    int columns = examples.features() + 2;
    int stride = examples.stride();
    int nodes = examples.blocks();
    for (int level = 0; ; level++) {
      int parents = ClExamples.parents(nodes);
      boolean last = parents == 1;
      ClBuffer into = last ? root : examples.sums(1 - level % 2);
      kernel.with(examples.sums(level % 2), into, nodes, columns, stride, last ? columns : stride);
      queue.launch(kernel, columns, tuning.group(), parents);
      if (last) {
        return;
      }
      nodes = parents;
    }
  }

  @Override
  public void update(DeviceVector w, DeviceSums g, Step step, DeviceVector trace, int k) {
    int n = g.features();
    ClKernel kernel = kernels().update();
    kernel.with(
        ClVector.of(w),
        ClVector.of(g.pairs()),
        ClVector.of(trace),
        (long) k * DeviceSums.traceRow(n),
        n,
        step.scale(),
        step.alpha(),
        step.l2(),
        step.intercept() ? 1 : 0);
    queue.launch(kernel, n + 2L, tuning.group());
  }

  @Override
  public void product(DeviceExamples e, DeviceVector w, DeviceVector v, DeviceSums g) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void line(DeviceExamples e, DeviceVector z, DeviceVector d, float t, DeviceVector sums) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void scan(DeviceExamples e, DeviceVector out) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void hessian(DeviceExamples e, DeviceVector w, DeviceVector sums) {
    throw new UnsupportedOperationException();
  }

  /** Blocks of 1024 examples in one launch. */
  private int launchBlocks(int features) {
    long blocks = tuning.launchElements() / ((long) ClSlab.BLOCK * features);
    return (int) Math.max(1, Math.min(blocks, Integer.MAX_VALUE / ClSlab.BLOCK));
  }

  private int stripes(int features) {
    return tuning.stripesFor(features, context.description().localMemory());
  }

  /** The kernels for n features. */
  private ClKernels kernels(int features) {
    int stripes = tuning.form() == ClForm.WALK ? ClTuning.WIDE : stripes(features);
    return kernels.computeIfAbsent(stripes, s -> new ClKernels(context, tuning, sources, s));
  }

  /** Kernels for what does not depend on n: any that are built, for building takes time. */
  private ClKernels kernels() {
    return kernels.isEmpty() ? kernels(1) : kernels.values().iterator().next();
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
