package io.downhill.cli;

import io.downhill.data.PreparationOptions;
import picocli.CommandLine.Option;

/** The options of training that make a column something else than a feature. */
final class RoleArguments implements PreparationArguments.Roles {
  @Option(
      names = "--offset",
      paramLabel = "COLUMN",
      description =
          "A column of numbers that is added to each margin with the coefficient 1, as the logarithm"
              + " of an exposure, or the margin of another model. predict and evaluate need it too.")
  private String offset;

  @Option(
      names = "--cluster",
      paramLabel = "COLUMN",
      description =
          "A column that says which rows belong together, as the visits of a patient; it is no"
              + " feature. Standard errors are then by the sums over clusters (--inference robust).")
  private String cluster;

  /** Whether rows are in clusters. */
  boolean clustered() {
    return cluster != null;
  }

  /** Whether a column is added to each margin. */
  boolean shifted() {
    return offset != null;
  }

  @Override
  public boolean given() {
    return shifted() || clustered();
  }

  @Override
  public String names() {
    return "--offset, --cluster";
  }

  @Override
  public PreparationOptions addTo(PreparationOptions options) {
    PreparationOptions with = offset == null ? options : options.offset(offset);
    return clustered() ? with.cluster(cluster) : with;
  }
}
