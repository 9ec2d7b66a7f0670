package io.downhill.device.cpu;

import io.downhill.data.Dataset;
import io.downhill.device.Device;
import io.downhill.device.DeviceExamples;
import io.downhill.device.DeviceInfo;
import io.downhill.device.DeviceSums;
import io.downhill.device.DeviceVector;
import io.downhill.device.Step;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The pure-Java device: blocks of 1024 examples run on several threads, each with the same bits
 * whatever thread takes it. Passes are done when they return.
 */
public final class CpuDevice implements Device {
  private static final Logger LOG = LoggerFactory.getLogger(CpuDevice.class);

  private final Workers workers;
  private final Loops loops;

  private CpuDevice(int threads, Loops loops) {
    this.workers = new Workers(threads);
    this.loops = loops;
    LOG.debug("cpu: {} loops on {} threads", loops.name(), threads);
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

  static CpuDevice of(int threads, Loops loops) {
    return new CpuDevice(threads, loops);
  }

  @Override
  public DeviceInfo info() {
    return CpuInfo.of(loops.name() + " loops, " + workers.threads() + " threads");
  }

  @Override
  public DeviceExamples load(Dataset data) {
    return new CpuExamples(data);
  }

  @Override
  public DeviceVector vector(int length) {
    return new CpuVector(new float[length]);
  }

  @Override
  public void write(DeviceVector v, double[] from) {
    float[] values = CpuVector.of(v);
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) from[i];
    }
  }

  @Override
  public void read(DeviceVector v, double[] into) {
    float[] values = CpuVector.of(v);
    for (int i = 0; i < into.length; i++) {
      into[i] = values[i];
    }
  }

  @Override
  public void margins(DeviceExamples e, DeviceVector w, DeviceVector z) {
    CpuExamples examples = (CpuExamples) e;
    int n = examples.features();
    float[] weights = CpuVector.of(w);
    float[] out = CpuVector.of(z);
    workers.run(
        examples.blocks(),
        () ->
            block ->
                loops.margins(
                    examples.x(block),
                    examples.at(block),
                    examples.rows(block),
                    n,
                    weights,
                    out,
                    block * GradientPass.BLOCK));
  }

  @Override
  public void sigmoid(DeviceVector z, DeviceVector a) {
    float[] in = CpuVector.of(z);
    float[] out = CpuVector.of(a);
    int blocks = (in.length + GradientPass.BLOCK - 1) / GradientPass.BLOCK;
    workers.run(
        blocks,
        () ->
            block ->
                loops.sigmoid(
                    in,
                    out,
                    block * GradientPass.BLOCK,
                    Math.min(in.length, (block + 1) * GradientPass.BLOCK)));
  }

  @Override
  public void loss(DeviceVector z, DeviceExamples e, DeviceVector l) {
    CpuExamples examples = (CpuExamples) e;
    float[] y = examples.data().labels();
    float[] in = CpuVector.of(z);
    float[] out = CpuVector.of(l);
    workers.run(
        examples.blocks(),
        () ->
            block -> {
              int from = block * GradientPass.BLOCK;
              loops.loss(in, y, out, from, from + examples.rows(block));
            });
  }

  @Override
  public void gradient(DeviceExamples e, DeviceVector w, DeviceSums g) {
    CpuExamples examples = (CpuExamples) e;
    int n = examples.features();
    float[] weights = CpuVector.of(w);
    float[] y = examples.data().labels();
    int nodes = examples.blocks();
    float[] pairs = new float[nodes * 2 * (n + 2)];
    workers.run(
        nodes,
        () -> {
          GradientPass pass = new GradientPass(loops, n);
          return block ->
              pass.sum(
                  examples.x(block),
                  examples.at(block),
                  y,
                  block,
                  examples.rows(block),
                  weights,
                  pairs);
        });
    float[] root = sumUp(pairs, nodes, n + 2);
    System.arraycopy(root, 0, CpuVector.of(g.pairs()), 0, root.length);
  }

  private float[] sumUp(float[] blocks, int count, int columns) {
    float[] children = blocks;
    for (int nodes = count; nodes > 1; ) {
      int parents = SumTree.parents(nodes);
      float[] from = children;
      float[] into = new float[parents * 2 * columns];
      int last = nodes;
      workers.run(
          parents,
          () ->
              node -> {
                int first = node * SumTree.RADIX;
                SumTree.combine(
                    from, first, Math.min(first + SumTree.RADIX, last), columns, into, node);
              });
      children = into;
      nodes = parents;
    }
    return children;
  }

  @Override
  public void update(DeviceVector w, DeviceSums g, Step step, DeviceVector trace, int k) {
    int n = g.features();
    float[] weights = CpuVector.of(w);
    float[] pairs = CpuVector.of(g.pairs());
    float[] rows = CpuVector.of(trace);
    int row = k * DeviceSums.traceRow(n);
    System.arraycopy(weights, 0, rows, row, n + 1);
    System.arraycopy(pairs, 0, rows, row + n + 1, 2 * (n + 2));
    for (int j = 0; j < n; j++) {
      float d = mean(pairs, n + 2, j, step);
      weights[j] = Math.fma(-step.alpha(), Math.fma(step.l2(), weights[j], d), weights[j]);
    }
    if (step.intercept()) {
      weights[n] = Math.fma(-step.alpha(), mean(pairs, n + 2, n, step), weights[n]);
    }
  }

  private static float mean(float[] pairs, int columns, int j, Step step) {
    return (pairs[j] + pairs[columns + j]) * step.scale();
  }

  @Override
  public void close() {
    workers.close();
  }
}
