package io.downhill;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.downhill.data.Classes;
import io.downhill.data.DataException;
import io.downhill.data.Dataset;
import io.downhill.data.PreparationOptions;
import io.downhill.data.npy.NpyMatrix;
import io.downhill.data.table.PreparedTable;
import io.downhill.data.table.TableSource;
import io.downhill.optim.Monitor;
import java.sql.ResultSet;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The promise of README: a bad argument is an IllegalArgumentException that names it. */
class BadArgumentTest {
  private static final float[][] X = {{1, 2}, {3, 4}};
  private static final int[] Y = {0, 1};
  private static final Classes THREE = new Classes(List.of("a", "b", "c"));

  private static LogisticModel model(double... weights) {
    List<String> features = Dataset.defaultNames(weights.length);
    return new LogisticModel(
        features, weights, 0, Classes.ZERO_ONE, Optional.empty(), Optional.empty());
  }

  private static LogisticModel withoutWeights() {
    return new LogisticModel(
        List.of("a"), null, 0, Classes.ZERO_ONE, Optional.empty(), Optional.empty());
  }

  private static LogisticRegression trainer() {
    return new LogisticRegression(TrainingOptions.defaults());
  }

  private static Dataset.Builder builder() {
    return new Dataset.Builder(List.of("a", "b"));
  }

  static Stream<Arguments> badCalls() {
    return Stream.of(
        call("x is null", () -> Dataset.of(null, Y)),
        call("y is null", () -> Dataset.of(X, null)),
        call("x[0] is null", () -> Dataset.of(new float[2][], Y)),
        call("row is null", () -> Dataset.of(new float[][] {{1}, null}, Y)),
        call("row 2 has 1 values", () -> Dataset.of(new float[][] {{1, 2}, {3}}, Y)),
        call("features: 0", () -> Dataset.of(new float[][] {{}, {}}, Y)),
        call("no examples", () -> Dataset.of(new float[0][], new int[0])),
        call("x has 2 rows, y 1", () -> Dataset.of(X, new int[] {0})),
        call("y[1] is 2", () -> Dataset.of(X, new int[] {0, 2})),
        call("classes is null", () -> Dataset.of(X, Y, null)),
        call("y[0] is -1", () -> Dataset.of(X, new int[] {-1, 0}, THREE)),
        call("classes is null", () -> Dataset.of(X, Y).among(null)),
        call("names is null", () -> new Classes((List<String>) null)),
        call("names[1]", () -> new Classes(Arrays.asList("a", null, "c"))),
        call("named is null", () -> ClassWeight.of(null)),
        call("class-weight of a", () -> ClassWeight.of(Map.of("a", Double.NaN))),
        call("names is null", () -> ClassMetrics.of(new double[3], new float[1], null, null)),
        call("NaN", () -> Dataset.of(new float[][] {{1, 2}, {3, Float.NaN}}, Y)),
        call("featureNames is null", () -> new Dataset.Builder(null)),
        call("featureNames[1]", () -> new Dataset.Builder(Arrays.asList("a", null))),
        call("features: 0", () -> new Dataset.Builder(List.of())),
        call("row is null", () -> builder().addRow(null)),
        call("row 1 has 1 values", () -> builder().addRow(new float[1])),
        call(
            "labels: 2",
            () -> builder().addRow(X[0]).labels(new float[2], Classes.ZERO_ONE).build()),
        call("weights: 2", () -> builder().addRow(X[0]).weights(new float[2]).build()),
        call("weight -1.0", () -> builder().addRow(X[0]).weights(new float[] {-1}).build()),
        call("options is null", () -> new LogisticRegression(null)),
        call("data is null", () -> trainer().fit(null)),
        call("monitor is null", () -> trainer().fit(Dataset.of(X, Y), (Monitor) null)),
        call("no labels", () -> trainer().fit(builder().addRow(X[0]).build())),
        call("solver is null", () -> TrainingOptions.builder().solver(null).build()),
        call("device is null", () -> TrainingOptions.builder().device(null).build()),
        call("penalize is null", () -> TrainingOptions.builder().penalize(null).build()),
        call("path is null", () -> LogisticModel.load(null)),
        call("path is null", () -> model(1).save(null)),
        call("x is null", () -> model(1).probability((float[]) null)),
        call("x is null", () -> model(1).probabilities((float[]) null)),
        call("x is null", () -> model(1).predict((double[]) null)),
        call("row is null", () -> model(1).probabilities((Map<String, ?>) null)),
        call("row is null", () -> model(1).probability((Map<String, ?>) null)),
        call("rows is null", () -> model(1).probabilities((TableSource) null)),
        call("label is null", () -> model(1).evaluate(TableSource.files("x.csv"), null)),
        call("column0 is NaN", () -> model(1).probability(new float[] {Float.NaN})),
        call("weights is null", () -> withoutWeights()),
        call("data[0] is null", () -> TableSource.files((String) null)),
        call("data is null", () -> TableSource.files((String[]) null)),
        call("no files", TableSource::files),
        call("query is null", () -> TableSource.sql(null)),
        call("result is null", () -> TableSource.of((ResultSet) null)),
        call("rows is null", () -> TableSource.of((List<Map<String, ?>>) null)),
        call("label is null", () -> PreparationOptions.label(null)),
        call("exclude[0]", () -> PreparationOptions.label("y").exclude((String) null)),
        call("source is null", () -> PreparedTable.learn(null, PreparationOptions.label("y"))),
        call("options is null", () -> PreparedTable.learn(TableSource.files("x.csv"), null)),
        call("file is null", () -> NpyMatrix.read(null, "y.npy")));
  }

  private static Arguments call(String words, Executable call) {
    return Arguments.of(words, call);
  }

  @ParameterizedTest
  @MethodSource("badCalls")
  void badArgumentIsAnIllegalArgumentThatIsNamed(String words, Executable call) {
    String told = assertThrows(IllegalArgumentException.class, call).getMessage();
    assertTrue(told.contains(words), () -> "\"" + words + "\" in: " + told);
  }

  @Test
  void rowWhoseProductsOverflowIsRefusedInATable() {
    List<Map<String, Double>> rows =
        List.of(Map.of("column0", 1.0, "column1", 1.0), Map.of("column0", 1e30, "column1", 1e30));
    String told =
        assertThrows(
                DataException.class, () -> model(1e308, -1e308).probabilities(TableSource.of(rows)))
            .getMessage();
    assertTrue(told.startsWith("row 2: it has no probability, for the weight of column0"), told);
  }

  @Test
  void rowWhoseProductsOverflowIsRefusedAlone() {
    float[] x = {1e30f, 1e30f};
    String told =
        assertThrows(IllegalArgumentException.class, () -> model(1e308, -1e308).probability(x))
            .getMessage();
    assertTrue(told.contains("the weight of column0, 1.0E308"), told);
  }

  @Test
  void productThatOverflowsToOneSideHasAProbability() {
    assertEquals(1, model(1e308).probability(new float[] {1e30f}));
  }

  @Test
  void textOfAModelShowsNoAddress() {
    String text = model(0.5, 2).toString();
    assertEquals("LogisticModel[0.5 * column0 + 2.0 * column1 + 0.0, 1 above 0.5, else 0]", text);
    Training training =
        trainer().fit(Dataset.of(new float[][] {{1}, {2}, {3}, {4}}, new int[] {0, 1, 0, 1}));
    assertFalse(training.toString().contains("[D@"), training::toString);
    assertFalse(training.model().standardization().toString().contains("[D@"));
  }
}
