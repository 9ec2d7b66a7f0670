package io.downhill.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.downhill.data.npy.NpyMatrix;
import io.downhill.data.table.TableFixture;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DataPathTest {
  @TempDir Path folder;

  @Test
  void unknownExtensionListsTheKnownOnes() throws IOException {
    Path file = Files.writeString(folder.resolve("x.xlsx"), "x");
    String told = told(file.toString());
    assertTrue(
        told.contains(".csv, .tsv, .txt, .data, .json, .jsonl (all also .gz), .parquet or .npy"),
        told);
  }

  @ParameterizedTest
  @ValueSource(strings = {"exams.cvs", "exam.csv", "Exams.tsv"})
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
    assertEquals(2, TableFixture.read(file, "y").examples());
  }

  @ParameterizedTest
  @ValueSource(strings = {"x.csv.zip", "x.parquet.zst"})
  void packedFileIsToldHowToUnpackIt(String name) throws IOException {
    String told = told(Files.writeString(folder.resolve(name), "x").toString());
    assertTrue(told.endsWith(": unknown kind of file; unpack it, or pack it with gzip"), told);
  }

  private static String told(String data) {
    return assertThrows(
            DataException.class,
            () -> {
              if (data.endsWith(".npy")) {
                NpyMatrix.read(data, List.of("a"), ReadProgress.NONE);
              } else {
                TableFixture.learn(data, PreparationOptions.label("a"));
              }
            })
        .getMessage();
  }
}
