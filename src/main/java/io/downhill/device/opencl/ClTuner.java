package io.downhill.device.opencl;

import io.downhill.device.DeviceException;
import io.downhill.device.DeviceInfo;
import io.downhill.sums.Tree;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Chooses the tile and the group of the tiled form for some examples: what an earlier run measured,
 * or gradient passes over them measured now, if the work to come is worth the second or two that
 * this takes. Otherwise the rule of {@link ClPlan} stands. Every choice gives the same bits.
 *
 * @param kept what earlier runs measured
 * @param work bytes of X that all passes together will read
 * @param least elements of X from which on passes tell one choice from another
 * @param worth seconds that the work must take at the speed of the rule's choice
 * @param clock in nanoseconds
 */
record ClTuner(ClTiles kept, long work, long least, double worth, LongSupplier clock) {
  private static final Logger LOG = LoggerFactory.getLogger(ClTuner.class);

  /** 256 MiB: less might stay in the cache. */
  private static final long LEAST_ELEMENTS = 1L << 26;

  /**
   * A pass that is measured reads all it can in this time, so that the last groups count little.
   */
  private static final double PASS_SECONDS = 0.02;

  /** About what measuring takes. */
  private static final double WORTH_SECONDS = 1;

  /** After this time no other form is tried; compilers differ. */
  private static final double MOST_SECONDS = 1.7;

  private static final int RUNS = 3;

  /** With the limits that suit a user. */
  ClTuner(ClTiles kept, long work) {
    this(kept, work, LEAST_ELEMENTS, WORTH_SECONDS, System::nanoTime);
  }

  /**
   * The choice for these examples; empty if the rule serves.
   *
   * @param tuning the device's
   * @param kernels builds those of a tuning, or has them
   */
  Optional<ClTuning> choose(
      ClContext context,
      ClTuning tuning,
      ClExamples e,
      ClMemory memory,
      ClQueue queue,
      Function<ClPlan, ClKernels> kernels) {
    int n = e.features();
    DeviceInfo info = context.info();
    if (tuning.form() == ClForm.WALK) {
      return Optional.empty();
    }
    Optional<ClTuning> known =
        kept.find(n, tuning).filter(t -> t.group() <= context.description().maxGroup());
    if (known.isPresent()) {
      LOG.debug("{}: {} at n = {}, as measured in an earlier run", info, known.get().text(), n);
      return known;
    }
    if ((long) e.examples() * n < least) {
      LOG.debug("{}: tiles by rule at n = {}, for so little data tell nothing", info, n);
      return Optional.empty();
    }
    try (ClBuffer w = memory.zeros(n + 1L + ClVector.PADDING, "parameters", queue)) {
      return new Trial(context, e, queue, kernels, w).choose(tuning);
    }
  }

  /** Measures on some of the examples. */
  private final class Trial {
    private final ClContext context;
    private final ClExamples e;
    private final ClQueue queue;
    private final Function<ClPlan, ClKernels> kernels;
    private final ClBuffer w;
    private int blocks;
    private long began;
    private final Map<ClTuning, Double> seconds = new LinkedHashMap<>();

    Trial(
        ClContext context,
        ClExamples e,
        ClQueue queue,
        Function<ClPlan, ClKernels> kernels,
        ClBuffer w) {
      this.context = context;
      this.e = e;
      this.queue = queue;
      this.kernels = kernels;
      this.w = w;
      this.blocks = atMost(LEAST_ELEMENTS / ((long) Tree.BLOCK * e.features()));
    }

    private int atMost(double wanted) {
      return (int) Math.max(1, Math.min(wanted, e.slabs().get(0).blocks()));
    }

    Optional<ClTuning> choose(ClTuning tuning) {
      began = clock.getAsLong();
      ClTuning rule = fitted(tuning);
      double glance = measure(rule);
      double all = glance * work / (4.0 * blocks * Tree.BLOCK * e.features());
      if (all < worth) {
        LOG.debug("{}: {} by rule, for the work takes only {} s", context.info(), rule.text(), all);
        return Optional.empty();
      }
      seconds.clear();
      blocks = atMost(Math.max(blocks, blocks * PASS_SECONDS / glance));
      double ruled = measure(rule);
      tiles(rule).forEach(this::tryOut);
      for (int group : new int[] {64, 256, 128}) {
        if (group <= context.description().maxGroup()) {
          tryOut(best().withGroup(group));
        }
      }
      tryOut(tuning.with(ClForm.WIDE));
      kept.keep(e.features(), best());
      LOG.info(
          "{}: {} at n = {}, the fastest of {} forms measured in {} ms, {} times as fast as"
              + " by rule; kept in {}",
          context.info(),
          best().text(),
          e.features(),
          seconds.size(),
          Math.round(elapsed() * 1000),
          String.format(Locale.ROOT, "%.2f", ruled / seconds.get(best())),
          kept.file().path());
      return Optional.of(best());
    }

    private ClTuning fitted(ClTuning tuning) {
      return plan(tuning).tuning();
    }

    private ClPlan plan(ClTuning tuning) {
      ClPlan.Limits limits = ClPlan.Limits.of(context.description());
      return ClPlan.of(tuning, e.features(), e.blocks(), limits);
    }

    /** Other tiles, the next ones to the rule's first. */
    private Set<ClTuning> tiles(ClTuning rule) {
      Set<ClTuning> tiles = new LinkedHashSet<>();
      int rows = rule.tile().orElse(ClTuning.SMALLEST_TILE);
      for (int factor = 2; factor <= ClTuning.LARGEST_TILE; factor *= 2) {
        if (rows >= factor * ClTuning.SMALLEST_TILE) {
          tiles.add(fitted(rule.withTile(rows / factor)));
        }
        if (rows * factor <= ClTuning.LARGEST_TILE) {
          tiles.add(fitted(rule.withTile(rows * factor)));
        }
      }
      return tiles;
    }

    private double elapsed() {
      return (clock.getAsLong() - began) / 1e9;
    }

    private ClTuning best() {
      return seconds.entrySet().stream().min(Map.Entry.comparingByValue()).orElseThrow().getKey();
    }

    /** A form that this device refuses is none of the choices, nor is one that time is up for. */
    private void tryOut(ClTuning choice) {
      ClTuning tuning = fitted(choice);
      if (seconds.containsKey(tuning) || elapsed() > MOST_SECONDS) {
        return;
      }
      try {
        measure(tuning);
      } catch (DeviceException refused) {
        LOG.debug("{}: {} are refused: {}", context.info(), tuning.text(), refused.getMessage());
      }
    }

    /** The best of some runs, after one that loads the kernel. */
    private double measure(ClTuning tuning) {
      ClPasses passes = new ClPasses(queue, kernels.apply(plan(tuning)), e);
      double best = Double.POSITIVE_INFINITY;
      for (int run = 0; run <= RUNS; run++) {
        long start = clock.getAsLong();
        passes.gradientOfBlocks(blocks, w);
        queue.finish();
        if (run > 0) {
          best = Math.min(best, (clock.getAsLong() - start) / 1e9);
        }
      }
      seconds.put(tuning, best);
      return best;
    }
  }
}
