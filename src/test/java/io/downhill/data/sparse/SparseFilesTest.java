package io.downhill.data.sparse;

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
import io.downhill.data.FeatureIndices;
import io.downhill.data.ReadProgress;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SparseFilesTest {
  @TempDir Path folder;

  private Path write(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text, StandardCharsets.ISO_8859_1);
  }

  private static byte[] packed(String text) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (OutputStream gzip = new GZIPOutputStream(bytes)) {
      gzip.write(text.getBytes(StandardCharsets.ISO_8859_1));
    }
    return bytes.toByteArray();
  }

  private static SparseFiles.Read train(Path... files) {
    return SparseFiles.train(
        Arrays.stream(files).map(Path::toString).toList(), Optional.empty(), ReadProgress.NONE);
  }

  private static SparseFiles.Read score(Path file, List<String> features) {
    return SparseFiles.score(List.of(file.toString()), features, ReadProgress.NONE);
  }

  private static SparseFiles.Read judge(Path file, List<String> features) {
    return SparseFiles.judge(
        List.of(file.toString()), features, new Classes("-1", "1"), ReadProgress.NONE);
  }

  private static float[][] dense(Dataset data) {
    float[][] x = new float[data.examples()][data.features()];
    for (int i = 0; i < x.length; i++) {
      data.rows().copy(i, 1, x[i], 0);
    }
    return x;
  }

  @Test
  void rowsAreWhatTheLinesSay() throws IOException {
    Path file =
        write(
            "x.libsvm",
            "# a title\n+1 1:0.5 3:-2e1 # with a comment\r\n\n  -1\t2:.25\t4:1. \n1#nothing\n"
                + "-1.0 1:+1E-2");
    SparseFiles.Read read = train(file);
    Dataset data = read.examples();
    assertEquals(List.of(), read.warnings());
    assertEquals(List.of("1", "2", "3", "4"), data.featureNames());
    assertEquals(List.of("-1", "1"), data.classes().orElseThrow().names());
    assertArrayEquals(new float[] {1, 0, 1, 0}, data.labels());
    assertArrayEquals(
        new float[][] {{0.5f, 0, -20, 0}, {0, 0.25f, 0, 1}, {0, 0, 0, 0}, {0.01f, 0, 0, 0}},
        dense(data));
    assertEquals(4 + 1, ((CsrRows) data.rows()).values().length);
  }

  @Test
  void indicesAreFromZeroWhereOneIsZero() throws IOException {
    Dataset data = train(write("x.svm", "0 2:1\n1 0:3 2:1\n")).examples();
    assertEquals(List.of("0", "1", "2"), data.featureNames());
    assertArrayEquals(new float[][] {{0, 0, 1}, {3, 0, 1}}, dense(data));
  }

  @Test
  void zerosThatAreWrittenAreAsThoseThatAreNot() throws IOException {
    Dataset data = train(write("x.svm", "0 1:0 2:1 3:-0.0\n1 1:3 3:0e5\n")).examples();
    CsrRows rows = (CsrRows) data.rows();
    assertArrayEquals(new int[] {1, 0}, rows.columns());
    assertEquals(3, data.features());
  }

  @Test
  void filesAreOneAfterTheOther() throws IOException {
    write("part-a.svm", "0 2:1\n1 3:1\n");
    write("part-b.svm", "2 0:1\n");
    Dataset data =
        SparseFiles.train(
                List.of(folder.resolve("part-?.svm").toString()),
                Optional.empty(),
                ReadProgress.NONE)
            .examples();
    assertEquals(List.of("0", "1", "2", "3"), data.featureNames());
    assertArrayEquals(new float[] {0, 1, 2}, data.labels());
    DataException e =
        assertThrows(
            DataException.class,
            () -> train(folder.resolve("part-a.svm"), write("part-c.svm", "1 1:1\n\nx 1:1\n")));
    assertTrue(e.getMessage().contains("part-c.svm: line 3: the label 'x'"), e.getMessage());
  }

  @Test
  void classesMayBeMany() throws IOException {
    Dataset data = train(write("x.svm", "3 1:1\n10 2:1\n-2 3:1\n3 1:1\n")).examples();
    assertEquals(List.of("-2", "3", "10"), data.classes().orElseThrow().names());
    assertArrayEquals(new float[] {1, 2, 0, 1}, data.labels());
  }

  /** The definition: each line split at blanks, each number by the library. */
  private static double[][] slowly(List<String> lines, int features) {
    double[][] x = new double[lines.size()][features];
    for (int i = 0; i < x.length; i++) {
      String[] tokens = lines.get(i).split(" ");
      for (int k = 1; k < tokens.length; k++) {
        String[] pair = tokens[k].split(":");
        x[i][Integer.parseInt(pair[0]) - 1] = Double.parseDouble(pair[1]);
      }
    }
    return x;
  }

  private static String number(Random random) {
    return switch (random.nextInt(7)) {
      case 0 -> "" + random.nextInt(100);
      case 1 -> "" + random.nextGaussian();
      case 2 -> "" + (float) random.nextGaussian();
      case 3 -> "" + random.nextLong() / 3;
      case 4 -> random.nextInt(1000) + "." + random.nextInt(1_000_000) + "e" + random.nextInt(20);
      case 5 -> "0.000000000000000000000" + random.nextInt(1_000_000) + "E+" + random.nextInt(30);
      default -> "-" + random.nextInt(1000) + ".50000000000000000000001";
    };
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 7, 64, 1000, 1 << 20})
  void linesAreReadAlikeInChunksOfAnyLength(int chunkBytes) throws IOException {
    Random random = new Random(11);
    int n = 30;
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < 200; i++) {
      text.append(random.nextInt(2));
      for (int j = 1; j <= n; j++) {
        if (random.nextInt(3) == 0) {
          text.append(' ').append(j).append(':').append(number(random));
        }
      }
      text.append('\n');
    }
    double[][] expected = slowly(text.toString().lines().toList(), n);
    Path plain = write("x.svm", text.toString());
    Path gz = Files.write(folder.resolve("x.svm.gz"), packed(text.toString()));
    for (Path file : List.of(plain, gz)) {
      CsrRows rows =
          SparseRows.read(List.of(TextInput.of(file)), 0, 1000, ReadProgress.NONE, chunkBytes)
              .rows(FeatureIndices.from(1, n));
      for (int i = 0; i < expected.length; i++) {
        float[] row = new float[n];
        rows.copy(i, 1, row, 0);
        for (int j = 0; j < n; j++) {
          assertEquals((float) expected[i][j] + 0f, row[j], "row " + i + ", feature " + (j + 1));
        }
      }
    }
  }

  @Test
  void firstOfSeveralMistakesIsTold() throws IOException {
    String good = "1 1:1\n".repeat(50);
    Path file = write("x.svm", good + "0 1:a\n" + good + "0 1:b\n" + good.repeat(100));
    for (int chunkBytes : new int[] {1, 100, 1 << 20}) {
      DataException e =
          assertThrows(
              DataException.class,
              () ->
                  SparseRows.read(
                      List.of(TextInput.of(file)), 0, 9, ReadProgress.NONE, chunkBytes));
      assertTrue(e.getMessage().contains("line 51: '1:a'"), e.getMessage());
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "spam 1:1|the label 'spam' is no number; write classes as numbers",
        "nan 1:1|the label 'nan' is no number",
        "1,2 1:1|'1,2' are several labels",
        "1:0.5 2:1|begins with '1:0.5', and not with a label",
        "1 qid:3 1:1|'qid:3': qid groups rows for ranking",
        "1 7|'7' has no value; write index:value",
        "1 7:|'7:' has no value",
        "1 7: 8:1|'7:' has no value",
        "1 7:a|'7:a': a is no number",
        "1 7:1,5|'7:1,5': 1,5 is no number; write one with a point",
        "1 7:0x10|'7:0x10': 0x10 is no number",
        "1 7:1d|'7:1d': 1d is no number",
        "1 7:1e|'7:1e': 1e is no number",
        "1 7:.|'7:.': . is no number",
        "1 7:NaN|'7:NaN' is not finite",
        "1 7:-inf|'7:-inf' is not finite",
        "1 7:1e39|'7:1e39' is beyond the range of float32",
        "1 7:1 5:1|'5:1' comes after index 7; sort the pairs",
        "1 7:1 7:2|'7:2': the index stands twice",
        "1 -7:1|'-7:1': an index is a whole number from 0 on",
        "1 a:1|'a:1': an index is a whole number from 0 on",
        "1 3000000000:1|'3000000000:1': the index 3000000000 is too large, at most 2147483646",
        "1 99999999999999999999:1|the index 99999999999999999999 is too large",
        "1 :1|':1': an index is a whole number",
      })
  void mistakeIsToldWithItsLine(String line, String told) throws IOException {
    Path file = write("x.libsvm", "0 1:1\n\n" + line + "\n1 1:1\n");
    DataException e = assertThrows(DataException.class, () -> train(file));
    assertTrue(e.getMessage().startsWith(file + ": line 3: "), e.getMessage());
    assertTrue(e.getMessage().contains(told), e.getMessage());
  }

  @Test
  void longTokenIsCut() throws IOException {
    Path file = write("x.libsvm", "1 " + "a".repeat(1000) + "\n");
    DataException e = assertThrows(DataException.class, () -> train(file));
    assertTrue(e.getMessage().length() < folder.toString().length() + 200, e.getMessage());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "# nothing|no examples",
        "0\\n1|no line has a pair",
        "1 1:1\\n1 2:1|every label is 1; training needs two classes",
      })
  void fileThatTeachesNothingIsRefused(String text, String told) throws IOException {
    Path file = write("x.libsvm", text.replace("\\n", "\n"));
    DataException e = assertThrows(DataException.class, () -> train(file));
    assertTrue(e.getMessage().contains(told), e.getMessage());
  }

  @Test
  void packedFileThatIsCutShortIsRefused() throws IOException {
    byte[] whole = packed("1 1:1\n0 2:1\n".repeat(20_000));
    Path file = Files.write(folder.resolve("x.svm.gz"), Arrays.copyOf(whole, whole.length * 2 / 3));
    DataException e = assertThrows(DataException.class, () -> train(file));
    assertTrue(e.getMessage().contains("x.svm.gz: cannot be read: "), e.getMessage());
    assertTrue(e.getMessage().contains("cut short or damaged"), e.getMessage());
  }

  @Test
  void whatFloatLosesIsTold() throws IOException {
    SparseFiles.Read read = train(write("x.svm", "0 1:1e-60 2:123456789\n1 1:1\n"));
    assertEquals(2, read.warnings().size());
    assertTrue(read.warnings().get(0).contains("1 values are so small"), "" + read.warnings());
    assertTrue(read.warnings().get(1).contains("lost digits"), "" + read.warnings());
  }

  @Test
  void rowsToScoreHaveTheFeaturesOfTheModel() throws IOException {
    Path file = write("t.svm", "1 1:2\n-1 3:1 5:4\n7 2:1\n");
    SparseFiles.Read read = score(file, List.of("1", "2", "3"));
    assertArrayEquals(new float[][] {{2, 0, 0}, {0, 0, 1}, {0, 1, 0}}, dense(read.examples()));
    assertFalse(read.examples().labelled());
    assertEquals(1, read.warnings().size());
    assertTrue(
        read.warnings().get(0).contains("1 values are of features that the model does not know"),
        "" + read.warnings());
    assertEquals(4, score(file, List.of("0", "1", "2", "3")).examples().features());
  }

  @Test
  void ofIndicesBeyondTheLimitOfDenseRowsThoseWithAValueAreFeatures() throws IOException {
    Path file = write("x.svm", "1 5:1 100000000:2\n0 7:1\n1\n0 2:0 70000000:3 80000000:0\n");
    SparseFiles.Read read = train(file);
    List<String> names = List.of("5", "7", "70000000", "100000000");
    assertEquals(names, read.examples().featureNames());
    CsrRows rows = assertInstanceOf(CsrRows.class, read.examples().rows());
    assertArrayEquals(new int[] {0, 3, 1, 2}, rows.columns());
    assertEquals(
        List.of(
            file
                + ": indices go up to 100000000: the 4 of them that have a value are the features,"
                + " and no others"),
        read.warnings());
    Path other = write("y.svm", "0 0:3 5:1 6:9 99999999:1 100000000:4 2000000000:1\n");
    SparseFiles.Read scored = SparseFiles.score(List.of(other + ""), names, ReadProgress.NONE);
    float[] row = new float[4];
    scored.examples().rows().copy(0, 1, row, 0);
    assertArrayEquals(new float[] {1, 0, 0, 4}, row);
    assertEquals(
        List.of(
            other
                + ": 4 values are of features that the model does not know, up to the index"
                + " 2000000000: they count for nothing"),
        scored.warnings());
    // The columns of a matrix count from 0.
    SparseFiles.Read columns =
        SparseFiles.score(
            List.of(other + ""), List.of("column5", "column100000000"), ReadProgress.NONE);
    assertEquals(2, columns.examples().features());
    assertArrayEquals(new float[] {4}, columns.examples().rows().column(1));
    assertTrue(columns.warnings().get(0).contains("the index 0 is taken for column0"));
  }

  @Test
  void modelTellsFromWhereIndicesCount() throws IOException {
    Path zero = write("zero.svm", "1 0:2 2:1\n");
    DataException e = assertThrows(DataException.class, () -> score(zero, List.of("1", "2", "3")));
    assertTrue(
        e.getMessage().contains("line 1: '0:2': the model counts features from 1"), e.getMessage());
    Path one = write("one.svm", "1 1:2 2:1\n");
    assertArrayEquals(
        new float[][] {{0, 2, 1}}, dense(score(one, List.of("0", "1", "2")).examples()));
    SparseFiles.Read guessed = score(one, List.of("column0", "column1", "column2"));
    assertArrayEquals(new float[][] {{2, 1, 0}}, dense(guessed.examples()));
    assertTrue(
        guessed.warnings().get(0).contains("the index 1 is taken for the model's first feature"),
        "" + guessed.warnings());
  }

  @Test
  void labelThatTheModelDoesNotKnowIsToldWithItsLine() throws IOException {
    Path file = write("t.svm", "1 1:2\n\n-1 2:1\n3 2:1\n");
    DataException e = assertThrows(DataException.class, () -> judge(file, List.of("1", "2")));
    assertEquals(file + ": line 4: label 3 is neither -1 nor 1", e.getMessage());
    Path good = write("u.svm", "+1 1:2\n-1.0 2:1\n");
    assertArrayEquals(new float[] {1, 0}, judge(good, List.of("1", "2")).examples().labels());
  }
}
