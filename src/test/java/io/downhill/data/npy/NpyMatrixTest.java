package io.downhill.data.npy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.downhill.data.Classes;
import io.downhill.data.DataException;
import io.downhill.data.Dataset;
import io.downhill.data.ReadProgress;
import io.downhill.data.Target;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NpyMatrixTest {
  private static final double[][] X = {{0, 1}, {1, 0}, {1, 1}};

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<f2", ">f2", "<f4", ">f4", "<f8", ">f8", "|i1", "<i2", ">i2", "<i4", ">i4", "<i8", ">i8",
        "|u1", "<u2", ">u2", "<u4", ">u4", "<u8", ">u8", "|b1"
      })
  void everyTypeAndOrderComesBack(String descr) throws IOException {
    Random random = new Random(7);
    for (int n : new int[] {1, 3, 40}) {
      // Over 1024 rows, so that several tiles of a column-major file are read.
      int m = 1 + random.nextInt(2500);
      double[][] x = random(random, descr, m, n);
      for (boolean fortran : new boolean[] {false, true}) {
        Dataset data = read(NpyFixture.matrix(folder.resolve("x.npy"), descr, fortran, x), n);
        for (int i = 0; i < m; i++) {
          for (int j = 0; j < n; j++) {
            String at = descr + " fortran " + fortran + " " + m + "x" + n + " at " + i + "," + j;
            assertEquals((float) x[i][j], data.x(i, j), at);
          }
        }
      }
    }
  }

  @Test
  void severalRowBlocksStayInOrder() throws IOException {
    int n = 1024;
    int m = Dataset.rowsPerBlock(n) * 2 + 17;
    double[][] x = new double[m][n];
    for (int i = 0; i < m; i++) {
      Arrays.fill(x[i], i);
      x[i][n - 1] = -i;
    }
    for (boolean fortran : new boolean[] {false, true}) {
      Dataset data = read(NpyFixture.matrix(folder.resolve("x.npy"), "<f4", fortran, x), n);
      assertEquals(3, data.blockCount());
      for (int i = 0; i < m; i++) {
        assertEquals(i, data.x(i, 0), "fortran " + fortran + ", row " + i);
        assertEquals(-i, data.x(i, n - 1), "fortran " + fortran + ", row " + i);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3})
  void everyFormatVersionIsRead(int version) throws IOException {
    String header = NpyFixture.header("<f8", false, "(2, 1)");
    Path file = folder.resolve("x.npy");
    NpyFixture.write(file, version, header, NpyFixture.data("<f8", 1.5, -2));
    assertEquals(-2f, read(file, 1).x(1, 0));
  }

  @Test
  void doublesAreRoundedOnceToTheNearestFloat() throws IOException {
    double value = 1 + 0x1p-24 + 0x1p-50;
    Path file = NpyFixture.matrix(folder.resolve("x.npy"), "<f8", false, new double[][] {{value}});
    assertEquals(1 + 0x1p-23f, read(file, 1).x(0, 0));
  }

  @Test
  void vectorIsAMatrixOfOneColumn() throws IOException {
    Dataset data = read(NpyFixture.vector(folder.resolve("x.npy"), "<f4", 5, 6, 7), 1);
    assertEquals(List.of("column0"), data.featureNames());
  }

  @Test
  void modelForAnotherNumberOfFeaturesIsRefused() throws IOException {
    Path x = NpyFixture.matrix(folder.resolve("x.npy"), "<f4", false, X);
    String told =
        told(() -> NpyMatrix.read(x.toString(), List.of("a", "b", "c"), ReadProgress.NONE));
    assertTrue(told.endsWith("features differ: model 3, data 2"), told);
  }

  @ParameterizedTest
  @CsvSource({"NaN,NaN is not a number", "Infinity,Infinity is not a finite", "1e39,not a finite"})
  void valueThatIsNotFiniteIsToldWithItsPlace(double value, String why) throws IOException {
    double[][] x = {{0, 1}, {1, value}};
    for (boolean fortran : new boolean[] {false, true}) {
      Path file = NpyFixture.matrix(folder.resolve("x.npy"), "<f8", fortran, x);
      String told = told(() -> read(file, 2));
      assertTrue(told.contains("x.npy: row 2, column column1: ") && told.contains(why), told);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "<U1,'(3, 2)','features must be numbers, not texts; save them as in x.astype(\'\'float32\'\')'",
    "|O,'(3, 2)','elements of type \'\'|O\'\' are not supported; save numbers, as in x.astype(\'\'float32\'\'), or labels as texts, as in y.astype(str)'",
    "<U0,'(3, 2)',elements of type '<U0' are not supported",
    "<U99999,'(3, 2)',elements of type '<U99999' are not supported",
    "<c8,'(3, 2)',elements of type '<c8' are not supported",
    "<f4,'(0, 2)',no examples",
    "<f4,'(3, 0)',no examples",
    "<f4,'()',must be a matrix",
    "<f4,'(3, 1, 2)',must be a matrix",
    "<f4,'(4, 2)',cut short",
    "<f4,'(99999999999, 99999999999)',damaged",
    "<f4,'three by two',cannot understand its header",
  })
  void uselessArraysAreTold(String descr, String shape, String why) throws IOException {
    Path file = folder.resolve("x.npy");
    NpyFixture.write(file, 1, NpyFixture.header(descr, false, shape), new byte[24]);
    String told = told(() -> NpyMatrix.read(file.toString(), List.of("a", "b"), ReadProgress.NONE));
    assertTrue(told.contains("x.npy: ") && told.contains(why), told);
  }

  @Test
  void structuredArrayIsTold() throws IOException {
    Path file = folder.resolve("x.npy");
    String header = "{'descr': [('a', '<f4')], 'fortran_order': False, 'shape': (1,), }";
    NpyFixture.write(file, 1, header, new byte[4]);
    String told = told(() -> read(file, 1));
    assertTrue(told.contains("structured array"), told);
  }

  @Test
  void foreignBytesAreTold() throws IOException {
    Path file = Files.writeString(folder.resolve("x.npy"), "a,b\n1,2\n");
    String told = told(() -> read(file, 1));
    assertTrue(told.contains("not a NumPy .npy file"), told);
  }

  @Test
  void fileCutInItsHeaderIsTold() throws IOException {
    Path file = NpyFixture.vector(folder.resolve("x.npy"), "<f4", 1, 2);
    Files.write(file, Arrays.copyOf(Files.readAllBytes(file), 40));
    String told = told(() -> read(file, 1));
    assertTrue(told.contains("cut short"), told);
  }

  @Test
  void matrixNeedsItsLabelsNamed() throws IOException {
    Path x = NpyFixture.matrix(folder.resolve("x.npy"), "<f4", false, X);
    List<String> names = List.of("a", "b");
    Optional<Target> none = Optional.empty();
    String told =
        told(
            () ->
                NpyMatrix.read(
                    x.toString(),
                    names,
                    Optional.empty(),
                    none,
                    Classes.ZERO_ONE,
                    ReadProgress.NONE));
    assertTrue(told.contains("name a .npy vector of labels"), told);
    told = told(() -> NpyMatrix.read(x.toString(), "y"));
    assertTrue(told.startsWith("y: the label of a .npy matrix must be the path"), told);
  }

  @Test
  void arraysAreReadWithoutLoadingDuckDb() throws Exception {
    Path x = NpyFixture.matrix(folder.resolve("x.npy"), "<f4", false, new double[][] {{1}, {2}});
    Path y = NpyFixture.vector(folder.resolve("y.npy"), "<f4", 0, 1);
    Path java = Path.of(System.getProperty("java.home"), "bin", "java");
    Path log = folder.resolve("classes.txt");
    Process process =
        new ProcessBuilder(
                java.toString(),
                "-Xlog:class+load:file=" + log,
                "-cp",
                System.getProperty("java.class.path"),
                Reading.class.getName(),
                x.toString(),
                y.toString())
            .inheritIO()
            .start();
    assertEquals(0, process.waitFor());
    String loaded = Files.readString(log);
    assertTrue(loaded.contains("io.downhill.data.npy.NpyFile "), "the log lists no classes");
    assertFalse(loaded.contains("org.duckdb."), "DuckDB was loaded");
  }

  @Test
  void readingTellsHowFarItIs() throws IOException {
    double[][] x = new double[3000][1];
    for (boolean fortran : new boolean[] {false, true}) {
      String file = NpyFixture.matrix(folder.resolve("x.npy"), "<f4", fortran, x).toString();
      String y = NpyFixture.vector(folder.resolve("y.npy"), "<f4", halves(3000)).toString();
      List<String> names = List.of("a");
      Map<Long, Double> seen = new TreeMap<>();
      NpyMatrix.read(file, y, seen::put);
      assertEquals(1.0, seen.remove(3000L), "to train on: " + seen);
      NpyMatrix.read(file, names, seen::put);
      assertEquals(1.0, seen.remove(3000L), "to score: " + seen);
      NpyMatrix.read(
          file, names, Optional.empty(), Optional.of(Target.label(y)), Classes.ZERO_ONE, seen::put);
      assertEquals(1.0, seen.remove(3000L), "to judge on: " + seen);
    }
  }

  private static double[] halves(int length) {
    double[] labels = new double[length];
    Arrays.fill(labels, 0, length / 2, 1);
    return labels;
  }

  /** A program that reads a labelled .npy matrix. */
  static final class Reading {
    private Reading() {}

    public static void main(String[] arguments) {
      NpyMatrix.read(arguments[0], arguments[1]);
    }
  }

  private static Dataset read(Path file, int n) {
    return NpyMatrix.read(file.toString(), Dataset.defaultNames(n), ReadProgress.NONE);
  }

  private static String told(Executable read) {
    return assertThrows(DataException.class, read).getMessage();
  }

  /** Values that the type holds exactly, with its extremes. */
  private static double[][] random(Random random, String descr, int m, int n) {
    int bits = 8 * (descr.charAt(2) - '0');
    double[][] x = new double[m][n];
    for (double[] row : x) {
      for (int j = 0; j < n; j++) {
        row[j] =
            switch (descr.charAt(1)) {
              case 'b' -> random.nextInt(2);
              case 'u' -> Math.floor(random.nextDouble() * Math.scalb(1.0, Math.min(bits, 53)));
              case 'i' -> Math.floor((random.nextDouble() - 0.5) * Math.scalb(1.0, bits));
              default ->
                  bits == 16
                      ? (random.nextInt(4001) - 2000) / 16.0
                      : bits == 32 ? (float) random.nextGaussian() : random.nextGaussian();
            };
      }
    }
    return x;
  }
}
