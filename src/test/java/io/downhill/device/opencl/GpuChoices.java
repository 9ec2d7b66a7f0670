package io.downhill.device.opencl;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;

/**
 * All that the launcher can choose on a device: the programs of every form, group and tile that
 * {@link ClTuning#forFeatures} gives for these numbers of features.
 */
record GpuChoices(GpuTarget target, Set<Integer> features) {
  private static final int[] GROUPS = {64, 128, 256};

  /** A tuning that can be chosen, for so many features. */
  record Choice(ClTuning tuning, int features) {
    List<ClProgram.Recipe> recipes() {
      return new ClRecipes(tuning, ClSources.BUNDLED).all();
    }

    /** Local memory that the host hands to a kernel. */
    int localFromHost(String kernel) {
      if (tuning.form() != ClForm.TILE || !kernel.matches("gradient|product")) {
        return 0;
      }
      int parameters = kernel.equals("gradient") ? 1 : 2;
      return (int) ClTuning.scratchBytes(tuning.tile().orElseThrow(), features, parameters);
    }
  }

  /** What the rule chooses when nothing was measured, and what measuring may choose. */
  List<Choice> all() {
    List<Choice> all = new ArrayList<>();
    ClTuning start = target.tuning();
    for (int n : features) {
      all.add(new Choice(start.forFeatures(n, target.localMemory), n));
      for (int group : GROUPS) {
        if (group > target.maxGroup) {
          continue;
        }
        ClTuning grouped = start.withGroup(group);
        all.add(new Choice(grouped.with(ClForm.WIDE), n));
        // Nothing chooses it on a GPU, but verify runs it there.
        all.add(new Choice(grouped.with(ClForm.WALK), n));
        all.add(new Choice(grouped.forFeatures(n, target.localMemory), n));
        for (int rows : tiles()) {
          all.add(new Choice(grouped.withTile(rows).forFeatures(n, target.localMemory), n));
        }
      }
    }
    return all.stream().distinct().toList();
  }

  private static List<Integer> tiles() {
    return IntStream.iterate(
            ClTuning.SMALLEST_TILE, rows -> rows <= ClTuning.LARGEST_TILE, rows -> 2 * rows)
        .boxed()
        .toList();
  }

  /** What the rule chooses alone. */
  List<Choice> byRule() {
    return features.stream()
        .map(n -> new Choice(target.tuning().forFeatures(n, target.localMemory), n))
        .toList();
  }

  /** The programs of these choices, each once. */
  static List<ClProgram.Recipe> recipes(List<Choice> choices) {
    return choices.stream().flatMap(choice -> choice.recipes().stream()).distinct().toList();
  }

  /** On both sides of every number at which a rule or a text changes. */
  static Set<Integer> manyFeatures() {
    return new TreeSet<>(
        List.of(
            1, 3, 8, 16, 17, 28, 30, 32, 33, 64, 100, 126, 127, 128, 256, 512, 784, 1000, 2000));
  }
}
