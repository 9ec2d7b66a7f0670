package io.downhill.data.table;

import static org.junit.jupiter.api.Assertions.assertThrows;

import io.downhill.data.DataException;
import io.downhill.data.Dataset;
import io.downhill.data.OpenTable;
import io.downhill.data.PreparationOptions;
import java.nio.file.Path;
import java.util.Arrays;

/** Reads tables for tests, and looks at what came of them. */
public final class TableFixture {
  private TableFixture() {}

  public static Dataset read(Path file, String label) {
    return read(file.toString(), label);
  }

  public static Dataset read(String data, String label) {
    return learn(data, PreparationOptions.label(label)).train();
  }

  public static PreparedTable learn(String data, PreparationOptions options) {
    return PreparedTable.learn(TableSource.files(data), options);
  }

  /** Opens a table to read its cells. */
  public static OpenTable open(TableSource source, String label) {
    return source.open(PreparationOptions.label(label));
  }

  /** The values of the first row block. */
  public static float[] values(Dataset data) {
    return Arrays.copyOf(data.block(0), data.blockRows(0) * data.features());
  }

  public static int positives(Dataset data) {
    int count = 0;
    for (float y : data.labels()) {
      count += (int) y;
    }
    return count;
  }

  public static String told(String data, String label) {
    return told(data, PreparationOptions.label(label));
  }

  public static String told(String data, PreparationOptions options) {
    return assertThrows(DataException.class, () -> learn(data, options)).getMessage();
  }
}
