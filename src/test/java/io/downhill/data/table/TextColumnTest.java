package io.downhill.data.table;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.downhill.data.DataException;
import io.downhill.data.Dataset;
import io.downhill.data.Encoding;
import io.downhill.data.Missing;
import io.downhill.data.PreparationOptions;
import io.downhill.data.WordOptions;
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

/** Columns of texts whose words become features, beside numbers and categories. */
class TextColumnTest {
  private static final PreparationOptions OPTIONS = PreparationOptions.label("y").text("mail");

  @TempDir Path folder;

  /** Thirty rows: a number, a text with quotes and line ends, a category, another text. */
  private static List<Map<String, Object>> rows() {
    List<Map<String, Object>> rows = new ArrayList<>();
    for (int i = 0; i < 30; i++) {
      Map<String, Object> row = new LinkedHashMap<>();
      row.put("size", 10.5 + i % 7);
      row.put(
          "mail", "Dear \"friend\",\n" + (i % 3 == 0 ? "buy NOW, " : "see you ") + "no" + i % 5);
      row.put("from", i % 2 == 0 ? "home" : "work");
      row.put("subject", i % 4 == 0 ? null : "re: word" + i % 6);
      row.put("y", i % 3 == 0 ? "spam" : "ham");
      rows.add(row);
    }
    return rows;
  }

  private static PreparedTable learn(List<Map<String, Object>> rows, PreparationOptions options) {
    return PreparedTable.learn(TableSource.of(rows), options);
  }

  private static void assertSameRows(Dataset expected, Dataset actual) {
    assertEquals(expected.examples(), actual.examples());
    for (int i = 0; i < expected.examples(); i++) {
      float[] x = new float[expected.features()];
      float[] given = new float[expected.features()];
      expected.rows().copy(i, 1, x, 0);
      actual.rows().copy(i, 1, given, 0);
      assertArrayEquals(x, given, "row " + i);
    }
  }

  @Test
  void wordsStandBesideNumbersAndCategories() {
    PreparedTable table = learn(rows(), PreparationOptions.label("y").text("mail", "subject"));
    assertEquals(
        List.of(
            "size",
            "mail:buy",
            "mail:dear",
            "mail:friend",
            "mail:no0",
            "mail:no1",
            "mail:no2",
            "mail:no3",
            "mail:no4",
            "mail:now",
            "mail:see",
            "mail:you",
            "from=work",
            "subject:re",
            "subject:word0",
            "subject:word1",
            "subject:word2",
            "subject:word3",
            "subject:word4",
            "subject:word5"),
        table.train().featureNames());
    assertEquals(
        List.of("subject: 8 of 30 texts are missing or hold no word that is in 2 texts or more"),
        table.warnings());
  }

  @Test
  void rowsToScoreHaveTheBitsOfTrainingRows() {
    for (Encoding.Words.Weighting weighting : Encoding.Words.Weighting.values()) {
      WordOptions words = new WordOptions(List.of("mail", "subject"), weighting, 2);
      PreparedTable table = learn(rows(), PreparationOptions.label("y").words(words));
      try (PreparedRows scored =
          PreparedRows.open(TableSource.of(rows()), table.preparation(), List.of())) {
        assertSameRows(table.train(), scored.next(1000).orElseThrow().examples());
        assertEquals(
            List.of("subject: 8 of 30 texts hold none of the model's words"), scored.warnings());
      }
    }
  }

  @Test
  void wordsThatAreNotKnownAreTold() {
    PreparedTable table = learn(rows(), OPTIONS);
    List<Map<String, Object>> unseen =
        List.of(
            Map.of("size", 1, "from", "home", "mail", "Dear aunt, dear uncle"),
            Map.of("size", 1, "from", "home", "mail", "aunt"));
    try (PreparedRows scored =
        PreparedRows.open(TableSource.of(unseen), table.preparation(), List.of())) {
      scored.next(1000);
      assertEquals(
          List.of(
              "mail: 3 of 5 words, rare or unseen in training, are left out, the first 'aunt'; 1 of"
                  + " 2 texts hold none of the model's words"),
          scored.warnings());
    }
  }

  @Test
  void gapIsATextWithoutWordsUnlessItIsRefusedOrDropped() {
    PreparationOptions options = PreparationOptions.label("y").text("subject");
    PreparedTable filled = learn(rows(), options);
    assertEquals(30, filled.train().examples());
    PreparedTable dropped = learn(rows(), options.missing(Missing.DROP));
    assertEquals(22, dropped.train().examples());
    assertEquals(8, dropped.dropped());
    String told =
        assertThrows(DataException.class, () -> learn(rows(), options.missing(Missing.ERROR)))
            .getMessage();
    assertTrue(told.contains("column subject: missing value; fill it"), told);

    PreparedTable whole = learn(rows(), OPTIONS.missing(Missing.ERROR).exclude("subject"));
    DataException refused =
        assertThrows(
            DataException.class,
            () ->
                PreparedRows.open(
                        TableSource.of(List.of(rows().get(0), Map.of("size", 1, "from", "home"))),
                        whole.preparation(),
                        List.of())
                    .next(10));
    assertTrue(refused.getMessage().contains("column mail: missing value"), refused.getMessage());
  }

  @Test
  void rowsHeldOutTeachNoWords() {
    List<Map<String, Object>> rows = rows();
    for (int i = 0; i < rows.size(); i++) {
      rows.get(i).put("mail", rows.get(i).get("mail") + " own" + i + " own" + i);
    }
    WordOptions all = new WordOptions(List.of("mail"), Encoding.Words.Weighting.COUNTS, 1);
    PreparedTable table = learn(rows, PreparationOptions.label("y").words(all).test(0.4, 3));
    long own = table.train().featureNames().stream().filter(f -> f.contains(":own")).count();
    assertEquals(table.train().examples(), own);
    assertEquals(12, table.test().orElseThrow().examples());
    assertEquals(table.train().featureNames(), table.test().orElseThrow().featureNames());
  }

  @Test
  void weightIsSoManyTexts() {
    List<Map<String, Object>> weighted = rows();
    List<Map<String, Object>> repeated = new ArrayList<>();
    for (int i = 0; i < weighted.size(); i++) {
      for (int k = 0; k < i % 4; k++) {
        repeated.add(new LinkedHashMap<>(weighted.get(i)));
      }
      weighted.get(i).put("n", i % 4);
    }
    PreparationOptions plain = OPTIONS;
    PreparationOptions options =
        new PreparationOptions(
            plain.target(),
            plain.positive(),
            plain.trim(),
            Optional.of("n"),
            plain.offset(),
            plain.cluster(),
            plain.missing(),
            plain.exclude(),
            plain.only(),
            plain.category(),
            plain.rare(),
            plain.test(),
            plain.seed(),
            plain.constants(),
            plain.words());
    assertEquals(
        learn(repeated, OPTIONS).preparation().encodings().get(1),
        learn(weighted, options).preparation().encodings().get(1));
  }

  @Test
  void numbersMayBeTexts() {
    List<Map<String, Object>> rows = rows();
    for (int i = 0; i < rows.size(); i++) {
      rows.get(i).put("size", 1000 + i % 4);
    }
    PreparedTable table =
        learn(rows, PreparationOptions.label("y").text("size").exclude("mail", "from", "subject"));
    assertEquals(
        List.of("size:1000", "size:1001", "size:1002", "size:1003"), table.train().featureNames());
  }

  @Test
  void columnWithAnotherRoleIsRefused() throws IOException {
    Path file =
        Files.writeString(folder.resolve("a.csv"), "y,t,w\n0,one two,1\n1,two three,1\n0,one,1\n");
    assertRefused(file, "column y is both a text and the label", label().text("y"));
    assertRefused(file, "column t is both a text and excluded", label().text("t").exclude("t"));
    assertRefused(file, "column t is both a text and a category", label().text("t").category("t"));
    assertRefused(file, "column w is both a text and the offset", label().text("w").offset("w"));
    assertRefused(
        file, "column w is both a text and the cluster or fold", label().text("w").cluster("w"));
    assertRefused(file, "no column named text", label().text("text"));
  }

  private static PreparationOptions label() {
    return PreparationOptions.label("y");
  }

  private static void assertRefused(Path file, String words, PreparationOptions options) {
    String told =
        assertThrows(
                DataException.class,
                () -> PreparedTable.learn(TableSource.files(file.toString()), options))
            .getMessage();
    assertTrue(told.contains(words), told);
  }
}
