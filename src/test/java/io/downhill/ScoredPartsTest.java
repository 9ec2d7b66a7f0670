package io.downhill;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.downhill.data.Classes;
import io.downhill.data.DataException;
import io.downhill.data.Encoding;
import io.downhill.data.Missing;
import io.downhill.data.Preparation;
import io.downhill.data.PreparationOptions;
import io.downhill.data.Target;
import io.downhill.data.cell.Scale;
import io.downhill.data.table.PreparedRows;
import io.downhill.data.table.PreparedTable;
import io.downhill.data.table.TableSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Rows are scored alike however many are scored at a time. */
class ScoredPartsTest {
  private static final int ROWS = 9;

  @TempDir Path folder;

  private static LogisticModel model(double weight) {
    Preparation preparation =
        new Preparation(
            "y",
            List.of(
                new Encoding.Numeric("a", Scale.NUMBER, 1, true),
                new Encoding.Category(
                    "g", "u", List.of("v"), false, Encoding.Category.Gap.BASELINE)),
            Missing.IMPUTE,
            List.of("NA"));
    return new LogisticModel(
        preparation.features(),
        new double[] {weight, 0.5, -0.75},
        0.1,
        Classes.ZERO_ONE,
        Optional.empty(),
        Optional.empty(),
        Optional.of(preparation),
        LogisticModel.HALF);
  }

  private static TableSource rows(double last) {
    List<Map<String, Object>> rows = new ArrayList<>();
    for (int i = 0; i < ROWS; i++) {
      Map<String, Object> row = new LinkedHashMap<>();
      row.put("a", i % 4 == 2 ? null : (Object) (i == ROWS - 1 ? last : i * 0.3));
      row.put("g", i % 3 == 0 ? "v" : "u");
      row.put("y", i % 2);
      row.put("c", i % 5);
      rows.add(row);
    }
    return TableSource.of(rows);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 8, 9, 10})
  void probabilitiesAndScoresAreThoseOfAllRowsAtOnce(int most) {
    LogisticModel model = model(1.25);
    double[] whole = model.probabilities(rows(2));
    assertEquals(ROWS, whole.length);
    assertArrayEquals(whole, new TableScoring(model, most).probabilities(rows(2)));
    Scores expected = scores(model, ROWS);
    Scores actual = scores(model, most);
    assertArrayEquals(expected.margins(), actual.margins());
    assertArrayEquals(expected.labels(), actual.labels());
    assertArrayEquals(expected.weights(), actual.weights());
    // Rows of weight 0 are none.
    assertArrayEquals(new float[] {1, 0, 1, 0, 0, 1, 0}, actual.labels());
    assertArrayEquals(new float[] {1, 2, 3, 4, 1, 2, 3}, actual.weights());
  }

  private static Scores scores(LogisticModel model, int most) {
    try (PreparedRows rows =
        PreparedRows.open(
            rows(2),
            model.preparationOrPlain(),
            model.classes(),
            Optional.of(Target.label("y")),
            "",
            Optional.of("c"))) {
      return new TableScoring(model, most).scores(rows, part -> {});
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 60, 149, 150, 151, 160, 1000})
  void gapsAreCountedOnceWhereAColumnTurnsIntoTextsFarDown(int most) throws IOException {
    // Row 151 has a gap that only shows itself as one among texts, behind the first records.
    StringBuilder text = new StringBuilder("a,g\n");
    for (int i = 0; i < 160; i++) {
      text.append(i == 5 ? "" : i == 150 ? "--" : "0.5").append(i == 3 ? ",w\n" : ",u\n");
    }
    Path file = Files.writeString(folder.resolve("x.csv"), text);
    List<String> defaults =
        PreparedTable.learn(rows(2), PreparationOptions.label("y")).preparation().gaps();
    Preparation preparation =
        new Preparation(
            "y",
            List.of(
                new Encoding.Numeric("a", Scale.NUMBER, 1, false),
                new Encoding.Category(
                    "g", "u", List.of("v"), false, Encoding.Category.Gap.BASELINE)),
            Missing.IMPUTE,
            defaults);
    try (PreparedRows rows =
        PreparedRows.open(TableSource.files(file.toString()), preparation, List.of())) {
      int count = 0;
      for (Optional<PreparedRows.Part> part = rows.next(most);
          part.isPresent();
          part = rows.next(most)) {
        count += part.get().examples().examples();
      }
      assertEquals(160, count);
      String warnings = String.join("\n", rows.warnings());
      assertTrue(warnings.contains("a: 2 gaps, rare"), warnings);
      assertTrue(warnings.contains("g: 1 cell holds a level"), warnings);
    }
  }

  @Test
  void noRowsAreNoScores() throws IOException {
    Path file = Files.writeString(folder.resolve("x.csv"), "a,g,y,c\n1,u,0,0\n");
    LogisticModel model = model(1);
    try (PreparedRows rows =
        PreparedRows.open(
            TableSource.files(file.toString()),
            model.preparationOrPlain(),
            model.classes(),
            Optional.of(Target.label("y")),
            "",
            Optional.of("c"))) {
      assertThrows(DataException.class, () -> new TableScoring(model, 1).scores(rows, part -> {}));
    }
  }
}
