package io.downhill.data.npy;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.downhill.data.Classes;
import io.downhill.data.CsrRows;
import io.downhill.data.DataException;
import io.downhill.data.Dataset;
import io.downhill.data.Target;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Reads what scipy.sparse.save_npz writes; the matrix is 3 x 4. */
class NpzMatrixTest {
  private static final float[][] X = {{0, 1.5f, 0, -2}, {0, 0, 0, 0}, {3, 0, 0, 4}};

  @TempDir Path folder;
  private final Map<String, byte[]> members = new LinkedHashMap<>();
  private Path labels;

  @BeforeEach
  void prepare() throws IOException {
    labels = NpyFixture.vector(folder.resolve("y.npy"), "<i8", 0, 1, 1);
    put("shape", "<i8", 3, 4);
    format("csr");
    put("indices", "<i4", 1, 3, 0, 3);
    put("indptr", "<i4", 0, 2, 2, 4);
    put("data", "<f8", 1.5, -2, 3, 4);
  }

  private void put(String name, String descr, double... elements) throws IOException {
    Path file = NpyFixture.vector(folder.resolve("member"), descr, elements);
    members.put(name, Files.readAllBytes(file));
  }

  private void format(String format) throws IOException {
    Path file = folder.resolve("member");
    NpyFixture.write(
        file, 1, NpyFixture.header("|S3", false, "()"), format.getBytes(StandardCharsets.US_ASCII));
    members.put("format", Files.readAllBytes(file));
  }

  private Path written() throws IOException {
    Path file = folder.resolve("x.npz");
    try (OutputStream out = Files.newOutputStream(file);
        ZipOutputStream zip = new ZipOutputStream(out)) {
      for (Map.Entry<String, byte[]> member : members.entrySet()) {
        zip.putNextEntry(new ZipEntry(member.getKey() + ".npy"));
        zip.write(member.getValue());
        zip.closeEntry();
      }
    }
    return file;
  }

  private NpzMatrix.Read read() throws IOException {
    return NpzMatrix.train(written().toString(), Target.label(labels.toString()), Optional.empty());
  }

  private static float[][] dense(Dataset data) {
    float[][] x = new float[data.examples()][data.features()];
    for (int i = 0; i < x.length; i++) {
      data.rows().copy(i, 1, x[i], 0);
    }
    return x;
  }

  private void refused(String... told) throws IOException {
    String message = assertThrows(DataException.class, this::read).getMessage();
    for (String words : told) {
      assertTrue(message.contains(words), message);
    }
    assertFalse(message.contains("\n"), message);
  }

  @ParameterizedTest
  @CsvSource({"<i4, <f8", "<i8, <f4", "<i8, >f8", "<i4, <i2", "<u4, <f2"})
  void compressedRowsAreRead(String index, String value) throws IOException {
    put("indices", index, 1, 3, 0, 3);
    put("indptr", index, 0, 2, 2, 4);
    boolean whole = value.contains("i");
    put("data", value, whole ? 1 : 1.5, -2, 3, 4);
    NpzMatrix.Read read = read();
    float[][] expected = {{0, whole ? 1 : 1.5f, 0, -2}, X[1], X[2]};
    assertArrayEquals(expected, dense(read.examples()));
    assertEquals(List.of(), read.warnings());
    assertEquals(
        List.of("column0", "column1", "column2", "column3"), read.examples().featureNames());
    assertArrayEquals(new float[] {0, 1, 1}, read.examples().labels());
  }

  @Test
  void truthValuesAreOnes() throws IOException {
    put("data", "|b1", 1, 0, 1, 1);
    assertArrayEquals(
        new float[][] {{0, 1, 0, 0}, {0, 0, 0, 0}, {1, 0, 0, 1}}, dense(read().examples()));
  }

  @Test
  void compressedColumnsAreRead() throws IOException {
    format("csc");
    put("indices", "<i4", 2, 0, 2, 0);
    put("indptr", "<i4", 0, 1, 2, 2, 4);
    put("data", "<f8", 3, 1.5, 4, -2);
    assertArrayEquals(X, dense(read().examples()));
  }

  @Test
  void coordinatesAreReadAndThoseOfOnePlaceAdded() throws IOException {
    format("coo");
    put("row", "<i4", 2, 0, 2, 0, 0, 1, 1);
    put("col", "<i4", 3, 3, 0, 1, 1, 2, 2);
    put("data", "<f8", 4, -2, 3, 0.5, 1, 7, -7);
    NpzMatrix.Read read = read();
    assertArrayEquals(X, dense(read.examples()));
    assertEquals(4, ((CsrRows) read.examples().rows()).values().length);
    assertEquals(
        List.of(
            folder.resolve("x.npz")
                + ": 2 values stand where another one does and were added, as SciPy does"),
        read.warnings());
  }

  @Test
  void rowsThatAreNotSortedAreSortedAndZerosLeftOut() throws IOException {
    put("indices", "<i4", 3, 1, 3, 0, 2);
    put("indptr", "<i4", 0, 2, 2, 5);
    put("data", "<f8", -2, 1.5, 4, 3, 0);
    NpzMatrix.Read read = read();
    assertArrayEquals(X, dense(read.examples()));
    assertArrayEquals(new int[] {1, 3, 0, 3}, ((CsrRows) read.examples().rows()).columns());
  }

  @Test
  void whatFloatLosesIsTold() throws IOException {
    put("data", "<f8", 1e-60, 123456789, 3, 4);
    List<String> warnings = read().warnings();
    assertTrue(warnings.get(0).contains("1 values are so small"), "" + warnings);
    assertTrue(warnings.get(1).contains("lost digits"), "" + warnings);
  }

  @ParameterizedTest
  @CsvSource({
    "nan, 'row 1, column 1: NaN is not a finite number'",
    "inf, 'row 1, column 1: Infinity is not a finite number'",
    "1e39, 'row 1, column 1: 1.0E39 is beyond the range of float32'"
  })
  void valueThatIsNoFloatIsRefused(String value, String told) throws IOException {
    double x =
        value.equals("nan")
            ? Double.NaN
            : value.equals("inf") ? Double.POSITIVE_INFINITY : Double.parseDouble(value);
    put("data", "<f8", x, -2, 3, 4);
    refused("x.npz: ", told);
  }

  @Test
  void arraysThatDoNotFitAreRefused() throws IOException {
    put("indices", "<i4", 1, 4, 0, 3);
    refused("indices[1] is 4.0, must be a whole number from 0 to 3");
    put("indices", "<i4", 1, 3, 0);
    refused("data has 4 values, indices 3");
    put("indices", "<i4", 1, 3, 0, 3);
    put("indptr", "<i4", 0, 3, 2, 4);
    refused("indptr must ascend from 0 to 4 in 4 numbers");
    put("indptr", "<i4", 0, 4);
    refused("indptr must ascend from 0 to 4 in 4 numbers");
    put("shape", "<i8", 3, 4, 5);
    refused("the shape [3.0, 4.0, 5.0] is none of rows and columns");
    put("shape", "<i8", 3, 3e9);
    refused("3 x 3000000000, at most", "2147483639");
  }

  @ParameterizedTest
  @ValueSource(strings = {"csr", "coo"})
  void ofManyColumnsThoseWithAValueAreFeatures(String layout) throws IOException {
    format(layout);
    put("shape", "<i8", 3, 1e9);
    put("indices", "<i4", 1, 300_000_000, 0, 300_000_000);
    put("row", "<i4", 0, 0, 2, 2);
    put("col", "<i4", 1, 300_000_000, 0, 300_000_000);
    NpzMatrix.Read read = read();
    List<String> names = List.of("column0", "column1", "column300000000");
    assertEquals(names, read.examples().featureNames());
    assertArrayEquals(new float[][] {{0, 1.5f, -2}, {0, 0, 0}, {3, 0, 4}}, dense(read.examples()));
    assertTrue(read.warnings().get(0).contains("indices go up to 999999999: the 3 of them"));
    List<String> some = List.of("column1", "column5");
    NpzMatrix.Read scored = NpzMatrix.score(written().toString(), some);
    assertArrayEquals(new float[][] {{1.5f, 0}, {0, 0}, {0, 0}}, dense(scored.examples()));
    assertTrue(scored.warnings().get(0).contains("3 values are of features that the model does"));
  }

  @Test
  void archiveThatHoldsNoSparseMatrixIsRefused() throws IOException {
    format("bsr");
    refused("x.npz: a sparse matrix of the format bsr; save X.tocsr()");
    format("csr");
    members.remove("indptr");
    members.remove("data");
    refused("x.npz: lacks data and indptr");
    members.clear();
    put("arr_0", "<f8", 1, 2);
    refused("x.npz: no sparse matrix of SciPy, it holds arr_0", "scipy.sparse.save_npz");
  }

  @Test
  void fileThatIsCutShortOrDamagedIsRefused() throws IOException {
    byte[] whole = Files.readAllBytes(written());
    Path cut = folder.resolve("cut.npz");
    for (int length : new int[] {1, whole.length / 2, whole.length - 1}) {
      Files.write(cut, Arrays.copyOf(whole, length));
      String told =
          assertThrows(DataException.class, () -> NpzMatrix.score(cut.toString(), List.of("a")))
              .getMessage();
      assertTrue(told.contains("cut.npz: no whole .npz file"), told);
    }
    byte[] data = members.get("data");
    members.put("data", Arrays.copyOf(data, data.length - 8));
    refused("x.npz, data: cut short");
    members.put("data", Arrays.copyOf(data, 9));
    refused("x.npz, data: not a NumPy .npy file, or cut short in its header");
  }

  @Test
  void labelsAreOfAVector() throws IOException {
    labels = NpyFixture.vector(folder.resolve("y.npy"), "<i8", 0, 1);
    refused("y.npy: labels: 2, but", "has 3 examples");
    labels = folder.resolve("y.csv");
    refused("y.csv: the label of a .npz matrix must be the path of a .npy vector");
  }

  @Test
  void softLabelsMakeARowOfBothClassesTwoExamples() throws IOException {
    Path y = NpyFixture.vector(folder.resolve("p.npy"), "<f8", 0.25, 1, 0);
    Target soft = new Target.Fraction(y.toString());
    Dataset data = NpzMatrix.train(written().toString(), soft, Optional.empty()).examples();
    assertInstanceOf(CsrRows.class, data.rows());
    assertArrayEquals(new float[][] {X[0], X[0], X[1], X[2]}, dense(data));
    assertArrayEquals(new float[] {0, 1, 1, 0}, data.labels());
    assertArrayEquals(new float[] {0.75f, 0.25f, 1, 1}, data.weights());
    assertArrayEquals(new int[] {0, 0, 1, 2}, data.clusters().orElseThrow().places());
  }

  @Test
  void examplesToScoreHaveTheFeaturesOfTheModel() throws IOException {
    String matrix = written().toString();
    Dataset scored = NpzMatrix.score(matrix, List.of("a", "b", "c", "d")).examples();
    assertFalse(scored.labelled());
    assertArrayEquals(X, dense(scored));
    DataException e =
        assertThrows(DataException.class, () -> NpzMatrix.score(matrix, List.of("a", "b")));
    assertTrue(e.getMessage().contains("features differ: model 2, data 4"), e.getMessage());
    Classes classes = new Classes("0", "1");
    Optional<Target> target =
        Optional.of(
            Target.label(NpyFixture.vector(folder.resolve("y.npy"), "<i8", 1, 0, 1).toString()));
    List<String> names = List.of("a", "b", "c", "d");
    assertArrayEquals(
        new float[] {1, 0, 1}, NpzMatrix.judge(matrix, names, target, classes).examples().labels());
    assertThrows(
        DataException.class, () -> NpzMatrix.judge(matrix, names, Optional.empty(), classes));
  }
}
