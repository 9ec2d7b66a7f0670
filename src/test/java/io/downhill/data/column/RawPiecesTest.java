package io.downhill.data.column;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.downhill.data.Dataset;
import io.downhill.data.Encoding;
import io.downhill.data.Missing;
import io.downhill.data.Preparation;
import io.downhill.data.PreparationOptions;
import io.downhill.data.Target;
import io.downhill.data.WordOptions;
import io.downhill.data.cell.CellText;
import io.downhill.data.cell.Scale;
import io.downhill.data.table.PreparedTable;
import io.downhill.data.table.TableSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Training rows stay what they are on both sides of each place where what holds them ends. */
class RawPiecesTest {
  @Test
  void columnOfDoublesIsOneWhateverItsArrays() {
    for (int part : new int[] {4, 8, 64}) {
      for (int first : new int[] {1, 2, 4}) {
        for (int size = 0; size <= 2 * part + 1; size++) {
          ExactColumn column = new ExactColumn(first, part);
          double[] expected = new double[size];
          for (int i = 0; i < size; i++) {
            expected[i] = 1 / (i + 1.0);
            column.add(expected[i]);
          }
          String where = size + " values in parts of " + first + " and " + part;
          assertArrayEquals(expected, column.values(), where);
          for (int i = 0; i < size; i++) {
            assertEquals(expected[i], column.get(i), where);
          }
        }
      }
    }
  }

  /** Doubles that float32 does not keep, in two columns, the second one only from a row on. */
  private static ExactColumns exact(int rows, int from, boolean rereads, int look) {
    ExactColumns exact = new ExactColumns(new LevelIndex[2], Set.of(), rereads, look);
    for (int i = 0; i < rows; i++) {
      exact.add(0, 1_700_000_000 + i % 50);
      exact.add(1, i < from ? i % 5 + 0.1 : 1_700_000_000 + i % 50);
      exact.nextRow();
    }
    exact.end();
    return exact;
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 7, 8, 9, 15, 16, 17, 31, 32, 33, 64, 200})
  void columnsThatNeedDoublesAreFoundFromTheRowsThatAreLookedAt(int rows) {
    int look = 8;
    ExactColumns exact = exact(rows, rows, true, look);
    assertEquals(rows > 1, exact.holds(0), "seconds in " + rows + " rows");
    assertEquals(false, exact.holds(1), "ordinary");
    assertEquals(Set.of(), exact.coarse());
  }

  @ParameterizedTest
  @CsvSource({"16, 9", "64, 30", "200, 60", "2000, 500"})
  void columnsThatNeedDoublesLaterOnlyAreFoundByTheRowsInBetween(int rows, int from) {
    ExactColumns exact = exact(rows, from, true, 8);
    assertEquals(false, exact.holds(1));
    assertEquals(Set.of(1), exact.coarse());
  }

  /** Numbers, a number with marked gaps, and a category, in row blocks of the least size. */
  private static RawExamples raw(int m) {
    double[][] x = new double[m][3];
    int[] y = new int[m];
    for (int i = 0; i < m; i++) {
      x[i][0] = i;
      x[i][1] = i % 7 == 3 ? Double.NaN : i % 11;
      x[i][2] = i % 5;
      y[i] = i % 2;
    }
    return RawFixture.of(x, y, null);
  }

  private static final Preparation PREPARATION =
      new Preparation(
          "y",
          List.of(
              new Encoding.Numeric("column0", Scale.NUMBER, 0, false),
              new Encoding.Numeric("column1", Scale.NUMBER, 4.5, true),
              new Encoding.Numeric("column2", Scale.NUMBER, 0, false)),
          Missing.IMPUTE,
          CellText.GAPS);

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 5, 255, 256, 257, 1023, 1024, 1025, 4000})
  void rowsBecomeTheSameFeaturesInChunksOfAnyLength(int chunk) {
    int m = 2 * Dataset.ROW_ALIGNMENT + 3;
    // Some rows of every block, among them those beside its ends.
    int[] rows = IntStream.range(0, m).filter(i -> i % 3 != 1).toArray();
    Dataset data = raw(m).encode(PREPARATION, rows, true, chunk);
    assertEquals(rows.length, data.examples());
    for (int k = 0; k < rows.length; k++) {
      int i = rows[k];
      boolean gap = i % 7 == 3;
      assertEquals(i, data.x(k, 0), "row " + i);
      assertEquals(gap ? 4.5f : i % 11, data.x(k, 1), "row " + i);
      assertEquals(gap ? 1 : 0, data.x(k, 2), "row " + i);
      assertEquals(i % 5, data.x(k, 3), "row " + i);
      assertEquals(i % 2, data.labels()[k], "row " + i);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 1023, 1024, 1025, 2048, 2049})
  void labelsAndWeightsOfAnyNumberOfRowsStayTheirs(int m) {
    List<Map<String, Object>> table = new ArrayList<>();
    for (int i = 0; i < m + 1; i++) {
      Map<String, Object> row = new LinkedHashMap<>();
      row.put("x", i % 9 + 0.5);
      row.put("y", i * 7 % 5 < 2 ? "yes" : "no");
      row.put("w", i % 6 + 0.25);
      table.add(row);
    }
    PreparationOptions options =
        new PreparationOptions(
            Target.label("y"),
            Optional.empty(),
            "",
            Optional.of("w"),
            Optional.empty(),
            Optional.empty(),
            Missing.IMPUTE,
            List.of(),
            List.of(),
            List.of(),
            10,
            0,
            0,
            false,
            WordOptions.NONE);
    Dataset data = PreparedTable.learn(TableSource.of(table), options).train();
    assertEquals(m + 1, data.examples());
    for (int i = 0; i <= m; i++) {
      assertEquals(i % 9 + 0.5f, data.x(i, 0), "row " + i);
      assertEquals(i * 7 % 5 < 2 ? 1 : 0, data.labels()[i], "row " + i);
      assertEquals(i % 6 + 0.25f, data.weights()[i], "row " + i);
    }
  }
}
