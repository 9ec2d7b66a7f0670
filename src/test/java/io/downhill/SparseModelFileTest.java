package io.downhill;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.downhill.data.Classes;
import io.downhill.data.DataException;
import io.downhill.data.Dataset;
import io.downhill.data.Standardization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The file of a model of many weights of which most are 0. */
class SparseModelFileTest {
  private static final int MANY = 3000;

  @TempDir Path folder;

  private static double[] weights(int features, int every) {
    double[] weights = new double[features];
    for (int j = 0; j < features; j += every) {
      weights[j] = 1 / (j - 7.5);
    }
    weights[1] = -0.0;
    return weights;
  }

  private static LogisticModel model(List<String> names, double[] weights) {
    double[] deviations = new double[names.size()];
    Arrays.setAll(deviations, j -> j % 5 == 4 ? 0 : 1 / (j + 3.0));
    return new LogisticModel(
        names,
        weights,
        0.25,
        new Classes("-1", "1"),
        Optional.of(new Standardization(new double[names.size()], deviations)),
        Optional.empty());
  }

  private static List<String> counted(int first) {
    return IntStream.range(first, first + MANY).mapToObj(Integer::toString).toList();
  }

  private JsonNode saved(LogisticModel model) throws IOException {
    Path file = folder.resolve("model.json");
    model.save(file);
    LogisticModel loaded = LogisticModel.load(file);
    assertEquals(model.features(), loaded.features());
    for (int k = 0; k < model.parameters().count(); k++) {
      assertArrayEquals(model.weights(k), loaded.weights(k));
      assertEquals(model.bias(k), loaded.bias(k));
    }
    assertArrayEquals(
        model.standardization().orElseThrow().deviations(),
        loaded.standardization().orElseThrow().deviations());
    assertArrayEquals(
        model.standardization().orElseThrow().means(),
        loaded.standardization().orElseThrow().means());
    return JsonMapper.shared().readTree(Files.readString(file));
  }

  @Test
  void onlyWeightsThatAreNotZeroAreInIt() throws IOException {
    JsonNode json = saved(model(counted(1), weights(MANY, 10)));
    assertEquals(5, json.path("version").asInt());
    assertEquals(301, json.path("weights").path("values").size());
    assertEquals(0, json.path("standardization").path("means").path("values").size());
    assertEquals(MANY, json.path("features").path("count").asInt());
    assertEquals(1, json.path("features").path("first").asInt());
    assertEquals(
        "column",
        saved(model(Dataset.defaultNames(MANY), weights(MANY, 10)))
            .path("features")
            .path("prefix")
            .asString());
    List<String> words = counted(5);
    assertTrue(saved(model(words, weights(MANY, 10))).path("features").isArray());
  }

  @Test
  void classesHaveTheirOwn() throws IOException {
    double[][] weights = {weights(MANY, 10), weights(MANY, 1), weights(MANY, 100)};
    double[] ones = new double[MANY];
    Arrays.fill(ones, 1);
    LogisticModel model =
        new LogisticModel(
            counted(0),
            weights,
            new double[] {1, 2, -3},
            new Classes(List.of("a", "b", "c")),
            Optional.of(new Standardization(ones, ones)),
            Optional.empty());
    JsonNode json = saved(model);
    assertEquals(5, json.path("version").asInt());
    assertEquals(301, json.path("weights").path(0).path("at").size());
    assertTrue(json.path("weights").path(1).isArray());
  }

  @Test
  void modelThatIsDenseOrSmallStaysAsItWas() throws IOException {
    assertEquals(1, saved(model(counted(1), weights(MANY, 1))).path("version").asInt());
    List<String> few = List.of("1", "2", "3");
    JsonNode json = saved(model(few, new double[3]));
    assertEquals(1, json.path("version").asInt());
    assertTrue(json.path("weights").isArray());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"length\" : 3000|\"length\" : 2990|weights.at[300] is not a place that ascends",
        "\"at\" : [ 0, 1, |\"at\" : [ 1, 1, |weights.at[1] is not a place that ascends",
        "\"at\" : [ 0, 1, |\"at\" : [ 1, |weights is not a length, places, and a value for each",
        "\"length\" : 3000|\"length\" : \"x\"|length is not a whole number",
        "\"count\" : 3000|\"count\" : 0|features is not 1 name or more",
        "\"count\" : 3000|\"count\" : 2999|features: 2999",
      })
  void brokenFileIsToldWithTheCure(String from, String to, String told) throws IOException {
    Path file = folder.resolve("model.json");
    model(counted(1), weights(MANY, 10)).save(file);
    String text = Files.readString(file);
    assertTrue(text.contains(from), text.substring(0, 500));
    Files.writeString(file, text.replace(from, to));
    DataException e = assertThrows(DataException.class, () -> LogisticModel.load(file));
    assertTrue(e.getMessage().contains(told), e.getMessage());
    assertTrue(e.getMessage().contains("train the model again"), e.getMessage());
  }
}
