package io.downhill.device.opencl;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;

/**
 * The kernels of one open device for one plan, in some programs, since building takes time: each is
 * built when one of its kernels is asked for, but the first, so that a device is known to start.
 * Confined to one thread.
 */
final class ClKernels implements AutoCloseable {
  private final ClContext context;
  private final ClRecipes recipes;
  private final Map<String, ClKernel> built = new LinkedHashMap<>();

  /** Builds the first program, if it is not built yet. */
  ClKernels(ClContext context, ClRecipes recipes) {
    this.context = context;
    this.recipes = recipes;
    context.program(recipes.common());
  }

  private ClKernel kernel(String name, Supplier<ClProgram.Recipe> recipe) {
    return built.computeIfAbsent(name, key -> context.program(recipe.get()).kernel(key));
  }

  /** How they are built and to be launched. */
  ClPlan plan() {
    return recipes.plan();
  }

  ClKernel margins() {
    return kernel("margins", recipes::passes);
  }

  ClKernel sigmoid() {
    return kernel("sigmoid", recipes::common);
  }

  ClKernel loss() {
    return kernel("loss", recipes::common);
  }

  ClKernel gradient() {
    return kernel("gradient", recipes::passes);
  }

  ClKernel leaves() {
    return kernel("leaves", recipes::common);
  }

  ClKernel combine() {
    return kernel("combine", recipes::common);
  }

  ClKernel update() {
    return kernel("update", recipes::common);
  }

  ClKernel gather() {
    return kernel("gather", recipes::common);
  }

  ClKernel product() {
    return kernel("product", recipes::product);
  }

  ClKernel line() {
    return kernel("line", recipes::secondOrder);
  }

  ClKernel coefficients() {
    return kernel("coefficients", recipes::secondOrder);
  }

  ClKernel gram() {
    return kernel("gram", recipes::secondOrder);
  }

  ClKernel scan() {
    return kernel("scan", () -> recipes.plain("scan.cl"));
  }

  ClKernel copy() {
    return kernel("copy", () -> recipes.plain("copy.cl"));
  }

  /** Parameters side by side, for a panel. */
  ClKernel panelPack() {
    return kernel("panel_pack", recipes::panel);
  }

  /** The same pass for a panel of columns. */
  ClKernel ofPanel(String pass) {
    return kernel(pass + "_panel", recipes::panel);
  }

  /** The sums over values of classes, with a tile. */
  ClKernel sumsOfTile() {
    return kernel("softmax_sums_tile", recipes::panel);
  }

  /** What classes need beside the margins of a panel. */
  ClKernel ofClasses(String name) {
    return kernel(name, recipes::softmax);
  }

  /** The passes over sparse rows. */
  ClKernel ofSparse(String name) {
    return kernel(name, recipes::sparse);
  }

  @Override
  public void close() {
    built.values().forEach(ClKernel::close);
    built.clear();
  }
}
