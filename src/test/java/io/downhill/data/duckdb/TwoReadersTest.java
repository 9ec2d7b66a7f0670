package io.downhill.data.duckdb;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.downhill.data.DataException;
import io.downhill.data.TableOptions;
import io.downhill.data.TableRows;
import io.downhill.data.text.DataFiles;
import io.downhill.data.text.NamesFixture;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The parser in Java and DuckDB find the same rows in the same files, which are those that were
 * written: numbers to the bit, and texts.
 */
@Tag("slow")
class TwoReadersTest {
  private static final int TABLES = 30;

  @TempDir Path folder;

  private interface Reader {
    TableRows rows(DuckDbTable table, List<TableRows.Cell> cells);
  }

  private static List<String> read(List<Path> files, WrittenTable written, Reader reader) {
    TableOptions options =
        new TableOptions(
                Optional.of(written.style().delimiter()),
                Optional.of(written.style().header()),
                List.of())
            .files(written.style().options());
    List<TableRows.Cell> cells = new ArrayList<>();
    for (int j = 0; j < written.texts().length; j++) {
      cells.add(new TableRows.Cell(j, written.texts()[j]));
    }
    List<String> found = new ArrayList<>();
    List<String> names = files.stream().map(Path::toString).toList();
    try (DuckDbTable table =
            DuckDbTable.files(
                "x", new DataFiles(names, options.files()), NamesFixture.NONE, options);
        TableRows rows = reader.rows(table, cells)) {
      while (rows.next()) {
        String[] row = new String[cells.size()];
        for (int j = 0; j < row.length; j++) {
          row[j] = written.texts()[j] ? text(rows.text(j)) : bits(rows.number(j));
        }
        found.add(String.join("|", row));
      }
    } catch (DataException | IndexOutOfBoundsException e) {
      found.add(e.toString());
    }
    return found;
  }

  private static String bits(double number) {
    return Long.toHexString(Double.doubleToLongBits(number));
  }

  /** A text; a gap is one however it is written. */
  private static String text(String text) {
    return text == null || text.isBlank() || text.equals("NA") ? "no text" : text;
  }

  private static List<String> expected(WrittenTable written) {
    List<String> rows = new ArrayList<>();
    for (String[] cells : written.rows()) {
      String[] row = new String[cells.length];
      for (int j = 0; j < row.length; j++) {
        boolean gap = cells[j] == null;
        row[j] =
            written.texts()[j]
                ? text(cells[j])
                : bits(gap ? Double.NaN : Double.parseDouble(cells[j]));
      }
      rows.add(String.join("|", row));
    }
    return rows;
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1000, 2000, 3000})
  void bothFindTheRowsThatWereWritten(int seeds) throws IOException {
    for (int seed = seeds; seed < seeds + TABLES; seed++) {
      Random random = new Random(seed);
      WrittenTable written = WrittenTable.of(random);
      int count = written.rows().size() > 10 ? 1 + random.nextInt(3) : 1;
      Path each = Files.createDirectory(folder.resolve(Integer.toString(seed)));
      List<Path> files = written.write(each, count, random);
      String about = "seed " + seed + ", " + written.style() + ", " + files;
      List<String> expected = expected(written);
      assertEquals(expected, read(files, written, DuckDbTable::rows), about);
      Reader other = (table, cells) -> new DuckDbRows(table, cells, 0);
      assertEquals(expected, read(files, written, other), about + " by DuckDB");
    }
  }
}
