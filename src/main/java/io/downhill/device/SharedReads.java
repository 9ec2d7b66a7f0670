package io.downhill.device;

import io.downhill.data.Dataset;
import io.downhill.optim.Descent;
import io.downhill.optim.Exact;
import io.downhill.optim.L1;
import io.downhill.optim.Line;
import io.downhill.optim.Objective;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.function.Supplier;

/**
 * Fits that run at the same time over the same examples and read them together. Each is a thread
 * with an optimiser that knows nothing of the others; its objectives are opened here, and what it
 * asks of them waits until every running fit has asked something. Then the thread that called
 * {@link #run}, to which the device is confined, answers:
 *
 * <ul>
 *   <li>first what is asked of the smallest sample, for it costs least, so that the fits come
 *       together again before the examples are read;
 *   <li>of one level first what is asked for one fit alone, as a Hessian is;
 *   <li>then what most of them ask, a gradient, a product or margins, by one read of X.
 * </ul>
 *
 * <p>Where more fits ask than a panel has room for, they are split into several of about the same
 * size. Each fit has the bits that it has alone, whoever rides with it. One that ends or fails is
 * not waited for any more.
 */
public final class SharedReads implements AutoCloseable {
  private final SharedExamples examples;
  private final List<Ask<?>> asked = new ArrayList<>();
  private int running;
  private double passes;

  /**
   * Brings the examples to the device.
   *
   * @param data labelled
   * @throws DeviceException if the device has no room
   */
  public SharedReads(Device device, Dataset data) {
    this(
        device,
        data,
        SharedExamples.most(data.examples(), data.features(), device.info().memory()));
  }

  /** The same with at most so many columns in one read. */
  SharedReads(Device device, Dataset data, int most) {
    this.examples = new SharedExamples(device, data, most);
  }

  /** What is asked together. */
  private enum Kind {
    ALONE,
    GRADIENT,
    PRODUCT,
    MARGINS
  }

  /** A question, and its answer. */
  private static final class Ask<T> {
    private final int fit;
    private final DeviceObjective of;
    private final Kind kind;
    private final Supplier<T> alone;
    private final double[][] arrays;
    private final CompletableFuture<T> answer = new CompletableFuture<>();

    /**
     * Asks.
     *
     * @param fit who asks
     * @param of what it is asked of; null for what is not there yet
     * @param alone answers for one
     * @param arrays what it is asked with, and what receives the answer
     */
    Ask(int fit, DeviceObjective of, Kind kind, Supplier<T> alone, double[]... arrays) {
      this.fit = fit;
      this.of = of;
      this.kind = kind;
      this.alone = alone;
      this.arrays = arrays;
    }

    /** In the order of the fits, whichever asked first, so that panels are those of before. */
    int fit() {
      return fit;
    }

    /** The fewest examples come first. */
    int examples() {
      return of == null ? 0 : of.examples();
    }

    void answer() {
      try {
        answer.complete(alone.get());
      } catch (RuntimeException | Error e) {
        answer.completeExceptionally(e);
      }
    }
  }

  /** Opens objectives for a fit, in the fit's thread. */
  public final class Reader {
    private final int fit;

    private Reader(int fit) {
      this.fit = fit;
    }

    /**
     * An objective over all examples.
     *
     * @param data these examples, perhaps with other labels and weights
     * @param l2 the penalty of each weight, length n
     */
    public Reading open(Dataset data, double[] l2, L1 l1, boolean intercept) {
      return new Reading(
          fit,
          ask(
              fit,
              null,
              Kind.ALONE,
              () -> DeviceObjective.over(examples, data, l2, l1, intercept)));
    }
  }

  /** A fit: an optimiser's run, and what is to be done with its end. */
  @FunctionalInterface
  public interface Fit {
    /** Runs to its end. */
    void run(Reader reader);
  }

  /**
   * Runs all fits, each in a thread of its own, and returns when they have ended.
   *
   * @return the failure of each, in their order; empty for one that ended well
   */
  public List<Optional<Throwable>> run(List<Fit> fits) {
    List<FutureTask<Void>> tasks = new ArrayList<>();
    running = fits.size();
    for (Fit fit : fits) {
      int number = tasks.size();
      FutureTask<Void> task =
          new FutureTask<>(
              () -> {
                try {
                  fit.run(new Reader(number));
                } finally {
                  ended();
                }
              },
              null);
      tasks.add(task);
      Thread thread = new Thread(task, "downhill-fit-" + tasks.size());
      thread.setDaemon(true);
      thread.start();
    }
    answerAll();
    return tasks.stream().map(SharedReads::failure).toList();
  }

  private static Optional<Throwable> failure(FutureTask<Void> task) {
    try {
      task.get();
      return Optional.empty();
    } catch (ExecutionException e) {
      return Optional.of(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.of(e);
    }
  }

  private synchronized void ended() {
    running--;
    notifyAll();
  }

  private <T> T ask(int fit, DeviceObjective of, Kind kind, Supplier<T> alone, double[]... arrays) {
    Ask<T> ask = new Ask<>(fit, of, kind, alone, arrays);
    synchronized (this) {
      asked.add(ask);
      notifyAll();
    }
    try {
      return ask.answer.join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof RuntimeException failure) {
        throw failure;
      }
      throw (Error) e.getCause();
    }
  }

  private void answerAll() {
    for (List<Ask<?>> next = next(); !next.isEmpty(); next = next()) {
      answer(next);
    }
  }

  /** Waits until all have asked; what is to be answered now, nothing where all have ended. */
  private synchronized List<Ask<?>> next() {
    while (asked.size() < running) {
      try {
        wait();
      } catch (InterruptedException e) {
        throw new IllegalStateException("interrupted while fits run", e);
      }
    }
    asked.sort(Comparator.comparingInt(Ask::fit));
    List<Ask<?>> next = chosen();
    asked.removeAll(next);
    return next;
  }

  private List<Ask<?>> chosen() {
    int fewest = asked.stream().mapToInt(Ask::examples).min().orElse(0);
    List<List<Ask<?>>> kinds = new ArrayList<>();
    for (Kind kind : Kind.values()) {
      kinds.add(asked.stream().filter(a -> a.examples() == fewest && a.kind == kind).toList());
    }
    List<Ask<?>> most = kinds.get(0);
    for (List<Ask<?>> kind : kinds) {
      most = kinds.get(0).isEmpty() && kind.size() > most.size() ? kind : most;
    }
    return most;
  }

  private void answer(List<Ask<?>> all) {
    if (all.get(0).kind == Kind.ALONE) {
      all.forEach(Ask::answer);
      return;
    }
    int panels = (all.size() + examples.most() - 1) / examples.most();
    for (int p = 0; p < panels; p++) {
      answerInOneRead(all.subList(p * all.size() / panels, (p + 1) * all.size() / panels));
    }
  }

  private void answerInOneRead(List<Ask<?>> some) {
    if (some.size() == 1) {
      some.get(0).answer();
      return;
    }
    try {
      List<Object> answers = together(some);
      for (int b = 0; b < some.size(); b++) {
        complete(some.get(b), answers.get(b));
      }
    } catch (RuntimeException | Error e) {
      some.forEach(ask -> ask.answer.completeExceptionally(e));
    }
  }

  @SuppressWarnings("unchecked") // Each kind has one type of answer.
  private static <T> void complete(Ask<T> ask, Object answer) {
    ask.answer.complete((T) answer);
  }

  private static List<Object> together(List<Ask<?>> all) {
    List<DeviceObjective> some = new ArrayList<>();
    double[][][] arrays = new double[3][all.size()][];
    for (int b = 0; b < all.size(); b++) {
      Ask<?> ask = all.get(b);
      some.add(ask.of);
      for (int a = 0; a < ask.arrays.length; a++) {
        arrays[a][b] = ask.arrays[a];
      }
    }
    SharedExamples level = some.get(0).shared().orElseThrow();
    List<Object> answers = new ArrayList<>();
    switch (all.get(0).kind) {
      case GRADIENT -> {
        for (double cost : level.costsAndGradients(some, arrays[0], arrays[1])) {
          answers.add(cost);
        }
      }
      case PRODUCT -> {
        level.products(some, arrays[0], arrays[1], arrays[2]);
        some.forEach(one -> answers.add(null));
      }
      default -> answers.addAll(List.of(level.margins(some, arrays[0])));
    }
    return answers;
  }

  /** The reads of all examples so far, a part of them as that part. */
  public double passes() {
    return passes - examples.saved();
  }

  @Override
  public void close() {
    examples.close();
  }

  /** An objective whose calls wait for those of the other fits. */
  public final class Reading implements Objective, AutoCloseable {
    private final int fit;
    private final DeviceObjective alone;
    private Optional<Objective> sample;

    private Reading(int fit, DeviceObjective alone) {
      this.fit = fit;
      this.alone = alone;
    }

    private <T> T alone(Supplier<T> answer) {
      return ask(fit, alone, Kind.ALONE, answer);
    }

    @Override
    public int weights() {
      return alone.weights();
    }

    @Override
    public int columns() {
      return alone.columns();
    }

    @Override
    public double steepening() {
      return alone.steepening();
    }

    /** The classes of one problem have a read of their own. */
    private Kind kind(Kind together) {
      return columns() == 1 ? together : Kind.ALONE;
    }

    @Override
    public boolean holdsHessian() {
      return alone.holdsHessian();
    }

    @Override
    public double passes() {
      return alone.passes();
    }

    @Override
    public void round(double[] w) {
      alone.round(w);
    }

    @Override
    public double costAndGradient(double[] w, double[] gradient) {
      return ask(
          fit, alone, kind(Kind.GRADIENT), () -> alone.costAndGradient(w, gradient), w, gradient);
    }

    @Override
    public void product(double[] w, double[] v, double[] product) {
      Supplier<Object> own =
          () -> {
            alone.product(w, v, product);
            return null;
          };
      // Of a direction that is 0 the product is known.
      ask(fit, alone, Descent.slope(v) > 0 ? kind(Kind.PRODUCT) : Kind.ALONE, own, w, v, product);
    }

    /** The margins of all examples, length m, or m K of K classes. */
    public double[] margins(double[] w) {
      return ask(fit, alone, kind(Kind.MARGINS), () -> alone.margins(w), w);
    }

    @Override
    public double[] hessian(double[] w) {
      return alone(() -> alone.hessian(w));
    }

    @Override
    public double[] biasHessian(double[] w) {
      return alone(() -> alone.biasHessian(w));
    }

    @Override
    public double[] units() {
      return alone(alone::units);
    }

    @Override
    public Line line(double[] w, double[] d) {
      Line line = alone(() -> alone.line(w, d));
      return new Line() {
        @Override
        public Point at(double t) {
          return alone(() -> line.at(t));
        }

        @Override
        public void close() {
          alone(
              () -> {
                line.close();
                return null;
              });
        }
      };
    }

    @Override
    public Optional<Objective> sample() {
      if (sample == null) {
        sample = alone(alone::part).map(part -> new Reading(fit, part));
      }
      return sample;
    }

    @Override
    public Optional<double[]> leastHessian(double[] w) {
      return alone(() -> alone.leastHessian(w));
    }

    @Override
    public Optional<Exact> exact(double[] w) {
      return alone(() -> alone.exact(w));
    }

    @Override
    public Descent descend(double[] w, double alpha, int steps) {
      return alone(() -> alone.descend(w, alpha, steps));
    }

    @Override
    public void close() {
      alone(
          () -> {
            passes += alone.passes();
            alone.close();
            return null;
          });
    }
  }
}
