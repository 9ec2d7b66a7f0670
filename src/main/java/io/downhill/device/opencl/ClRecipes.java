package io.downhill.device.opencl;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What the programs of a device are made of: every file and option that it can choose.
 *
 * @param plan of the passes
 * @param sources of the kernels
 */
record ClRecipes(ClPlan plan, ClSources sources) {
  private static final List<String> COMMON =
      List.of("elementary.cl", "sigmoid.cl", "loss.cl", "combine.cl", "update.cl", "gather.cl");

  /** What does not depend on n, and where nothing does, all that every run needs. */
  ClProgram.Recipe common() {
    return switch (plan.form()) {
      case WALK -> recipe(COMMON, List.of("margins_walk.cl", "sums_walk.cl", "gradient_walk.cl"));
      case WIDE -> recipe(COMMON, List.of("margins_wide.cl", "gradient_wide.cl"));
      case TILE -> recipe(COMMON, List.of("leaves.cl"));
    };
  }

  /** Margins and gradient. */
  ClProgram.Recipe passes() {
    return plan.form() == ClForm.TILE
        ? tiled(List.of("margins_tile.cl", "gradient_tile.cl"))
        : common();
  }

  /** The passes of second order, but products where these depend on n. */
  ClProgram.Recipe secondOrder() {
    List<String> files = List.of("elementary.cl", "coefficients.cl");
    List<String> cooperative = List.of("line_tile.cl", "gram_tile.cl");
    return switch (plan.form()) {
      case WALK ->
          recipe(
              files,
              List.of("margins_walk.cl", "sums_walk.cl", "product_walk.cl"),
              List.of("line_walk.cl", "gram_walk.cl"));
      case WIDE -> recipe(files, List.of("margins_wide.cl", "product_wide.cl"), cooperative);
      case TILE -> recipe(files, cooperative);
    };
  }

  /** The Hessian times a direction. */
  ClProgram.Recipe product() {
    return plan.form() == ClForm.TILE ? tiled(List.of("product_tile.cl")) : secondOrder();
  }

  /** The passes for panels of columns. */
  ClProgram.Recipe panel() {
    List<String> files = List.of("elementary.cl", "panel_pack.cl", "line_panel.cl");
    if (plan.panel().isPresent()) {
      ClPanelTile tile = plan.panel().get();
      return recipe(
          "-D N=" + plan.features() + " -D GROUP=" + tile.group() + " -D ROWS=" + tile.rows(),
          files,
          List.of("tile.cl", "panel_tile.cl", "margins_panel_tile.cl", "panel_sums_tile.cl"),
          List.of("gradient_panel_tile.cl", "product_panel_tile.cl", "softmax_sums_tile.cl"));
    }
    return plan.form() == ClForm.WALK
        ? recipe(
            files,
            List.of("margins_walk.cl", "sums_walk.cl", "panel_walk.cl"),
            List.of("margins_panel_walk.cl", "gradient_panel_walk.cl", "product_panel_walk.cl"))
        : recipe(
            files,
            List.of("panel_wide.cl", "margins_panel_wide.cl"),
            List.of("gradient_panel_wide.cl", "product_panel_wide.cl"));
  }

  /** What classes need beside the margins of a panel; the same in every form. */
  ClProgram.Recipe softmax() {
    return recipe(
        "",
        List.of("elementary.cl", "softmax.cl", "softmax_gradient.cl", "softmax_product.cl"),
        List.of("softmax_line.cl", "softmax_coefficients.cl", "softmax_sums.cl"));
  }

  /** The passes over sparse rows. */
  ClProgram.Recipe sparse() {
    List<String> files =
        List.of(
            "elementary.cl",
            "links_sparse.cl",
            "tails_sparse.cl",
            "leaves.cl",
            "sums_sparse.cl",
            "sums_sparse_panel.cl",
            "rows_sparse.cl");
    return plan.form() == ClForm.WALK
        ? recipe(files, List.of("margins_sparse_walk.cl"))
        : recipe(files, List.of("margins_sparse.cl", "margins_sparse_panel.cl"));
  }

  /** The plain read of a benchmark, or its copy. */
  ClProgram.Recipe plain(String file) {
    String options = "-D GROUP=" + plan.blockItems() + " -D RUN=" + plan.plainRun();
    return new ClProgram.Recipe(file, sources.text(file), options);
  }

  /** All that can be built, each once. */
  List<ClProgram.Recipe> all() {
    return Stream.of(
            common(),
            passes(),
            secondOrder(),
            product(),
            panel(),
            softmax(),
            sparse(),
            plain("scan.cl"),
            plain("copy.cl"))
        .distinct()
        .toList();
  }

  private ClProgram.Recipe tiled(List<String> kernels) {
    String options =
        " -D N="
            + plan.features()
            + " -D ROWS="
            + plan.tuning().tile().orElseThrow()
            + " -D PAIRS_LOCAL="
            + (plan.pairsLocal() ? 1 : 0)
            + " -D PART="
            + plan.part()
            + " -D ITEM_ROWS="
            + plan.itemRows();
    List<String> shared = List.of("elementary.cl", "tile.cl", "sums_tile.cl", "pairs_tile.cl");
    return recipe(group() + options, shared, kernels);
  }

  @SafeVarargs
  private ClProgram.Recipe recipe(List<String>... files) {
    return recipe(plan.form() == ClForm.WALK ? "" : group(), files);
  }

  @SafeVarargs
  private ClProgram.Recipe recipe(String options, List<String>... files) {
    List<String> all = Stream.of(files).flatMap(List::stream).toList();
    String text = all.stream().map(sources::text).collect(Collectors.joining("\n"));
    return new ClProgram.Recipe(all.get(all.size() - 1), text, options);
  }

  private String group() {
    return "-D GROUP=" + plan.tuning().group();
  }
}
