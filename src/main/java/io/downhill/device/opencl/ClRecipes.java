package io.downhill.device.opencl;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What the programs of a device are made of: every file and option that it can choose.
 *
 * @param tuning with a tile that was decided, if it has one
 * @param sources of the kernels
 */
record ClRecipes(ClTuning tuning, ClSources sources) {
  /** What every run needs. */
  ClProgram.Recipe first() {
    List<String> files =
        new ArrayList<>(
            List.of(
                "elementary.cl", "sigmoid.cl", "loss.cl", "combine.cl", "update.cl", "gather.cl"));
    switch (tuning.form()) {
      case WALK -> files.addAll(List.of("margins_walk.cl", "sums_walk.cl", "gradient_walk.cl"));
      case WIDE -> files.addAll(List.of("margins_wide.cl", "gradient_wide.cl"));
      case TILE -> files.addAll(List.of("margins_wide.cl", "sums_tile.cl", "gradient_tile.cl"));
    }
    return recipe(files);
  }

  /** The passes of second order. */
  ClProgram.Recipe secondOrder() {
    List<String> files = new ArrayList<>(List.of("elementary.cl", "coefficients.cl"));
    switch (tuning.form()) {
      case WALK -> {
        files.addAll(List.of("margins_walk.cl", "sums_walk.cl", "product_walk.cl"));
        files.addAll(List.of("line_walk.cl", "gram_walk.cl"));
      }
      case WIDE ->
          files.addAll(
              List.of("margins_wide.cl", "product_wide.cl", "line_tile.cl", "gram_tile.cl"));
      case TILE ->
          files.addAll(List.of("sums_tile.cl", "product_tile.cl", "line_tile.cl", "gram_tile.cl"));
    }
    return recipe(files);
  }

  /** The passes for panels of columns. */
  ClProgram.Recipe panel() {
    List<String> files =
        new ArrayList<>(List.of("elementary.cl", "panel_pack.cl", "line_panel.cl"));
    if (tuning.form() == ClForm.WALK) {
      files.addAll(List.of("margins_walk.cl", "sums_walk.cl", "panel_walk.cl"));
      files.addAll(List.of("margins_panel_walk.cl", "gradient_panel_walk.cl"));
      files.add("product_panel_walk.cl");
    } else {
      files.addAll(List.of("panel_wide.cl", "margins_panel_wide.cl", "gradient_panel_wide.cl"));
      files.add("product_panel_wide.cl");
    }
    return recipe(files);
  }

  /** The plain read of a benchmark. */
  ClProgram.Recipe scan() {
    int group = tuning.form() == ClForm.WALK ? 1 : tuning.group();
    return new ClProgram.Recipe("scan.cl", sources.text("scan.cl"), "-D GROUP=" + group);
  }

  /** All that can be built. */
  List<ClProgram.Recipe> all() {
    return List.of(first(), secondOrder(), panel(), scan());
  }

  private ClProgram.Recipe recipe(List<String> files) {
    String text = files.stream().map(sources::text).collect(Collectors.joining("\n"));
    return new ClProgram.Recipe(files.get(files.size() - 1), text, options());
  }

  private String options() {
    String group = "-D GROUP=" + tuning.group();
    return switch (tuning.form()) {
      case WALK -> "";
      case WIDE -> group;
      case TILE -> group + " -D ROWS=" + tuning.tile().orElseThrow();
    };
  }
}
