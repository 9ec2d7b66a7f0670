package io.downhill.data.table;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.downhill.data.Classes;
import io.downhill.data.DataException;
import io.downhill.data.Dataset;
import io.downhill.data.Preparation;
import io.downhill.data.Target;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class WholeTableTest {
  private static final Preparation PLAIN = Preparation.plain(List.of("a", "b"));
  private static final Classes CLASSES = new Classes("no", "yes");

  private static List<Map<String, Object>> rows(int count) {
    List<Map<String, Object>> rows = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      rows.add(Map.of("a", i, "b", 0.5 * i, "y", i % 3 == 0 ? "yes" : "no", "c", i % 4));
    }
    return rows;
  }

  private static Dataset whole(int rows, int most, Optional<String> weight) {
    try (PreparedRows open =
        PreparedRows.open(
            TableSource.of(rows(rows)),
            PLAIN,
            CLASSES,
            Optional.of(Target.label("y")),
            "",
            weight)) {
      return WholeTable.of(open, CLASSES, most);
    }
  }

  @Test
  void partsOfAnySizeMakeTheSameTable() {
    for (Optional<String> weight : List.of(Optional.<String>empty(), Optional.of("c"))) {
      Dataset expected = whole(30, 1000, weight);
      for (int most : new int[] {1, 7, 10, 29, 30}) {
        Dataset actual = whole(30, most, weight);
        String where = "parts of " + most;
        assertEquals(weight.isEmpty() ? 30 : 22, actual.examples(), where);
        assertArrayEquals(expected.labels(), actual.labels(), where);
        assertArrayEquals(expected.weights(), actual.weights(), where);
        for (int i = 0; i < actual.examples(); i++) {
          assertEquals(expected.x(i, 0), actual.x(i, 0), where);
          assertEquals(expected.x(i, 1), actual.x(i, 1), where);
        }
        assertEquals(expected.preparation(), actual.preparation(), where);
      }
    }
  }

  @Test
  void tableWithoutRowsThatCountIsRefused() {
    assertThrows(DataException.class, () -> whole(1, 10, Optional.of("c")));
  }
}
