package io.downhill.device.opencl;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The kernels of one open device for one form and tile, in some programs, since building takes
 * time: those that every run needs; and those of second order, those for panels, and the plain read
 * of a benchmark, each built when one of them is asked for. Confined to one thread.
 */
final class ClKernels implements AutoCloseable {
  private final ClContext context;
  private final ClTuning tuning;
  private final ClSources sources;
  private final List<ClKernel> all = new ArrayList<>();
  private final ClKernel margins;
  private final ClKernel sigmoid;
  private final ClKernel loss;
  private final ClKernel gradient;
  private final ClKernel combine;
  private final ClKernel update;
  private final ClKernel gather;
  private SecondOrder secondOrder;
  private OfPanel panel;
  private ClKernel scan;

  private record SecondOrder(
      ClKernel product, ClKernel line, ClKernel coefficients, ClKernel gram) {}

  /** The kernels for panels of columns. */
  record OfPanel(
      ClKernel pack, ClKernel margins, ClKernel gradient, ClKernel product, ClKernel line) {}

  /**
   * Builds what is not built yet.
   *
   * @param tuning with a tile that was decided, if it has one
   */
  ClKernels(ClContext context, ClTuning tuning, ClSources sources) {
    this.context = context;
    this.tuning = tuning;
    this.sources = sources;
    ClProgram program = program(files());
    margins = kernel(program, "margins");
    sigmoid = kernel(program, "sigmoid");
    loss = kernel(program, "loss");
    gradient = kernel(program, "gradient");
    combine = kernel(program, "combine");
    update = kernel(program, "update");
    gather = kernel(program, "gather");
  }

  private List<String> files() {
    List<String> files =
        new ArrayList<>(
            List.of(
                "elementary.cl", "sigmoid.cl", "loss.cl", "combine.cl", "update.cl", "gather.cl"));
    if (tuning.form() == ClForm.WALK) {
      files.addAll(List.of("margins_walk.cl", "sums_walk.cl", "gradient_walk.cl"));
    } else if (tuning.form() == ClForm.WIDE) {
      files.addAll(List.of("margins_wide.cl", "gradient_wide.cl"));
    } else {
      files.addAll(List.of("margins_wide.cl", "sums_tile.cl", "gradient_tile.cl"));
    }
    return files;
  }

  private List<String> secondOrderFiles() {
    List<String> files = new ArrayList<>(List.of("elementary.cl", "coefficients.cl"));
    if (tuning.form() == ClForm.WALK) {
      files.addAll(List.of("margins_walk.cl", "sums_walk.cl", "product_walk.cl"));
      files.addAll(List.of("line_walk.cl", "gram_walk.cl"));
    } else if (tuning.form() == ClForm.WIDE) {
      files.addAll(List.of("margins_wide.cl", "product_wide.cl"));
      files.addAll(List.of("line_tile.cl", "gram_tile.cl"));
    } else {
      files.addAll(List.of("sums_tile.cl", "product_tile.cl"));
      files.addAll(List.of("line_tile.cl", "gram_tile.cl"));
    }
    return files;
  }

  private List<String> panelFiles() {
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
    return files;
  }

  private String options() {
    if (tuning.form() == ClForm.WALK) {
      return "";
    }
    String group = "-D GROUP=" + tuning.group();
    return tuning.form() == ClForm.WIDE ? group : group + " -D ROWS=" + tuning.tile().orElseThrow();
  }

  private ClProgram program(List<String> files) {
    String text = files.stream().map(sources::text).collect(Collectors.joining("\n"));
    String name = files.get(files.size() - 1);
    return context.program(new ClProgram.Recipe(name, text, options()));
  }

  private SecondOrder secondOrder() {
    if (secondOrder == null) {
      ClProgram program = program(secondOrderFiles());
      secondOrder =
          new SecondOrder(
              kernel(program, "product"),
              kernel(program, "line"),
              kernel(program, "coefficients"),
              kernel(program, "gram"));
    }
    return secondOrder;
  }

  /** Those for panels, built when they are asked for. */
  OfPanel panel() {
    if (panel == null) {
      ClProgram program = program(panelFiles());
      panel =
          new OfPanel(
              kernel(program, "panel_pack"),
              kernel(program, "margins_panel"),
              kernel(program, "gradient_panel"),
              kernel(program, "product_panel"),
              kernel(program, "line_panel"));
    }
    return panel;
  }

  private ClKernel kernel(ClProgram program, String name) {
    ClKernel kernel = program.kernel(name);
    all.add(kernel);
    return kernel;
  }

  /** How they are built and to be launched. */
  ClTuning tuning() {
    return tuning;
  }

  ClKernel margins() {
    return margins;
  }

  ClKernel sigmoid() {
    return sigmoid;
  }

  ClKernel loss() {
    return loss;
  }

  ClKernel gradient() {
    return gradient;
  }

  ClKernel combine() {
    return combine;
  }

  ClKernel update() {
    return update;
  }

  ClKernel gather() {
    return gather;
  }

  ClKernel product() {
    return secondOrder().product();
  }

  ClKernel line() {
    return secondOrder().line();
  }

  ClKernel coefficients() {
    return secondOrder().coefficients();
  }

  ClKernel gram() {
    return secondOrder().gram();
  }

  ClKernel scan() {
    if (scan == null) {
      int group = tuning.form() == ClForm.WALK ? 1 : tuning.group();
      String text = sources.text("scan.cl");
      scan =
          kernel(
              context.program(new ClProgram.Recipe("scan.cl", text, "-D GROUP=" + group)), "scan");
    }
    return scan;
  }

  @Override
  public void close() {
    all.forEach(ClKernel::close);
  }
}
