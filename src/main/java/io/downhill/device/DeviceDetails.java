package io.downhill.device;

import java.util.ArrayList;
import java.util.List;

/**
 * What a device through a driver allows, and how its passes run.
 *
 * @param id as {@link DeviceInfo#id}
 * @param limits of its memory and work
 * @param arithmetic of its float32
 * @param rule the forms of passes by rule, by features
 * @param kept where forms that were measured are kept; empty if nowhere
 * @param measured the forms that were measured on this machine, which win over the rule
 */
public record DeviceDetails(
    String id,
    Limits limits,
    Arithmetic arithmetic,
    List<Form> rule,
    String kept,
    List<Form> measured) {

  /**
   * Limits that its driver tells.
   *
   * @param largestBuffer bytes of one allocation
   * @param localMemory bytes that a group of work-items shares
   * @param largestGroup work-items in a group
   * @param computeUnits that it has
   * @param megahertz of its clock
   */
  public record Limits(
      long largestBuffer, long localMemory, long largestGroup, long computeUnits, long megahertz) {}

  /** What float32 does on it; a device is exact that does all three. */
  public record Arithmetic(boolean roundsToNearest, boolean keepsDenormals, boolean hasFma) {
    /** Whether every exact device must agree with it to the bit. */
    public boolean exact() {
      return missing().isEmpty();
    }

    /** Why it is not exact; empty if it is. */
    public List<String> missing() {
      List<String> missing = new ArrayList<>();
      if (!roundsToNearest) {
        missing.add("round-to-nearest");
      }
      if (!keepsDenormals) {
        missing.add("denormals");
      }
      if (!hasFma) {
        missing.add("fma");
      }
      return missing;
    }
  }

  /**
   * How passes over X are split.
   *
   * @param from the fewest features it is for
   * @param to the most, or {@link Integer#MAX_VALUE}
   * @param text in words
   */
  public record Form(int from, int to, String text) {}
}
