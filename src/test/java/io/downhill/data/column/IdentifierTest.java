package io.downhill.data.column;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.downhill.data.PreparationOptions;
import io.downhill.data.table.PreparedTable;
import io.downhill.data.table.TableSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.IntToDoubleFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IdentifierTest {
  /** Whether a column x of a table with as many rows is left out as an identifier, in any order. */
  private static boolean isIdentifier(String name, int rows, IntToDoubleFunction value) {
    List<Map<String, Object>> table = new ArrayList<>();
    for (int i = 0; i < rows; i++) {
      Map<String, Object> row = new LinkedHashMap<>();
      row.put(name, value.applyAsDouble(i));
      row.put("z", i * 7 % 5);
      row.put("y", i / 3 % 2);
      table.add(row);
    }
    boolean sorted = became(table).contains("identifier");
    Collections.shuffle(table, new Random(3));
    assertEquals(sorted, became(table).contains("identifier"), name + " in another order");
    return sorted;
  }

  private static String became(List<Map<String, Object>> table) {
    return PreparedTable.learn(TableSource.of(table), PreparationOptions.label("y"))
        .preparation()
        .encodings()
        .get(0)
        .description();
  }

  @Test
  void numbersThatOnlyRiseAreFeatures() {
    assertEquals(false, isIdentifier("dose", 24, i -> 10 * i + 10), "doses");
    assertEquals(false, isIdentifier("year", 60, i -> 1960 + i), "years");
    assertEquals(false, isIdentifier("age", 60, i -> 18 + i), "ages");
    assertEquals(false, isIdentifier("price", 300, i -> 1000 + 37 * i), "prices");
    assertEquals(false, isIdentifier("t", 60, i -> 1700000000.0 + i), "seconds");
    assertEquals(false, isIdentifier("t", 900, i -> 1700000000000.0 + 977.0 * i), "milliseconds");
  }

  @Test
  void numbersInARowNameTheRows() {
    assertEquals(true, isIdentifier("column0", 20, i -> i), "0, 1, 2, ...");
    assertEquals(true, isIdentifier("n", 20, i -> i + 1), "1, 2, 3, ...");
    assertEquals(true, isIdentifier("user", 60, i -> 1000 + i), "1000, 1001, ...");
    assertEquals(false, isIdentifier("n", 19, i -> i + 1), "too few rows");
  }

  @Test
  void aNameTellsWhereAllNumbersDiffer() {
    assertEquals(true, isIdentifier("order_id", 40, i -> 442425841 + i * 7654321.0), "order_id");
    assertEquals(false, isIdentifier("order_id", 40, i -> 7 * (i / 2)), "each twice");
    assertEquals(false, isIdentifier("order_id", 40, i -> i == 9 ? Double.NaN : i), "a gap");
  }

  @Test
  void numbersThatChanceWouldHaveMadeMeetNameTheRows() {
    assertEquals(true, isIdentifier("customer", 400, i -> 5000 + 3 * i), "400 of 1200");
    assertEquals(false, isIdentifier("customer", 399, i -> 5000 + 3 * i), "fewer rows");
  }

  @ParameterizedTest
  @CsvSource({"9999, true", "10000, false", "10001, false"})
  void pairsThatChanceWouldHaveMadeAreMoreThanEight(int range, boolean identifier) {
    // 400 values make 80,000 pairs, of which 10,000 numbers would hold 8 with equal values.
    IntToDoubleFunction value = i -> 4000 + (i == 399 ? range - 1 : 20 * i + i % 7);
    assertEquals(identifier, isIdentifier("n", Identifier.MANY, value));
  }

  @Test
  void yearsAndAgesInARowEndWhereTheyDo() {
    assertEquals(false, isIdentifier("n", 60, i -> 1500 + i), "from 1500 on");
    assertEquals(true, isIdentifier("n", 60, i -> 1499 + i), "from 1499 on");
    assertEquals(false, isIdentifier("n", 60, i -> 2141 + i), "to 2200");
    assertEquals(true, isIdentifier("n", 60, i -> 2142 + i), "to 2201");
    assertEquals(false, isIdentifier("n", 129, i -> 2 + i), "2 to 130");
    assertEquals(true, isIdentifier("n", 130, i -> 2 + i), "2 to 131");
    assertEquals(true, isIdentifier("n", 130, i -> 1 + i), "1 to 130");
    assertEquals(false, isIdentifier("n", 60, i -> -1 + i), "from -1 on");
  }

  @Test
  void timesAreThoseOf2000To2100() {
    // Numbers of as many digits that are no times name the rows.
    for (double second : new double[] {1, 1e3, 1e6}) {
      double first = 946_684_800 * second;
      double end = 4_102_444_800.0 * second;
      IntToDoubleFunction step = i -> 1_000_003 * i * second + i % 9;
      assertEquals(false, isIdentifier("n", 40, i -> first + step.applyAsDouble(i)), "from 2000");
      assertEquals(true, isIdentifier("n", 40, i -> first - 1 + step.applyAsDouble(i)), "before");
      assertEquals(false, isIdentifier("n", 40, i -> end - 1 - step.applyAsDouble(i)), "to 2099");
      assertEquals(true, isIdentifier("n", 40, i -> end - step.applyAsDouble(i)), "to 2100");
    }
  }

  @Test
  void digitsBeyondFloatsOfOneLengthNameTheRows() {
    assertEquals(true, isIdentifier("order", 40, i -> 300425841 + i * 7654321.0), "nine digits");
    assertEquals(false, isIdentifier("revenue", 40, i -> Math.rint(Math.pow(1.8, i))), "a scale");
  }

  @ParameterizedTest
  @CsvSource({"19, true", "20, false", "21, false"})
  void halfOfThemRoundAreAmounts(int round, boolean identifier) {
    IntToDoubleFunction value = i -> 300_000_000 + 10_000_000.0 * i + (i < round ? 0 : 1);
    assertEquals(identifier, isIdentifier("n", 40, value));
  }

  @ParameterizedTest
  @CsvSource({"16777216, 16777217, true", "16777216, 16777216, false", "16777215, 16777217, false"})
  void digitsBeyondFloatsAreThoseAboveTwoToThe24(double least, double range, boolean identifier) {
    IntToDoubleFunction value = i -> least + (i == 39 ? range - 1 : 400_001.0 * i);
    assertEquals(identifier, isIdentifier("n", 40, value));
  }

  @Test
  void roundAmountsAreFeatures() {
    assertEquals(false, isIdentifier("price", 60, i -> 1000 * (21_000 + i * 1237 % 70_000)), "yen");
    assertEquals(false, isIdentifier("price", 60, i -> 1e9 + 1e5 * (i * 1237 % 70_000)), "won");
  }

  @Test
  void aNameTellsNothingWhereItMayBeThatOfAMeasurement() {
    assertEquals(false, isIdentifier("price_index", 40, i -> 1000 + 37 * i), "price_index");
    assertEquals(true, isIdentifier("row_index", 40, i -> 1000 + 37 * i), "row_index");
    assertEquals(true, isIdentifier("index", 40, i -> 1000 + 37 * i), "index");
    assertEquals(false, isIdentifier("PAID", 40, i -> 1000 + 37 * i), "PAID");
    assertEquals(false, isIdentifier("AMOUNT_PAID", 40, i -> 1000 + 37 * i), "AMOUNT_PAID");
    assertEquals(true, isIdentifier("CUSTOMER_ID", 40, i -> 1000 + 37 * i), "CUSTOMER_ID");
    assertEquals(true, isIdentifier("customerID", 40, i -> 1000 + 37 * i), "customerID");
  }

  @Test
  void digitsThatTheFirstRowsDoNotNeedTellTheRowsApart() {
    // In order, the first rows are exact as floats, and later ones meet in pairs.
    IntToDoubleFunction value = i -> 2000.0 * (i - i % 2) + i % 2;
    assertEquals(true, isIdentifier("customer", 40_000, value));
  }
}
