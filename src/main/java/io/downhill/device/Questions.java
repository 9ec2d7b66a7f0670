package io.downhill.device;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;

/**
 * What fits ask, each in a thread of its own, and in which order the one thread that has the device
 * answers: as {@link SharedReads} tells.
 */
final class Questions {
  private final int most;
  private final List<Ask<?>> asked = new ArrayList<>();
  private int running;

  /**
   * None yet.
   *
   * @param most columns of one panel
   */
  Questions(int most) {
    this.most = most;
  }

  /** What is asked together. */
  enum Kind {
    ALONE,
    GRADIENT,
    PRODUCT,
    MARGINS,
    RESTRICTED
  }

  /** A question, and its answer. */
  private static final class Ask<T> {
    private final int fit;
    private final DeviceObjective of;
    private final Kind kind;
    private final Supplier<T> alone;
    private final Object[] arrays;
    private final CompletableFuture<T> answer = new CompletableFuture<>();

    /**
     * Asks.
     *
     * @param fit who asks
     * @param of what it is asked of; null for what is not there yet
     * @param alone answers for one
     * @param arrays what it is asked with, and what receives the answer
     */
    Ask(int fit, DeviceObjective of, Kind kind, Supplier<T> alone, Object... arrays) {
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

    /** The fewest examples come first, of as many the fewest features. */
    long values() {
      return of == null ? 0 : (long) of.examples() * (Integer.MAX_VALUE + 1L) + of.features();
    }

    /** What it reads; empty of what is not there yet. */
    Optional<SharedExamples> level() {
      return Optional.ofNullable(of).flatMap(DeviceObjective::shared);
    }

    void answer() {
      try {
        answer.complete(alone.get());
      } catch (RuntimeException | Error e) {
        answer.completeExceptionally(e);
      }
    }
  }

  /** So many fits are about to run. */
  synchronized void begin(int fits) {
    running = fits;
  }

  /** A fit has ended. */
  synchronized void ended() {
    running--;
    notifyAll();
  }

  /**
   * Asks, and waits for the answer.
   *
   * @param fit who asks
   * @param of what it is asked of; null for what is not there yet
   * @param alone answers for one
   * @param arrays what it is asked with, and what receives the answer
   */
  <T> T ask(int fit, DeviceObjective of, Kind kind, Supplier<T> alone, Object... arrays) {
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

  /** Answers until all fits have ended. */
  void answerAll() {
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
    Optional<SharedExamples> first =
        asked.stream().min(Comparator.comparingLong(Ask::values)).flatMap(Ask::level);
    List<Ask<?>> level = asked.stream().filter(ask -> ask.level().equals(first)).toList();
    List<List<Ask<?>>> kinds = new ArrayList<>();
    for (Kind kind : Kind.values()) {
      kinds.add(level.stream().filter(ask -> ask.kind == kind).toList());
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
    int panels = (all.size() + most - 1) / most;
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
    List<Object[]> arrays = new ArrayList<>();
    for (Ask<?> ask : all) {
      some.add(ask.of);
      arrays.add(ask.arrays);
    }
    SharedExamples level = some.get(0).shared().orElseThrow();
    List<Object> answers = new ArrayList<>();
    switch (all.get(0).kind) {
      case GRADIENT -> {
        for (double cost : level.costsAndGradients(some, at(arrays, 0), at(arrays, 1))) {
          answers.add(cost);
        }
      }
      case PRODUCT -> {
        level.products(some, at(arrays, 0), at(arrays, 1), at(arrays, 2));
        some.forEach(one -> answers.add(null));
      }
      case RESTRICTED ->
          answers.addAll(
              level.restricted(some, arrays.stream().map(own -> (int[]) own[0]).toList()));
      default -> answers.addAll(List.of(level.margins(some, at(arrays, 0))));
    }
    return answers;
  }

  private static double[][] at(List<Object[]> arrays, int place) {
    return arrays.stream().map(own -> (double[]) own[place]).toArray(double[][]::new);
  }
}
