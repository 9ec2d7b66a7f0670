package io.downhill.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import io.downhill.LogisticModel;
import io.downhill.Metrics;
import io.downhill.Scores;
import io.downhill.TrainingOptions;
import io.downhill.data.Dataset;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/**
 * The page in headless Chromium, used as a person does. Without a browser it is skipped, saying so,
 * and fails where -Drequire.browser=chromium asks for one. What it looked like is kept in {@code
 * target/report-pages}.
 */
@Tag("slow")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ReportPageTest {
  private static final Path KEPT = Path.of("target/report-pages");
  private static final double L2 = 0.01;

  @TempDir static Path folder;
  private Chromium browser;
  private Dataset rows;
  private LogisticModel model;
  private Path file;

  @BeforeAll
  void start() throws Exception {
    Optional<Path> program = Chromium.find();
    if (program.isEmpty()) {
      String story = "no chromium on the PATH (apt-get install chromium)";
      if ("chromium".equals(System.getProperty("require.browser"))) {
        fail("-Drequire.browser=chromium, but " + story);
      }
      abort("SKIPPED, the page of report is not looked at: " + story);
    }
    rows = Sample.rows(600, 4, 1);
    model = Sample.model(rows, Sample.options().l2(L2));
    file = folder.resolve("page with spaces.html");
    Files.writeString(file, Sample.page(model, rows));
    Files.createDirectories(KEPT);
    browser = new Chromium(program.get(), Files.createDirectory(folder.resolve("browser")));
  }

  @AfterAll
  void end() throws Exception {
    if (browser != null) {
      browser.close();
    }
  }

  @BeforeEach
  void open() throws Exception {
    browser.look(1280, 900, "light");
    browser.open(file.toUri());
  }

  @AfterEach
  void nothingWasLoggedOrAskedOfANetwork() {
    assertEquals(List.of(), browser.complaints(), "errors and warnings of the page");
    assertEquals(List.of(), browser.requests(), "requests to a network");
  }

  private String text(String id) throws Exception {
    return browser.evaluate("document.getElementById('" + id + "').textContent").asString();
  }

  private double value(String id) throws Exception {
    return Double.parseDouble( // NaN too, which JSON cannot say.
        browser.evaluate("document.getElementById('" + id + "').dataset.value").asString());
  }

  private void slide(String id, double value) throws Exception {
    browser.evaluate(
        "(() => { const s = document.getElementById('%s'); s.value = %s;".formatted(id, value)
            + " s.dispatchEvent(new Event('input')); })()");
  }

  private void click(String id) throws Exception {
    browser.evaluate("document.getElementById('" + id + "').click()");
  }

  private void focus(String id) throws Exception {
    browser.evaluate("document.getElementById('" + id + "').focus()");
  }

  private String surface() throws Exception {
    return browser.evaluate("document.getElementById('surface').toDataURL()").asString();
  }

  @Test
  void arrowKeysTurnTheBowlAndHomeBringsItBack() throws Exception {
    String before = surface();
    double turn = browser.number("document.getElementById('surface').dataset.turn");
    double tilt = browser.number("document.getElementById('surface').dataset.tilt");
    focus("surface");
    browser.press("ArrowRight");
    browser.press("ArrowUp");
    assertEquals(
        (turn + 5) % 360, browser.number("document.getElementById('surface').dataset.turn"));
    assertEquals(tilt + 5, browser.number("document.getElementById('surface').dataset.tilt"));
    assertNotEquals(before, surface(), "the picture after it was turned");
    browser.press("Home");
    assertEquals(before, surface(), "the picture after Home");
  }

  @Test
  void mouseTurnsTheBowl() throws Exception {
    String before = surface();
    browser.evaluate("document.getElementById('surface').scrollIntoView({block: 'center'})");
    JsonNode place =
        browser.evaluate(
            "(() => { const r = document.getElementById('surface').getBoundingClientRect();"
                + " return [r.x + r.width / 2, r.y + r.height / 2]; })()");
    double x = place.get(0).asDouble();
    double y = place.get(1).asDouble();
    browser.drag(x, y, x + 80, y);
    assertNotEquals(before, surface());
  }

  @Test
  void thresholdMovesWhatJavaCounts() throws Exception {
    Scores scores = model.scores(rows);
    JsonNode values = browser.evaluate("page.judged.thresholds.values");
    int last = values.size() - 1;
    for (int at : new int[] {0, last / 3, last / 2, last}) {
      slide("threshold", at);
      Metrics expected = scores.measured(values.get(at).asDouble());
      String where = "at threshold " + values.get(at);
      assertEquals(expected.confusion().truePositives(), value("tp"), where);
      assertEquals(expected.confusion().falsePositives(), value("fp"), where);
      assertEquals(expected.confusion().trueNegatives(), value("tn"), where);
      assertEquals(expected.confusion().falseNegatives(), value("fn"), where);
      assertEquals(expected.precision(), value("precision"), 1e-12, where);
      assertEquals(expected.recall(), value("recall"), 1e-12, where);
      assertEquals(expected.f1(), value("f1"), 1e-12, where);
    }
  }

  @Test
  void arrowKeyMovesTheThresholdByOneAndCostsFollow() throws Exception {
    double before = browser.number("document.getElementById('threshold').value");
    focus("threshold");
    browser.press("ArrowRight");
    assertEquals(before + 1, browser.number("document.getElementById('threshold').value"));
    slide("cost-fp", 2);
    slide("cost-fn", 7);
    assertEquals(2 * value("fp") + 7 * value("fn"), value("cost"));
    click("threshold-cost");
    double least = value("cost");
    int last = browser.evaluate("page.judged.thresholds.values.length").asInt() - 1;
    for (int at = 0; at <= last; at += 7) {
      slide("threshold", at);
      assertTrue(least <= value("cost"), "a cost below the least at place " + at);
    }
  }

  /** The steps of recall between all rows, most likely first, lie on the curve that is drawn. */
  @Test
  void areaUnderPrecisionAgainstRecallIsThatOfJava() throws Exception {
    double drawn =
        browser.number(
            "finely(page.judged).reduce((a, p, k, all) => k === 0 ? 0 : a + (p.recall - all[k -"
                + " 1].recall) * (p.precision + all[k - 1].precision) / 2, 0)");
    assertEquals(model.scores(rows).measured(0.5).prAuc(), drawn, 5e-3);
    assertEquals(0, browser.number("finely(page.judged)[0].recall"), 1e-6);
  }

  @Test
  void slopeAndStepAreThoseOfTheDefinition() throws Exception {
    for (double w : new double[] {-0.4, 0.9, 3.1}) {
      slide("curve-slider-w", w);
      double at = value("curve-w");
      assertEquals(w, at, 0.01);
      double h = 1e-5;
      double slope = (cost(at + h) - cost(at - h)) / (2 * h);
      assertEquals(cost(at), value("curve-cost"), 2e-6, "J at " + at);
      assertEquals(slope, value("curve-slope"), 2e-5, "dw at " + at);
      slide("curve-slider-alpha", -0.5);
      double alpha = Math.pow(10, -0.5) / browser.number("page.pictures.curve.curvature");
      assertEquals(at - alpha * slope, value("curve-next"), 1e-3 * alpha, "next w from " + at);
      double next = value("curve-next");
      click("curve-go");
      assertEquals(next, value("curve-w"), 1e-12);
    }
  }

  /** J along the first weight, from its definition in double precision. */
  private double cost(double w) {
    Placed placed = Placed.of(model, rows);
    double[] all = placed.w().clone();
    all[0] = w;
    double sum = 0;
    int n = rows.features();
    for (int i = 0; i < rows.examples(); i++) {
      double z = all[n];
      for (int j = 0; j < n; j++) {
        z += all[j] * placed.data().x(i, j);
      }
      sum += Math.log1p(Math.exp(rows.labels()[i] > 0 ? -z : z));
    }
    double squares = 0;
    for (int j = 0; j < n; j++) {
      squares += all[j] * all[j];
    }
    return sum / rows.examples() + L2 / 2 * squares;
  }

  @Test
  void smallStepsGoDownFromBothSidesAndTooLargeOnesAreTold() throws Exception {
    for (String side : List.of("curve-left", "curve-right")) {
      slide("curve-slider-alpha", -0.5);
      click(side);
      String sign = side.equals("curve-left") ? "negative" : "positive";
      assertTrue(text("curve-told").contains("slope is " + sign), text("curve-told"));
      double before = value("curve-cost");
      click("curve-go");
      assertTrue(value("curve-cost") < before, "a step from " + side + " does not go down");
      for (int k = 0; k < 6; k++) {
        click("curve-ten");
      }
      assertEquals(browser.number("page.pictures.curve.at"), value("curve-w"), 1e-2);
    }
    click("curve-left");
    slide("curve-slider-alpha", 1.5);
    click("curve-go");
    assertTrue(text("curve-told").contains("too large"), text("curve-told"));
  }

  @Test
  void stepsOfBothDescentsFollowTheSlider() throws Exception {
    slide("steps", 0);
    String before = surface();
    slide("steps", 3);
    assertNotEquals(before, surface());
    assertTrue(text("steps-told").contains("Newton's method: J = "), text("steps-told"));
    String corner = surface();
    click("start-1");
    assertNotEquals(corner, surface(), "the picture from another start");
    assertEquals(0, browser.number("page.pictures.bowl.paths[0].points[0][0]"));
  }

  @Test
  void everyChartHasANameAndItsNumbersInATable() throws Exception {
    assertEquals(0, browser.number("document.querySelectorAll('svg:not([aria-label])').length"));
    assertEquals(0, browser.number("document.querySelectorAll('canvas:not([aria-label])').length"));
    browser.evaluate("document.querySelectorAll('details').forEach(d => { d.open = true; })");
    browser.settle();
    int tables = browser.evaluate("document.querySelectorAll('details table').length").asInt();
    assertEquals(browser.evaluate("document.querySelectorAll('details').length").asInt(), tables);
    assertTrue(tables >= 11, tables + " tables");
    assertEquals(
        0,
        browser.number(
            "[...document.querySelectorAll('details table')].filter(t => t.rows.length < 2).length"));
    assertEquals(
        0,
        browser.number(
            "[...document.querySelectorAll('input')].filter(i => !i.labels.length).length"));
  }

  @ParameterizedTest
  @CsvSource({"1280, light", "1280, dark", "400, light", "400, dark"})
  void fitsItsWindow(int width, String scheme) throws Exception {
    browser.look(width, 900, scheme);
    browser.open(file.toUri());
    assertEquals(width, browser.number("document.documentElement.scrollWidth"), "width it needs");
    browser.screenshot(KEPT.resolve("page-" + width + "-" + scheme + ".png"));
    String back = browser.evaluate("getComputedStyle(document.body).backgroundColor").asString();
    assertEquals(scheme.equals("light") ? "rgb(247, 245, 241)" : "rgb(18, 20, 25)", back);
  }

  @Test
  void printsOnPaper() throws Exception {
    Path pdf = KEPT.resolve("page.pdf");
    browser.print(pdf);
    assertTrue(Files.size(pdf) > 10_000, Files.size(pdf) + " bytes of PDF");
  }

  @Test
  void namesThatLookLikeTagsStayNames() throws Exception {
    Dataset data = Sample.rows(60, 2, 3);
    LogisticModel trained = Sample.model(data, Sample.options().l2(0.1));
    String evil = "</script><img src=x onerror=alert(1)>";
    LogisticModel named =
        new LogisticModel(
            List.of(evil, "<b>&amp;{{numbers}}"),
            trained.weights(),
            trained.bias(),
            new io.downhill.data.Classes("<i>no", "yes\u2028'\""),
            trained.standardization(),
            trained.report());
    show(Sample.page(named, data), "names");
    assertEquals(0, browser.number("document.images.length"));
    assertTrue(text("coefficients").contains(evil), text("coefficients"));
  }

  @Test
  void pagesOfWhatIsMissingSaySo() throws Exception {
    show(Report.html(model, Optional.empty(), Optional.empty(), Sample.page()), "alone");
    assertTrue(text("pictures").contains("made from the model alone"), text("pictures"));

    Dataset one = Sample.rows(50, 1, 5);
    TrainingOptions.Builder without = Sample.options().intercept(false);
    show(Sample.page(Sample.model(one, without), one), "one-parameter");
    assertEquals(0, browser.number("document.querySelectorAll('#bowl').length"));
    assertEquals(1, browser.number("document.querySelectorAll('#curve').length"));

    Dataset apart = Dataset.of(new float[][] {{1}, {2}, {3}, {4}}, new int[] {0, 0, 1, 1});
    show(Sample.page(Sample.model(apart), apart), "separated");
    assertTrue(text("bowl").contains("no bottom"), text("bowl"));

    show(Sample.page(model, oneClass()), "one-class");
    assertTrue(text("pictures").contains("All of these rows are yes"), text("pictures"));
    assertTrue(text("judged").contains("all of these rows are of one class"), text("judged"));
  }

  private Dataset oneClass() {
    Dataset.Builder builder = new Dataset.Builder(rows.featureNames());
    float[] row = new float[rows.features()];
    for (int i = 0; i < rows.examples(); i++) {
      if (rows.labels()[i] > 0) {
        rows.rows().copy(i, 1, row, 0);
        builder.addRow(row);
      }
    }
    float[] y = new float[builder.examples()];
    java.util.Arrays.fill(y, 1);
    return builder.labels(y, rows.classes().orElseThrow()).build();
  }

  private void show(String html, String name) throws IOException, InterruptedException {
    Path page = folder.resolve(name + ".html");
    Files.writeString(page, html);
    browser.open(page.toUri());
    browser.screenshot(KEPT.resolve(name + ".png"));
  }

  @Test
  void pathHasALineForEachWeightAndTheModelsPenalty() throws Exception {
    List<String> names = model.features();
    double[][] weights = new double[names.size()][];
    for (int j = 0; j < weights.length; j++) {
      weights[j] = new double[] {0, 0.1 * (j + 1), 0.3 * (j + 1)};
    }
    CoefficientPath path = new CoefficientPath(new double[] {0.1, L2, 0.001}, names, weights);
    ReportOptions options = new ReportOptions("cpu", 2, List.of(), Optional.of(path));
    Path other = folder.resolve("path.html");
    Files.writeString(other, Report.html(model, Optional.empty(), Optional.empty(), options));
    browser.open(other.toUri());
    assertEquals(
        names.size(),
        browser.number("document.querySelectorAll('#path svg path.line').length"),
        "lines");
    assertEquals(
        names.size(),
        browser.number("document.querySelectorAll('#path svg text.name').length") - 2);
    assertEquals(1, browser.number("document.querySelectorAll('#path svg line.guide').length"));
    browser.screenshot(KEPT.resolve("path.png"));
  }
}
