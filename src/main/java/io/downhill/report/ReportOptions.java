package io.downhill.report;

import io.downhill.data.Argument;
import java.util.List;

/**
 * How a page is made. Nothing of it but the axes shows on the page.
 *
 * @param device auto, cpu, opencl or opencl:K
 * @param threads of the cpu device, at least 1
 * @param axes the two parameters of the bowl, by the names of their features or {@value #BIAS};
 *     empty for the bias and the strongest weight
 */
public record ReportOptions(String device, int threads, List<String> axes) {
  /** The name of the parameter that belongs to no feature. */
  public static final String BIAS = "bias";

  /** Checks that there are two axes or none. */
  public ReportOptions {
    Argument.notNull(device, "device");
    axes = List.copyOf(axes);
    if (!axes.isEmpty() && (axes.size() != 2 || axes.get(0).equals(axes.get(1)))) {
      throw new IllegalArgumentException(
          "axes must be two different parameters, not " + String.join(",", axes));
    }
  }
}
