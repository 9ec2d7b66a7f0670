package io.downhill.data.npy;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.downhill.data.DataException;
import io.downhill.data.Dataset;
import io.downhill.data.LabelCoder;
import io.downhill.data.ReadProgress;
import io.downhill.data.SmallBlocks;
import io.downhill.data.table.TableFixture;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Arrays are read alike however few of their elements, rows or bytes are read at once. */
class NpyPiecesTest {
  @TempDir Path folder;

  private static double[][] matrix(int m, int n, double offset) {
    Random random = new Random(5);
    double[][] x = new double[m][n];
    for (double[] row : x) {
      for (int j = 0; j < n; j++) {
        row[j] = offset * (j + 1) + random.nextInt(100);
      }
    }
    return x;
  }

  private static Dataset read(Path file, NpyFile.Sizes sizes) {
    return NpyExamples.read(file.toString(), ReadProgress.NONE, sizes).build();
  }

  @ParameterizedTest
  @CsvSource({
    "<f4, false, 0", "<f4, true, 0", "<f8, false, 0", "<f8, true, 0", ">f8, true, 0",
    "<i2, false, 0", "|u1, true, 0", "<f8, false, 1e9", "<f8, true, 1e9", "<i8, false, 1e15"
  })
  void matrixIsReadAlikeInPiecesOfAnyLength(String descr, boolean fortran, double offset)
      throws IOException {
    double[][] x = matrix(7, 3, offset);
    Path file = NpyFixture.matrix(folder.resolve("x.npy"), descr, fortran, x);
    Dataset whole = read(file, NpyFile.Sizes.USUAL);
    assertEquals(offset > 0, whole.offsets().isPresent());
    int size = descr.charAt(2) - '0';
    // Rows of 3 elements lie across pieces, and a buffer may hold less than one.
    for (int elements : fortran ? new int[] {1, 2, 4, 8} : new int[] {1, 2, 3, 4, 20, 21, 22}) {
      NpyFile.Sizes sizes =
          fortran
              ? new NpyFile.Sizes(size * elements, size, elements, 0)
              : new NpyFile.Sizes(size * (1 + elements % 4), size * elements, 1, 0);
      Dataset pieces = read(file, sizes);
      assertArrayEquals(TableFixture.values(whole), TableFixture.values(pieces), sizes + "");
      assertEquals(whole.offsets() + "", pieces.offsets() + "", sizes.toString());
    }
    if (offset == 0) {
      for (int i = 0; i < 7; i++) {
        for (int j = 0; j < 3; j++) {
          assertEquals((float) x[i][j], whole.x(i, j), i + ", " + j);
        }
      }
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void badNumberIsToldWithItsPlaceInWhicheverPieceItIs(boolean fortran) throws IOException {
    for (int at : new int[] {0, 2, 10, 20}) {
      double[][] x = matrix(7, 3, 0);
      x[at / 3][at % 3] = Double.NaN;
      Path file = NpyFixture.matrix(folder.resolve("x.npy"), "<f4", fortran, x);
      for (int elements : new int[] {1, 4, 100}) {
        for (int part : new int[] {0, 4 * elements}) {
          NpyFile.Sizes sizes = new NpyFile.Sizes(16, 4 * elements, 2, part);
          String told = assertThrows(DataException.class, () -> read(file, sizes)).getMessage();
          assertEquals(
              file
                  + ": row "
                  + (at / 3 + 1)
                  + ", column column"
                  + at % 3
                  + ": NaN is not a number; fill it or leave the row out",
              told);
        }
      }
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void rowsOfSeveralBlocksAreReadInTheirOrder(boolean fortran) throws IOException {
    // Row blocks of 1024 rows each, of which the last has one.
    int n = 4096;
    int m = Dataset.ROW_ALIGNMENT + 1;
    double[][] x = new double[m][n];
    for (int i = 0; i < m; i++) {
      for (int j = 0; j < n; j += 97) {
        x[i][j] = (i * 31 + j) % 251;
      }
    }
    Path file = NpyFixture.matrix(folder.resolve("x.npy"), "|u1", fortran, x);
    List<Double> parts = new ArrayList<>();
    Dataset data = NpyExamples.read(file.toString(), (rows, part) -> parts.add(part)).build();
    assertEquals(2, data.blockCount());
    for (int i = 0; i < m; i++) {
      for (int j = 0; j < n; j += 97) {
        assertEquals((float) x[i][j], data.x(i, j), i + ", " + j);
      }
    }
    // Of two blocks that are read at once, either may be the first to end.
    assertEquals(2, parts.size());
    assertTrue(List.of(1024 / 1025.0, 1 / 1025.0).contains(parts.get(0)), parts.toString());
    assertEquals(1.0, parts.get(1));
  }

  @Test
  void labelsAreReadAlikeInBuffersOfAnyLength() throws IOException {
    double[] y = {0, 1, 1, 0, 1, 0, 0};
    for (String descr : List.of("|u1", "<i4", ">f8", "|b1")) {
      Path file = NpyFixture.vector(folder.resolve("y.npy"), descr, y);
      for (int elements = 1; elements <= 9; elements++) {
        Dataset.Builder builder = SmallBlocks.builder(List.of("x"));
        builder.grow(y.length);
        int bytes = elements * (descr.charAt(2) - '0');
        NpyFile.Sizes sizes = new NpyFile.Sizes(bytes, bytes, 1, 0);
        NpyLabels.read(file.toString(), new LabelCoder(Optional.empty()), builder, "x", sizes);
        float[] labels = builder.build().labels();
        for (int i = 0; i < y.length; i++) {
          assertEquals((float) y[i], labels[i], descr + ", " + elements + " at a time, row " + i);
        }
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    // TableRows and columns, and how many rows are looked at: 1,024, fewer of many columns, at
    // least 32.
    "1023, 3, 1023", "1024, 3, 1024", "1025, 3, 1024", "5000, 256, 1024", "5000, 257, 1020",
    "5000, 8192, 32", "5000, 8193, 32", "31, 9000, 31", "33, 9000, 32", "1, 1, 1"
  })
  void offsetsAreSoughtInRowsFromEverywhere(int m, int n, int looked) {
    OffsetSearch search = new OffsetSearch(m, n);
    assertEquals(looked, search.rows());
    for (int k = 0; k < looked; k++) {
      long row = search.row(k);
      assertEquals(true, (long) k * m <= row * looked + looked - 1, "row " + k + ": " + row);
      assertEquals(true, row * looked < (k + 1L) * m, "row " + k + ": " + row);
      assertEquals(true, looked < m || row == k, "every row");
    }
  }
}
