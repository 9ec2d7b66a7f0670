package io.downhill.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.downhill.LogisticModel;
import io.downhill.data.npy.NpyFixture;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.StringJoiner;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A part of the rows is held out, the same one whatever kind of file they come from. */
class HeldOutPartTest {
  private static final int EXAMPLES = 301;
  private static final int FEATURES = 7;

  @TempDir Path folder;
  private final double[][] x = new double[EXAMPLES][FEATURES];
  private final double[] y = new double[EXAMPLES];
  private Path model;

  @BeforeEach
  void prepare() {
    Random random = new Random(4);
    for (int i = 0; i < EXAMPLES; i++) {
      double tell = random.nextGaussian();
      for (int j = 0; j < FEATURES; j++) {
        x[i][j] = random.nextInt(3) > 0 ? 0 : random.nextInt(900) / 100.0 - 3;
        tell += x[i][j] * (j % 3 - 1);
      }
      y[i] = tell > 0.5 ? 1 : 0;
    }
    model = folder.resolve("model.json");
  }

  private Path text() {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < EXAMPLES; i++) {
      text.append((int) y[i]);
      for (int j = 0; j < FEATURES; j++) {
        text.append(x[i][j] == 0 ? "" : " " + (j + 1) + ":" + x[i][j]);
      }
      text.append('\n');
    }
    return new SampleFiles(folder).write("x.libsvm", text.toString());
  }

  private Path table() {
    StringBuilder text = new StringBuilder("a,b,c,d,e,f,g,y\n");
    for (int i = 0; i < EXAMPLES; i++) {
      StringJoiner row = new StringJoiner(",");
      Arrays.stream(x[i]).forEach(v -> row.add(Double.toString(v)));
      text.append(row).append(',').append((int) y[i]).append('\n');
    }
    return new SampleFiles(folder).write("x.csv", text.toString());
  }

  private JsonNode trained(Object... arguments) {
    List<Object> all =
        new ArrayList<>(
            List.of("train", "--test", "0.2", "--seed", "5", "--l2", "0.01", "--no-center"));
    all.addAll(List.of("--device", "cpu", "--model", model, "--json"));
    all.addAll(List.of(arguments));
    return JsonMapper.shared().readTree(CommandRun.of(all.toArray()).succeeds().out());
  }

  @Test
  void modelAndMeasuresAreThoseOfTheTable() throws IOException {
    Path labels = NpyFixture.vector(folder.resolve("y.npy"), "<i4", y);
    JsonNode expected = trained(table(), "--label", "y").path("test");
    double[] weights = LogisticModel.load(model).weights();
    assertEquals(60, expected.path("examples").asInt());
    Object[][] others = {
      {text()},
      {NpyFixture.npz(folder.resolve("x.npz"), x), "--label", labels},
      {NpyFixture.matrix(folder.resolve("x.npy"), "<f8", false, x), "--label", labels},
      {NpyFixture.matrix(folder.resolve("x4.npy"), "<f4", false, x), "--label", labels},
    };
    for (Object[] data : others) {
      JsonNode told = trained(data);
      assertEquals(expected, told.path("test"), () -> data[0].toString());
      assertEquals(EXAMPLES - 60, told.path("examples").asInt());
      assertArrayEquals(weights, LogisticModel.load(model).weights(), () -> data[0].toString());
    }
  }

  @Test
  void softRowIsHeldOutWhole() throws IOException {
    for (int i = 0; i < EXAMPLES; i++) {
      y[i] = i % 3 == 0 ? y[i] : (3 + y[i]) / 5;
    }
    Path soft = NpyFixture.vector(folder.resolve("y.npy"), "<f8", y);
    Path sparse = NpyFixture.npz(folder.resolve("x.npz"), x);
    Path dense = NpyFixture.matrix(folder.resolve("x.npy"), "<f8", false, x);
    JsonNode expected = trained(dense, "--soft-label", soft).path("test");
    double[] weights = LogisticModel.load(model).weights();
    assertEquals(expected, trained(sparse, "--soft-label", soft).path("test"));
    assertArrayEquals(weights, LogisticModel.load(model).weights());
    assertEquals(60, Math.rint(expected.path("weight").asDouble()), expected::toString);
  }

  @Test
  void reportIsOfTheRowsHeldOut() {
    Path page = folder.resolve("page.html");
    trained(text(), "--report", page);
    assertTrue(SampleFiles.read(page).length() > 10_000);
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "1", "1.5", "-0.2"})
  void wrongPartIsRefused(String part) {
    CommandRun.of("train", text(), "--test", part, "--model", model)
        .fails(2, "--test must be a part");
  }

  @Test
  void partThatLeavesNothingIsRefused() {
    CommandRun.of("train", text(), "--test", "0.0001", "--model", model)
        .fails(1, "--test 1.0E-4: of the", "none would be held out");
  }
}
