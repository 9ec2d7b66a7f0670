package io.downhill;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.downhill.data.DataException;
import io.downhill.data.Dataset;
import io.downhill.data.PreparationOptions;
import io.downhill.data.Standardization;
import io.downhill.data.table.PreparedTable;
import io.downhill.data.table.TableSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A model without a bias: features are scaled and keep their zero. */
class NoInterceptTest {
  private static List<Map<String, Object>> rows(boolean ones) {
    List<Map<String, Object>> rows = new ArrayList<>();
    for (int i = 0; i < 60; i++) {
      Map<String, Object> row = new TreeMap<>(Map.of("x", i * 37 % 53, "y", i * 37 % 71 / 36));
      if (ones) {
        row.put("one", 1);
      }
      rows.add(row);
    }
    return rows;
  }

  private static Training fit(boolean ones, boolean intercept, boolean standardize) {
    PreparationOptions options = PreparationOptions.label("y").constants(!intercept);
    Dataset data = PreparedTable.learn(TableSource.of(rows(ones)), options).train();
    return new LogisticRegression(
            TrainingOptions.builder()
                .device("cpu")
                .intercept(intercept)
                .standardize(standardize)
                .build())
        .fit(data);
  }

  @Test
  void scalingChangesNothingButTheWay() {
    Training scaled = fit(false, false, true);
    Training raw = fit(false, false, false);
    assertEquals(0, scaled.model().bias());
    assertEquals(raw.report().cost(), scaled.report().cost(), 1e-9);
    assertEquals(raw.model().weights()[0], scaled.model().weights()[0], 1e-6);
  }

  @Test
  void aColumnOfOnesTakesThePlaceOfTheBias() {
    Training with = fit(false, true, true);
    for (boolean standardize : new boolean[] {true, false}) {
      Training ones = fit(true, false, standardize);
      assertEquals(List.of("one", "x"), ones.model().features());
      assertEquals(with.report().cost(), ones.report().cost(), 1e-9, "J");
      assertEquals(with.model().bias(), ones.model().weights()[0], 1e-5, "the weight of one");
      assertEquals(List.of(), ones.report().verdict().constant(), "not told as constant");
    }
  }

  @Test
  void withABiasTheColumnOfOnesIsLeftOut() {
    assertEquals(List.of("x"), fit(true, true, true).model().features());
  }

  @Test
  void aColumnFarFromZeroIsTakenAsItIs() {
    List<Map<String, Object>> rows = new ArrayList<>();
    for (Map<String, Object> row : rows(false)) {
      rows.add(Map.of("x", 1.7e9 + (int) row.get("x"), "y", row.get("y")));
    }
    Dataset data = PreparedTable.learn(TableSource.of(rows), PreparationOptions.label("y")).train();
    assertTrue(data.offsets().isPresent());
    LogisticModel model =
        new LogisticRegression(TrainingOptions.builder().device("cpu").intercept(false).build())
            .fit(data)
            .model();
    assertEquals(0, model.bias());
    assertTrue(model.offsets().isEmpty(), "no offset, which would be a bias");
  }

  @Test
  void dataThatAreCentredAreRefused() {
    Dataset raw =
        PreparedTable.learn(TableSource.of(rows(false)), PreparationOptions.label("y")).train();
    Dataset data = raw.standardized(Standardization.of(raw));
    TrainingOptions.Builder options = TrainingOptions.builder().device("cpu");
    LogisticRegression without = new LogisticRegression(options.intercept(false).build());
    String told =
        assertThrows(IllegalArgumentException.class, () -> without.fit(data)).getMessage();
    assertTrue(told.contains("the data set is centred"), told);
  }

  private static Dataset scaled(double scale) {
    List<Map<String, Object>> rows = new ArrayList<>();
    for (Map<String, Object> row : rows(false)) {
      rows.add(Map.of("x", scale * (int) row.get("x"), "y", row.get("y")));
    }
    return PreparedTable.learn(TableSource.of(rows), PreparationOptions.label("y")).train();
  }

  @ParameterizedTest
  @ValueSource(doubles = {1e300, 1e-300})
  void aColumnBeyondFloatsKeepsItsUnit(double scale) {
    Training near = fit(false, false, true);
    LogisticRegression trainer =
        new LogisticRegression(TrainingOptions.builder().device("cpu").intercept(false).build());
    Training far = trainer.fit(scaled(scale));
    assertEquals(near.report().cost(), far.report().cost(), 1e-7, "J");
    assertEquals(near.model().weights()[0], far.model().weights()[0] * scale, 1e-5, "weight");
  }

  @Test
  void numbersBeyondFloatsAreNotTrainedOnAsTheyAre() {
    LogisticRegression trainer =
        new LogisticRegression(TrainingOptions.builder().device("cpu").standardize(false).build());
    String told = assertThrows(DataException.class, () -> trainer.fit(scaled(1e300))).getMessage();
    assertEquals("x: its numbers are beyond the range of float32", told);
  }
}
