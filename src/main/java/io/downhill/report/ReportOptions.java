package io.downhill.report;

import io.downhill.data.Argument;
import java.util.List;
import java.util.Optional;

/**
 * How a page is made. Nothing of it but the axes and the path shows on the page.
 *
 * @param device auto, cpu, opencl, opencl:K or several as cpu+opencl:0
 * @param threads of the cpu device, at least 1
 * @param axes the two parameters of the bowl, by the names of their features or {@value #BIAS};
 *     empty for the bias and the strongest weight
 * @param path the weights along the path of penalties that the model was chosen from; empty for
 *     none
 */
public record ReportOptions(
    String device, int threads, List<String> axes, Optional<CoefficientPath> path) {
  /** The name of the parameter that belongs to no feature. */
  public static final String BIAS = "bias";

  /** Without a path of penalties. */
  public ReportOptions(String device, int threads, List<String> axes) {
    this(device, threads, axes, Optional.empty());
  }

  /** Checks that there are two axes or none. */
  public ReportOptions {
    Argument.notNull(device, "device");
    Argument.notNull(path, "path");
    axes = List.copyOf(axes);
    if (!axes.isEmpty() && (axes.size() != 2 || axes.get(0).equals(axes.get(1)))) {
      throw new IllegalArgumentException(
          "axes must be two different parameters, not " + String.join(",", axes));
    }
  }
}
