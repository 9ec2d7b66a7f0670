package io.downhill.device;

import io.downhill.data.Dataset;
import io.downhill.optim.Descent;
import io.downhill.optim.Exact;
import io.downhill.optim.L1;
import io.downhill.optim.Line;
import io.downhill.optim.Objective;
import io.downhill.optim.Restricted;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
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
 *   <li>first what is asked of the smallest sample, or of the fewest features, for it costs least,
 *       so that the fits come together again before all of the examples are read;
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
  private final Questions questions;
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
    this.examples = new SharedExamples(device, data);
    this.questions = new Questions(most);
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
          questions.ask(
              fit,
              null,
              Questions.Kind.ALONE,
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
    questions.begin(fits.size());
    for (Fit fit : fits) {
      int number = tasks.size();
      FutureTask<Void> task =
          new FutureTask<>(
              () -> {
                try {
                  fit.run(new Reader(number));
                } finally {
                  questions.ended();
                }
              },
              null);
      tasks.add(task);
      Thread thread = new Thread(task, "downhill-fit-" + tasks.size());
      thread.setDaemon(true);
      thread.start();
    }
    questions.answerAll();
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
    private SharedExamples.Restriction restriction;
    private Restricted restricted;
    private double restrictedPasses;

    private Reading(int fit, DeviceObjective alone) {
      this.fit = fit;
      this.alone = alone;
    }

    private <T> T alone(Supplier<T> answer) {
      return questions.ask(fit, alone, Questions.Kind.ALONE, answer);
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
    private Questions.Kind kind(Questions.Kind together) {
      return columns() == 1 ? together : Questions.Kind.ALONE;
    }

    @Override
    public boolean holdsHessian() {
      return alone.holdsHessian();
    }

    @Override
    public double passes() {
      return alone.passes() + restrictedPasses + passesOfFew();
    }

    @Override
    public void round(double[] w) {
      alone.round(w);
    }

    @Override
    public double costAndGradient(double[] w, double[] gradient) {
      return questions.ask(
          fit,
          alone,
          kind(Questions.Kind.GRADIENT),
          () -> alone.costAndGradient(w, gradient),
          w,
          gradient);
    }

    @Override
    public void product(double[] w, double[] v, double[] product) {
      Supplier<Object> own =
          () -> {
            alone.product(w, v, product);
            return null;
          };
      // Of a direction that is 0 the product is known.
      questions.ask(
          fit,
          alone,
          Descent.slope(v) > 0 ? kind(Questions.Kind.PRODUCT) : Questions.Kind.ALONE,
          own,
          w,
          v,
          product);
    }

    /**
     * The margins of all examples, length m, or m K of K classes; by the features that it was last
     * restricted to, if others have no weight.
     */
    public double[] margins(double[] w) {
      if (restricted != null && restricted.holds(w)) {
        return ((Reading) restricted.f()).margins(restricted.put(restricted.of(w)));
      }
      return questions.ask(fit, alone, kind(Questions.Kind.MARGINS), () -> alone.margins(w), w);
    }

    @Override
    public double[] hessian(double[] w) {
      return alone(() -> alone.hessian(w));
    }

    @Override
    public double[] hessian(double[] w, int[] places) {
      return alone(() -> alone.hessian(w, places));
    }

    @Override
    public Optional<double[]> leastHessian(double[] w, int[] places) {
      return alone(() -> alone.leastHessian(w, places));
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
    public double[] penalties() {
      return alone.penalties();
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
    public Objective restrictedTo(int[] features) {
      unrestrict();
      restriction =
          questions.ask(
              fit,
              alone,
              Questions.Kind.RESTRICTED,
              () -> examples.restricted(List.of(alone), List.of(features)).get(0),
              (Object) features);
      DeviceObjective of = restriction.of();
      int[] places = Restricted.places(restriction.columns(), of.weights(), columns());
      int[] wholePlaces = Restricted.places(features, weights(), columns());
      restricted = new Restricted(new Reading(fit, of), places, this, wholePlaces);
      return restricted;
    }

    /**
     * Those of what it is restricted to: as its features are a part of all, whoever rides along.
     */
    private double passesOfFew() {
      return restricted == null ? 0 : restriction.of().passes() * restricted.weights() / weights();
    }

    /** Closes what it was restricted to. */
    private void unrestrict() {
      if (restriction != null) {
        SharedExamples.Restriction old = restriction;
        restrictedPasses += passesOfFew();
        restriction = null;
        restricted = null;
        alone(
            () -> {
              passes += examples.close(old);
              return null;
            });
      }
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
      unrestrict();
      alone(
          () -> {
            passes += alone.passes();
            alone.close();
            return null;
          });
    }
  }
}
