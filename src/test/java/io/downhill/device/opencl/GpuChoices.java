package io.downhill.device.opencl;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;

/**
 * What the launcher can choose on a device for these numbers of features: the plans that {@link
 * ClPlan#of} gives, by rule or for the forms, groups and tiles that are tried out.
 */
record GpuChoices(GpuTarget target, Set<Integer> features) {
  private static final int[] GROUPS = {64, 128, 256};

  /** Blocks for which groups take parts of one, and so many that they do not. */
  private static final int[] BLOCKS = {1, 1 << 20};

  /** By rule, for little and for much data. */
  Set<ClPlan> byRule() {
    Set<ClPlan> plans = new TreeSet<>(BY_TEXT);
    for (int n : features) {
      plans.addAll(plans(n, target.tuning()));
    }
    return plans;
  }

  /** By rule, and all that is tried out, or run by verify. */
  Set<ClPlan> all() {
    Set<ClPlan> plans = new TreeSet<>(BY_TEXT);
    plans.addAll(byRule());
    for (int group : GROUPS) {
      if (group > target.maxGroup) {
        continue;
      }
      ClTuning tuning = target.tuning().withGroup(group);
      for (int n : features) {
        plans.addAll(plans(n, tuning.with(ClForm.WIDE)));
        plans.addAll(plans(n, tuning.with(ClForm.WALK)));
        tiles().forEach(rows -> plans.add(plan(n, tuning.withTile(rows), BLOCKS[1])));
      }
    }
    return plans;
  }

  private static final Comparator<ClPlan> BY_TEXT = Comparator.comparing(ClPlan::toString);

  private List<ClPlan> plans(int n, ClTuning tuning) {
    return IntStream.of(BLOCKS).mapToObj(blocks -> plan(n, tuning, blocks)).toList();
  }

  /** The plan for so many features and blocks. */
  ClPlan plan(int n, ClTuning tuning, int blocks) {
    return ClPlan.of(tuning, n, blocks, target.limits());
  }

  private static List<Integer> tiles() {
    return IntStream.iterate(
            ClTuning.SMALLEST_TILE, rows -> rows <= ClTuning.LARGEST_TILE, rows -> 2 * rows)
        .boxed()
        .toList();
  }

  /** The programs of these plans, each once. */
  static List<ClProgram.Recipe> recipes(Set<ClPlan> plans) {
    List<ClProgram.Recipe> recipes = new ArrayList<>();
    for (ClPlan plan : plans) {
      recipes.addAll(new ClRecipes(plan, ClSources.BUNDLED).all());
    }
    return recipes.stream().distinct().toList();
  }
}
