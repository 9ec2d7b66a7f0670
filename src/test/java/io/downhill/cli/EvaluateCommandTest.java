package io.downhill.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.downhill.LogisticModel;
import io.downhill.data.Classes;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class EvaluateCommandTest {
  @TempDir Path folder;
  private SampleFiles files;
  private Path model;
  private Path data;

  @BeforeEach
  void prepare() {
    files = new SampleFiles(folder);
    model = folder.resolve("model.json");
    new LogisticModel(
            List.of("x"),
            new double[] {1},
            0,
            new Classes("no", "yes"),
            Optional.empty(),
            Optional.empty())
        .save(model);
    data = files.write("data.csv", "truth,x\nyes,2\nyes,1\nno,1.5\nno,-1\nno,-3\n");
  }

  private JsonNode json(Path examples) {
    return JsonMapper.shared()
        .readTree(
            CommandRun.of("evaluate", model, examples, "--label", "truth", "--json")
                .succeeds()
                .out());
  }

  @Test
  void jsonHasTheMeasures() {
    JsonNode json = json(data);
    assertEquals(5, json.path("examples").asInt());
    assertEquals(0.8, json.path("accuracy").asDouble());
    assertEquals(5.0 / 6, json.path("auc").asDouble());
    assertEquals(1, json.path("confusion").path("falsePositives").asInt());
  }

  @Test
  void labelIsFoundWhereItIsTheOnlyOtherColumn() {
    CommandRun run = CommandRun.of("evaluate", model, data).succeeds();
    assertTrue(run.out().contains("accuracy   80.00 %"), run.out());
  }

  @Test
  void oneClassHasNoAuc() {
    JsonNode json = json(files.write("one.csv", "x,truth\n1,yes\n2,yes\n"));
    assertTrue(json.path("auc").isNull(), json.toString());
  }

  @Test
  void labelThatIsNoClassOfTheModelFails() {
    Path other = files.write("other.csv", "x,truth\n1,yes\n2,maybe\n");
    CommandRun.of("evaluate", model, other, "--label", "truth").fails(1, "maybe");
  }

  @Test
  void modelForOtherFeaturesFails() {
    Path other = files.write("other.csv", "z,truth\n1,yes\n2,no\n");
    CommandRun.of("evaluate", model, other, "--label", "truth").fails(1, "x");
  }

  @Test
  void weightIsThatManyRows() {
    Path weighted = files.write("weighted.csv", "truth,x,n\nyes,2,2\nno,1,1\nno,-1,3\nmaybe,?,0\n");
    Path repeated =
        files.write("repeated.csv", "truth,x\nyes,2\nyes,2\nno,1\nno,-1\nno,-1\nno,-1\n");
    JsonNode expected = json(repeated);
    JsonNode actual =
        JsonMapper.shared()
            .readTree(
                CommandRun.of("evaluate", model, weighted, "--weight", "n", "--json")
                    .succeeds()
                    .out());
    assertEquals(3, actual.path("examples").asInt());
    for (String name : expected.propertyNames()) {
      if (!name.equals("examples")) {
        assertEquals(expected.path(name), actual.path(name), name);
      }
    }
  }

  @Test
  void weightsAreToldBesideTheExamples() {
    Path weighted = files.write("weighted.csv", "truth,x,n\nyes,2,2.5\nno,1,1\n");
    CommandRun run = CommandRun.of("evaluate", model, weighted, "--weight", "n").succeeds();
    assertTrue(run.out().contains("examples   2, which weigh 3.5"), run.out());
  }

  @Test
  void weightThatIsAFeatureFails() {
    CommandRun.of("evaluate", model, data, "--weight", "x")
        .fails(1, "column x is a feature of the model, not the weight");
  }

  @Test
  void weightThatIsTheLabelFails() {
    CommandRun.of("evaluate", model, data, "--label", "truth", "--weight", "truth")
        .fails(1, "column truth is both the label and the weight");
  }

  @Test
  void weightBelowZeroFailsWithItsPlace() {
    Path weighted = files.write("weighted.csv", "truth,x,n\nyes,2,1\nno,1,-1\n");
    CommandRun.of("evaluate", model, weighted, "--weight", "n")
        .fails(1, "column n: a weight must be a finite number, 0 or more");
  }

  @Test
  void noRowThatCountsFails() {
    Path weighted = files.write("weighted.csv", "truth,x,n\nyes,2,0\nno,1,0\n");
    CommandRun.of("evaluate", model, weighted, "--weight", "n")
        .fails(1, "no examples: the table has no rows, or none with a weight above 0");
  }
}
