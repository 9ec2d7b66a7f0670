package io.downhill.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.downhill.Metrics;
import io.downhill.Scores;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class JudgementTest {
  private static Scores scores(int m, int values, boolean weighted, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    double[] z = new double[m];
    float[] y = new float[m];
    float[] c = weighted ? new float[m] : null;
    for (int i = 0; i < m; i++) {
      z[i] = values == 0 ? 6 * random.nextDouble() - 3 : random.nextInt(values) - values / 2;
      y[i] = random.nextDouble() < 1 / (1 + Math.exp(-z[i])) ? 1 : 0;
      if (weighted) {
        c[i] = random.nextInt(4);
      }
    }
    return new Scores(z, y, c);
  }

  private static JsonNode judged(Scores scores, double threshold) {
    Map<String, Object> map = new Judgement(scores, threshold).toMap();
    return new JsonMapper().valueToTree(map);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 7})
  void countsAboveEachThresholdAreThoseOfMetrics(int values) {
    for (boolean weighted : new boolean[] {false, true}) {
      Scores scores = scores(900, values, weighted, 1);
      double threshold = 0.3712345678901234;
      JsonNode told = judged(scores, threshold).path("thresholds");
      assertEquals(threshold, told.path("values").get(told.path("model").asInt()).asDouble());
      for (int k = 0; k < told.path("values").size(); k++) {
        double value = told.path("values").get(k).asDouble();
        Metrics.Confusion expected = scores.measured(value).confusion();
        String where = "above " + value;
        assertEquals(expected.truePositives(), told.path("truePositives").get(k).asDouble(), where);
        assertEquals(
            expected.falsePositives(), told.path("falsePositives").get(k).asDouble(), where);
      }
    }
  }

  /** The area under the corners alone is the area under all points. */
  @Test
  void curveOfFewRowsKeepsItsArea() {
    Scores scores = scores(300, 0, true, 2);
    JsonNode told = judged(scores, 0.5);
    assertEquals(scores.measured(0.5).auc(), area(told), 1e-9);
  }

  @Test
  void longCurveIsThinnedToPointsThatAreOnIt() {
    Scores scores = scores(50_000, 0, false, 3);
    JsonNode told = judged(scores, 0.5);
    JsonNode curve = told.path("curve");
    assertTrue(curve.path("all").asInt() > 5000, curve.path("all") + " corners");
    int size = curve.path("truePositives").size();
    assertTrue(size > 300 && size <= 402, size + " points");
    assertEquals(0, curve.path("truePositives").get(0).asDouble());
    assertEquals(
        told.path("positives").asDouble(), curve.path("truePositives").get(size - 1).asDouble());
    assertEquals(scores.measured(0.5).auc(), area(told), 2e-3);
    double[] sorted = java.util.Arrays.stream(scores.margins()).sorted().toArray();
    for (int k = 0; k < size; k += 13) {
      double hits = curve.path("truePositives").get(k).asDouble();
      double above = hits + curve.path("falsePositives").get(k).asDouble();
      double from = above == 0 ? Double.POSITIVE_INFINITY : sorted[(int) (sorted.length - above)];
      long expected = 0;
      for (int i = 0; i < sorted.length; i++) {
        expected += scores.margins()[i] >= from && scores.labels()[i] > 0 ? 1 : 0;
      }
      assertEquals(expected, hits, "hits among the " + above + " most likely");
    }
  }

  private static double area(JsonNode told) {
    JsonNode hits = told.path("curve").path("truePositives");
    JsonNode alarms = told.path("curve").path("falsePositives");
    double area = 0;
    for (int k = 1; k < hits.size(); k++) {
      double width = alarms.get(k).asDouble() - alarms.get(k - 1).asDouble();
      area += width * (hits.get(k).asDouble() + hits.get(k - 1).asDouble()) / 2;
    }
    return area / told.path("positives").asDouble() / told.path("negatives").asDouble();
  }

  /** 8 of 10: Wilson (1927) has 0.4902 to 0.9433. */
  @Test
  void intervalOfACalibrationGroupIsWilsons() {
    double[] z = new double[10];
    float[] y = {1, 1, 1, 1, 1, 1, 1, 1, 0, 0};
    JsonNode group = judged(new Scores(z, y, null), 0.5).path("calibration").get(0);
    assertEquals(10, group.path("examples").asDouble());
    assertEquals(0.4901625, group.path("low").asDouble(), 1e-6);
    assertEquals(0.9433178, group.path("high").asDouble(), 1e-6);
  }

  @Test
  void histogramCountsEveryRowOnce() {
    Scores scores = scores(1000, 9, true, 4);
    JsonNode told = judged(scores, 0.5);
    for (String side : List.of("positives", "negatives")) {
      double sum = 0;
      for (JsonNode count : told.path("histogram").path(side)) {
        sum += count.asDouble();
      }
      assertEquals(told.path(side).asDouble(), sum, side);
    }
  }
}
