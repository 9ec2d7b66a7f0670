package io.downhill;

import io.downhill.data.CsrRows;
import io.downhill.data.Dataset;
import io.downhill.data.Rows;
import io.downhill.device.Device;
import io.downhill.sums.Tree;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.zip.CRC32C;

/** What a run is a run of: all that its bits depend on, and neither device nor threads. */
final class RunKey {
  static final String DATA = "data";

  private static final int BUFFER = 1 << 16;

  private RunKey() {}

  /** By name, in the words of the command line where it has them. */
  static Map<String, String> of(TrainingOptions options, String solver, Dataset data) {
    Map<String, String> key = new LinkedHashMap<>();
    key.put("downhill", version());
    key.put("arithmetic", Integer.toString(Device.ARITHMETIC));
    key.put("examples", Integer.toString(data.examples()));
    key.put("features", Integer.toString(data.features()));
    key.put(DATA, fingerprint(data));
    key.put(
        "--offset",
        data.baseMargin().isPresent()
            ? data.featureNames().get(data.baseMargin().getAsInt())
            : "none");
    key.put("--solver", solver);
    key.put("--alpha", options.alpha().isPresent() ? "" + options.alpha().getAsDouble() : "auto");
    key.put("--iterations", "" + options.iterations());
    key.put(
        "--tolerance",
        options.tolerance().isPresent() ? "" + options.tolerance().getAsDouble() : "none");
    key.put("--l1", "" + options.l1());
    key.put("--l2", "" + options.l2());
    key.put("bounds", new TreeMap<>(options.bounds().of()).toString());
    key.put("--penalize", options.penalize().toString());
    key.put("--class-weight", options.classWeight().toString());
    key.put("--init", options.init().toString());
    key.put("--seed", "" + options.seed());
    key.put("start", options.start().map(RunKey::start).orElse("none"));
    key.put("intercept", "" + options.intercept());
    key.put("standardize", "" + options.standardize());
    key.put("center", "" + options.centre());
    return key;
  }

  private static String version() {
    String version = RunKey.class.getPackage().getImplementationVersion();
    return version == null ? "unpackaged" : version;
  }

  private static String start(LogisticModel model) {
    Parameters start = model.parameters();
    CRC32C sum = new CRC32C();
    for (int k = 0; k < start.count(); k++) {
      add(start.weights()[k], sum);
    }
    add(start.biases(), sum);
    return Long.toHexString(sum.getValue());
  }

  private static void add(double[] values, CRC32C sum) {
    ByteBuffer bytes = ByteBuffer.allocate(Double.BYTES * values.length);
    bytes.asDoubleBuffer().put(values);
    sum.update(bytes);
  }

  /** CRC-32C of features, labels and weights: one for each block of rows, and one of those. */
  private static String fingerprint(Dataset data) {
    int m = data.examples();
    Rows rows = data.rows();
    double[] blocks =
        IntStream.range(0, Tree.blocks(m))
            .parallel()
            .mapToDouble(k -> block(rows, k * Tree.BLOCK, Math.min(m, (k + 1) * Tree.BLOCK)))
            .toArray();
    CRC32C sum = new CRC32C();
    add(blocks, sum);
    add(data.labels(), sum);
    add(data.weights() == null ? new float[0] : data.weights(), sum);
    data.standardization().ifPresent(scale -> add(scale.deviations(), sum));
    data.offsets().ifPresent(offsets -> add(offsets.units(), sum));
    for (String name : data.featureNames()) {
      sum.update(name.getBytes(StandardCharsets.UTF_8));
    }
    return Long.toHexString(sum.getValue());
  }

  private static double block(Rows rows, int first, int end) {
    CRC32C sum = new CRC32C();
    ByteBuffer bytes = ByteBuffer.allocate(BUFFER);
    if (rows instanceof CsrRows csr && csr.change() == null) {
      for (int i = first; i < end; i++) {
        add(csr.starts()[i + 1] - csr.starts()[i], bytes, sum);
        for (int p = csr.starts()[i]; p < csr.starts()[i + 1]; p++) {
          add(csr.columns()[p], bytes, sum);
          add(Float.floatToRawIntBits(csr.values()[p]), bytes, sum);
        }
      }
    } else {
      float[] row = new float[rows.features()];
      for (int i = first; i < end; i++) {
        rows.copy(i, 1, row, 0);
        add(row, bytes, sum);
      }
    }
    sum.update(bytes.flip());
    return sum.getValue();
  }

  private static void add(float[] values, CRC32C sum) {
    ByteBuffer bytes = ByteBuffer.allocate(BUFFER);
    add(values, bytes, sum);
    sum.update(bytes.flip());
  }

  private static void add(float[] values, ByteBuffer bytes, CRC32C sum) {
    for (float value : values) {
      add(Float.floatToRawIntBits(value), bytes, sum);
    }
  }

  /** Adds what is gathered when there is no more room for it. */
  private static void add(int word, ByteBuffer bytes, CRC32C sum) {
    if (bytes.remaining() < Integer.BYTES) {
      sum.update(bytes.flip());
      bytes.clear();
    }
    bytes.putInt(word);
  }
}
