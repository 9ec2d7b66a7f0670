package io.downhill.data.duckdb;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.downhill.data.OpenTable;
import io.downhill.data.PreparationOptions;
import io.downhill.data.table.PreparedRows;
import io.downhill.data.table.PreparedTable;
import io.downhill.data.table.TableFixture;
import io.downhill.data.table.TableSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a query gives is a table as its file is one. */
class QueryTableTest {
  private static final String ROWS =
      "1,2,3,4,5,6,7,8,9,10,11,0\n4,3,2,1,6,5,8,7,10,9,12,1\n2,4,3,4,5,7,6,8,9,11,11,0\n";

  @TempDir Path folder;

  private static PreparedTable learn(TableSource source) {
    return PreparedTable.learn(source, PreparationOptions.label("column11"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"x.csv", "x.data", "x.dat", "x.txt"})
  void columnsWithoutAHeaderHaveTheNamesOfTheFile(String name) throws IOException {
    Path file = Files.writeString(folder.resolve(name), ROWS);
    PreparedTable query = learn(TableSource.sql("SELECT * FROM '" + file + "'"));
    PreparedTable text = learn(TableSource.files(file.toString()));
    assertEquals(text.train().featureNames(), query.train().featureNames());
    try (PreparedRows rows =
        PreparedRows.open(
            TableSource.files(file.toString()), query.preparation(), List.of("column11"))) {
      assertEquals(3, rows.next(10).orElseThrow().examples().examples());
    }
  }

  @Test
  void namesThatAreNotDuckDbsOwnStay() {
    TableSource source =
        TableSource.sql(
            "SELECT i AS column01, i * i AS column1, i % 2 AS y FROM range(40) t(i) ORDER BY i");
    try (OpenTable table = TableFixture.open(source, "y")) {
      assertEquals(List.of("column01", "column1", "y"), table.names());
    }
  }
}
