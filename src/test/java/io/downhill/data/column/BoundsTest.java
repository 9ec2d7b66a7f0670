package io.downhill.data.column;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.downhill.data.DataException;
import io.downhill.data.Dataset;
import io.downhill.data.LabelCoder;
import io.downhill.data.PreparationOptions;
import io.downhill.data.cell.DateStyle;
import io.downhill.data.cell.Digits;
import io.downhill.data.cell.NumberText;
import io.downhill.data.cell.Scale;
import io.downhill.data.table.PreparedTable;
import io.downhill.data.table.TableSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Both sides of each bound that the rules of reading have. */
class BoundsTest {
  private static PreparedTable learn(int rows, IntFunction<Object> x) {
    List<Map<String, Object>> table = new ArrayList<>();
    for (int i = 0; i < rows; i++) {
      Map<String, Object> row = new LinkedHashMap<>();
      row.put("x", x.apply(i));
      row.put("z", i % 5 + 0.5);
      row.put("y", i / 3 % 2);
      table.add(row);
    }
    return PreparedTable.learn(TableSource.of(table), PreparationOptions.label("y"));
  }

  @ParameterizedTest
  @CsvSource({"999, false", "1000, true", "1001, true"})
  void numbersAreDatesByTheFirstThousandRows(int others, boolean dates) {
    double[] values = new double[1002];
    Arrays.fill(values, 20240132); // No day.
    Arrays.fill(values, 0, others, 20240104);
    int[] y = new int[values.length];
    assertEquals(
        dates, CompactDates.are(RawFixture.column(values, y), 0, RawFixture.all(values.length)));
  }

  @ParameterizedTest
  @CsvSource({
    "19000102, true",
    "19000100, false",
    "18991230, false",
    "20991230, true",
    "20991232, false",
    "21000102, false",
    "20240230, false",
    "20240228, true"
  })
  void datesAreDaysFrom1900To2099(double value, boolean date) {
    RawExamples raw = RawFixture.column(new double[] {value, Double.NaN}, 0, 1);
    assertEquals(date, CompactDates.are(raw, 0, RawFixture.all(2)));
  }

  @ParameterizedTest
  @CsvSource({"11, false", "999, false", "1000, false", "1001, true"})
  void labelsAreCountedToAThousandAndFiveAreTold(int labels, boolean hopeless) {
    LabelCoder texts = new LabelCoder(Optional.empty());
    IntStream.range(0, labels).forEach(k -> texts.add("l" + k));
    assertEquals(hopeless, texts.hopeless());
    String told = assertThrows(DataException.class, () -> texts.labels("x")).getMessage();
    String count = hopeless ? "more than 1000" : labels + "";
    String start = "x: labels have " + count + " different values, l0, l1, l2, l3, l4, ..., too";
    assertTrue(told.startsWith(start), told);
  }

  @Test
  void labelsThatAreNotRememberedAreCodedAlike() {
    // More spellings of two numbers than are remembered.
    LabelCoder coder = new LabelCoder(Optional.empty());
    for (int k = 0; k < 2500; k++) {
      coder.add((k % 2 == 0 ? "1." : "2.") + "0".repeat(k / 2));
    }
    float[] values = coder.labels("x").values();
    for (int k = 0; k < values.length; k++) {
      assertEquals(k % 2, values[k], "label " + k);
    }
  }

  @ParameterizedTest
  @CsvSource({"20, false", "35, false", "36, true", "37, true"})
  void fewTextsAmongNumbersAreMistakesFromNineTenthsOn(int numbers, boolean refused) {
    IntFunction<Object> x = i -> i < numbers ? i % 9 + ".5" : "x" + i % 3;
    if (refused) {
      String told = assertThrows(DataException.class, () -> learn(40, x)).getMessage();
      assertTrue(told.contains("'x" + numbers % 3 + "' is not a number as other cells are"), told);
    } else {
      assertEquals(List.of("z"), learn(40, x).train().featureNames());
    }
  }

  @Test
  void unitsHaveUpToSixteenLetters() {
    assertEquals("u".repeat(16), NumberText.of("1 " + "u".repeat(16)).unit().strip());
    assertEquals(null, NumberText.of("1 " + "u".repeat(17)));
  }

  @Test
  void yearsOfTwoDigitsAreThoseFrom1969To2068() {
    assertEquals(-365, DateStyle.DAY_FIRST.value("01.01.69"));
    assertEquals(DateStyle.DAY.value("2068-01-01"), DateStyle.DAY_FIRST.value("01.01.68"));
    assertEquals(DateStyle.DAY.value("1999-01-01"), DateStyle.DAY_FIRST.value("01.01.99"));
    assertEquals(DateStyle.DAY.value("2000-01-01"), DateStyle.DAY_FIRST.value("01.01.00"));
  }

  @ParameterizedTest
  @CsvSource({"0.999999, true", "1.000001, false"})
  void columnIsFarFromZeroBeyond256Deviations(double part, boolean far) {
    // Of m - d, m and m + d the deviation is d times the root of two thirds.
    double m = 100.1;
    double d = part * Math.sqrt(1.5) * m / 256;
    assertEquals(far ? m : 0, Digits.of(new double[] {m - d, m, m + d}).offset());
    assertEquals(far ? -m : 0, Digits.of(new double[] {-m - d, -m, d - m}).offset());
  }

  @Test
  void columnGetsAUnitBeyondTwoToThe100() {
    for (int exponent : new int[] {-101, -100, 100, 101}) {
      double x = Math.scalb(1.0, exponent);
      double unit = Digits.of(new double[] {x, 1.5 * x}).unit();
      assertEquals(Math.abs(exponent) == 100 ? 1 : x, unit, "2^" + exponent);
    }
  }

  @Test
  void meanIsAnOffsetWhereFloatsRoundItByMoreThanTwoToTheMinus17() {
    double mean = (1 << 24) + 1; // Its float is 1 less.
    assertEquals(Digits.PLAIN, Digits.about(mean, 1 << 17));
    assertEquals(new Digits(1 << 24, 1, false), Digits.about(mean, (1 << 17) - 1));
  }

  @Test
  void constantOfSomeRowsIsAnOffsetFromTwoToThe24On() {
    double whole = Digits.WHOLE;
    assertEquals(1 << 24, whole);
    for (double x : new double[] {whole, -whole, whole + 1}) {
      assertEquals(new Digits(x, 1, false), Digits.ofSome(new double[] {x, x, Double.NaN}));
    }
    assertEquals(Digits.PLAIN, Digits.ofSome(new double[] {whole - 1, whole - 1}));
    assertEquals(Digits.PLAIN, Digits.ofSome(new double[] {1 - whole, 1 - whole}));
  }

  @Test
  void columnNeedsMoreThanFloatsWhereMostValuesShareOne() {
    // Neighbours about 1e9 share a float, those about 0 do not.
    assertEquals(Digits.PLAIN, Digits.of(new double[] {0.1, 0.2, 1e9, 1e9 + 1}));
    assertNotEquals(Digits.PLAIN, Digits.of(new double[] {0.1, 0.2, 1e9, 1e9 + 1, 1e9 + 2}));
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 4095, 4096, 4097, 8191, 8192, 8193, 12_289})
  void valuesThatShareAFloatAreFoundAmongAnyNumberOfRows(int rows) {
    double[] shared = new double[rows];
    double[] apart = new double[rows];
    for (int i = 0; i < rows; i++) {
      // Two heaps, so that neither is far from 0 beside its spread.
      shared[i] = (i % 2 == 0 ? -1 : 1) * (1e9 + i / 2 % 9);
      apart[i] = (i % 2 == 0 ? -1 : 1) * (1e9 + 640.5 * (i / 2 % 900));
    }
    assertEquals(rows > 4, !Digits.of(shared).equals(Digits.PLAIN), "shared");
    assertEquals(Digits.PLAIN, Digits.of(apart), "apart");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3, 4, 5, 6})
  void textsAreToldApartUpToTheMost(int different) {
    int most = 3;
    LevelIndex index = new LevelIndex(most);
    for (int k = 0; k < different; k++) {
      assertEquals(k < most ? k : -1, index.count(" " + k), "value " + k);
      assertEquals(k < most ? k : -1, index.countKnown(k + ""), "value " + k);
    }
    assertEquals(Math.min(most, different), index.levels().size());
    assertEquals(different >= most, index.isFull());
    assertEquals(Math.max(0, different - most), index.beyond());
    assertEquals(Math.max(0, different - most), index.valuesBeyond());
    for (int k = 0; k < Math.min(most, different); k++) {
      assertEquals(2, index.counted(k));
    }
  }

  @ParameterizedTest
  @CsvSource({"1, 4", "2, 4", "3, 5"})
  void moreTextsAreToldApartWhereTheyComeAgain(int times, int most) {
    LevelIndex index = new LevelIndex(2, most);
    for (int k = 0; k < 2; k++) {
      for (int again = 0; again < times; again++) {
        assertEquals(k, index.count("t" + k));
      }
    }
    assertTrue(index.isFull());
    index.expect(Scale.NUMBER);
    int told = 2;
    for (int k = 2; k < 10; k++) {
      told += index.count(k + "") >= 0 ? 1 : 0;
    }
    assertEquals(times < 2 ? 2 : most, told);
    assertEquals(10 - told, index.beyond());
    assertEquals(times < 2 ? 2 : most, index.limit());
  }

  @Test
  void firstTextThatIsNoValueHasACodeThoughThereAreTooMany() {
    LevelIndex index = new LevelIndex(3);
    List.of("1", "2", "3", "4").forEach(index::count);
    assertEquals(3, index.count("x"));
    assertEquals(-1, index.count("z"));
    assertEquals(3, index.count("x"));
    assertEquals(List.of("1", "2", "3", "x"), index.levels());
    assertEquals(2, index.counted(3));
    assertEquals(2, index.beyond());
    assertEquals(1, index.valuesBeyond());
  }

  @Test
  void spellingsAreRememberedUpToTwiceTheMost() {
    LevelIndex index = new LevelIndex(2);
    for (String text : List.of("a", " a", "a ", "  a", "b", " b", "  b", "   b")) {
      assertEquals(text.strip().charAt(0) - 'a', index.count(text), text);
    }
    assertEquals(4, index.counted(0));
    assertEquals(4, index.counted(1));
    assertTrue(index.isFull());
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, 0, 1})
  void numbersOfManyTextsAreTheSameReadStraightOrNot(int more) {
    int rows = StraightColumns.LOOK + more;
    Dataset data =
        learn(rows, i -> "$1," + (100 + i / 1000) + "," + (1000 + i % 1000 + ".5").substring(1))
            .train();
    for (int i = 0; i < rows; i++) {
      assertEquals((float) (1_100_000.5 + i), data.x(i, 0), "row " + i);
    }
  }
}
