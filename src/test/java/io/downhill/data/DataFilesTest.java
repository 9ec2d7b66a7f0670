package io.downhill.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DataFilesTest {
  @TempDir Path folder;

  @Test
  void unknownExtensionListsTheKnownOnes() throws IOException {
    Path file = Files.writeString(folder.resolve("x.xlsx"), "x");
    String told = told(file.toString());
    assertTrue(told.contains(".csv, .tsv, .csv.gz, .tsv.gz, .parquet or .npy"), told);
  }

  @ParameterizedTest
  @ValueSource(strings = {"exams.cvs", "exam.csv", "Exams.npy"})
  void missingFileSuggestsItsNeighbour(String name) throws IOException {
    Files.writeString(folder.resolve("exams.csv"), "x");
    String told = told(folder.resolve(name).toString());
    assertTrue(told.endsWith(name + ": no such file; did you mean exams.csv?"), told);
  }

  @Test
  void missingFolderIsTold() {
    String told = told(folder.resolve("nowhere/x.csv").toString());
    assertTrue(told.contains("no such file; there is no folder"), told);
  }

  @Test
  @EnabledOnOs({OS.LINUX, OS.MAC})
  void deviceIsTold() throws IOException {
    Path link = Files.createSymbolicLink(folder.resolve("a.csv"), Path.of("/dev/null"));
    String told = told(link.toString());
    Files.delete(link);
    assertTrue(told.contains("is not a file but a pipe or a device"), told);
  }

  @ParameterizedTest
  @ValueSource(strings = {"a", "a.csv", "a.npy", "a.parquet"})
  void directoryIsTold(String name) throws IOException {
    String told = told(Files.createDirectory(folder.resolve(name)).toString());
    assertTrue(told.contains("is a directory"), told);
  }

  @ParameterizedTest
  @ValueSource(strings = {"a.csv", "a.tsv", "a.npy", "a.parquet"})
  void emptyFileIsTold(String name) throws IOException {
    String told = told(Files.createFile(folder.resolve(name)).toString());
    assertTrue(told.endsWith(name + ": the file is empty"), told);
  }

  @Test
  void globWithoutMatchIsTold() {
    String told = told(folder + "/part-*.csv");
    assertTrue(told.endsWith("part-*.csv: no file matches"), told);
  }

  @Test
  void extensionsMayBeUpperCase() throws IOException {
    Path file = Files.writeString(folder.resolve("X.CSV"), "a,y\n1,0\n2,1\n");
    assertEquals(2, DataFiles.read(file.toString(), Optional.of("y")).examples());
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
    assertTrue(loaded.contains("io.downhill.data.NpyFile "), "the log lists no classes");
    assertFalse(loaded.contains("org.duckdb."), "DuckDB was loaded");
  }

  /** A program that reads a labelled .npy matrix. */
  static final class Reading {
    private Reading() {}

    public static void main(String[] arguments) {
      DataFiles.read(arguments[0], Optional.of(arguments[1]));
    }
  }

  private static String told(String data) {
    return assertThrows(DataException.class, () -> DataFiles.read(data, List.of("a"))).getMessage();
  }
}
