package io.downhill.optim;

import java.util.Arrays;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * An objective whose answers are noted in a {@link Journal}, and given again where they were noted
 * before. What costs next to nothing is asked anew: it is the same.
 */
public final class RecordedObjective implements Objective {
  private final Objective f;
  private final Journal journal;
  private final RecordedObjective root;
  private double offset;

  /** Takes an objective that nobody has asked yet. */
  public RecordedObjective(Objective f, Journal journal) {
    this.f = f;
    this.journal = journal;
    this.root = this;
  }

  /** A part of another one, whose answers stand among that one's. */
  private RecordedObjective(Objective f, RecordedObjective root) {
    this.f = f;
    this.journal = root.journal;
    this.root = root;
  }

  /** That of the whole run alone: a part's solver has no state of its own. */
  @Override
  public Journal journal() {
    return root == this ? journal : Journal.NONE;
  }

  private double[] answer(Supplier<double[]> asked) {
    Optional<Journal.Answer> noted = journal.again();
    if (noted.isPresent()) {
      root.offset = noted.get().passes() - root.f.passes();
      return noted.get().values();
    }
    double[] values = asked.get();
    journal.note(values, root.passes());
    return values;
  }

  /** For an answer that may be missing: 1 and the values, or 0. */
  private Optional<double[]> perhaps(Supplier<Optional<double[]>> asked) {
    double[] answer =
        answer(
            () ->
                asked
                    .get()
                    .map(values -> new Tape().put(1).put(values).values())
                    .orElseGet(() -> new double[] {0}));
    return answer[0] == 0
        ? Optional.empty()
        : Optional.of(Arrays.copyOfRange(answer, 1, answer.length));
  }

  @Override
  public int weights() {
    return f.weights();
  }

  @Override
  public int columns() {
    return f.columns();
  }

  @Override
  public boolean holdsHessian() {
    return f.holdsHessian();
  }

  @Override
  public double steepening() {
    return f.steepening();
  }

  @Override
  public double[] biasHessian(double[] w) {
    return answer(() -> f.biasHessian(w)).clone();
  }

  @Override
  public double passes() {
    if (root == this && journal.isResumed()) {
      offset = journal.resumedPasses() - f.passes();
    }
    return offset + f.passes();
  }

  @Override
  public void round(double[] w) {
    f.round(w);
  }

  @Override
  public double costAndGradient(double[] w, double[] gradient) {
    double[] values =
        answer(
            () -> {
              double cost = f.costAndGradient(w, gradient);
              return new Tape().put(cost).put(gradient).values();
            });
    System.arraycopy(values, 1, gradient, 0, gradient.length);
    return values[0];
  }

  @Override
  public void product(double[] w, double[] v, double[] product) {
    double[] values =
        answer(
            () -> {
              f.product(w, v, product);
              return product.clone();
            });
    System.arraycopy(values, 0, product, 0, product.length);
  }

  @Override
  public double[] hessian(double[] w) {
    return answer(() -> f.hessian(w)).clone();
  }

  @Override
  public double[] hessian(double[] w, int[] places) {
    return answer(() -> f.hessian(w, places)).clone();
  }

  @Override
  public double[] units() {
    return answer(f::units).clone();
  }

  @Override
  public double[] penalties() {
    return f.penalties();
  }

  /** The line of the objective is opened when a point is asked for that was not noted. */
  @Override
  public Line line(double[] w, double[] d) {
    return new Line() {
      private Line open;

      @Override
      public Point at(double t) {
        double[] values =
            answer(
                () -> {
                  open = open == null ? f.line(w, d) : open;
                  Point point = open.at(t);
                  return new double[] {point.cost(), point.slope(), point.curvature()};
                });
        return new Point(values[0], values[1], values[2]);
      }

      @Override
      public void close() {
        if (open != null) {
          open.close();
        }
      }
    };
  }

  @Override
  public Optional<Objective> sample() {
    return f.sample().map(part -> new RecordedObjective(part, root));
  }

  @Override
  public Objective restrictedTo(int[] features) {
    return new RecordedObjective(f.restrictedTo(features), root);
  }

  @Override
  public Optional<double[]> leastHessian(double[] w) {
    return perhaps(() -> f.leastHessian(w));
  }

  @Override
  public Optional<double[]> leastHessian(double[] w, int[] places) {
    return perhaps(() -> f.leastHessian(w, places));
  }

  @Override
  public Optional<Exact> exact(double[] w) {
    return f.exact(w);
  }

  /** Not noted: the solver that takes these steps offers its own state. */
  @Override
  public Descent descend(double[] w, double alpha, int steps) {
    return f.descend(w, alpha, steps);
  }
}
