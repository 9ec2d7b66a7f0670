package io.downhill;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.downhill.data.Classes;
import io.downhill.data.DataException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The file of a model of more than two classes. */
class ClassModelFileTest {
  @TempDir Path folder;
  private Path path;

  @BeforeEach
  void save() {
    path = folder.resolve("model.json");
    ClassModelTest.model(new double[][] {{0.1, 2}, {-3, 4e-300}, {5, 1 / 3.0}}, 1, -2, 0.5)
        .save(path);
  }

  @Test
  void savedModelReturnsToTheBit() {
    LogisticModel model = LogisticModel.load(path);
    assertEquals(List.of("a", "b", "c"), model.classes().names());
    assertArrayEquals(new double[] {0.1, 2}, model.weights(0));
    assertArrayEquals(new double[] {-3, 4e-300}, model.weights(1));
    assertArrayEquals(new double[] {5, 1 / 3.0}, model.weights(2));
    assertArrayEquals(new double[] {1, -2, 0.5}, model.parameters().biases());
  }

  @Test
  void fileHasNamesAndAnArrayOfWeightsForEachClass() throws IOException {
    JsonNode json = JsonMapper.shared().readTree(Files.readString(path));
    assertEquals(4, json.path("version").asInt());
    assertEquals(3, json.path("classes").size());
    assertEquals(3, json.path("weights").size());
    assertEquals(2, json.path("weights").path(1).size());
    assertEquals(-2, json.path("bias").path(1).asDouble());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"c\" ] | \"b\" ] | classes: two are b",
        "\"a\", \"b\", \"c\" | \"a\" | classes is not two names or more",
        "\"a\", \"b\", \"c\" | \"a\", \"b\" | weights[0] is not a finite number",
        "\"a\", \"b\", \"c\" | \"a\", \"b\", \"c\", \"d\" | classes: 4, columns of weights: 3, not 4",
        "[ 0.1, 2.0 ] | 0.1 | weights[0] is not a list",
        "[ 0.1, 2.0 ] | [ 0.1 ] | weights[0] has 1 numbers, weights[1] 2",
        "[ 0.1, 2.0 ] | [ 0.1, 1e999 ] | weights[0][1] is not a finite number",
        "\"bias\" : [ 1.0, -2.0, 0.5 ] | \"bias\" : 1.0 | bias is not a list",
        "\"bias\" : [ 1.0, | \"bias\" : [ 1.0, 2.0, | columns of weights: 3, biases: 4",
        "\"bias\" : [ 1.0, | \"bias\" : [ \"x\", | bias[0] is not a finite number",
      })
  void brokenFileIsRefusedInOneLine(String from, String to, String why) throws IOException {
    String text = Files.readString(path).replaceAll("\\s+", " ");
    assertTrue(text.contains(from), text);
    Files.writeString(path, text.replace(from, to));
    String told = assertThrows(DataException.class, () -> LogisticModel.load(path)).getMessage();
    String start = "cannot read the model " + path + ": " + why;
    assertTrue(told.startsWith(start) && !told.contains("\n"), told);
  }

  @Test
  void classAgainstTheRestRemembersTheLabelsOfTheRest() throws IOException {
    Classes classes = Classes.against(List.of("a", "b"), "c");
    new LogisticModel(
            List.of("x"), new double[] {1}, 0, classes, Optional.empty(), Optional.empty())
        .save(path);
    assertEquals(classes, LogisticModel.load(path).classes());
    // An older program scores it as ever.
    String text = Files.readString(path);
    assertTrue(text.contains("\"version\" : 1"), text);
    Files.writeString(path, text.replace("\"b\"", "\"c\""));
    String told = assertThrows(DataException.class, () -> LogisticModel.load(path)).getMessage();
    assertTrue(told.contains("of which none is [a, c]"), told);
  }

  @Test
  void fileOfTwoClassesHasNoRest() throws IOException {
    LogisticModelTest.model(0, 1).save(path);
    assertFalse(Files.readString(path).contains("rest"));
  }
}
