package io.downhill;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.downhill.data.DataException;
import io.downhill.data.Dataset;
import io.downhill.data.PreparationOptions;
import io.downhill.data.ReadProgress;
import io.downhill.data.Standardization;
import io.downhill.data.npy.NpyFixture;
import io.downhill.data.npy.NpyMatrix;
import io.downhill.data.table.PreparedTable;
import io.downhill.data.table.TableSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A column far from 0 gives the fit of the same numbers near 0. */
class OffsetsTest {
  private static final int ROWS = 400;

  @TempDir Path folder;

  /** x is of quarters, so that a double holds it after any of the offsets. */
  private static List<Map<String, Object>> rows(double offset) {
    Random random = new Random(5);
    List<Map<String, Object>> rows = new ArrayList<>();
    for (int i = 0; i < ROWS; i++) {
      double x = Math.rint(4 * 6 * random.nextGaussian()) / 4;
      double z = 0.3 * x + random.nextGaussian();
      Map<String, Object> row = new LinkedHashMap<>();
      row.put("x", offset + x);
      row.put("z", random.nextGaussian());
      row.put("y", z + random.nextGaussian() > 0 ? 1 : 0);
      rows.add(row);
    }
    return rows;
  }

  private static TrainingOptions.Builder options() {
    return TrainingOptions.builder().device("cpu");
  }

  private static Training fit(List<Map<String, Object>> rows, TrainingOptions options) {
    return new LogisticRegression(options)
        .fit(PreparedTable.learn(TableSource.of(rows), PreparationOptions.label("y")).train());
  }

  @ParameterizedTest
  @ValueSource(doubles = {1e6, 1.7e9, -3e8, 1e12, 1.7e12})
  void theFitIsThatOfTheSameNumbersNearZero(double offset) {
    Training near = fit(rows(0), options().build());
    Training far = fit(rows(offset), options().build());
    assertEquals(near.report().cost(), far.report().cost(), 1e-9, "J");
    assertEquals(near.model().weights()[0], far.model().weights()[0], 1e-6, "weight");
    assertEquals(List.of(), far.report().verdict().separated(), "separated");
    assertEquals(List.of(), far.report().verdict().constant(), "constant");
    assertArrayEquals(
        near.model().probabilities(TableSource.of(rows(0))),
        far.model().probabilities(TableSource.of(rows(offset))),
        1e-6,
        "probabilities");
  }

  @Test
  void penaltiesMeanTheSameFarFromZero() {
    for (TrainingOptions.Penalize penalize : TrainingOptions.Penalize.values()) {
      TrainingOptions options = options().l2(0.1).l1(0.01).penalize(penalize).build();
      double near = fit(rows(0), options).report().cost();
      assertEquals(near, fit(rows(1.7e9), options).report().cost(), 1e-9, penalize.toString());
    }
  }

  @Test
  void dataThatAreStandardisedAreTrainedOnAsTheyAre() {
    Dataset raw =
        PreparedTable.learn(TableSource.of(rows(1.7e9)), PreparationOptions.label("y")).train();
    double cost = new LogisticRegression(options().build()).fit(raw).report().cost();
    Dataset data = raw.standardized(Standardization.of(raw));
    LogisticRegression plain = new LogisticRegression(options().standardize(false).build());
    assertEquals(cost, plain.fit(data).report().cost(), 1e-9);
    LogisticRegression without = new LogisticRegression(options().intercept(false).build());
    assertThrows(IllegalArgumentException.class, () -> without.fit(data));
  }

  @Test
  void weightsAndPenaltiesBeyondDoublesAreRefused() {
    List<Map<String, Object>> rows = rows(0);
    rows.forEach(row -> row.replaceAll((k, v) -> k.equals("x") ? 1e-310 * (double) v : v));
    String weight =
        assertThrows(DataException.class, () -> fit(rows, options().build())).getMessage();
    assertTrue(weight.startsWith("x: its values are so near to 0"), weight);
    TrainingOptions raw = options().l2(0.1).penalize(TrainingOptions.Penalize.RAW).build();
    String penalty = assertThrows(DataException.class, () -> fit(rows, raw)).getMessage();
    assertTrue(penalty.startsWith("x: the penalty on its weight is beyond"), penalty);
  }

  @Test
  void aSavedModelScoresToTheSameBits() {
    LogisticModel model = fit(rows(1.7e9), options().build()).model();
    Path file = folder.resolve("model.json");
    model.save(file);
    LogisticModel loaded = LogisticModel.load(file);
    TableSource source = TableSource.of(rows(1.7e9));
    assertArrayEquals(model.probabilities(source), loaded.probabilities(source));
  }

  @Test
  void aRowOfDoublesScoresAsItsTableDoes() {
    LogisticModel model = fit(rows(1.7e9), options().build()).model();
    Map<String, Object> row = rows(1.7e9).get(3);
    double[] x = {(double) row.get("x"), (double) row.get("z")};
    assertEquals(model.probability(row), model.probability(x), 1e-7);
  }

  @Test
  void aModelFarFromZeroStartsATrainingNearZero() {
    LogisticModel far = fit(rows(1.7e9), options().build()).model();
    List<Map<String, Object>> shifted = rows(1.7e9 + 1);
    TrainingOptions options = options().start(far).iterations(1).build();
    Training again = fit(rows(1.7e9), options);
    assertEquals(0, again.report().iterations(), "at the optimum from the start");
    // Other rows have another offset: the margins at the start are those of the model.
    double z = far.weights()[0];
    double[] was = far.probabilities(TableSource.of(rows(1.7e9)));
    double[] is = far.probabilities(TableSource.of(shifted));
    for (int i = 0; i < ROWS; i++) {
      double moved = Math.log(is[i] / (1 - is[i])) - Math.log(was[i] / (1 - was[i]));
      assertEquals(z, moved, 1e-4, "row " + i);
    }
  }

  @Test
  void textFarFromZeroThatItsFirstRowsDoNotShowIsReadAgain() throws IOException {
    StringBuilder csv = new StringBuilder("x,y\n");
    for (int i = 0; i < 1100; i++) {
      csv.append(i % 97 / 10.0).append(',').append(i % 2).append('\n');
    }
    for (int i = 0; i < 200_000; i++) {
      csv.append(1_700_000_000 + i % 60 + 0.5).append(',').append(i % 60 / 30).append('\n');
    }
    Path file = folder.resolve("x.csv");
    Files.writeString(file, csv);
    PreparedTable table =
        PreparedTable.learn(TableSource.files(file.toString()), PreparationOptions.label("y"));
    Dataset data = table.train();
    assertTrue(data.offsets().isPresent(), "an offset");
    assertEquals(1f, data.x(1101, 0) - data.x(1100, 0), "one second");
  }

  /** Of 40000 rows 20 have another second, none of them among those that are looked at first. */
  private static int second(int i) {
    return 1_700_000_000 + (i > 10_000 && i % 1500 == 1 ? 10 : 0);
  }

  @Test
  void digitsThatFewRowsNeedAreKept() throws IOException {
    StringBuilder csv = new StringBuilder("x,z,y\n");
    for (int i = 0; i < 40_000; i++) {
      csv.append(second(i)).append(',').append(i % 7).append(',').append(i / 3 % 2).append('\n');
    }
    Path file = Files.writeString(folder.resolve("x.csv"), csv);
    PreparedTable table =
        PreparedTable.learn(TableSource.files(file.toString()), PreparationOptions.label("y"));
    assertEquals(List.of("x", "z"), table.train().featureNames());
    assertEquals(10f, table.train().x(12_001, 0) - table.train().x(0, 0), "ten seconds");
  }

  @Test
  void digitsThatAreLostSinceRowsComeOnceAreTold() throws SQLException {
    try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = connection.createStatement();
        ResultSet result =
            statement.executeQuery(
                "SELECT 1700000000 + CASE WHEN i > 10000 AND i % 1500 = 1 THEN 10 ELSE 0 END AS x,"
                    + " i % 7 AS z, i // 3 % 2 AS y FROM range(40000) t(i)")) {
      List<String> warnings =
          PreparedTable.learn(TableSource.of(result), PreparationOptions.label("y")).warnings();
      assertTrue(warnings.toString().contains("some of its values cannot be told"), "" + warnings);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"<f8", "<i8", "<u8"})
  void matricesOfDoublesAndIntegersKeepTheirDigits(String type) throws IOException {
    for (boolean fortran : new boolean[] {false, true}) {
      Path x = matrix(type, fortran, 1_700_000_000L);
      Path near = matrix(type, fortran, 0);
      Path y = labels();
      LogisticRegression trainer = new LogisticRegression(options().build());
      Training far = trainer.fit(NpyMatrix.read(x.toString(), y.toString()));
      double least = trainer.fit(NpyMatrix.read(near.toString(), y.toString())).report().cost();
      assertEquals(least, far.report().cost(), 1e-9, type + (fortran ? ", by column" : ""));
      LogisticModel model = far.model();
      Dataset again =
          NpyMatrix.read(x.toString(), model.features(), model.offsets(), ReadProgress.NONE);
      double[] row = {1_700_000_000L + value(7, 0), 1_700_000_000L + value(7, 1)};
      assertEquals(model.probability(row), model.probabilities(again)[7], 1e-6);
    }
  }

  @Test
  void digitsThatOneRowOfAMatrixNeedsAreKept() throws IOException {
    int rows = 40_000;
    double[][] seconds = new double[rows][1];
    double[] labels = new double[rows];
    for (int i = 0; i < rows; i++) {
      seconds[i][0] = 1_700_000_000 + (i == 20_001 ? 10 : 0);
      labels[i] = i % 2;
    }
    Path x = NpyFixture.matrix(folder.resolve("one.npy"), "<i8", false, seconds);
    Path y = NpyFixture.vector(folder.resolve("y.npy"), "<i8", labels);
    Dataset data = NpyMatrix.read(x.toString(), y.toString());
    assertEquals(10f, data.x(20_001, 0) - data.x(0, 0));
  }

  private static int value(int i, int j) {
    return (i * 37 + j * 11 + i * i % 7) % 60;
  }

  private Path matrix(String type, boolean fortran, long offset) throws IOException {
    double[][] x = new double[ROWS][2];
    for (int i = 0; i < ROWS; i++) {
      for (int j = 0; j < 2; j++) {
        x[i][j] = offset + value(i, j);
      }
    }
    return NpyFixture.matrix(folder.resolve("x" + offset + ".npy"), type, fortran, x);
  }

  private Path labels() throws IOException {
    double[] y = new double[ROWS];
    Arrays.setAll(y, i -> (value(i, 0) + i % 50) / 55 % 2);
    return NpyFixture.vector(folder.resolve("y.npy"), "<i8", y);
  }

  @Test
  void onlyModelsThatAnOlderProgramWouldScoreWronglyAreOfAnotherVersion() throws IOException {
    assertEquals(2, version("x,y", "1.5,0", "2.5,1", "3,0", "3.5,1"), "plain numbers");
    assertEquals(2, version("x,y", "2024-01-31,0", "2024-02-01,1", "2024-03-01,0", "2024-03-02,1"));
    assertEquals(3, version("x;y", "1,5;0", "2,5;1", "3,25;0", "3,5;1"), "decimal commas");
    assertEquals(3, version("x;y", "15%;0", "25%;1", "30%;0", "35%;1"), "percent");
    assertEquals(3, version("x,y", "1700000001,0", "1700000007,1", "1700000002,0", "1700000009,1"));
  }

  private int version(String... lines) throws IOException {
    Path data = folder.resolve("version.csv");
    Files.write(data, List.of(lines));
    PreparedTable table =
        PreparedTable.learn(TableSource.files(data.toString()), PreparationOptions.label("y"));
    Path file = folder.resolve("version.json");
    TrainingOptions options = options().l2(0.1).build();
    new LogisticRegression(options).fit(table.train()).model().save(file);
    String json = Files.readString(file);
    return json.charAt(json.indexOf("\"version\" : ") + 12) - '0';
  }
}
