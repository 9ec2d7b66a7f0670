package io.downhill.device.cpu;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Scalar loops until the vector loops are faster, found by timing the work itself. Vector code runs
 * hundreds of times slower than scalar code until the JIT has compiled it, and only running it gets
 * it compiled. The bits are the same, so what is tried is not lost, and nobody sees when the change
 * happens. Each loop has a race of its own, so a loop that is never called is never compiled.
 */
final class TimedLoops implements Loops {
  private static final Logger LOG = LoggerFactory.getLogger(TimedLoops.class);

  private final Loops scalar;
  private final Loops vector;
  private final Race margins = new Race("margins");
  private final Race residuals = new Race("residuals");
  private final Race curvatures = new Race("curvatures");
  private final Race stripeSums = new Race("stripe sums");
  private final Race addStripe = new Race("sums of stripes");
  private final Race hessian = new Race("Hessian");
  private final Race eightMargins = new Race("margins of eight columns");
  private final Race eightSums = new Race("stripe sums of eight columns");
  private final Race eightTotals = new Race("totals of eight columns");
  private final Race softmaxRows = new Race("softmax");
  private final Race sigmoid = new Race("sigmoid");
  private final Race loss = new Race("loss");
  private final Race scan = new Race("scan");
  private final SparseEights eights = new TimedEights(this);

  TimedLoops(Loops scalar, Loops vector) {
    this.scalar = scalar;
    this.vector = vector;
  }

  /** One loop over some work. */
  interface Run {
    void with(Loops loops);
  }

  /**
   * Which form runs a loop. While that is open, vector code gets half of the time that the loop
   * takes, in one thread at a time; so a machine that compiles late, or is busy, needs at most
   * twice the time of scalar code.
   */
  final class Race {
    /** Times in a row that vector code must be faster than scalar code has ever been. */
    private static final int WINS = 2;

    private final String name;
    private Loops winner;
    private boolean trying;
    private long scalarNanos;
    private long vectorNanos;
    private double scalarBest = Double.POSITIVE_INFINITY;
    private int wins;

    Race(String name) {
      this.name = name;
    }

    /** The form that won, null while that is open; any thread may see it late. */
    Loops winner() {
      return winner;
    }

    void run(long work, Run run) {
      boolean vectors = tries();
      long began = System.nanoTime();
      try {
        run.with(vectors ? vector : scalar);
      } finally {
        ended(vectors, System.nanoTime() - began, Math.max(1, work));
      }
    }

    /** Whether vector code gets this call; then {@link #ended} is to follow. */
    synchronized boolean tries() {
      if (trying || winner != null || vectorNanos > scalarNanos) {
        return false;
      }
      trying = true;
      return true;
    }

    /** Takes the time of some work into account. */
    synchronized void ended(boolean vectors, long nanos, long work) {
      double each = nanos / (double) work;
      if (!vectors) {
        scalarNanos += nanos;
        scalarBest = Math.min(scalarBest, each);
        return;
      }
      trying = false;
      vectorNanos += nanos;
      wins = each < scalarBest ? wins + 1 : 0;
      if (wins >= WINS && winner == null) {
        winner = vector;
        LOG.debug(
            "{}: {} loops from now on, after {} ms in scalar loops and {} in these",
            name,
            vector.name(),
            scalarNanos / 1_000_000,
            vectorNanos / 1_000_000);
      }
    }
  }

  @Override
  public String name() {
    return "scalar, then " + vector.name();
  }

  @Override
  public void margins(float[] x, int at, int rows, int n, float[] w, float[] z, int zAt) {
    Loops winner = margins.winner();
    if (winner != null) {
      winner.margins(x, at, rows, n, w, z, zAt);
      return;
    }
    margins.run((long) rows * n, loops -> loops.margins(x, at, rows, n, w, z, zAt));
  }

  @Override
  public void residuals(float[] z, float[] y, int yAt, int rows, float[] dz, float[] losses) {
    Loops winner = residuals.winner();
    if (winner != null) {
      winner.residuals(z, y, yAt, rows, dz, losses);
      return;
    }
    residuals.run(rows, loops -> loops.residuals(z, y, yAt, rows, dz, losses));
  }

  @Override
  public void curvatures(float[] z, float[] y, int yAt, int rows, float[] k) {
    Loops winner = curvatures.winner();
    if (winner != null) {
      winner.curvatures(z, y, yAt, rows, k);
      return;
    }
    curvatures.run(rows, loops -> loops.curvatures(z, y, yAt, rows, k));
  }

  @Override
  public void stripeSums(float[] x, int at, int rows, int n, float[] dz, int dzAt, float[] g) {
    Loops winner = stripeSums.winner();
    if (winner != null) {
      winner.stripeSums(x, at, rows, n, dz, dzAt, g);
      return;
    }
    stripeSums.run((long) rows * n, loops -> loops.stripeSums(x, at, rows, n, dz, dzAt, g));
  }

  @Override
  public void stripeHessian(float[] x, int at, int rows, int n, float[] k, float[] h) {
    Loops winner = hessian.winner();
    if (winner != null) {
      winner.stripeHessian(x, at, rows, n, k, h);
      return;
    }
    hessian.run((long) rows * n * n, loops -> loops.stripeHessian(x, at, rows, n, k, h));
  }

  @Override
  public void addStripe(float[] g, int columns, float[] hi, float[] lo) {
    Loops winner = addStripe.winner();
    if (winner != null) {
      winner.addStripe(g, columns, hi, lo);
      return;
    }
    addStripe.run(columns, loops -> loops.addStripe(g, columns, hi, lo));
  }

  @Override
  public void eightMargins(float[] x, int at, int rows, int n, float[] w, int columns, float[] z) {
    Loops winner = eightMargins.winner();
    if (winner != null) {
      winner.eightMargins(x, at, rows, n, w, columns, z);
      return;
    }
    eightMargins.run(
        (long) rows * n * quads(columns),
        loops -> loops.eightMargins(x, at, rows, n, w, columns, z));
  }

  @Override
  public void eightSums(
      float[] x, int at, int rows, int n, float[] dz, int first, int columns, float[] g) {
    Loops winner = eightSums.winner();
    if (winner != null) {
      winner.eightSums(x, at, rows, n, dz, first, columns, g);
      return;
    }
    eightSums.run(
        (long) rows * n * quads(columns),
        loops -> loops.eightSums(x, at, rows, n, dz, first, columns, g));
  }

  /** Four columns are the least that vector loops take. */
  private static int quads(int columns) {
    return (columns + 3) / 4;
  }

  @Override
  public void eightTotals(float[] q, float[][] factors, int first, int rows, int n, float[] g) {
    Loops winner = eightTotals.winner();
    if (winner != null) {
      winner.eightTotals(q, factors, first, rows, n, g);
      return;
    }
    eightTotals.run(rows, loops -> loops.eightTotals(q, factors, first, rows, n, g));
  }

  @Override
  public void softmaxRows(float[] z, int rows, boolean weighted, SoftmaxRows s) {
    Loops winner = softmaxRows.winner();
    if (winner != null) {
      winner.softmaxRows(z, rows, weighted, s);
      return;
    }
    softmaxRows.run(s.classes * rows, loops -> loops.softmaxRows(z, rows, weighted, s));
  }

  @Override
  public SparseEights sparseEights() {
    return eights;
  }

  @Override
  public void sigmoid(float[] z, float[] a, int first, int end) {
    Loops winner = sigmoid.winner();
    if (winner != null) {
      winner.sigmoid(z, a, first, end);
      return;
    }
    sigmoid.run(end - first, loops -> loops.sigmoid(z, a, first, end));
  }

  @Override
  public void loss(float[] z, float[] y, float[] l, int first, int end) {
    Loops winner = loss.winner();
    if (winner != null) {
      winner.loss(z, y, l, first, end);
      return;
    }
    loss.run(end - first, loops -> loops.loss(z, y, l, first, end));
  }

  @Override
  public int scan(float[] x, int first, int end) {
    Loops winner = scan.winner();
    if (winner != null) {
      return winner.scan(x, first, end);
    }
    int[] result = new int[1];
    scan.run(end - first, loops -> result[0] = loops.scan(x, first, end));
    return result[0];
  }
}
