package io.downhill.device.opencl;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** The kernels of one open device for one form and tile. Confined to one thread. */
final class ClKernels implements AutoCloseable {
  private final List<ClKernel> all = new ArrayList<>();
  private final ClKernel margins;
  private final ClKernel sigmoid;
  private final ClKernel loss;
  private final ClKernel gradient;
  private final ClKernel combine;
  private final ClKernel update;

  /**
   * Builds what is not built yet.
   *
   * @param stripes stripes in a tile, {@link ClTuning#WIDE} for none
   */
  ClKernels(ClContext context, ClTuning tuning, ClSources sources, int stripes) {
    List<String> files = files(tuning.form(), stripes);
    String text = files.stream().map(sources::text).collect(Collectors.joining("\n"));
    String name = files.get(files.size() - 1);
    ClProgram program = context.program(new ClProgram.Recipe(name, text, options(tuning, stripes)));
    margins = kernel(program, "margins");
    sigmoid = kernel(program, "sigmoid");
    loss = kernel(program, "loss");
    gradient = kernel(program, "gradient");
    combine = kernel(program, "combine");
    update = kernel(program, "update");
  }

  private static List<String> files(ClForm form, int stripes) {
    String margins = "margins_wide.cl";
    String gradient = stripes == ClTuning.WIDE ? "gradient_wide.cl" : "gradient_tile.cl";
    if (form == ClForm.WALK) {
      margins = "margins_walk.cl";
      gradient = "gradient_walk.cl";
    }
    return List.of(
        "elementary.cl", "sigmoid.cl", "loss.cl", "combine.cl", "update.cl", margins, gradient);
  }

  private static String options(ClTuning tuning, int stripes) {
    if (tuning.form() == ClForm.WALK) {
      return "";
    }
    String group = "-D GROUP=" + tuning.group();
    return stripes == ClTuning.WIDE ? group : group + " -D STRIPES=" + stripes;
  }

  private ClKernel kernel(ClProgram program, String name) {
    ClKernel kernel = program.kernel(name);
    all.add(kernel);
    return kernel;
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

  @Override
  public void close() {
    all.forEach(ClKernel::close);
  }
}
