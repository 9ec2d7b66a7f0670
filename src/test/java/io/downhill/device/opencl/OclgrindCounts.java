package io.downhill.device.opencl;

import io.downhill.data.Dataset;
import io.downhill.device.Device;
import io.downhill.device.DeviceExamples;
import io.downhill.device.DeviceSums;
import io.downhill.device.DeviceVector;
import io.downhill.device.Panel;
import io.downhill.sums.Tree;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the simulator Oclgrind counts in one gradient pass over a block of the tiled form: each load
 * and barrier of each item.
 *
 * @param globalBytes that loads ask for
 * @param localBytes that loads ask for
 * @param barriers of all items
 */
record OclgrindCounts(long globalBytes, long localBytes, long barriers) {
  private static final int GROUP = 128;

  static ClTuning tuning(ClTuning device, int rows) {
    return device.with(ClForm.TILE).withGroup(GROUP).withTile(rows).withStripes(Tree.RADIX);
  }

  /** Runs the pass in a child whose only driver is the simulator. */
  static OclgrindCounts of(int features, int rows, Path folder) throws Exception {
    Path output = folder.resolve("counts.txt");
    Files.writeString(folder.resolve("oclgrind.icd"), "/usr/lib/oclgrind/liboclgrind-rt-icd.so\n");
    ProcessBuilder builder =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp",
            System.getProperty("java.class.path"),
            OclgrindCounts.class.getName(),
            "" + features,
            "" + rows);
    builder
        .environment()
        .putAll(Map.of("OCL_ICD_VENDORS", folder.toString(), "OCLGRIND_INST_COUNTS", "1"));
    Process child = builder.redirectErrorStream(true).redirectOutput(output.toFile()).start();
    if (!child.waitFor(5, TimeUnit.MINUTES)) {
      child.destroyForcibly().waitFor();
      throw new IllegalStateException("the simulator does not end");
    }
    String text = Files.readString(output);
    int start = text.indexOf("kernel 'gradient'");
    if (start < 0) {
      throw new IllegalStateException(text);
    }
    int next = text.indexOf("Instructions executed for kernel", start);
    String counts = text.substring(start, next < 0 ? text.length() : next);
    return new OclgrindCounts(
        number(counts, "load global \\(([\\d,]+) bytes\\)"),
        number(counts, "load local \\(([\\d,]+) bytes\\)"),
        number(counts, "([\\d,]+) - call \\S*barrier"));
  }

  private static long number(String text, String pattern) {
    Matcher found = Pattern.compile(pattern).matcher(text);
    if (!found.find()) {
      throw new IllegalStateException("no " + pattern + " in " + text);
    }
    return Long.parseLong(found.group(1).replace(",", ""));
  }

  /** The child: features and rows of a tile. */
  public static void main(String[] arguments) {
    int features = Integer.parseInt(arguments[0]);
    ClTuning tuning = tuning(ClDevice.tuning(0), Integer.parseInt(arguments[1]));
    try (Device device = ClDevice.open(0, tuning);
        DeviceExamples e =
            device.load(Dataset.of(new float[Tree.BLOCK][features], new int[Tree.BLOCK]));
        DeviceVector w = device.vector(features + 1);
        DeviceSums g = DeviceSums.allocate(device, e, features + 2)) {
      device.gradient(e, Panel.ONE, w, g);
      g.root(device);
    }
  }
}
