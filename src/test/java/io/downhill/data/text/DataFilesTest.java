package io.downhill.data.text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.downhill.data.DataException;
import io.downhill.data.DataFormat;
import io.downhill.data.FileOptions;
import io.downhill.data.PreparationOptions;
import io.downhill.data.TableOptions;
import io.downhill.data.duckdb.ParquetFile;
import io.downhill.data.table.PreparedTable;
import io.downhill.data.table.TableSource;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Files whose names tell nothing, the standard input, and pipes. */
class DataFilesTest {
  private static final String TEXT = "a,y\n1,0\n2,1\n3,0\n";

  @TempDir Path folder;

  private static byte[] packed(String text) throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
      out.write(text.getBytes(StandardCharsets.UTF_8));
    }
    return packed.toByteArray();
  }

  /** How many examples there are in what comes in, after which no copy of it may be left. */
  private static int examples(byte[] input, FileOptions options) {
    InputStream before = System.in;
    System.setIn(new ByteArrayInputStream(input));
    try {
      return learn("-", options).train().examples();
    } finally {
      System.setIn(before);
    }
  }

  private static PreparedTable learn(String data, FileOptions options) {
    return PreparedTable.learn(
        TableSource.files(List.of(data), TableOptions.DEFAULTS.files(options)),
        PreparationOptions.label("y"));
  }

  @Test
  void standardInputIsRead() throws IOException {
    assertEquals(3, examples(TEXT.getBytes(StandardCharsets.UTF_8), FileOptions.DEFAULTS));
    assertEquals(3, examples(packed(TEXT), FileOptions.DEFAULTS), "packed");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "CSV;a,y|1,0|2,1|",
        "TSV;a\\ty|1\\t0|2\\t1|",
        "JSON;{\"a\": 1, \"y\": 0}|{\"a\": 2, \"y\": 1}|",
      })
  void standardInputIsOfTheFormatThatIsGivenOrThatItShows(DataFormat format, String text) {
    byte[] input = text.replace('|', '\n').translateEscapes().getBytes(StandardCharsets.UTF_8);
    assertEquals(2, examples(input, FileOptions.DEFAULTS.format(format)));
    assertEquals(2, examples(input, FileOptions.DEFAULTS));
  }

  @Test
  void parquetMayComeThroughTheStandardInput() throws IOException {
    Path csv = Files.writeString(folder.resolve("x.csv"), "y,a\n0,1.5\n1,2.5\n");
    Path parquet = folder.resolve("x.parquet");
    ParquetFile.copy(csv, List.of("y", "a"), 1, 1, parquet);
    assertEquals(2, examples(Files.readAllBytes(parquet), FileOptions.DEFAULTS));
  }

  @Test
  void troubleOfTheStandardInputIsToldByThatName() {
    byte[] input = "a,y\n1,0\n2\n".getBytes(StandardCharsets.UTF_8);
    String told =
        assertThrows(DataException.class, () -> examples(input, FileOptions.DEFAULTS)).getMessage();
    assertEquals("standard input: line 3: 1 columns, but 2 expected", told);
    told =
        assertThrows(DataException.class, () -> examples(new byte[0], FileOptions.DEFAULTS))
            .getMessage();
    assertEquals("standard input: nothing came in", told);
  }

  @Test
  void copyOfTheInputIsDeletedWithTheTable() throws IOException {
    InputStream before = System.in;
    System.setIn(new ByteArrayInputStream(TEXT.getBytes(StandardCharsets.UTF_8)));
    try {
      Path copy;
      try (DataFiles data = new DataFiles(List.of("-"), FileOptions.DEFAULTS)) {
        copy = data.files().get(0);
        assertEquals(TEXT, Files.readString(copy));
      }
      assertFalse(Files.exists(copy));
    } finally {
      System.setIn(before);
    }
  }

  @Test
  @EnabledOnOs({OS.LINUX, OS.MAC})
  void pipeIsRead() throws Exception {
    Path pipe = folder.resolve("pipe");
    assertEquals(0, new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor());
    Thread writer =
        new Thread(
            () -> {
              try {
                Files.writeString(pipe, TEXT);
              } catch (IOException e) {
                throw new IllegalStateException(e);
              }
            });
    writer.start();
    assertEquals(3, learn(pipe.toString(), FileOptions.DEFAULTS).train().examples());
    writer.join();
  }

  @ParameterizedTest
  @ValueSource(strings = {"kddcup.data_10_percent.gz", "table", "table.2024", "t.csv.bak"})
  void nameThatTellsNothingIsNoHindrance(String name) throws IOException {
    Path file = folder.resolve(name);
    Files.write(file, name.endsWith(".gz") ? packed(TEXT) : TEXT.getBytes(StandardCharsets.UTF_8));
    assertEquals(3, learn(file.toString(), FileOptions.DEFAULTS).train().examples());
    FileOptions csv = FileOptions.DEFAULTS.format(DataFormat.CSV);
    assertEquals(3, learn(file.toString(), csv).train().examples());
  }

  @ParameterizedTest
  @ValueSource(strings = {"x.csv", "x.csv.gz"})
  void packedOrNotIsToldByTheBytesNotByTheName(String name) throws IOException {
    String quoted = TEXT + "\"4\",1\n";
    byte[] bytes = name.endsWith(".gz") ? quoted.getBytes(StandardCharsets.UTF_8) : packed(quoted);
    Path file = Files.write(folder.resolve(name), bytes);
    assertEquals(4, learn(file.toString(), FileOptions.DEFAULTS).train().examples());
  }

  @Test
  void jsonAndParquetMayBePackedWhateverTheirNames() throws IOException {
    String json = "{\"a\": 1, \"y\": 0}\n{\"a\": 2, \"y\": 1}\n";
    assertEquals(2, examples(packed(json), FileOptions.DEFAULTS));
    Path plain = Files.writeString(folder.resolve("x.json.gz"), json);
    assertEquals(2, learn(plain.toString(), FileOptions.DEFAULTS).train().examples());
    Path packed = Files.write(folder.resolve("x.json"), packed(json));
    assertEquals(2, learn(packed.toString(), FileOptions.DEFAULTS).train().examples());
    Path csv = Files.writeString(folder.resolve("x.csv"), "y,a\n0,1.5\n1,2.5\n");
    Path parquet = folder.resolve("x.parquet");
    ParquetFile.copy(csv, List.of("y", "a"), 1, 1, parquet);
    Path both = folder.resolve("x.parquet.gz");
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(both))) {
      Files.copy(parquet, out);
    }
    assertEquals(2, learn(both.toString(), FileOptions.DEFAULTS).train().examples());
  }

  @ParameterizedTest
  @CsvSource({
    "PK\u0003\u0004xx,'packed with zip, or a workbook; unpack it'",
    "BZh91,packed; unpack it",
    "one line of words,unknown kind of file; it must end in .csv",
  })
  void bytesThatDoNotTellAreRefused(String begin, String why) throws IOException {
    Path file = Files.write(folder.resolve("table"), begin.getBytes(StandardCharsets.ISO_8859_1));
    String told =
        assertThrows(DataException.class, () -> learn(file.toString(), FileOptions.DEFAULTS))
            .getMessage();
    assertTrue(told.contains("table: " + why), told);
  }

  @ParameterizedTest
  @ValueSource(strings = {"x.libsvm", "x.txt", "x"})
  void pairsOfIndexAndValueAreNoTable(String name) throws IOException {
    Path file = folder.resolve(name);
    Files.writeString(file, "+1 1:0.5 3:1e-3 \n-1 2:-1\n+1 1:2\n");
    String told =
        assertThrows(DataException.class, () -> learn(file.toString(), FileOptions.DEFAULTS))
            .getMessage();
    assertTrue(told.contains(name + ": holds labels and pairs of index:value"), told);
  }

  @Test
  void longLinesOfPairsAreNoTable() throws IOException {
    Path file = folder.resolve("x.txt");
    StringBuilder line = new StringBuilder("1");
    for (int j = 1; j < 2000; j++) {
      line.append(' ').append(j).append(":0.5");
    }
    Files.writeString(file, line + "\n" + line + "\n");
    assertThrows(DataException.class, () -> learn(file.toString(), FileOptions.DEFAULTS));
  }

  @Test
  void timesBetweenBlanksAreATable() throws IOException {
    Path file = folder.resolve("x.txt");
    Files.writeString(file, "a from to y\n1 10:30 11:45 0\n2 12:30 13:45 1\n3 9:30 9:45 0\n");
    assertEquals(3, learn(file.toString(), FileOptions.DEFAULTS).train().examples());
  }
}
