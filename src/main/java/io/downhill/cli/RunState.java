package io.downhill.cli;

import io.downhill.TrainingOptions;
import io.downhill.optim.Gap;
import io.downhill.optim.Monitor;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.LongSupplier;

/** Where a run is, as it was told last, in words; not thread-safe. */
final class RunState implements Monitor {
  private static final double NANOS = 1e9;

  /** After so long without an iteration it is told when the last one was. */
  private static final double LONG_SECONDS = 3;

  private final TrainingOptions options;
  private final String solver;
  private final LongSupplier clock;
  private final long began;
  private Forecast forecast;
  private CostSeries costs;
  private int iteration;
  private double cost;
  private double slope;
  private double passes = Double.NaN;
  private double alpha = Double.NaN;
  private Gap gap = Gap.NONE;
  private long told;
  private boolean ended;

  /**
   * A run that begins now.
   *
   * @param clock in nanoseconds
   */
  RunState(TrainingOptions options, String solver, LongSupplier clock) {
    this.options = options;
    this.solver = solver;
    this.clock = clock;
    this.began = clock.getAsLong();
    restarted();
  }

  @Override
  public void effort(double reads, double rate) {
    passes = reads;
    alpha = rate;
  }

  @Override
  public void iteration(int number, double j, double steepness) {
    iteration = number;
    cost = j;
    slope = steepness;
    told = clock.getAsLong();
    costs.add(j);
    forecast.seen(number, steepness, told);
  }

  @Override
  public void gap(Gap found) {
    gap = Double.isFinite(found.value()) ? found : gap;
  }

  @Override
  public void restarted() {
    costs = new CostSeries();
    forecast = Forecast.of(options, solver);
    gap = Gap.NONE;
  }

  /** No iteration comes any more. */
  void end() {
    ended = true;
  }

  /** The costs so far. */
  CostSeries costs() {
    return costs;
  }

  /** What is known, the most important first; without a gap where none was told yet. */
  List<String> items() {
    long now = clock.getAsLong();
    String seconds = Forecast.time((now - began) / NANOS);
    if (costs.count() == 0) {
      return List.of("no iteration yet", seconds);
    }
    List<String> items = new ArrayList<>();
    items.add(format("J %.8g", cost));
    if (gap.isKnown()) {
      items.add(words(gap));
    }
    items.add(format("slope %.1e", slope));
    if (!Double.isNaN(alpha)) {
      items.add(format("alpha %.4g", alpha));
    }
    items.add(format("iteration %d of at most %d", iteration, options.iterations()));
    if (!Double.isNaN(passes)) {
      items.add(format("%.1f reads of the data", passes));
    }
    items.add(seconds);
    if (ended) {
      return items;
    }
    double since = (now - told) / NANOS;
    if (since > LONG_SECONDS) {
      items.add(format("the last iteration %s ago", Forecast.time(since)));
    }
    forecast.left(now).ifPresent(items::add);
    return items;
  }

  /** Rounded so that what is said is true. */
  private static String words(Gap gap) {
    if (gap.isLeast()) {
      return "gap at least " + digits(gap.value(), RoundingMode.DOWN);
    }
    return gap.isEstimate()
        ? "gap about " + digits(gap.value(), RoundingMode.HALF_EVEN)
        : "gap at most " + digits(gap.value(), RoundingMode.UP);
  }

  private static String digits(double value, RoundingMode mode) {
    return format("%.1e", new BigDecimal(value).round(new MathContext(2, mode)));
  }

  private static String format(String pattern, Object... values) {
    return String.format(Locale.ROOT, pattern, values);
  }
}
