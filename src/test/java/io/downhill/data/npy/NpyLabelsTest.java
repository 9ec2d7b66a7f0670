package io.downhill.data.npy;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.downhill.data.Classes;
import io.downhill.data.DataException;
import io.downhill.data.Dataset;
import io.downhill.data.LabelCoder;
import io.downhill.data.ReadProgress;
import io.downhill.data.Target;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NpyLabelsTest {
  private static final double[][] X = {{0, 1}, {1, 0}, {1, 1}};

  @TempDir Path folder;

  private Dataset labelled(Path y) throws IOException {
    Path x = NpyFixture.matrix(folder.resolve("x.npy"), "<f4", false, X);
    return NpyMatrix.read(x.toString(), y.toString());
  }

  private static String told(Executable read) {
    return assertThrows(DataException.class, read).getMessage();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {"(3,)", "(3, 1)", "(1, 3)", "(3L,)"})
  void labelsMayBeAnyKindOfVector(String shape) throws IOException {
    Path y = NpyFixture.shaped(folder.resolve("y.npy"), "<i8", shape, 0, 1, 1);
    assertArrayEquals(new float[] {0, 1, 1}, labelled(y).labels());
  }

  @Test
  void booleanLabelsAreFalseAndTrue() throws IOException {
    Path y = NpyFixture.vector(folder.resolve("y.npy"), "|b1", 1, 0, 1);
    assertEquals(new Classes("false", "true"), labelled(y).classes().orElseThrow());
  }

  @Test
  void minusOneAndOneAreNegativeAndPositive() throws IOException {
    Path y = NpyFixture.vector(folder.resolve("y.npy"), "<f4", 1, -1, 1);
    assertArrayEquals(new float[] {1, 0, 1}, labelled(y).labels());
  }

  @Test
  void modelsClassesCodeTheLabels() throws IOException {
    Path x = NpyFixture.matrix(folder.resolve("x.npy"), "<f4", false, X);
    Path y = NpyFixture.vector(folder.resolve("y.npy"), "<f4", 2, 2, 2);
    Dataset data =
        NpyMatrix.read(
            x.toString(),
            List.of("a", "b"),
            Optional.empty(),
            Optional.of(Target.label(y.toString())),
            new Classes("1", "2"),
            ReadProgress.NONE);
    assertArrayEquals(new float[] {1, 1, 1}, data.labels());
  }

  @Test
  void labelThatTheModelDoesNotKnowIsToldWithItsRow() throws IOException {
    Path x = NpyFixture.matrix(folder.resolve("x.npy"), "<f4", false, X);
    Path y = NpyFixture.vector(folder.resolve("y.npy"), "<f4", 1, 2, 3);
    List<String> names = List.of("a", "b");
    Classes classes = new Classes("1", "2");
    String told =
        told(
            () ->
                NpyMatrix.read(
                    x.toString(),
                    names,
                    Optional.empty(),
                    Optional.of(Target.label(y.toString())),
                    classes,
                    ReadProgress.NONE));
    assertTrue(told.endsWith("y.npy: row 3: label 3 is neither 1 nor 2"), told);
  }

  @ParameterizedTest
  @CsvSource({
    "'(2,)',labels: 2",
    "'(3, 2)',must be a vector",
  })
  void labelsOfAnotherShapeAreTold(String shape, String why) throws IOException {
    double[] elements = new double[shape.equals("(2,)") ? 2 : 6];
    Path y = NpyFixture.shaped(folder.resolve("y.npy"), "<f4", shape, elements);
    String told = told(() -> labelled(y));
    assertTrue(told.contains("y.npy: ") && told.contains(why), told);
  }

  @Test
  void labelThatIsMissingIsToldWithItsRow() throws IOException {
    Path y = NpyFixture.vector(folder.resolve("y.npy"), "<f4", 0, Double.NaN, 1);
    String told = told(() -> labelled(y));
    assertTrue(told.contains("y.npy: row 2: the label is NaN"), told);
  }

  private static byte[] texts(String descr, int length, String... labels) {
    boolean wide = descr.charAt(1) == 'U';
    ByteBuffer bytes =
        ByteBuffer.allocate((wide ? 4 : 1) * length * labels.length)
            .order(descr.charAt(0) == '>' ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i < labels.length; i++) {
      bytes.position((wide ? 4 : 1) * length * i);
      if (wide) {
        labels[i].codePoints().forEach(bytes::putInt);
      } else {
        bytes.put(labels[i].getBytes(StandardCharsets.UTF_8));
      }
    }
    return bytes.array();
  }

  private Path textFile(String descr, int length, String shape, byte[] data) throws IOException {
    String header = NpyFixture.header(descr + length, false, shape);
    return NpyFixture.write(folder.resolve("y.npy"), 1, header, data);
  }

  @ParameterizedTest
  @CsvSource({"<U,4", ">U,4", "|U,5", "|S,8", "<S,7"})
  void textsAreLabels(String descr, int length) throws IOException {
    String[] labels = {"oak", "elm", "\u00e4\ud83c\udf33"};
    for (String shape : List.of("(3,)", "(3, 1)")) {
      Path y = textFile(descr, length, shape, texts(descr, length, labels));
      Dataset data = labelled(y);
      assertEquals(
          new Classes(List.of("elm", "oak", "\u00e4\ud83c\udf33")), data.classes().orElseThrow());
      assertArrayEquals(new float[] {1, 0, 2}, data.labels());
    }
  }

  @Test
  void textsAreReadInPieces() throws IOException {
    Path x = NpyFixture.matrix(folder.resolve("x.npy"), "<f4", false, X);
    Path y = textFile("<U", 2, "(3,)", texts("<U", 2, "b", "a", "bb"));
    Dataset.Builder builder = NpyExamples.read(x.toString(), ReadProgress.NONE);
    NpyFile.Sizes small = new NpyFile.Sizes(16, 16, 1024, 0);
    NpyLabels.read(y.toString(), new LabelCoder(Optional.empty()), builder, x.toString(), small);
    assertArrayEquals(new float[] {1, 0, 2}, builder.build().labels());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "nan", "NA"})
  void textThatIsAGapIsToldWithItsRow(String gap) throws IOException {
    Path y = textFile("<U", 3, "(3,)", texts("<U", 3, "a", gap, "b"));
    String told = told(() -> labelled(y));
    assertTrue(
        told.endsWith("y.npy: row 2: missing label '" + gap + "'; fill it, or leave such rows out"),
        told);
  }

  @Test
  void bytesThatAreNoTextAreToldWithTheirRow() throws IOException {
    Path y = textFile("|S", 1, "(3,)", new byte[] {'a', (byte) 0xe4, 'b'});
    String told = told(() -> labelled(y));
    assertTrue(told.contains("y.npy: row 2: the label is no text"), told);
    byte[] half = texts("<U", 1, "a", "b", "c");
    half[5] = (byte) 0xd8;
    Path wide = textFile("<U", 1, "(3,)", half);
    told = told(() -> labelled(wide));
    assertTrue(told.contains("y.npy: row 2: the label is no text"), told);
  }

  @Test
  void textsAreNoSoftLabels() throws IOException {
    Path x = NpyFixture.matrix(folder.resolve("x.npy"), "<f4", false, X);
    Path y = textFile("<U", 1, "(3,)", texts("<U", 1, "0", "1", "1"));
    String told =
        told(
            () ->
                NpyMatrix.read(x.toString(), new Target.Fraction(y.toString()), ReadProgress.NONE));
    assertTrue(told.endsWith("y.npy: soft labels must be numbers, not texts"), told);
  }

  @Test
  void wholeNumbersOf64BitsKeepAllTheirDigits() throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(24).order(ByteOrder.LITTLE_ENDIAN);
    bytes.putLong(-1).putLong(-2).putLong((1L << 53) + 1);
    for (String descr : List.of("<i8", "<u8")) {
      String header = NpyFixture.header(descr, false, "(3,)");
      Path y = NpyFixture.write(folder.resolve("y.npy"), 1, header, bytes.array());
      List<String> names =
          descr.equals("<i8")
              ? List.of("-2", "-1", "9007199254740993")
              : List.of("9007199254740993", "18446744073709551614", "18446744073709551615");
      assertEquals(names, labelled(y).classes().orElseThrow().names());
    }
    ByteBuffer near = ByteBuffer.allocate(24).order(ByteOrder.BIG_ENDIAN);
    near.putLong(1L << 53).putLong((1L << 53) + 1).putLong((1L << 53) + 2);
    Path y =
        NpyFixture.write(
            folder.resolve("y.npy"), 1, NpyFixture.header(">i8", false, "(3,)"), near.array());
    assertArrayEquals(new float[] {0, 1, 2}, labelled(y).labels());
  }
}
