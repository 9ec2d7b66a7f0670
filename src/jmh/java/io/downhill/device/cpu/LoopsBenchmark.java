package io.downhill.device.cpu;

import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * The inner loops on one block of 1024 examples that stays in cache: nanoseconds an example, on one
 * thread. What limits a pass besides the memory.
 *
 * <p>{@code mvn -Pjmh test-compile exec:exec} runs it; {@code -Djmh.arguments="Loops -p n=100"}
 * chooses.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@OperationsPerInvocation(BlockPass.BLOCK)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class LoopsBenchmark {
  /** Features. */
  @Param({"28", "100", "256"})
  public int n;

  /** Which form, by its place among those that this JVM can run; the last is the fastest. */
  @Param({"0", "1", "2"})
  public int form;

  private Loops loops;
  private float[] x;
  private float[] w;
  private float[] y;
  private final float[] z = new float[BlockPass.BLOCK];
  private final float[] dz = new float[Loops.STRIPE];
  private final float[] losses = new float[Loops.STRIPE];
  private float[] g;
  private float[] hi;
  private float[] lo;

  /** Makes the block from a seed. */
  @Setup
  public void fill() {
    loops = FastestLoops.all().get(form);
    SplittableRandom random = new SplittableRandom(1);
    x = uniform(random, BlockPass.BLOCK * n + Loops.PADDING);
    w = uniform(random, n + 1 + Loops.PADDING);
    y = new float[BlockPass.BLOCK];
    for (int i = 0; i < y.length; i++) {
      y[i] = random.nextBoolean() ? 1 : -1;
    }
    g = new float[n + 2 + Loops.PADDING];
    hi = new float[n + 2 + Loops.PADDING];
    lo = new float[n + 2 + Loops.PADDING];
  }

  private static float[] uniform(SplittableRandom random, int length) {
    float[] values = new float[length];
    for (int i = 0; i < length; i++) {
      values[i] = (float) random.nextDouble() - 0.5f;
    }
    return values;
  }

  /** z := Xw + b. */
  @Benchmark
  public float[] margins() {
    for (int i = 0; i < BlockPass.BLOCK; i += Loops.STRIPE) {
      loops.margins(x, i * n, Loops.STRIPE, n, w, z, i);
    }
    return z;
  }

  /** dz and the loss from z and y. */
  @Benchmark
  public float[] residuals() {
    for (int i = 0; i < BlockPass.BLOCK; i += Loops.STRIPE) {
      loops.residuals(z, y, i, Loops.STRIPE, dz, losses);
    }
    return losses;
  }

  /** g := sum of dz x, stripe by stripe. */
  @Benchmark
  public float[] stripeSums() {
    for (int i = 0; i < BlockPass.BLOCK; i += Loops.STRIPE) {
      loops.stripeSums(x, i * n, Loops.STRIPE, n, dz, g);
    }
    return g;
  }

  /** The pairs of a block from its stripes. */
  @Benchmark
  public float[] addStripe() {
    for (int i = 0; i < BlockPass.BLOCK; i += Loops.STRIPE) {
      loops.addStripe(g, n + 2, hi, lo);
    }
    return lo;
  }
}
