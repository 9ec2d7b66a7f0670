package io.downhill.device.opencl;

import io.downhill.sums.Tree;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;

/**
 * Prints, for each kernel that the rule chooses, what its code takes: registers of an item, bytes
 * of local memory of a group, and how many groups a core holds. PTX has no registers; where
 * NVIDIA's assembler is installed they are its.
 */
final class GpuCodeTable {
  private static final List<Integer> FEATURES = List.of(16, 28, 128, 512, 784, 2000);
  private static final List<GpuTarget> TARGETS =
      List.of(
          GpuTarget.SM_90,
          GpuTarget.GFX90A,
          GpuTarget.GFX942,
          GpuTarget.GFX1030,
          GpuTarget.GFX1100);
  private static final List<Gpu> GPUS = List.of(Gpu.H100, Gpu.MI300X, Gpu.RX7900XTX);

  private GpuCodeTable() {}

  /** Kernels of a program that the rule takes at n features. */
  private static void print(PrintStream out, int features, boolean ofFeatures) throws Exception {
    ClPlan model = plan(GpuTarget.SM_90, features);
    for (GpuCode.Kernel kernel : codes(GpuTarget.SM_90, model, ofFeatures)) {
      List<String> cells = new ArrayList<>();
      String local = "";
      for (GpuTarget target : TARGETS) {
        ClPlan plan = plan(target, features);
        GpuCode.Kernel one = find(target, plan, ofFeatures, kernel.name());
        OptionalInt registers = registers(target, plan, ofFeatures, one);
        cells.add((registers.isPresent() ? "" + registers.getAsInt() : "?"));
        if (target == GpuTarget.SM_90 || target == GpuTarget.GFX942) {
          local += (local.isEmpty() ? "" : ", ") + String.format(Locale.ROOT, "%,d", one.local());
        }
      }
      for (Gpu gpu : GPUS) {
        ClPlan plan = plan(gpu.target(), features);
        GpuCode.Kernel one = find(gpu.target(), plan, ofFeatures, kernel.name());
        OptionalInt registers = registers(gpu.target(), plan, ofFeatures, one);
        int items = plan.tuning().group();
        int groups = gpu.resident(items, registers, one.local());
        int waves = groups * ((items + gpu.lanes() - 1) / gpu.lanes());
        cells.add(groups + ", " + Math.round(100.0 * waves / gpu.waves()) + " %");
      }
      String name = ofFeatures ? features + " " : "";
      out.println(
          "| "
              + name
              + kernel.name()
              + " | "
              + String.join(" | ", cells.subList(0, 5))
              + " | "
              + local
              + " | "
              + String.join(" | ", cells.subList(5, 8))
              + " |");
    }
  }

  private static ClPlan plan(GpuTarget target, int features) {
    return ClPlan.of(target.tuning(), features, Integer.MAX_VALUE, target.limits());
  }

  private static List<ClProgram.Recipe> recipes(ClPlan plan, boolean ofFeatures) {
    ClRecipes recipes = new ClRecipes(plan, ClSources.BUNDLED);
    return ofFeatures
        ? List.of(recipes.passes(), recipes.product())
        : List.of(recipes.common(), recipes.secondOrder(), recipes.panel(), recipes.softmax());
  }

  private static List<GpuCode.Kernel> codes(GpuTarget target, ClPlan plan, boolean ofFeatures)
      throws Exception {
    List<GpuCode.Kernel> kernels = new ArrayList<>();
    for (ClProgram.Recipe recipe : recipes(plan, ofFeatures)) {
      kernels.addAll(GpuCompiler.OF_BUILD.compile(new GpuCompiler.Job(recipe, target)).kernels());
    }
    return kernels;
  }

  private static GpuCode.Kernel find(GpuTarget target, ClPlan plan, boolean ofFeatures, String name)
      throws Exception {
    return codes(target, plan, ofFeatures).stream()
        .filter(kernel -> kernel.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  private static OptionalInt registers(
      GpuTarget target, ClPlan plan, boolean ofFeatures, GpuCode.Kernel kernel) throws Exception {
    if (kernel.registers().isPresent()) {
      return kernel.registers();
    }
    for (ClProgram.Recipe recipe : recipes(plan, ofFeatures)) {
      GpuCode code = GpuCompiler.OF_BUILD.compile(new GpuCompiler.Job(recipe, target));
      Ptxas.Figures figures = Ptxas.figures(code).get(kernel.name());
      if (figures != null) {
        return OptionalInt.of(figures.registers());
      }
    }
    return OptionalInt.empty();
  }

  /** Prints the table. */
  public static void main(String[] arguments) throws Exception {
    System.out.println(
        "| n, kernel | sm_90 | gfx90a | gfx942 | gfx1030 | gfx1100 | local: NVIDIA, AMD"
            + " | H100 | MI300X | 7900 XTX |");
    System.out.println("|---|---|---|---|---|---|---|---|---|---|");
    for (int features : FEATURES) {
      print(System.out, features, true);
    }
    print(System.out, Tree.STRIPE, false);
  }
}
