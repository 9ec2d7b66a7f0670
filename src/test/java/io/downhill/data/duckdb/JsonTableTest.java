package io.downhill.data.duckdb;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.downhill.data.PreparationOptions;
import io.downhill.data.table.PreparedTable;
import io.downhill.data.table.TableFixture;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JsonTableTest {
  @TempDir Path folder;

  @Test
  void numbersAndTextsInOneColumnOfJsonAreReadAsInText() throws IOException {
    StringBuilder json = new StringBuilder();
    StringBuilder csv = new StringBuilder("x,g,y\n");
    for (int i = 0; i < 60; i++) {
      String x = i % 5 == 0 ? null : i % 2 == 0 ? i + ".5" : '"' + (i + ".5\"");
      String g = i % 3 == 0 ? "7" : "\"a\"";
      json.append("{\"x\": " + x + ", \"g\": " + g + ", \"y\": " + i / 2 % 2 + "}\n");
      csv.append((x == null ? "" : x) + "," + g + "," + i / 2 % 2 + "\n");
    }
    Path lines = Files.writeString(folder.resolve("x.json"), json);
    Path text = Files.writeString(folder.resolve("x.csv"), csv);
    PreparationOptions options = PreparationOptions.label("y");
    assertEquals(
        TableFixture.learn(text.toString(), options).preparation().encodings(),
        TableFixture.learn(lines.toString(), options).preparation().encodings());
  }

  @Test
  void fractionsFarDownInJsonKeepTheirDigits() throws IOException {
    StringBuilder json = new StringBuilder();
    int rows = 25000;
    for (int i = 0; i < rows; i++) {
      String late = i < rows - 20 ? "null" : i + ".5";
      String x = i < rows - 20 ? i % 7 + "" : "1.5";
      json.append("{\"x\": " + x + ", \"z\": " + late + ", \"y\": " + i / 2 % 2 + "}\n");
    }
    Path file = Files.writeString(folder.resolve("x.json"), json);
    PreparedTable table = TableFixture.learn(file.toString(), PreparationOptions.label("y"));
    assertEquals(List.of("x", "z", "z (missing)"), table.train().featureNames());
    assertEquals(1.5f, table.train().x(rows - 1, 0));
    assertEquals(rows - 0.5f, table.train().x(rows - 1, 1));
  }

  @Test
  void jsonLinesAreATable() throws IOException {
    StringBuilder json = new StringBuilder();
    for (int i = 0; i < 40; i++) {
      json.append("{\"y\":" + i / 3 % 2 + ",\"x\":" + i % 7 + ",\"c\":\"" + "ab".charAt(i % 2));
      json.append("\"}\n");
    }
    Path file = Files.writeString(folder.resolve("x.jsonl"), json);
    PreparedTable table = TableFixture.learn(file.toString(), PreparationOptions.label("y"));
    assertEquals(List.of("x", "c=b"), table.train().featureNames());
  }
}
