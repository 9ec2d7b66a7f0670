package io.downhill;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.downhill.data.Classes;
import io.downhill.data.Dataset;
import io.downhill.data.Encoding;
import io.downhill.data.Encoding.Category.Gap;
import io.downhill.data.Missing;
import io.downhill.data.Preparation;
import io.downhill.data.cell.Scale;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class WarmStartTest {
  private static final Encoding SIZE = new Encoding.Numeric("size", Scale.NUMBER, 2, false);

  private static Encoding colour(String baseline, boolean other, String... levels) {
    return new Encoding.Category("colour", baseline, List.of(levels), other, Gap.LEVEL);
  }

  private static Preparation of(Encoding... encodings) {
    return new Preparation("y", List.of(encodings), Missing.ERROR, List.of());
  }

  private static LogisticModel model(Preparation preparation, double bias, double... weights) {
    return new LogisticModel(
        preparation.features(),
        weights,
        bias,
        new Classes("no", "yes"),
        Optional.empty(),
        Optional.empty(),
        Optional.of(preparation),
        LogisticModel.HALF);
  }

  private static Dataset data(Preparation preparation, Classes classes) {
    Dataset.Builder builder = new Dataset.Builder(preparation.features());
    for (int i = 0; i < 2; i++) {
      builder.addRow(new float[preparation.features().size()]);
    }
    return builder.preparation(preparation).labels(new float[] {0, 1}, classes).build();
  }

  private static double[] start(LogisticModel model, Encoding... encodings) {
    return WarmStart.of(model, data(of(encodings), new Classes("no", "yes")))[0];
  }

  @Test
  void samePreparationKeepsEveryWeight() {
    LogisticModel model = model(of(SIZE, colour("red", true, "blue")), -3, 1, 2, 3, 4);
    assertArrayEquals(
        new double[] {1, 2, 3, 4, -3}, start(model, SIZE, colour("red", true, "blue")));
  }

  @Test
  void orderOfColumnsDoesNotMatter() {
    LogisticModel model = model(of(SIZE, colour("red", false, "blue")), -3, 1, 2, 4);
    assertArrayEquals(new double[] {2, 4, 1, -3}, start(model, colour("red", false, "blue"), SIZE));
  }

  @Test
  void levelsAreCountedAgainstTheNewBaseline() {
    // red 0, blue 2, green 5, rare 3, missing 4; against blue: 2 less each, and 2 more for all.
    LogisticModel model = model(of(colour("red", true, "blue", "green")), -3, 2, 5, 3, 4);
    assertArrayEquals(
        new double[] {-2, 3, 1, 2, -1}, start(model, colour("blue", true, "red", "green")));
  }

  @Test
  void levelThatTheModelDoesNotKnowCountsAsRare() {
    LogisticModel model = model(of(colour("red", true, "blue")), -3, 2, 3, 4);
    assertArrayEquals(
        new double[] {3, 2, 3, 4, -3}, start(model, colour("red", true, "pink", "blue")));
  }

  @Test
  void columnThatTheModelDoesNotHaveStartsAtZero() {
    LogisticModel model = model(of(SIZE), -3, 1);
    Encoding age = new Encoding.Numeric("age", Scale.NUMBER, 0, true);
    assertArrayEquals(new double[] {0, 0, 1, -3}, start(model, age, SIZE));
  }

  @Test
  void classesTheOtherWayRoundTurnTheWeights() {
    Dataset data = data(of(SIZE), new Classes("yes", "no"));
    assertArrayEquals(new double[] {-1, 3}, WarmStart.of(model(of(SIZE), -3, 1), data)[0]);
  }

  @Test
  void otherClassesAreRefused() {
    Dataset data = data(of(SIZE), new Classes("cat", "dog"));
    assertRefused("tells no from yes, the data cat from dog", model(of(SIZE), -3, 1), data);
  }

  private static LogisticModel ofClasses(List<String> classes, double[]... columns) {
    double[][] weights = new double[columns.length][];
    double[] biases = new double[columns.length];
    for (int k = 0; k < columns.length; k++) {
      weights[k] = new double[] {columns[k][0]};
      biases[k] = columns[k][1];
    }
    return new LogisticModel(
        of(SIZE).features(),
        new Parameters(weights, biases),
        new Classes(classes),
        Optional.empty(),
        Optional.empty(),
        Optional.of(of(SIZE)),
        LogisticModel.HALF);
  }

  private static final LogisticModel ABC =
      ofClasses(
          List.of("a", "b", "c"), new double[] {1, 2}, new double[] {-3, 4}, new double[] {5, -6});

  private static double[][] columns(LogisticModel model, String... classes) {
    return WarmStart.of(model, data(of(SIZE), new Classes(List.of(classes))));
  }

  @Test
  void columnsOfClassesAreFoundByName() {
    assertArrayEquals(
        new double[][] {{5, -6}, {0, 0}, {1, 2}, {-3, 4}}, columns(ABC, "c", "d", "a", "b"));
  }

  @Test
  void twoClassesStartFromTheDifferenceOfTheirColumns() {
    assertArrayEquals(new double[][] {{4, -8}}, columns(ABC, "a", "c"));
    // A class that the model does not know has zeros.
    assertArrayEquals(new double[][] {{-1, -2}}, columns(ABC, "a", "d"));
  }

  @Test
  void modelOfTwoClassesIsHalfForAndHalfAgainst() {
    LogisticModel two = model(of(SIZE), -4, 2);
    assertArrayEquals(
        new double[][] {{0, 0}, {-1, 2}, {1, -2}}, columns(two, "maybe", "no", "yes"));
  }

  @Test
  void levelsOfEachClassAreCountedAgainstTheNewBaseline() {
    Preparation had = of(colour("red", true, "blue"));
    LogisticModel model =
        new LogisticModel(
            had.features(),
            new Parameters(new double[][] {{2, 3, 4}, {1, 0, 0}, {0, 0, 1}}, new double[3]),
            new Classes(List.of("a", "b", "c")),
            Optional.empty(),
            Optional.empty(),
            Optional.of(had),
            LogisticModel.HALF);
    Preparation wanted = of(colour("blue", true, "red"));
    double[][] columns = WarmStart.of(model, data(wanted, new Classes(List.of("a", "b", "c"))));
    assertArrayEquals(new double[] {-2, 1, 2, 2}, columns[0]);
    assertArrayEquals(new double[] {-1, -1, -1, 1}, columns[1]);
    assertArrayEquals(new double[] {0, 0, 1, 0}, columns[2]);
  }

  @Test
  void modelOfNoneOfTheClassesIsRefused() {
    Dataset data = data(of(SIZE), new Classes(List.of("x", "y", "z")));
    assertRefused("it tells apart a, b, c, the data x, y, z", ABC, data);
  }

  @Test
  void columnOfAnotherKindIsRefusedByName() {
    Encoding category = new Encoding.Category("size", "S", List.of("L"), false, Gap.BASELINE);
    Dataset data = data(of(category), new Classes("no", "yes"));
    assertRefused(
        "size is a number in the model, a category in the data", model(of(SIZE), -3, 1), data);
  }

  @Test
  void modelOfOtherColumnsIsRefused() {
    Dataset data = data(of(colour("red", false, "blue")), new Classes("no", "yes"));
    assertRefused("it has size, the data colour", model(of(SIZE), -3, 1), data);
  }

  private static void assertRefused(String part, LogisticModel model, Dataset data) {
    IllegalArgumentException e =
        assertThrows(IllegalArgumentException.class, () -> WarmStart.of(model, data));
    assertTrue(e.getMessage().contains(part), e::getMessage);
  }

  @Test
  void trainingFromItsOwnModelTakesNoStep() {
    float[][] x = new float[60][2];
    int[] y = new int[60];
    for (int i = 0; i < 60; i++) {
      x[i][0] = i % 7;
      x[i][1] = i % 11;
      y[i] = (i * i + i / 3) % 3 == 1 ? 1 : 0;
    }
    TrainingOptions.Builder options = TrainingOptions.builder().device("cpu").threads(1);
    LogisticModel model = new LogisticRegression(options.build()).fit(Dataset.of(x, y)).model();
    Training again = new LogisticRegression(options.start(model).build()).fit(Dataset.of(x, y));
    assertEquals(0, again.report().iterations());
  }
}
