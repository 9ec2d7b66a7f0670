package io.downhill.data.npy;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.downhill.data.Classes;
import io.downhill.data.DataException;
import io.downhill.data.Dataset;
import io.downhill.data.ReadProgress;
import io.downhill.data.Target;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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
}
