package io.downhill.cli;

import io.downhill.TrainingOptions;
import io.downhill.optim.Solver;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * How long a run still takes, where that can be told: at most, where a solver takes about as many
 * iterations as it may; and about, where the slope has fallen by the same share an iteration for
 * half of the run and shall fall to a tolerance.
 */
final class Forecast {
  private static final int LEAST_ITERATIONS = 16;
  private static final double NANOS = 1e9;

  /** Two halves of the fall are alike up to this share. */
  private static final double ALIKE = 0.2;

  private final int iterations;
  private final double tolerance;
  private final boolean bounded;
  private final List<Mark> marks = new ArrayList<>();
  private Mark last;

  /** An iteration, its slope, and when it was told. */
  private record Mark(int iteration, double slope, long nanos) {}

  /**
   * A forecast of a run.
   *
   * @param iterations the most
   * @param tolerance the slope at which it ends; 0 if it does not end by the slope
   * @param bounded whether the solver takes about as many as it may
   */
  Forecast(int iterations, double tolerance, boolean bounded) {
    this.iterations = iterations;
    this.tolerance = tolerance;
    this.bounded = bounded;
  }

  /** The same by the options of a run. */
  static Forecast of(TrainingOptions options, String solver) {
    boolean rated = Solver.of(solver).map(Solver::takesRate).orElse(false);
    return new Forecast(options.iterations(), options.tolerance().orElse(0), rated);
  }

  /** An iteration was told. */
  void seen(int iteration, double slope, long nanos) {
    int next = marks.isEmpty() ? 0 : marks.get(marks.size() - 1).iteration();
    last = new Mark(iteration, slope, nanos);
    if (marks.isEmpty() || iteration > next + next / 32) {
      marks.add(last);
    }
  }

  /** The time that is left, in words; empty where nothing can be told. */
  Optional<String> left(long now) {
    if (last == null || last.iteration() < LEAST_ITERATIONS || last.iteration() >= iterations) {
      return Optional.empty();
    }
    Mark half = before(last.iteration() / 2);
    double pace =
        (double) (last.nanos() - half.nanos()) / (last.iteration() - half.iteration()) / NANOS;
    double since = (now - last.nanos()) / NANOS;
    double most = iterations - last.iteration();
    double byslope = byTheSlope(half);
    if (byslope < most) {
      return Optional.of("about " + time(Math.max(0, byslope * pace - since)) + " to go");
    }
    return bounded
        ? Optional.of("at most " + time(Math.max(0, most * pace - since)) + " to go")
        : Optional.empty();
  }

  /** Iterations until the slope is at the tolerance; infinite where it does not tell. */
  private double byTheSlope(Mark half) {
    Mark later = before(last.iteration() - last.iteration() / 4);
    double first = fall(half, later);
    double second = fall(later, last);
    boolean alike = Math.abs(first - second) <= ALIKE * Math.max(first, second);
    return tolerance > 0 && alike && second > 0
        ? Math.max(0, Math.log(last.slope() / tolerance) / second)
        : Double.POSITIVE_INFINITY;
  }

  private static double fall(Mark from, Mark to) {
    return Math.log(from.slope() / to.slope()) / (to.iteration() - from.iteration());
  }

  /** The last mark at an iteration or before. */
  private Mark before(int iteration) {
    int low = 0;
    int high = marks.size() - 1;
    while (low < high) {
      int middle = (low + high + 1) >>> 1;
      if (marks.get(middle).iteration() <= iteration) {
        low = middle;
      } else {
        high = middle - 1;
      }
    }
    return marks.get(low);
  }

  /** A time in seconds, in words of about three digits. */
  static String time(double seconds) {
    long whole = Math.round(seconds);
    if (whole < 100) {
      return String.format(Locale.ROOT, "%.1f s", seconds);
    }
    return whole < 6000
        ? String.format(Locale.ROOT, "%d min %02d s", whole / 60, whole % 60)
        : String.format(Locale.ROOT, "%d h %02d min", whole / 3600, whole / 60 % 60);
  }
}
