package io.downhill;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.downhill.data.Dataset;
import io.downhill.data.Encoding;
import io.downhill.data.PreparationOptions;
import io.downhill.data.Standardization;
import io.downhill.data.Target;
import io.downhill.data.WordOptions;
import io.downhill.data.table.PreparedTable;
import io.downhill.data.table.TableSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A weight of k is k rows, and a weight of 0 none. */
class WeightedRowsTest {
  private static final List<String> COLOURS = List.of("red", "green", "blue", "plum", "grey");

  private static PreparationOptions options() {
    return PreparationOptions.label("y").rare(5);
  }

  private static PreparedTable weighted(List<Map<String, Object>> rows) {
    PreparationOptions plain = options();
    return PreparedTable.learn(
        TableSource.of(rows),
        new PreparationOptions(
            Target.label("y"),
            Optional.empty(),
            "",
            Optional.of("w"),
            Optional.empty(),
            Optional.empty(),
            plain.missing(),
            List.of(),
            List.of(),
            List.of(),
            plain.rare(),
            0,
            0,
            false,
            WordOptions.NONE));
  }

  private static List<Map<String, Object>> repeated(List<Map<String, Object>> rows) {
    List<Map<String, Object>> all = new ArrayList<>();
    for (Map<String, Object> row : rows) {
      Map<String, Object> copy = new LinkedHashMap<>(row);
      for (int k = (int) copy.remove("w"); k > 0; k--) {
        all.add(copy);
      }
    }
    return all;
  }

  /** Few rows and values, so that each rule is near to its threshold in some table. */
  private static List<Map<String, Object>> table(long seed) {
    Random random = new Random(seed);
    int m = 12 + random.nextInt(60);
    int most = 1 + random.nextInt(4);
    List<Map<String, Object>> rows = new ArrayList<>();
    for (int i = 0; i < m; i++) {
      double x = Math.rint(10 * random.nextGaussian()) / 4;
      Map<String, Object> row = new LinkedHashMap<>();
      row.put("id", 1000 + 7 * i);
      row.put("x", random.nextInt(9) == 0 ? null : x);
      row.put("k", seed % 2 == 0 || i == 3 ? 1 : 0);
      row.put("colour", random.nextInt(8) == 0 ? null : COLOURS.get(random.nextInt(5) * i % 5));
      row.put("w", i == 3 && seed % 3 == 0 ? 0 : random.nextInt(most + 1));
      row.put("y", x + random.nextGaussian() > 0 ? 1 : 0);
      rows.add(row);
    }
    return rows;
  }

  static IntStream seeds() {
    return IntStream.range(0, 100);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void everyRuleAndFitIsThatOfRepeatedRows(int seed) {
    List<Map<String, Object>> rows = table(seed);
    PreparedTable expected = PreparedTable.learn(TableSource.of(repeated(rows)), options());
    PreparedTable actual = weighted(rows);
    assertEquals(
        became(expected), became(actual), "seed " + seed + ", " + rows.size() + " rows: columns");
    assertEquals(expected.warnings(), actual.warnings(), "seed " + seed);
    for (TrainingOptions.Penalize penalize : TrainingOptions.Penalize.values()) {
      TrainingOptions options =
          TrainingOptions.builder().device("cpu").l2(0.03).l1(0.002).penalize(penalize).build();
      double copies = new LogisticRegression(options).fit(learned(rows, true)).report().cost();
      double weights = new LogisticRegression(options).fit(learned(rows, false)).report().cost();
      assertEquals(copies, weights, 1e-7, "seed " + seed + ": J, penalised " + penalize);
    }
  }

  private static Dataset learned(List<Map<String, Object>> rows, boolean copies) {
    return copies
        ? PreparedTable.learn(TableSource.of(repeated(rows)), options()).train()
        : weighted(rows).train();
  }

  /** What became of each column, its numbers in a few digits, for sums go by order. */
  private static List<String> became(PreparedTable table) {
    List<String> became = new ArrayList<>();
    for (Encoding encoding : table.preparation().encodings()) {
      String mean =
          encoding instanceof Encoding.Numeric number ? String.format(" %.9g", number.mean()) : "";
      became.add(encoding.column() + " " + encoding.description() + encoding.features() + mean);
    }
    return became;
  }

  @Test
  void rowsOfWeightZeroAreNotLookedAt() {
    List<Map<String, Object>> rows = new ArrayList<>();
    for (int i = 1; i <= 6; i++) {
      rows.add(Map.of("x", i, "w", 1, "y", i == 3 || i > 4 ? "1" : "0"));
    }
    rows.add(Map.of("x", 100, "w", 0, "y", "neither"));
    PreparedTable table = weighted(rows);
    assertEquals(6, table.train().examples());
    assertEquals(0, table.dropped());
    TrainingOptions.Builder options = TrainingOptions.builder().device("cpu").l2(0.1);
    LogisticModel model = new LogisticRegression(options.build()).fit(table.train()).model();
    assertEquals(0.63365, model.weights()[0], 5e-6, "as without the row");
    model =
        new LogisticRegression(options.l2(0).intercept(false).build())
            .fit(weighted(rows).train())
            .model();
    assertEquals(0.16208, model.weights()[0], 5e-6, "without a bias and penalty");
    assertEquals(0, model.bias());
  }

  @Test
  void weightsThatAreNoCountsLeaveTheCountsToTheRows() {
    List<Map<String, Object>> rows = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      rows.add(Map.of("colour", COLOURS.get(i % 4), "w", 0.01, "y", i / 3 % 2));
    }
    PreparedTable table = weighted(rows);
    assertEquals(3, table.train().features(), table.preparation().encodings().toString());
  }

  @Test
  void theHeldOutPartIsThatOfTheWeight() {
    List<Map<String, Object>> rows = new ArrayList<>();
    for (int i = 0; i < 400; i++) {
      rows.add(Map.of("x", i % 7, "w", i % 2 == 0 ? 9 : 1, "y", i / 2 % 2));
    }
    PreparedTable table =
        PreparedTable.learn(TableSource.of(rows), heldOut(Optional.of("w"), 0.25));
    double held = table.test().orElseThrow().totalWeight();
    assertEquals(0.25 * 2000, held, 18, "of 2000");
    assertTrue(table.train().totalWeight() + held == 2000, "no weight is lost");
  }

  private static PreparationOptions heldOut(Optional<String> weight, double part) {
    return new PreparationOptions(
        Target.label("y"),
        Optional.empty(),
        "",
        weight,
        Optional.empty(),
        Optional.empty(),
        options().missing(),
        weight.isPresent() ? List.of() : List.of("w"),
        List.of(),
        List.of(),
        5,
        part,
        1,
        false,
        WordOptions.NONE);
  }

  @Test
  void weightsOfOneHoldOutTheRowsThatNoneDo() {
    List<Map<String, Object>> rows = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      rows.add(Map.of("x", 0.5 + i, "w", 1, "y", i % 2));
    }
    for (double part : new double[] {0.1, 0.25, 0.26, 0.3, 0.5, 0.9}) {
      Dataset with = heldOut(rows, Optional.of("w"), part).test().orElseThrow();
      Dataset without = heldOut(rows, Optional.empty(), part).test().orElseThrow();
      assertArrayEquals(without.block(0), with.block(0), "part " + part);
    }
  }

  @Test
  void aHeavyRowLeavesRowsOfItsClassOnBothSides() {
    for (int heavy = 0; heavy < 3; heavy++) {
      List<Map<String, Object>> rows = new ArrayList<>();
      for (int i = 0; i < 6; i++) {
        rows.add(Map.of("x", i * i % 5, "w", i / 2 == heavy ? 1000 : 1, "y", i % 2));
      }
      PreparedTable table = heldOut(rows, Optional.of("w"), 0.7);
      for (Dataset part : List.of(table.train(), table.test().orElseThrow())) {
        float[] y = part.labels();
        int positive = (int) IntStream.range(0, y.length).filter(i -> y[i] > 0).count();
        assertTrue(positive > 0 && positive < y.length, "heavy rows from " + 2 * heavy + " on");
      }
    }
  }

  private static PreparedTable heldOut(
      List<Map<String, Object>> rows, Optional<String> weight, double part) {
    return PreparedTable.learn(TableSource.of(rows), heldOut(weight, part));
  }

  @Test
  void momentsAreWeighted() {
    List<Map<String, Object>> rows = table(4);
    double[] weighted = deviations(weighted(rows));
    double[] copies = deviations(PreparedTable.learn(TableSource.of(repeated(rows)), options()));
    assertArrayEquals(copies, weighted, 1e-12);
  }

  private static double[] deviations(PreparedTable table) {
    return Standardization.of(table.train()).deviations();
  }
}
