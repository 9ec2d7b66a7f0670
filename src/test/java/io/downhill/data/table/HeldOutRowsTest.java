package io.downhill.data.table;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.downhill.data.Dataset;
import io.downhill.data.Encoding;
import io.downhill.data.PreparationOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HeldOutRowsTest {
  @TempDir Path folder;

  private PreparedTable learn(String text, double part, long seed) throws IOException {
    Path file = Files.writeString(folder.resolve("x.csv"), text);
    return TableFixture.learn(file.toString(), PreparationOptions.label("y").test(part, seed));
  }

  /** Forty rows of two columns and a label, which no column tells, in turns of three. */
  private static String inTurns() {
    StringBuilder csv = new StringBuilder("x,z,y\n");
    for (int i = 0; i < 40; i++) {
      csv.append(i % 13).append(',').append(i * 7 % 11).append(".5,").append(i / 3 % 2);
      csv.append('\n');
    }
    return csv.toString();
  }

  @Test
  void heldOutRowsHaveTheShareOfEachClass() throws IOException {
    PreparedTable table = learn(inTurns(), 0.25, 3);
    assertEquals(10, table.test().orElseThrow().examples());
    float positives = 0;
    for (float y : table.test().orElseThrow().labels()) {
      positives += y;
    }
    assertEquals(5, positives);
  }

  @Test
  void heldOutRowsTeachNothing() throws IOException {
    PreparedTable table = learn(inTurns(), 0.25, 3);
    double sum = 0;
    for (int i = 0; i < table.train().examples(); i++) {
      sum += table.train().x(i, 0);
    }
    Encoding.Numeric x = (Encoding.Numeric) table.preparation().encodings().get(0);
    assertEquals(sum / table.train().examples(), x.mean(), 1e-12);
  }

  @Test
  void rowsOfManyBlocksBecomeFeaturesBlockByBlock() throws IOException {
    int columns = 2000;
    int rows = 2 * Dataset.rowsPerBlock(columns) + 500;
    StringBuilder csv = new StringBuilder("g,y");
    for (int j = 0; j < columns; j++) {
      csv.append(",c").append(j);
    }
    for (int i = 0; i < rows; i++) {
      csv.append('\n').append("abc".charAt(i % 3)).append(',').append(i / 3 % 2);
      for (int j = 0; j < columns; j++) {
        csv.append(',').append((i * 31 + j) % 7);
      }
    }
    PreparedTable table = learn(csv.append('\n').toString(), 0.3, 1);
    int train = 0;
    int test = 0;
    for (int i = 0; i < rows; i++) {
      boolean held =
          test < table.test().orElseThrow().examples()
              && holds(table.test().orElseThrow(), test, i, columns);
      if (held) {
        test++;
      } else {
        assertTrue(holds(table.train(), train++, i, columns), "row " + i);
      }
    }
    assertEquals(table.train().examples(), train);
    assertEquals(table.test().orElseThrow().examples(), test);
  }

  /** Whether an example holds what row i of the wide table does. */
  private static boolean holds(Dataset data, int example, int i, int columns) {
    String level = "g=" + "abc".charAt(i % 3);
    boolean same = data.labels()[example] == i / 3 % 2;
    for (int j = 0; j < 2; j++) {
      same &= data.x(example, j) == (data.featureNames().get(j).equals(level) ? 1 : 0);
    }
    for (int j = 0; j < columns; j++) {
      same &= data.x(example, 2 + j) == (i * 31 + j) % 7;
    }
    return same;
  }
}
