package io.downhill.device.opencl;

import java.util.ArrayList;
import java.util.List;

/**
 * The kernels of one open device for one form and tile, in some programs, since building takes
 * time: those that every run needs; and those of second order, those for panels, and the plain read
 * of a benchmark, each built when one of them is asked for. Confined to one thread.
 */
final class ClKernels implements AutoCloseable {
  private final ClContext context;
  private final ClRecipes recipes;
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

  /** Builds the first program, if it is not built yet. */
  ClKernels(ClContext context, ClRecipes recipes) {
    this.context = context;
    this.recipes = recipes;
    ClProgram program = context.program(recipes.first());
    margins = kernel(program, "margins");
    sigmoid = kernel(program, "sigmoid");
    loss = kernel(program, "loss");
    gradient = kernel(program, "gradient");
    combine = kernel(program, "combine");
    update = kernel(program, "update");
    gather = kernel(program, "gather");
  }

  private SecondOrder secondOrder() {
    if (secondOrder == null) {
      ClProgram program = context.program(recipes.secondOrder());
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
      ClProgram program = context.program(recipes.panel());
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
    return recipes.tuning();
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
      scan = kernel(context.program(recipes.scan()), "scan");
    }
    return scan;
  }

  @Override
  public void close() {
    all.forEach(ClKernel::close);
  }
}
