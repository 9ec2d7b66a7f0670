package io.downhill.data.column;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.downhill.data.Encoding;
import io.downhill.data.Missing;
import io.downhill.data.PreparationOptions;
import io.downhill.data.Target;
import io.downhill.data.WordOptions;
import io.downhill.data.table.PreparedTable;
import io.downhill.data.table.TableSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What becomes of a column on both sides of each count of rows that the rules have. */
class CategoryThresholdTest {
  private static final PreparationOptions OPTIONS = PreparationOptions.label("y");

  /** Levels of a column, and how many rows hold each, as "a 12, rare 9, gap 3". */
  private static List<Object> cells(String counts) {
    List<Object> cells = new ArrayList<>();
    for (String count : counts.split(", ")) {
      String level = count.split(" ")[0];
      for (int k = 0; k < Integer.parseInt(count.split(" ")[1]); k++) {
        // Rare levels are many of one row each.
        cells.add(level.equals("gap") ? null : level.equals("rare") ? "r" + k : level);
      }
    }
    Collections.shuffle(cells, new Random(1));
    return cells;
  }

  private static PreparedTable learn(
      List<Object> x, IntFunction<Integer> y, PreparationOptions options) {
    List<Map<String, Object>> rows = new ArrayList<>();
    for (int i = 0; i < x.size(); i++) {
      Map<String, Object> row = new LinkedHashMap<>();
      row.put("x", x.get(i));
      row.put("z", 1 + i % 5);
      row.put("y", y.apply(i));
      rows.add(row);
    }
    return PreparedTable.learn(TableSource.of(rows), options);
  }

  private static Encoding x(List<Object> x, PreparationOptions options) {
    return learn(x, i -> i / 3 % 2, options).preparation().encodings().get(0);
  }

  private static String shown(Encoding encoding) {
    String features = String.join("|", encoding.features());
    return encoding instanceof Encoding.Category category
        ? category.baseline() + "|" + features
        : encoding instanceof Encoding.Numeric ? "number|" + features : encoding.description();
  }

  @Test
  void rareIsBelowTen() {
    assertEquals(10, PreparationOptions.RARE);
  }

  @ParameterizedTest
  @CsvSource({
    "'a 30, b 10', a|x=b",
    "'a 30, b 9', 'left out: 2 levels, fewer than two of them in 10 rows or more'",
    "'a 30, b 11, c 10, d 9', a|x=b|x=c",
    "'a 30, rare 10', a|x (other)",
    "'a 30, rare 9', 'left out: 10 levels, fewer than two of them in 10 rows or more'",
    "'a 30, gap 10', a|x (missing)",
    "'a 30, gap 9', left out: always a",
    "'rare 10, gap 10', (other)|x (missing)",
    "'rare 19, gap 9', 'left out: 19 levels, fewer than two of them in 10 rows or more'"
  })
  void levelsRareOnesAndGapsHaveAFeatureFromTenRowsOn(String counts, String expected) {
    assertEquals(expected, shown(x(cells(counts), OPTIONS)));
  }

  @ParameterizedTest
  @CsvSource({
    "'a 12, rare 12', a|x (other)",
    "'a 12, rare 13', (other)|x=a",
    "'a 12, b 12, c 12', a|x=b|x=c",
    "'b 12, a 12, c 13', c|x=a|x=b",
    "'a 12, gap 12', a|x (missing)",
    "'a 12, gap 13', (missing)|x=a",
    "'a 12, rare 13, gap 13', (other)|x=a|x (missing)",
    "'a 12, rare 13, gap 14', (missing)|x=a|x (other)",
    "'a 12, rare 14, gap 13', (other)|x=a|x (missing)",
    "'a 12, rare 12, gap 13', (missing)|x=a|x (other)",
    "'a 13, rare 13, gap 13', a|x (other)|x (missing)"
  })
  void mostFrequentOneIsWhatTheOthersStandAgainst(String counts, String expected) {
    assertEquals(expected, shown(x(cells(counts), OPTIONS)));
  }

  @ParameterizedTest
  @CsvSource({"'a 12, b 10, rare 10, gap 9', 1", "'a 12, b 10, rare 9, gap 9', -1"})
  void rareGapCountsAsRareLevelsWhereTheseHaveAFeature(String counts, int feature) {
    Encoding.Category category = (Encoding.Category) x(cells(counts), OPTIONS);
    assertEquals(feature, category.gapFeature());
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, 0, 1})
  void levelsHaveFeaturesOfTheirOwnUpToAThousand(int more) {
    int levels = ColumnLearner.MOST_LEVELS + more;
    List<Object> cells = new ArrayList<>();
    for (int k = 0; k < 2 * levels; k++) {
      cells.add("l" + k / 2);
    }
    Encoding.Category category = (Encoding.Category) x(cells, OPTIONS.rare(2));
    assertEquals(Math.min(levels, ColumnLearner.MOST_LEVELS) - 1, category.levels().size());
    assertEquals(more > 0, category.other());
  }

  @ParameterizedTest
  @CsvSource({"9, number|x", "10, number|x|x (missing)", "11, number|x|x (missing)"})
  void gapsOfNumbersAreMarkedFromTenOn(int gaps, String expected) {
    List<Object> cells = cells("gap " + gaps);
    for (int k = 0; k < 31; k++) {
      cells.add(k % 7 + 0.5);
    }
    assertEquals(expected, shown(x(cells, OPTIONS)));
  }

  @ParameterizedTest
  @CsvSource({"0, left out: always 3.5", "9, left out: 3.5 or missing", "10, number|x|x (missing)"})
  void constantIsAFeatureWhereItsGapsAreTenOrMore(int gaps, String expected) {
    List<Object> cells = cells("gap " + gaps);
    cells.addAll(Collections.nCopies(30, 3.5));
    assertEquals(expected, shown(x(cells, OPTIONS)));
  }

  private static boolean leaks(int rows, IntFunction<Object> x) {
    List<Object> cells = new ArrayList<>();
    for (int i = 0; i < rows; i++) {
      cells.add(x.apply(i));
    }
    return learn(cells, i -> i % 2, OPTIONS.rare(1)).warnings().stream()
        .anyMatch(warning -> warning.startsWith("x alone tells every label"));
  }

  @ParameterizedTest
  @CsvSource({"19, false", "20, true", "21, true"})
  void leaksAreToldFromTwentyRowsOn(int rows, boolean told) {
    assertEquals(20, ColumnLearner.TELLING);
    assertEquals(told, leaks(rows, i -> i % 2 + (i + 1) * 0.01), "numbers");
    assertEquals(told, leaks(rows, i -> "ab".charAt(i % 2) + ""), "levels");
  }

  @ParameterizedTest
  @CsvSource({"10, true", "11, false"})
  void levelsLeakWhereRowsAreTwiceAsManyOrMore(int levels, boolean told) {
    // The level's number is even or odd as the row's is, and so tells the label.
    assertEquals(told, leaks(20, i -> "l" + (i < levels ? i : i % 2)), levels + " levels");
  }

  @ParameterizedTest
  @CsvSource({
    "19, 'left out: 19 levels, fewer than two of them in 10 rows or more'",
    "20, 'left out: an identifier, different in every row'"
  })
  void textsThatAllDifferNameTheRowsFromTwentyOn(int rows, String expected) {
    assertEquals(expected, shown(x(cells("rare " + rows), OPTIONS)));
  }

  @Test
  void oneTextThatComesTwiceNamesNoRow() {
    String counts = "rare 18, a 2";
    assertEquals(
        "left out: 19 levels, fewer than two of them in 10 rows or more",
        shown(x(cells(counts), OPTIONS)));
  }

  @Test
  void rowsThatCountTwiceAreNotNamedByNumbersInARow() {
    PreparationOptions weighted =
        new PreparationOptions(
            Target.label("y"),
            Optional.empty(),
            "",
            Optional.of("z"),
            Optional.empty(),
            Optional.empty(),
            Missing.IMPUTE,
            List.of(),
            List.of(),
            List.of(),
            PreparationOptions.RARE,
            0,
            0,
            false,
            WordOptions.NONE);
    assertEquals("left out: an identifier, different in every row", shown(x(inARow(), OPTIONS)));
    assertEquals("number|x", shown(x(inARow(), weighted)));
  }

  private static List<Object> inARow() {
    return IntStream.range(100, 140).<Object>mapToObj(i -> i).collect(Collectors.toList());
  }
}
