package io.downhill.report;

import io.downhill.data.Dataset;
import io.downhill.sums.Tree;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * What tells examples from others: SHA-256 over the names of the features, a line each, then of
 * each block of 1024 rows its features, its labels and its weights as little-endian float32, in the
 * order in which they were read. The same rows have it whatever file they came from.
 */
final class Fingerprint {
  /** Values that are read at once. */
  private static final int PIECE = 1 << 20;

  private Fingerprint() {}

  static String of(Dataset data) {
    MessageDigest digest = sha256();
    digest.update(String.join("\n", data.featureNames()).getBytes(StandardCharsets.UTF_8));
    int n = data.features();
    for (int first = 0; first < data.examples(); first += Tree.BLOCK) {
      int count = Math.min(Tree.BLOCK, data.examples() - first);
      int step = Math.max(1, PIECE / n);
      for (int i = first; i < first + count; i += step) {
        int rows = Math.min(step, first + count - i);
        float[] x = new float[rows * n];
        data.rows().copy(i, rows, x, 0);
        update(digest, x, 0, x.length);
      }
      update(digest, data.labels(), first, count);
      if (data.weights() != null) {
        update(digest, data.weights(), first, count);
      }
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  private static void update(MessageDigest digest, float[] values, int first, int count) {
    ByteBuffer bytes = ByteBuffer.allocate(Float.BYTES * count).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asFloatBuffer().put(values, first, count);
    digest.update(bytes);
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
