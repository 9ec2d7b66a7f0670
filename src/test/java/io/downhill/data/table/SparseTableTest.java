package io.downhill.data.table;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.downhill.data.Dataset;
import io.downhill.data.DenseRows;
import io.downhill.data.Encoding;
import io.downhill.data.Missing;
import io.downhill.data.Preparation;
import io.downhill.data.PreparationOptions;
import io.downhill.data.Rows;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tables whose categories have many levels. */
class SparseTableTest {
  private static final PreparationOptions OPTIONS = PreparationOptions.label("y").rare(2);

  /** Rows of a column of so many levels, each in two rows, and of so many columns of numbers. */
  private static List<Map<String, Object>> rows(int levels, int numbers) {
    List<Map<String, Object>> rows = new ArrayList<>();
    for (int i = 0; i < 2 * levels; i++) {
      Map<String, Object> row = new LinkedHashMap<>();
      row.put("city", "c" + i % levels);
      for (int j = 0; j < numbers; j++) {
        row.put("n" + j, (i * (j + 3) % 17) / 4.0);
      }
      row.put("y", i * 0x9E3779B97F4A7C15L >>> 63);
      rows.add(row);
    }
    return rows;
  }

  private static PreparedTable learn(List<Map<String, Object>> rows) {
    return PreparedTable.learn(TableSource.of(rows), OPTIONS);
  }

  @ParameterizedTest
  @CsvSource({
    "1024, 0, false, 1000", // Of 1023 features dense rows are small, and levels limited.
    "1025, 0, true, 1024",
    "1024, 1, true, 1023",
    "3000, 1, true, 2999",
    "1200, 200, false, 1000" // More than an eighth of each row is not 0.
  })
  void rowsAreSparseWhereTheyAreWideAndThatIsSmaller(
      int levels, int numbers, boolean sparse, int features) {
    PreparedTable table = learn(rows(levels, numbers));
    assertEquals(sparse, table.train().rows().areSparse());
    Encoding.Category category = (Encoding.Category) table.preparation().encodings().get(0);
    assertEquals(features, category.levels().size());
    assertEquals(sparse, !category.baseline().equals("(other)"));
    String told =
        "city: of its "
            + levels
            + " levels in 2 rows or more the 1000 most frequent have a feature of their own";
    assertEquals(sparse ? List.of() : List.of(told), table.warnings());
  }

  @ParameterizedTest
  @CsvSource({"1, 100, false", "20000, 800, false", "21000, 800, true", "1, 1024, true"})
  void manyRowsAreSparseThoughTheyAreNotWide(int rows, int features, boolean sparse) {
    List<String> levels = new ArrayList<>();
    for (int k = 0; k < features; k++) {
      levels.add("c" + k);
    }
    Encoding.Category category =
        new Encoding.Category("city", "most", levels, false, Encoding.Category.Gap.BASELINE);
    Preparation preparation = new Preparation("y", List.of(category), Missing.IMPUTE, List.of());
    assertEquals(sparse, preparation.isSparse(rows));
  }

  /** One row by the encodings alone, cell by cell. */
  private static float[] expected(Preparation preparation, Map<String, Object> row) {
    List<Float> x = new ArrayList<>();
    for (Encoding encoding : preparation.encodings()) {
      Object cell = row.get(encoding.column());
      if (encoding instanceof Encoding.Numeric numeric) {
        x.add(cell == null ? (float) numeric.mean() : ((Number) cell).floatValue());
        if (numeric.indicator()) {
          x.add(cell == null ? 1f : 0f);
        }
      } else if (encoding instanceof Encoding.Category category) {
        int at = cell == null ? category.gapFeature() : category.levels().indexOf(cell);
        boolean rare = cell != null && at < 0 && !category.baseline().equals(cell);
        int width = category.features().size();
        for (int k = 0; k < width; k++) {
          x.add(k == (rare ? category.otherFeature() : at) ? 1f : 0f);
        }
      }
    }
    float[] all = new float[x.size()];
    for (int j = 0; j < all.length; j++) {
      all[j] = x.get(j);
    }
    return all;
  }

  private static float[] row(Rows rows, int i) {
    float[] x = new float[rows.features()];
    rows.copy(i, 1, x, 0);
    return x;
  }

  @Test
  void rowsHaveTheFeaturesThatTheirCellsSay() {
    List<Map<String, Object>> rows = rows(1500, 2);
    rows.get(7).put("city", "once");
    for (int i = 0; i < 400; i += 3) {
      rows.get(i).put("city", null);
      rows.get(i + 1).put("n1", null);
    }
    // Features of two columns may have one name: "city=a" and "city" with the level "a=b".
    rows.get(3).put("city", "a=b");
    rows.get(4).put("city", "a=b");
    for (int i = 0; i < rows.size(); i++) {
      rows.get(i).put("city=a", i % 3 == 0 ? "b" : i % 12 == 1 ? "line\nend, \"quoted\"" : "d");
    }
    PreparedTable table = learn(rows);
    assertTrue(table.train().rows().areSparse());
    assertEquals(2, table.preparation().features().stream().filter("city=a=b"::equals).count());
    for (int i = 0; i < rows.size(); i++) {
      assertArrayEquals(
          expected(table.preparation(), rows.get(i)), row(table.train().rows(), i), "row " + i);
    }
    rows.get(11).put("city", "unseen");
    try (PreparedRows again =
        PreparedRows.open(TableSource.of(rows), table.preparation(), List.of())) {
      int i = 0;
      for (Optional<PreparedRows.Part> part = again.next(700);
          part.isPresent();
          part = again.next(700)) {
        Dataset examples = part.get().examples();
        assertTrue(examples.rows().areSparse());
        for (int k = 0; k < examples.examples(); k++) {
          assertArrayEquals(
              expected(table.preparation(), rows.get(i++)), row(examples.rows(), k), "row " + k);
        }
      }
      assertEquals(rows.size(), i);
      assertTrue(again.warnings().toString().contains("first 'once'"), again.warnings() + "");
    }
  }

  @Test
  void columnThatDiffersInEveryRowIsStillLeftOut() {
    List<Map<String, Object>> rows = rows(1500, 1);
    for (int i = 0; i < rows.size(); i++) {
      rows.get(i).put("id", "id-" + i);
    }
    PreparedTable table = PreparedTable.learn(TableSource.of(rows), OPTIONS.rare(1));
    assertEquals(
        "left out: an identifier, different in every row",
        table.preparation().encodings().stream()
            .filter(encoding -> encoding.column().equals("id"))
            .findFirst()
            .orElseThrow()
            .description());
    assertTrue(table.train().rows().areSparse());
  }

  @Test
  void heldOutRowsAreSparseToo() {
    PreparedTable table =
        PreparedTable.learn(TableSource.of(rows(2000, 1)), OPTIONS.rare(1).test(0.25, 1));
    assertTrue(table.train().rows().areSparse());
    assertTrue(table.test().orElseThrow().rows().areSparse());
    assertEquals(1000, table.test().get().examples(), 1);
  }

  @Test
  void wholeTableIsSparseAndHasEachRow() {
    List<Map<String, Object>> rows = rows(1500, 2);
    PreparedTable table = learn(rows);
    try (PreparedRows again =
        PreparedRows.open(
            TableSource.of(rows),
            table.preparation(),
            table.train().classes().orElseThrow(),
            Optional.empty(),
            "")) {
      Dataset whole = WholeTable.of(again, table.train().classes().orElseThrow(), 700);
      assertTrue(whole.rows().areSparse());
      assertFalse(DenseRows.inMemory(whole.rows()).areSparse());
      for (int i = 0; i < rows.size(); i++) {
        assertArrayEquals(row(table.train().rows(), i), row(whole.rows(), i), "row " + i);
      }
    }
  }
}
