package io.downhill.optim;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * What a run needs to be gone on with after it was stopped, to the bits of one that never was. An
 * optimiser depends on nothing but what its objective answers: so the answers are its state, and
 * where they are given again, one after the other, it comes to where it was. Of solvers that take
 * many small steps they would be many; these offer their {@link #offer own state} instead, and the
 * answers that led to it are forgotten.
 *
 * <p>From when somebody asks to end the run nothing is noted any more, since a run that goes on
 * would not ask what is asked then. Confined to one thread.
 */
public final class Journal {
  /** Notes nothing. */
  static final Journal NONE = new Journal(Content.EMPTY, content -> {}, Long.MAX_VALUE, true);

  /**
   * What an objective answered.
   *
   * @param values as the question has them
   * @param passes reads of the examples up to there
   */
  public record Answer(double[] values, double passes) {}

  /**
   * An iteration as the monitor was told of it.
   *
   * @param passes reads before it
   * @param alpha the learning rate from there; NaN for none
   */
  public record Told(double cost, double slope, double passes, double alpha) {}

  /**
   * All that is kept.
   *
   * @param answers up to the state if there is one, else all
   * @param state a solver's own; empty where the answers are all
   * @param passes reads up to the state
   * @param told the iterations before the state
   */
  public record Content(
      List<Answer> answers, Optional<double[]> state, double passes, List<Told> told) {
    /** Of a run that begins. */
    public static final Content EMPTY = new Content(List.of(), Optional.empty(), 0, List.of());
  }

  private final Content from;
  private final Consumer<Content> writer;
  private final long every;
  private final List<Answer> answers;
  private final List<Told> told = new ArrayList<>();
  private boolean sealed;
  private int next;
  private boolean stateTaken;
  private boolean passesTaken;
  private Supplier<double[]> state;
  private int first;
  private double statePasses;
  private int stateTold;
  private double lastPasses;
  private double lastAlpha = Double.NaN;
  private long written = System.nanoTime();

  /**
   * Goes on from what was kept.
   *
   * @param writer keeps what there is, now and then
   * @param every so many nanoseconds at least lie between
   */
  public Journal(Content from, Consumer<Content> writer, long every) {
    this(from, writer, every, false);
  }

  private Journal(Content from, Consumer<Content> writer, long every, boolean sealed) {
    this.from = from;
    this.writer = writer;
    this.every = every;
    this.answers = new ArrayList<>(from.answers());
    this.sealed = sealed;
  }

  /** The next answer that was noted; empty where the run is further than that. */
  Optional<Answer> again() {
    return next < answers.size() ? Optional.of(answers.get(next++)) : Optional.empty();
  }

  /** Notes an answer. */
  void note(double[] values, double passes) {
    if (!sealed) {
      answers.add(new Answer(values, passes));
      next = answers.size();
      writeIfDue();
    }
  }

  /**
   * A solver's own state to begin with, once; the monitor is told the iterations that led to it.
   * Empty where the run begins or its answers are all that was kept.
   */
  Optional<double[]> resume(Monitor monitor) {
    if (stateTaken || next < answers.size() || from.state().isEmpty()) {
      return Optional.empty();
    }
    stateTaken = true;
    for (Told one : from.told()) {
      monitor.effort(one.passes(), one.alpha());
      monitor.iteration(told.size(), one.cost(), one.slope());
    }
    return from.state();
  }

  /** Whether a state was just taken, whose reads do not count yet. */
  boolean isResumed() {
    boolean just = stateTaken && !passesTaken;
    passesTaken |= just;
    return just;
  }

  /** Reads up to the state that was kept. */
  double resumedPasses() {
    return from.passes();
  }

  /**
   * Offers a solver's state at an iteration, which makes the answers since the first offer
   * superfluous.
   *
   * @param now made of what no longer changes, for it is asked later or never
   */
  void offer(double passes, Supplier<double[]> now) {
    if (sealed || next < answers.size()) {
      return;
    }
    if (state != null) {
      answers.subList(first, answers.size()).clear();
    }
    first = answers.size();
    next = first;
    state = now;
    statePasses = passes;
    stateTold = told.size();
    writeIfDue();
  }

  /** The same monitor, what it is told being noted here. */
  public Monitor watching(Monitor monitor) {
    return new Monitor() {
      @Override
      public void iteration(int iteration, double cost, double slope) {
        told.add(new Told(cost, slope, lastPasses, lastAlpha));
        monitor.iteration(iteration, cost, slope);
      }

      @Override
      public void effort(double passes, double alpha) {
        lastPasses = passes;
        lastAlpha = alpha;
        monitor.effort(passes, alpha);
      }

      @Override
      public void gap(Gap gap) {
        monitor.gap(gap);
      }

      @Override
      public void restarted() {
        monitor.restarted();
      }

      @Override
      public boolean cancelled() {
        boolean asked = monitor.cancelled();
        sealed |= asked;
        return asked;
      }
    };
  }

  private void writeIfDue() {
    long now = System.nanoTime();
    if (now - written >= every) {
      write();
      written = System.nanoTime();
    }
  }

  /** Keeps what there is now. */
  public void write() {
    writer.accept(content());
  }

  private Content content() {
    if (state == null) {
      return new Content(List.copyOf(answers), Optional.empty(), 0, List.of());
    }
    return new Content(
        List.copyOf(answers.subList(0, first)),
        Optional.of(state.get()),
        statePasses,
        List.copyOf(told.subList(0, stateTold)));
  }
}
