package io.downhill.device.opencl;

import java.io.PrintStream;
import java.util.List;
import java.util.Locale;

/**
 * Prints what {@link GpuModel} says of the form that the rule takes, for GPUs and shapes: {@code
 * GpuModelTable [NAME ...]}, without names all.
 */
final class GpuModelTable {
  /** A number of examples and of features. */
  record Shape(long examples, int features) {}

  static final List<Shape> SHAPES =
      List.of(
          new Shape(168_000_000, 16),
          new Shape(84_000_000, 16),
          new Shape(24_000_000, 28),
          new Shape(10_500_000, 128),
          new Shape(2_600_000, 512),
          new Shape(1_000_000, 784),
          new Shape(500_000, 2000));

  static final List<Gpu> GPUS = List.of(Gpu.H100, Gpu.H200, Gpu.MI300X, Gpu.RX7900XTX, Gpu.B580);

  private GpuModelTable() {}

  /** The plan that the rule takes for a shape on a GPU. */
  static ClPlan plan(Gpu gpu, Shape shape) {
    GpuTarget target = gpu.target();
    ClPlan.Limits limits = target.limits();
    int blocks = (int) ((shape.examples() + 1023) / 1024);
    ClPlan.Limits own =
        new ClPlan.Limits(limits.localMemory(), limits.maxGroup(), gpu.cores(), limits.nvidia());
    return ClPlan.of(target.tuning(), shape.features(), blocks, own);
  }

  private static void print(PrintStream out, Gpu gpu, Shape shape, String kernel) throws Exception {
    ClPlan plan = plan(gpu, shape);
    GpuModel model = GpuKernels.of(plan, shape.features(), kernel, gpu);
    GpuModel.Outcome outcome = model.on(gpu, shape.examples());
    GpuModel.Counts counts = model.counts(gpu.lanes());
    double values = (double) model.rows() * shape.features();
    String form =
        plan.tuning().tile().isPresent() ? plan.tuning().tile().getAsInt() + " rows" : "wide";
    double ahead =
        kernel.equals("gradient") && plan.tuning().tile().isPresent()
            ? 4.0 * plan.tuning().tile().getAsInt() * shape.features() / 1024 * outcome.resident()
            : 0;
    out.printf(
        Locale.ROOT,
        "| %s | %,d x %d | %s | %s%s | %d | %s | %.1f | %.2f | %.2f | %.0f | %.2f | %s |%n",
        gpu.name(),
        shape.examples(),
        shape.features(),
        kernel,
        form,
        plan.hasLeaves() ? ", " + plan.stripes() + " stripes" : "",
        outcome.resident(),
        ahead > 0 ? String.format(Locale.ROOT, "%.0f", ahead) : "",
        counts.operations() * gpu.lanes() / values,
        counts.localCycles() * gpu.localCycles() * 128 / (4 * values),
        (double) counts.barriers() / model.rows(),
        outcome.bytesPerSecond() / 1e9,
        outcome.bytesPerSecond() / 1e9 / gpu.copy(),
        outcome.bound());
  }

  /** Prints the table. */
  public static void main(String[] arguments) throws Exception {
    List<String> names = List.of(arguments);
    System.out.println(
        "| GPU | m x n | kernel | tile | groups a core | KB ahead a core | operations a value"
            + " | local bytes a byte | barriers a row | GB/s | of copy | bound |");
    System.out.println("|---|---|---|---|---|---|---|---|---|---|---|---|");
    for (Gpu gpu : GPUS) {
      if (names.isEmpty() || names.contains(gpu.name())) {
        for (String kernel : List.of("gradient", "margins")) {
          for (Shape shape : SHAPES) {
            print(System.out, gpu, shape, kernel);
          }
        }
      }
    }
  }
}
