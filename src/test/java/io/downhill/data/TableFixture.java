package io.downhill.data;

import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.file.Path;
import java.util.Arrays;

/** Reads tables for tests, and looks at what came of them. */
final class TableFixture {
  private TableFixture() {}

  static Dataset read(Path file, String label) {
    return read(file.toString(), label);
  }

  static Dataset read(String data, String label) {
    return learn(data, PreparationOptions.label(label)).train();
  }

  static PreparedTable learn(String data, PreparationOptions options) {
    return PreparedTable.learn(TableSource.files(data), options);
  }

  /** The values of the first row block. */
  static float[] values(Dataset data) {
    return Arrays.copyOf(data.block(0), data.blockRows(0) * data.features());
  }

  static int positives(Dataset data) {
    int count = 0;
    for (float y : data.labels()) {
      count += (int) y;
    }
    return count;
  }

  static String told(String data, String label) {
    return told(data, PreparationOptions.label(label));
  }

  static String told(String data, PreparationOptions options) {
    return assertThrows(DataException.class, () -> learn(data, options)).getMessage();
  }
}
