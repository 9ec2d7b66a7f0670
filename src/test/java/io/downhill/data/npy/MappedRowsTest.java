package io.downhill.data.npy;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.downhill.LogisticModel;
import io.downhill.LogisticRegression;
import io.downhill.TrainingOptions;
import io.downhill.data.DataException;
import io.downhill.data.Dataset;
import io.downhill.data.ReadProgress;
import io.downhill.data.RowWindow;
import io.downhill.data.Rows;
import io.downhill.data.Standardization;
import io.downhill.data.table.TableFixture;
import java.io.IOException;
import java.lang.ref.WeakReference;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Rows that are used where they lie in a file are those that were read. */
class MappedRowsTest {
  private static final int N = 3;
  private static final Standardization.Watch ALL = (x, at, first, count, finite) -> {};

  @TempDir Path folder;

  private static double[][] matrix(int m) {
    SplittableRandom random = new SplittableRandom(m);
    double[][] x = new double[m][N];
    for (double[] row : x) {
      for (int j = 0; j < N; j++) {
        row[j] = (float) (random.nextDouble() * 8 - 3);
      }
    }
    return x;
  }

  private Path file(String descr, double[][] x) throws IOException {
    return NpyFixture.matrix(folder.resolve("x.npy"), descr, false, x);
  }

  private static Dataset read(Path file, int part) {
    NpyFile.Sizes sizes = new NpyFile.Sizes(64, 64, 1024, part);
    return NpyExamples.read(file.toString(), ReadProgress.NONE, sizes).build();
  }

  private Path labels(int m) throws IOException {
    double[] y = new double[m];
    for (int i = 0; i < m; i++) {
      y[i] = i * 7 % 5 < 2 ? 1 : 0;
    }
    return NpyFixture.vector(folder.resolve("y.npy"), "|u1", y);
  }

  /** Parts of less than a row, of one, of several, and of all. */
  @ParameterizedTest
  @CsvSource({"<f4, 1", "<f4, 12", "<f4, 29", "<f4, 1000000", ">f4, 29"})
  void partsDoNotShow(String descr, int part) throws IOException {
    Path file = file(descr, matrix(2050));
    Dataset read = read(file, 0);
    Dataset mapped = read(file, part);
    assertFalse(read.rows().areInFile());
    assertTrue(mapped.rows().areInFile());
    assertArrayEquals(TableFixture.values(read), TableFixture.values(mapped));
    assertEquals(Standardization.of(read) + "", mapped.rows().scale().orElseThrow() + "");
    assertEquals(read.x(2049, 2), mapped.x(2049, 2));
    RowWindow window = mapped.rows().window();
    for (int first : new int[] {0, 1000, 1025, 2049}) {
      window.show(first, 1);
      assertEquals(read.x(first, 1), window.x()[window.at() + 1]);
    }
  }

  @Test
  void otherWeightsHaveAnotherScale() throws IOException {
    Path file = file("<f4", matrix(2000));
    float[] c = new float[2000];
    Arrays.fill(c, 0, 700, 2f);
    Standardization expected = Standardization.of(read(file, 0).weighted(c));
    assertEquals(expected + "", Standardization.of(read(file, 29).weighted(c)) + "");
  }

  /** Also with so many passes that the rows are brought into memory in between. */
  @ParameterizedTest
  @ValueSource(ints = {1, 30})
  void fitHasTheSameBits(int iterations) throws IOException {
    Path file = file("<f4", matrix(3000));
    Dataset labelled = NpyMatrix.read(file.toString(), labels(3000).toString());
    assertTrue(labelled.rows().areInFile());
    Dataset.Builder copy = NpyExamples.read(file.toString(), ReadProgress.NONE, inMemory());
    Dataset kept = copy.labels(labelled.labels(), labelled.classes().orElseThrow()).build();
    for (boolean standardized : new boolean[] {true, false}) {
      LogisticRegression trainer =
          new LogisticRegression(
              TrainingOptions.builder()
                  .solver("gd")
                  .device("cpu")
                  .alpha(0.1)
                  .iterations(iterations)
                  .standardize(standardized)
                  .build());
      LogisticModel expected = trainer.fit(kept).model();
      LogisticModel model = trainer.fit(labelled).model();
      assertArrayEquals(expected.weights(), model.weights());
      assertEquals(expected.bias(), model.bias());
    }
  }

  private static NpyFile.Sizes inMemory() {
    return new NpyFile.Sizes(1 << 12, 1 << 12, 1024, 0);
  }

  @Test
  void changeOfTheFileIsTold() throws IOException {
    Path file = file("<f4", matrix(2000));
    Dataset data = NpyMatrix.read(file.toString(), labels(2000).toString());
    assertDoesNotThrow(() -> data.rows().checkUnchanged());
    Files.setLastModifiedTime(file, FileTime.fromMillis(12_345_000));
    LogisticRegression trainer =
        new LogisticRegression(TrainingOptions.builder().device("cpu").build());
    String told = assertThrows(DataException.class, () -> trainer.fit(data)).getMessage();
    assertEquals(file + ": was changed while it was read: start again when nobody writes it", told);
    Files.delete(file);
    assertDoesNotThrow(() -> trainer.fit(data));
  }

  /** What is mapped is the old file, whatever is there now under its name. */
  @Test
  void replacedFileIsAsGoodAsRemoved() throws IOException {
    Path file = file("<f4", matrix(2000));
    Dataset data = NpyMatrix.read(file.toString(), labels(2000).toString());
    Path other = NpyFixture.matrix(folder.resolve("other.npy"), "<f4", false, matrix(2500));
    Files.move(other, file, StandardCopyOption.REPLACE_EXISTING);
    LogisticRegression trainer =
        new LogisticRegression(TrainingOptions.builder().device("cpu").build());
    assertEquals(2000, trainer.fit(data).report().examples());
  }

  @Test
  void sampleKnowsItsFile() throws IOException {
    Path file = file("<f4", matrix(9000));
    Dataset data = NpyMatrix.read(file.toString(), labels(9000).toString());
    Dataset sample = data.sample(4096);
    Dataset kept = data.inMemory();
    assertFalse(kept.rows().areInFile());
    double[][] other = matrix(9000);
    other[0][0] = Double.NaN;
    for (double[] row : other) {
      row[1] = Double.NaN;
    }
    file("<f4", other);
    Files.setLastModifiedTime(file, FileTime.fromMillis(12_345_000));
    LogisticRegression trainer =
        new LogisticRegression(TrainingOptions.builder().device("cpu").build());
    String told = assertThrows(DataException.class, () -> trainer.fit(sample)).getMessage();
    assertEquals(file + ": was changed while it was read: start again when nobody writes it", told);
    assertEquals(9000, trainer.fit(kept).report().examples());
  }

  @Test
  void moreExamplesThanThereCanBeAreRefusedUnread() throws IOException {
    String header = NpyFixture.header("<f4", false, "(2147483647,)");
    Path file = NpyFixture.write(folder.resolve("x.npy"), 1, header, new byte[0]);
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      channel.write(ByteBuffer.allocate(1), 4L * Integer.MAX_VALUE + 1000);
    }
    String told = assertThrows(DataException.class, () -> read(file, 1 << 20)).getMessage();
    assertEquals(file + ": examples: 2147483647, at most 2^31 - 1025 are supported", told);
  }

  /** A data set that is dropped can be collected, whatever threads have looked at it. */
  @Test
  void nothingKeepsRowsThatNobodyHas() throws Exception {
    Dataset data = NpyMatrix.read(file("<f4", matrix(5000)).toString(), labels(5000).toString());
    LogisticModel model =
        new LogisticRegression(TrainingOptions.builder().device("cpu").build()).fit(data).model();
    model.margins(data);
    WeakReference<Rows> rows = new WeakReference<>(data.rows());
    data = null;
    for (int k = 0; k < 50 && rows.get() != null; k++) {
      System.gc();
      Thread.sleep(20);
    }
    assertNull(rows.get());
  }

  /**
   * In a JVM of its own, for the error that the first reader gets may reach another thread later.
   */
  @Test
  @EnabledOnOs(OS.LINUX)
  void fileThatIsCutShortIsTold() throws IOException, InterruptedException {
    Path file = file("<f4", matrix(50_000));
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                CutShort.class.getName(),
                file.toString())
            .redirectErrorStream(true)
            .start();
    String told = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, process.waitFor(), told);
    String line = file + ": was changed while it was read: start again when nobody writes it";
    assertEquals(line, told.strip());
  }

  /** Cuts a matrix short after it was mapped, and prints what reading it again ends with. */
  static final class CutShort {
    private CutShort() {}

    /** Takes the file. */
    public static void main(String[] files) throws IOException {
      Path file = Path.of(files[0]);
      Dataset data = read(file, 1 << 20);
      try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
        channel.truncate(9000);
      }
      try {
        data.rows().unchanged(() -> Standardization.of(data.rows(), null, ALL));
      } catch (DataException e) {
        System.out.println(e.getMessage());
      }
    }
  }
}
