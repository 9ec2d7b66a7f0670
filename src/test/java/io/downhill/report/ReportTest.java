package io.downhill.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.downhill.Bounds;
import io.downhill.ClassWeight;
import io.downhill.Devices;
import io.downhill.LogisticModel;
import io.downhill.TrainingOptions;
import io.downhill.data.Classes;
import io.downhill.data.DataException;
import io.downhill.data.Dataset;
import io.downhill.device.DeviceInfo;
import io.downhill.inference.Estimate;
import io.downhill.inference.Inference;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class ReportTest {
  private static final int MOST_BYTES = 1_500_000;

  private static JsonNode numbers(String html) {
    String open = "<script type=\"application/json\" id=\"numbers\">";
    int begin = html.indexOf(open) + open.length();
    return new JsonMapper().readTree(html.substring(begin, html.indexOf("</script>", begin)));
  }

  private static JsonNode pictures(LogisticModel model, Dataset rows) {
    return numbers(Sample.page(model, rows)).path("pictures");
  }

  /** PoCL is one of them where it is installed. */
  @Test
  void everyDeviceAndAnyNumberOfThreadsWriteTheSameBytes() {
    Dataset rows = Sample.rows(5000, 3, 1);
    LogisticModel model = Sample.model(rows);
    String first = Sample.page(model, rows);
    for (DeviceInfo device : Devices.list()) {
      if (device.exact() && Devices.trouble(device).isEmpty()) {
        for (int threads : new int[] {1, 3}) {
          ReportOptions options = new ReportOptions(device.id(), threads, List.of());
          String other = Report.html(model, Optional.of(rows), Optional.of(rows), options);
          assertEquals(first, other, () -> device + " with " + threads + " threads");
        }
      }
    }
  }

  @Test
  void pageAsksForNothingAndCarriesTheLicenceOfItsCharts() {
    Dataset rows = Sample.rows(100, 2, 1);
    String html = Sample.page(Sample.model(rows), rows);
    assertTrue(html.contains("default-src 'none'"), "no policy that forbids every request");
    assertFalse(html.contains("<link rel=\"stylesheet\""), "a style sheet of another file");
    assertFalse(html.contains("src=\"http"), "a source in a network");
    assertTrue(html.contains("Mike Bostock") && html.contains("Permission to use, copy"), "D3");
  }

  @Test
  void pageOfManyRowsAndFeaturesStaysSmall() {
    Dataset rows = Sample.rows(6000, 1200, 2);
    TrainingOptions.Builder options = Sample.options().l2(0.1).solver("lbfgs").iterations(20);
    String html = Sample.page(Sample.model(rows, options), rows);
    int bytes = html.getBytes(StandardCharsets.UTF_8).length;
    assertTrue(bytes <= MOST_BYTES, bytes + " bytes");
    assertEquals(1200, numbers(html).path("coefficients").path("all").asInt());
  }

  /** J by its definition in double precision, at the corners and in the middle of the grid. */
  @Test
  void gridIsJ() {
    Dataset rows = Sample.rows(700, 3, 3);
    TrainingOptions.Builder[] all = {
      Sample.options(),
      Sample.options().l2(0.05),
      Sample.options().l1(0.02),
      Sample.options().l2(0.01).penalize(TrainingOptions.Penalize.RAW),
      Sample.options().classWeight(new ClassWeight(false, 1, 3)),
      Sample.options().standardize(false).l2(0.01).penalize(TrainingOptions.Penalize.RAW),
      Sample.options().intercept(false).l2(0.1)
    };
    for (TrainingOptions.Builder options : all) {
      LogisticModel model = Sample.model(rows, options);
      Placed placed = Placed.of(model, rows);
      JsonNode bowl = pictures(model, rows).path("bowl");
      int[] axes = Plane.axes(placed, List.of());
      for (int row = 0; row < Bowl.SIDE; row += 16) {
        for (int column = 0; column < Bowl.SIDE; column += 16) {
          double[] w = placed.w().clone();
          w[axes[0]] = bowl.path("u").get(column).asDouble();
          w[axes[1]] = bowl.path("v").get(row).asDouble();
          double expected = cost(placed, w);
          double actual = bowl.path("cost").get(row).get(column).asDouble();
          String where = options.build() + " at " + column + ", " + row;
          assertEquals(expected, actual, 1e-5 * expected, where);
        }
      }
    }
  }

  private static double cost(Placed placed, double[] w) {
    Dataset data = placed.data();
    int n = data.features();
    double sum = 0;
    double total = 0;
    for (int i = 0; i < data.examples(); i++) {
      double z = w[n];
      for (int j = 0; j < n; j++) {
        z += w[j] * data.x(i, j);
      }
      double c = data.weights() == null ? 1 : data.weights()[i];
      double wrong = data.labels()[i] > 0 ? -z : z;
      sum += c * (Math.max(wrong, 0) + Math.log1p(Math.exp(-Math.abs(wrong))));
      total += c;
    }
    double penalty = placed.penalty().l1().cost(w);
    for (int j = 0; j < n; j++) {
      penalty += placed.penalty().l2()[j] / 2 * w[j] * w[j];
    }
    return sum / total + penalty;
  }

  @Test
  void bothDescentsEndWhereTheModelIs() {
    Dataset rows = Sample.rows(900, 3, 4);
    LogisticModel model = Sample.model(rows);
    JsonNode bowl = pictures(model, rows).path("bowl");
    double least = bowl.path("costAt").asDouble();
    for (JsonNode start : bowl.path("starts")) {
      assertEquals(2, start.path("paths").size());
      for (JsonNode path : start.path("paths")) {
        JsonNode points = path.path("points");
        JsonNode end = points.get(points.size() - 1);
        String who = path.path("solver").asString() + " from " + start.path("name");
        assertEquals(bowl.path("at").get(0).asDouble(), end.get(0).asDouble(), 5e-3, who);
        assertEquals(bowl.path("at").get(1).asDouble(), end.get(1).asDouble(), 5e-3, who);
        assertEquals(least, end.get(2).asDouble(), 1e-5, who);
        for (int k = 1; k < points.size(); k++) {
          double before = points.get(k - 1).get(2).asDouble();
          assertTrue(points.get(k).get(2).asDouble() <= before + 1e-6, who + ", step " + k);
        }
      }
    }
  }

  @Test
  void costsOfTheDescentsAreThoseOfTraining() {
    Dataset rows = Sample.rows(900, 3, 4);
    LogisticModel model = Sample.model(rows, Sample.options().l2(0.001));
    JsonNode runs = pictures(model, rows).path("descents");
    for (JsonNode run : runs) {
      JsonNode points = run.path("points");
      double end = points.get(points.size() - 1).get(1).asDouble();
      double least = model.report().orElseThrow().cost();
      assertEquals(least, end, 1e-5, run.path("solver").asString());
    }
    assertEquals(Math.log(2), runs.get(0).path("points").get(0).get(1).asDouble(), 1e-6);
  }

  @Test
  void rowsOfTheTrainingAreKnownAgain() {
    Dataset rows = Sample.rows(400, 3, 5);
    for (TrainingOptions.Builder options :
        List.of(
            Sample.options(),
            Sample.options().l1(0.01),
            Sample.options().classWeight(ClassWeight.BALANCED).l2(0.1))) {
      LogisticModel model = Sample.model(rows, options);
      assertTrue(pictures(model, rows).path("trainedOn").asBoolean(), options.build().toString());
      assertFalse(pictures(model, Sample.rows(400, 3, 6)).path("trainedOn").asBoolean());
      assertFalse(pictures(model, Sample.rows(399, 3, 5)).path("trainedOn").asBoolean());
    }
  }

  @Test
  void manyRowsAreSampledAndThePageSaysSo() {
    Dataset rows = Sample.rows(140_000, 1, 7);
    JsonNode page = numbers(Sample.page(Sample.model(rows), rows));
    assertEquals(140_000, page.path("pictures").path("rows").asInt());
    int sampled = page.path("pictures").path("sampled").asInt();
    assertTrue(sampled < 140_000 && sampled >= 131_072, sampled + " rows");
    assertTrue(page.path("pictures").path("trainedOn").asBoolean());
    assertEquals(140_000, page.path("judged").path("examples").asInt());
    assertTrue(page.path("judged").path("curve").path("truePositives").size() <= 402);
  }

  /** The base makes J flat at u = v = 0, where a rate that is safe there would leap far away. */
  @Test
  void waysDownTheBowlOfSeparatedClassesNeverRise() {
    SplittableRandom random = new SplittableRandom(3);
    Dataset.Builder builder = new Dataset.Builder(List.of("a", "b"));
    float[] y = new float[200];
    for (int i = 0; i < y.length; i++) {
      float[] row = {(float) random.nextGaussian(), (float) random.nextGaussian()};
      y[i] = row[0] + row[1] > 0 ? 1 : 0;
      builder.addRow(row);
    }
    Dataset rows = builder.labels(y, new Classes("no", "yes")).build();
    for (JsonNode start : pictures(Sample.model(rows), rows).path("bowl").path("starts")) {
      for (JsonNode path : start.path("paths")) {
        JsonNode points = path.path("points");
        // Newton's method may leap out of the picture, and the page says so.
        boolean left = path.path("end").asString().equals("left");
        assertTrue(points.size() > 2 || left, () -> start.path("name") + ": " + path);
        for (int k = 1; k < points.size(); k++) {
          double before = points.get(k - 1).get(2).asDouble();
          assertTrue(points.get(k).get(2).asDouble() <= before * (1 + 1e-5), path.toString());
        }
      }
    }
  }

  @Test
  void boundsHoldInThePicturesOfAModelFileToo(@TempDir Path folder) {
    Dataset rows = Sample.rows(400, 2, 12);
    Bounds bounds = new Bounds(Map.of("x0", new Bounds.Interval(-1, 0.5)));
    LogisticModel model = Sample.model(rows, Sample.options().bounds(bounds));
    Path file = folder.resolve("model.json");
    model.save(file);
    LogisticModel loaded = LogisticModel.load(file);
    assertEquals(
        bounds, loaded.report().orElseThrow().provenance().orElseThrow().options().bounds());

    JsonNode pictures = pictures(loaded, rows);
    double cost = model.report().orElseThrow().cost();
    for (JsonNode run : pictures.path("descents")) {
      JsonNode points = run.path("points");
      assertEquals(cost, points.get(points.size() - 1).get(1).asDouble(), 1e-5);
    }
    JsonNode axis = pictures.path("bounds").get(0);
    assertEquals("x0", axis.get(0).asString());
    for (JsonNode start : pictures.path("bowl").path("starts")) {
      for (JsonNode path : start.path("paths")) {
        for (JsonNode point : path.path("points")) {
          double u = point.get(0).asDouble();
          assertTrue(axis.get(1).asDouble() <= u && u <= axis.get(2).asDouble(), path.toString());
        }
      }
    }
    assertTrue(Sample.page(loaded, rows).contains("bounds x0 from -1.0 to 0.5"));
  }

  @Test
  void axesAreThoseThatTheUserNames() {
    Dataset rows = Sample.rows(200, 3, 8);
    LogisticModel model = Sample.model(rows);
    ReportOptions options = new ReportOptions("cpu", 1, List.of("x2", "x1"));
    String html = Report.html(model, Optional.of(rows), Optional.empty(), options);
    JsonNode bowl = numbers(html).path("pictures").path("bowl");
    assertEquals("[\"x2\",\"x1\"]", bowl.path("names").toString());
    assertEquals("x2", numbers(html).path("pictures").path("curve").path("name").asString());

    for (String strange : List.of("x3", "")) {
      ReportOptions bad = new ReportOptions("cpu", 1, List.of("bias", strange));
      DataException e =
          assertThrows(
              DataException.class,
              () -> Report.html(model, Optional.of(rows), Optional.empty(), bad));
      assertTrue(e.getMessage().contains("no feature " + strange), e.getMessage());
    }
    for (List<String> bad : List.of(List.of("x1"), List.of("x1", "x1"))) {
      assertThrows(IllegalArgumentException.class, () -> new ReportOptions("cpu", 1, bad));
    }
  }

  @Test
  void modelWithoutABiasHasNoSuchAxis() {
    Dataset rows = Sample.rows(200, 3, 8);
    LogisticModel model = Sample.model(rows, Sample.options().intercept(false));
    assertFalse(
        pictures(model, rows).path("bowl").path("names").toString().contains("bias"), "no bias");
    ReportOptions bias = new ReportOptions("cpu", 1, List.of("bias", "x1"));
    DataException e =
        assertThrows(
            DataException.class,
            () -> Report.html(model, Optional.of(rows), Optional.empty(), bias));
    assertTrue(e.getMessage().contains("without a bias"), e.getMessage());
  }

  @Test
  void modelOfAnOlderFileIsShownWithoutItsOptions() {
    Dataset rows = Sample.rows(200, 2, 9);
    LogisticModel trained = Sample.model(rows);
    LogisticModel old =
        new LogisticModel(
            trained.features(),
            trained.weights(),
            trained.bias(),
            trained.classes(),
            trained.standardization(),
            Optional.empty());
    JsonNode page = numbers(Sample.page(old, rows));
    assertTrue(page.path("training").isNull());
    assertFalse(page.path("pictures").path("bowl").isNull());
    assertTrue(page.path("provenance").toString().contains("does not say"));
  }

  @Test
  void fingerprintIsThatOfTheRows() {
    Dataset rows = Sample.rows(3000, 2, 10);
    String fingerprint = Fingerprint.of(rows);
    assertEquals(64, fingerprint.length());
    assertEquals(fingerprint, Fingerprint.of(Sample.rows(3000, 2, 10)));
    assertNotEquals(fingerprint, Fingerprint.of(Sample.rows(3000, 2, 11)));
    assertNotEquals(fingerprint, Fingerprint.of(Sample.rows(2999, 2, 10)));
    float[] twice = new float[3000];
    java.util.Arrays.fill(twice, 2);
    assertNotEquals(fingerprint, Fingerprint.of(rows.weighted(twice)));
  }

  @Test
  void mostWrongRowsAreTheWorst() {
    Dataset rows = Sample.rows(500, 3, 12);
    LogisticModel model = Sample.model(rows);
    JsonNode wrong = numbers(Sample.page(model, rows)).path("judged").path("wrong");
    assertEquals(12, wrong.size());
    double[] a = model.probabilities(rows);
    double last = 1;
    for (JsonNode row : wrong) {
      int i = row.path("row").asInt() - 1;
      boolean positive = rows.labels()[i] > 0;
      double error = positive ? 1 - a[i] : a[i];
      assertTrue(error > 0.5 && error <= last, "row " + i + " with error " + error);
      last = error;
      for (JsonNode reason : row.path("reasons")) {
        assertEquals(positive, reason.path("moved").asDouble() < 0, row.toString());
      }
    }
    double bound = last;
    long worse = 0;
    for (int i = 0; i < a.length; i++) {
      worse += (rows.labels()[i] > 0 ? 1 - a[i] : a[i]) > bound ? 1 : 0;
    }
    assertEquals(11, worse, "rows more wrong than the last that is listed");
  }

  @Test
  void coefficientsHaveTheIntervalsOfTheModel() {
    Dataset rows = Sample.rows(500, 3, 13);
    LogisticModel model = Sample.model(rows);
    JsonNode coefficients = numbers(Sample.page(model, rows)).path("coefficients");
    assertEquals(0.95, coefficients.path("inference").path("level").asDouble());
    Inference inference = model.report().orElseThrow().inference().orElseThrow();
    for (JsonNode row : coefficients.path("rows")) {
      int j = model.features().indexOf(row.path("feature").asString());
      Estimate raw = inference.coefficients().get(j).raw();
      Estimate standardized = inference.coefficients().get(j).standardized().orElseThrow();
      assertEquals(raw.standardError(), row.path("standardError").asDouble(), 1e-6);
      assertEquals(standardized.low(), row.path("low").asDouble(), 1e-6);
      assertEquals(standardized.high(), row.path("high").asDouble(), 1e-6);
      assertTrue(row.path("low").asDouble() < row.path("strength").asDouble(), row.toString());
    }
    LogisticModel penalised = Sample.model(rows, Sample.options().l2(0.1));
    JsonNode low =
        numbers(Sample.page(penalised, rows)).path("coefficients").path("rows").get(0).path("low");
    assertTrue(low.isMissingNode() || low.isNull(), "an interval of a penalised weight: " + low);
  }
}
