package io.downhill.data.text;

import static io.downhill.data.table.TableFixture.positives;
import static io.downhill.data.table.TableFixture.read;
import static io.downhill.data.table.TableFixture.told;
import static io.downhill.data.table.TableFixture.values;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.downhill.data.Classes;
import io.downhill.data.Dataset;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tables in delimited text, in every dialect. */
class TextTableTest {
  @TempDir Path folder;

  @Test
  void bundledCancerDataIsRead() throws URISyntaxException {
    Dataset data = read(bundled("breast-cancer-wisconsin.csv"), "diagnosis");
    assertEquals(569, data.examples());
    assertEquals(30, data.features());
    assertEquals(new Classes("benign", "malignant"), data.classes().orElseThrow());
    assertEquals(212, positives(data));
    assertEquals(17.99f, data.x(0, 0));
    assertEquals("mean_radius", data.featureNames().get(0));
  }

  @ParameterizedTest
  @ValueSource(strings = {"4", "-1", "column4"})
  void headerlessCrlfFileIsReadByColumnNumber(String label) throws URISyntaxException {
    Dataset data = read(bundled("banknote.csv"), label);
    assertEquals(1372, data.examples());
    assertEquals(List.of("column0", "column1", "column2", "column3"), data.featureNames());
    assertEquals(610, positives(data));
  }

  @Test
  void manyColumnsWithoutAHeaderAreNumberedWithoutZeros() throws IOException {
    String rows = "1,2,3,4,5,6,7,8,9,10,11,0\n2,3,4,5,6,7,8,9,10,11,12,1\n";
    Dataset data = read(file("x.csv", rows), "-1");
    assertEquals(Dataset.defaultNames(11), data.featureNames());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      value = {
        "comma.csv~a,b,y|1,2,0|3,4.5,1|",
        "semicolon.csv~a;b;y|1;2;0|3;4.5;1|",
        "tab.tsv~a\\tb\\ty|1\\t2\\t0|3\\t4.5\\t1|",
        "tab.csv~a\\tb\\ty|1\\t2\\t0|3\\t4.5\\t1|",
        "quoted.csv~\"a\",\"b\",\"y\"|\"1\",\"2\",\"0\"|\"3\",\"4.5\",\"1\"|",
        "crlf.csv~a,b,y\\r|1,2,0\\r|3,4.5,1\\r|",
        "bom.csv~<BOM>a,b,y|1,2,0|3,4.5,1|",
        "blank-lines.csv~|a,b,y|1,2,0|3,4.5,1||",
        "no-last-newline.csv~a,b,y|1,2,0|3,4.5,1",
        "spaces.csv~a, b, y|1, 2, 0|3, 4.5, 1|",
        "mixed-ends.csv~a,b,y\\r|1,2,0|3,4.5,1\\r|",
        "carriage-returns.csv~a,b,y\\r1,2,0\\r3,4.5,1\\r",
        "excel.csv~sep=;|a;b;y|1;2;0|3;4.5;1|",
        "blanks-at-the-end.csv~a,b,y|1,2,0|3,4.5,1|   |",
        "blank-lines-of-other-ends.csv~a,b,y|1,2,0|\\r|3,4.5,1|",
      })
  void dialectsAreRecognised(String name, String text) throws IOException {
    String content = text.replace("|", "\n").translateEscapes().replace("<BOM>", "\uFEFF");
    Dataset data = read(file(name, content), "y");
    assertEquals(List.of("a", "b"), data.featureNames());
    assertArrayEquals(new float[] {1, 2, 3, 4.5f}, values(data));
    assertArrayEquals(new float[] {0, 1}, data.labels());
  }

  @Test
  void gzippedFileIsRead() throws IOException {
    Path file = folder.resolve("x.csv.gz");
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
      out.write("a,y\n1,0\n2,1\n".getBytes(StandardCharsets.UTF_8));
    }
    assertEquals(2f, read(file, "y").x(1, 0));
  }

  @Test
  void gzippedFileCutShortIsTold() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (OutputStream out = new GZIPOutputStream(bytes)) {
      for (int i = 0; i < 50_000; i++) {
        out.write((i * 0.37 + "," + i % 2 + "\n").getBytes(StandardCharsets.UTF_8));
      }
    }
    Path file = folder.resolve("x.csv.gz");
    Files.write(file, Arrays.copyOf(bytes.toByteArray(), bytes.size() / 2));
    String told = told(file.toString(), "-1");
    assertTrue(told.contains("it is cut short or damaged"), told);
  }

  @Test
  void quotedNameMayHoldDelimiterQuoteAndNewline() throws IOException {
    Dataset data = read(file("x.csv", "\"a, \"\"b\"\"\nc\",y\n1,0\n2,1\n"), "y");
    assertEquals(List.of("a, \"b\"\nc"), data.featureNames());
  }

  @Test
  void numbersInQuotesFarDownAreStillNumbers() throws IOException {
    StringBuilder text = new StringBuilder("a,y\n");
    for (int i = 0; i < 30_000; i++) {
      text.append(i).append(',').append(i % 2).append('\n');
    }
    Dataset data = read(file("x.csv", text + "\"2.5\",\"1\"\n"), "y");
    assertEquals(2.5f, data.x(30_000, 0));
  }

  @Test
  void hundredThousandRowsOverSeveralBlocksStayInOrder() throws IOException {
    int n = 100;
    int m = 100_000;
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < m; i++) {
      text.append(i).append(".5").append(("," + i % 2).repeat(n - 2));
      text.append(",-").append(i).append(".5,").append(i % 2).append('\n');
    }
    Dataset data = read(file("x.csv", text.toString()), "-1");
    assertEquals(m, data.examples());
    assertTrue(data.blockCount() > 2, "blocks: " + data.blockCount());
    for (int i = 0; i < m; i++) {
      assertEquals(i + 0.5f, data.x(i, 0), "row " + i);
      assertEquals(-i - 0.5f, data.x(i, n - 1), "row " + i);
      assertEquals(i % 2, data.labels()[i], "label of row " + i);
    }
  }

  @Test
  void globReadsItsFilesInTheOrderOfTheirNames() throws IOException {
    file("part-2.csv", "a,y\n3,0\n4,1\n");
    file("part-1.csv", "a,y\n1,0\n2,1\n");
    Dataset data = read(folder + "/part-*.csv", "y");
    assertArrayEquals(new float[] {1, 2, 3, 4}, values(data));
  }

  @Test
  void globOfDifferentHeadersIsRefused() throws IOException {
    file("part-1.csv", "a,b,y\n1,2,0\n");
    file("part-2.csv", "b,a,y\n3,4,1\n");
    String told = told(folder + "/part-*.csv", "y");
    assertTrue(told.contains("part-2.csv: its header or delimiter differs from that of"), told);
  }

  @Test
  void nameWithWildcardsIsTakenLiterallyIfItExists() throws IOException {
    file("data1.csv", "a,y\n9,0\n9,1\n");
    Dataset data = read(file("data[1].csv", "a,y\n1,0\n2,1\n"), "y");
    assertEquals(1f, data.x(0, 0));
  }

  @Test
  void numericHeaderIsKnownByTheLabelInIt() throws IOException {
    Dataset data = read(file("x.csv", "Letter,1,2\nA,3,4\nB,5,6\n"), "Letter");
    assertEquals(List.of("1", "2"), data.featureNames());
    assertEquals(2, data.examples());
  }

  @Test
  void namesThatRepeatAreNumbered() throws IOException {
    Dataset data = read(file("x.csv", "a,a,a_1,,y\n1,2,3,4,0\n2,3,4,5,1\n"), "y");
    assertEquals(List.of("a", "a_2", "a_1", "column3"), data.featureNames());
  }

  @Test
  void truthValuesAreZeroAndOne() throws IOException {
    Dataset data = read(file("x.csv", "a,y\ntrue,True\nfalse,False\n"), "y");
    assertArrayEquals(new float[] {1, 0}, values(data));
    assertEquals(new Classes("false", "true"), data.classes().orElseThrow());
  }

  @Test
  void yesAndNoKeepTheirNames() throws IOException {
    Dataset data = read(file("x.csv", "a,y\n1,yes\n2,no\n"), "y");
    assertEquals(new Classes("no", "yes"), data.classes().orElseThrow());
  }

  private Path file(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text);
  }

  private static Path bundled(String name) throws URISyntaxException {
    return Path.of(Dataset.class.getResource(name).toURI());
  }
}
