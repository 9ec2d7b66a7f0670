package io.downhill.device.opencl;

import io.downhill.sums.Tree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalInt;

/** Models of the kernels that read rows: the program's, and others of the same arguments. */
final class GpuKernels {
  /** Registers of an item that a thread of Intel's can give it: its compiler does not tell. */
  private static final int OF_INTEL = 128;

  private GpuKernels() {}

  /** The program's gradient or margins on a GPU, as a plan has them. */
  static GpuModel of(ClPlan plan, int features, String kernel, Gpu gpu) throws Exception {
    ClProgram.Recipe recipe = new ClRecipes(plan, ClSources.BUNDLED).passes();
    boolean tiled = plan.form() == ClForm.TILE;
    int stride = (int) ClExamples.stride(features + 2L);
    int group = plan.tuning().group();
    int rows =
        kernel.equals("gradient")
            ? plan.stripes() * Tree.STRIPE
            : tiled ? plan.marginRows() : group / 8;
    long[] sizes =
        tiled ? new long[] {Tree.BLOCK, stride, 0, 0, plan.stripes()} : wide(features, stride);
    GpuModel.Arguments arguments =
        kernel.equals("gradient")
            ? gradient(features, stride, sizes)
            : margins(features, tiled ? new long[] {Tree.BLOCK, 0, 0} : wideMargins(features));
    return model(recipe, kernel, features, rows, group, 0, arguments, gpu);
  }

  private static long[] wide(int features, int stride) {
    return new long[] {Tree.BLOCK, features, stride, 0, 0};
  }

  private static long[] wideMargins(int features) {
    return new long[] {Tree.BLOCK, features, 0, 0};
  }

  /** The kernel of bench/gpu-kernels with these options, a group a block. */
  static GpuModel variant(String text, String options, int features, int scratch, Gpu gpu)
      throws Exception {
    int stride = (int) ClExamples.stride(features + 2L);
    int group = Integer.parseInt(options.replaceAll(".*GROUP=(\\d+).*", "$1"));
    long[] sizes = {Tree.BLOCK, features, stride, 0, 0, 0};
    ClProgram.Recipe recipe = new ClProgram.Recipe("variant", text, options);
    return model(
        recipe,
        "gradient",
        features,
        Tree.BLOCK,
        group,
        scratch,
        gradient(features, stride, sizes),
        gpu);
  }

  private static GpuModel model(
      ClProgram.Recipe recipe,
      String kernel,
      int features,
      int rows,
      int items,
      int scratch,
      GpuModel.Arguments arguments,
      Gpu gpu)
      throws Exception {
    GpuCode ptx = GpuCompiler.OF_BUILD.compile(new GpuCompiler.Job(recipe, GpuTarget.SM_90));
    GpuCode own = GpuCompiler.OF_BUILD.compile(new GpuCompiler.Job(recipe, gpu.target()));
    GpuCode.Kernel text =
        own.kernels().stream().filter(one -> one.name().equals(kernel)).findFirst().orElseThrow();
    OptionalInt registers = registers(own, kernel, text);
    return new GpuModel(
        ptx, kernel, features, rows, items, registers, text.local() + scratch, arguments);
  }

  /**
   * As the text tells; PTX has no real ones. There what lives across barriers counts, and no more
   * than the vendor's assembler takes, where it is: on the H200 its driver's compiler took fewer
   * for the same kernels, as local memory alone decided how many groups a core held.
   */
  static OptionalInt registers(GpuCode code, String kernel, GpuCode.Kernel text)
      throws IOException, InterruptedException {
    if (text.registers().isPresent()) {
      return text.registers();
    }
    if (code.target().family == GpuTarget.Family.SPIRV) {
      return OptionalInt.of(OF_INTEL);
    }
    int live = PtxLive.registers(PtxProgram.of(code.assembly(), kernel));
    Ptxas.Figures figures = Ptxas.figures(code).get(kernel);
    return OptionalInt.of(figures == null ? live : Math.min(live, figures.registers()));
  }

  private static GpuModel.Arguments gradient(int features, int stride, long[] sizes) {
    int[][] buffers = {
      GpuModel.values(Tree.BLOCK * features + 32, 1),
      GpuModel.values(Tree.BLOCK, 2),
      GpuModel.values(features + 33, 3),
      new int[2 * Math.max(stride, Tree.STRIPE * stride)]
    };
    return new GpuModel.Arguments(buffers, parameters(4, sizes));
  }

  private static GpuModel.Arguments margins(int features, long[] sizes) {
    int[][] buffers = {
      GpuModel.values(Tree.BLOCK * features + 32, 1),
      GpuModel.values(features + 33, 3),
      new int[Tree.BLOCK]
    };
    return new GpuModel.Arguments(buffers, parameters(3, sizes));
  }

  private static long[] parameters(int buffers, long[] sizes) {
    long[] parameters = new long[buffers + sizes.length];
    for (int k = 0; k < buffers; k++) {
      parameters[k] = PtxGroup.address(k);
    }
    System.arraycopy(sizes, 0, parameters, buffers, sizes.length);
    return parameters;
  }

  /** A file of bench/gpu-kernels behind the elementary functions. */
  static String benchText(String file) throws IOException {
    return ClSources.BUNDLED.text("elementary.cl")
        + "\n"
        + Files.readString(Path.of("bench", "gpu-kernels", file));
  }
}
