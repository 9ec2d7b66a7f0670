package io.downhill.device.cpu;

import io.downhill.sums.Tree;
import java.util.Arrays;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Scalar loops at first, vector loops as soon as they are faster. Vector code runs hundreds of
 * times slower until the JIT has compiled it, for about a second; so a thread in the background
 * runs it on made-up stripes meanwhile. The bits are the same, so nobody sees when the change
 * happens.
 */
final class WarmingLoops implements Loops {
  private static final Logger LOG = LoggerFactory.getLogger(WarmingLoops.class);
  private static final int ROUND = 64;

  /** Rounds without a pause; a compiler that is not kept waiting needs fewer. */
  private static final int BUSY_ROUNDS = 1000;

  private final Loops vector;
  private volatile Loops current;
  private volatile Loops currentHessian;
  private volatile Loops currentPanels;
  private volatile boolean panelsStarted;
  private boolean started;

  WarmingLoops(Loops vector) {
    this.vector = vector;
    this.current = new ScalarLoops();
    this.currentHessian = current;
    this.currentPanels = current;
  }

  /** Starts to warm up, once, and then does something else; for work that is worth it. */
  synchronized void start(Runnable then) {
    if (!started) {
      started = true;
      inBackground(
          () -> {
            warm();
            then.run();
          });
    }
  }

  private static void inBackground(Runnable work) {
    Thread thread = new Thread(work, "downhill-warm-up");
    thread.setDaemon(true);
    // Whatever goes wrong here, training goes on without it.
    thread.setUncaughtExceptionHandler((t, e) -> LOG.debug("the warm-up ended", e));
    thread.start();
  }

  private void warm() {
    long began = System.nanoTime();
    Stripe wide = new Stripe(100);
    Stripe narrow = new Stripe(28);
    Work both =
        loops -> {
          wide.pass(loops);
          narrow.pass(loops);
        };
    awaitFaster(both);
    current = vector;
    LOG.debug("vector loops took over after {} ms", millisSince(began));
    awaitFaster(wide::hessian);
    currentHessian = vector;
    LOG.debug("and in the Hessian after {} ms", millisSince(began));
  }

  private static long millisSince(long began) {
    return (System.nanoTime() - began) / 1_000_000;
  }

  private interface Work {
    void run(Loops loops);
  }

  /**
   * Runs both forms until the vectors win twice in a row. On a busy machine they are compiled late,
   * so there is no deadline; but the rounds become rarer, and cost little if they never win.
   */
  private void awaitFaster(Work work) {
    Loops scalar = new ScalarLoops();
    int wins = 0;
    for (int round = 0; wins < 2; round++) {
      LockSupport.parkNanos(1_000_000L * Math.max(0, round - BUSY_ROUNDS));
      long began = System.nanoTime();
      for (int k = 0; k < ROUND; k++) {
        work.run(vector);
      }
      long between = System.nanoTime();
      for (int k = 0; k < ROUND / 4; k++) {
        work.run(scalar);
      }
      long scalarNanos = 4 * (System.nanoTime() - between);
      wins = between - began < scalarNanos ? wins + 1 : 0;
    }
  }

  /** A made-up stripe, with a tail behind the last whole vector, and one row short of a step. */
  private static final class Stripe {
    private final int n;
    private final float[] x;
    private final float[] w;
    private final float[] y = new float[Tree.STRIPE];
    private final float[] z = new float[Tree.STRIPE];
    private final float[] dz = new float[Tree.STRIPE];
    private final float[] losses = new float[Tree.STRIPE];
    private final float[] g;
    private final float[] hi;
    private final float[] lo;
    private final float[] h;
    private final float[] eight;
    private final float[] eightZ = new float[LANE_COUNT * Tree.STRIPE];
    private final float[] eightG;

    Stripe(int n) {
      this.n = n;
      x = new float[Tree.STRIPE * n + PADDING];
      Arrays.fill(x, 0.01f);
      w = new float[n + 1 + PADDING];
      Arrays.fill(y, 1f);
      g = new float[n + 2 + PADDING];
      hi = new float[n + 2 + PADDING];
      lo = new float[n + 2 + PADDING];
      eight = new float[Loops.panelBiases(n) + LANE_COUNT];
      eightG = new float[LANE_COUNT * Loops.panelPitch(n) + PADDING];
      h = new float[Loops.triangleLength(n + 1) + PADDING];
    }

    void pass(Loops loops) {
      loops.margins(x, 0, Tree.STRIPE, n, w, z, 0);
      loops.residuals(z, y, 0, Tree.STRIPE, dz, losses);
      loops.curvatures(z, y, 0, Tree.STRIPE, losses);
      loops.stripeSums(x, 0, Tree.STRIPE, n, dz, 0, g);
      loops.addStripe(g, n + 2, hi, lo);
    }

    void panel(Loops loops) {
      loops.eightMargins(x, 0, Tree.STRIPE, n, eight, eightZ);
      loops.eightSums(x, 0, Tree.STRIPE, n, eightZ, 0, eightG);
      loops.eightTotals(eightZ, new float[][] {eightZ, eightZ}, 0, Tree.STRIPE, n, eightG);
    }

    void hessian(Loops loops) {
      loops.stripeHessian(x, 0, Tree.STRIPE, n, dz, h);
    }
  }

  @Override
  public String name() {
    return vector.name();
  }

  @Override
  public void margins(float[] x, int at, int rows, int n, float[] w, float[] z, int zAt) {
    current.margins(x, at, rows, n, w, z, zAt);
  }

  @Override
  public void residuals(float[] z, float[] y, int yAt, int rows, float[] dz, float[] losses) {
    current.residuals(z, y, yAt, rows, dz, losses);
  }

  @Override
  public void curvatures(float[] z, float[] y, int yAt, int rows, float[] k) {
    current.curvatures(z, y, yAt, rows, k);
  }

  @Override
  public void stripeSums(float[] x, int at, int rows, int n, float[] dz, int dzAt, float[] g) {
    current.stripeSums(x, at, rows, n, dz, dzAt, g);
  }

  @Override
  public void stripeHessian(float[] x, int at, int rows, int n, float[] k, float[] h) {
    currentHessian.stripeHessian(x, at, rows, n, k, h);
  }

  @Override
  public void eightMargins(float[] x, int at, int rows, int n, float[] w, float[] z) {
    panels().eightMargins(x, at, rows, n, w, z);
  }

  @Override
  public void eightSums(float[] x, int at, int rows, int n, float[] dz, int first, float[] g) {
    panels().eightSums(x, at, rows, n, dz, first, g);
  }

  @Override
  public void eightTotals(float[] q, float[][] factors, int first, int rows, int n, float[] g) {
    panels().eightTotals(q, factors, first, rows, n, g);
  }

  /** The loops for panels, which are warmed up from their first use on. */
  private Loops panels() {
    if (!panelsStarted) {
      startPanels();
    }
    return currentPanels;
  }

  private synchronized void startPanels() {
    if (panelsStarted) {
      return;
    }
    panelsStarted = true;
    Stripe stripe = new Stripe(100);
    inBackground(
        () -> {
          long began = System.nanoTime();
          awaitFaster(stripe::panel);
          currentPanels = vector;
          LOG.debug("and for panels after {} ms", millisSince(began));
        });
  }

  @Override
  public void addStripe(float[] g, int columns, float[] hi, float[] lo) {
    current.addStripe(g, columns, hi, lo);
  }

  @Override
  public void sigmoid(float[] z, float[] a, int first, int end) {
    current.sigmoid(z, a, first, end);
  }

  @Override
  public void loss(float[] z, float[] y, float[] l, int first, int end) {
    current.loss(z, y, l, first, end);
  }

  @Override
  public int scan(float[] x, int first, int end) {
    return current.scan(x, first, end);
  }
}
