package io.downhill;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.downhill.data.DataException;
import io.downhill.data.PreparationOptions;
import io.downhill.data.TableOptions;
import io.downhill.data.table.PreparedRows;
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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** From a raw table to a model, and from the model to probabilities of raw rows. */
class PreparationTest {
  private static final String[] COLUMNS = {"size", "colour", "paid", "since", "score", "label"};

  @TempDir Path folder;

  /** A random row; a gap is an empty cell. */
  private static String[] row(Random random) {
    String[] colours = {"red", "blue", "a \"b\", c", "größer", "", "rare" + random.nextInt(30)};
    double size = random.nextGaussian() * 1e3;
    boolean paid = random.nextBoolean();
    boolean label = size + (paid ? 500 : 0) + 900 * random.nextGaussian() > 0;
    return new String[] {
      random.nextInt(8) == 0 ? "" : Double.toString(size),
      colours[random.nextInt(colours.length)],
      Boolean.toString(paid),
      random.nextInt(9) == 0 ? "" : "2024-0" + (1 + random.nextInt(9)) + "-11",
      random.nextInt(5) + "",
      label ? "yes" : "no"
    };
  }

  private Path csv(String name, List<String[]> rows, int... order) throws IOException {
    StringBuilder text = new StringBuilder();
    List<String[]> all = new ArrayList<>();
    all.add(COLUMNS);
    all.addAll(rows);
    for (String[] row : all) {
      for (int k = 0; k < order.length; k++) {
        String cell = row[order[k]];
        text.append(k > 0 ? "," : "");
        text.append(cell.contains("\"") ? '"' + cell.replace("\"", "\"\"") + '"' : cell);
      }
      text.append('\n');
    }
    return Files.writeString(folder.resolve(name), text.toString());
  }

  private static TableSource source(Path file) {
    return TableSource.files(List.of(file.toString()), TableOptions.DEFAULTS);
  }

  private static LogisticModel train(TableSource source, PreparationOptions options) {
    TrainingOptions cpu = TrainingOptions.builder().device("cpu").l2(1e-3).build();
    return new LogisticRegression(cpu).fit(PreparedTable.learn(source, options).train()).model();
  }

  private static List<String[]> rows(int count, Random random) {
    List<String[]> rows = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      rows.add(row(random));
    }
    return rows;
  }

  private void copy(Path csv, String to) throws SQLException {
    execute("COPY (SELECT * FROM read_csv('" + csv + "')) TO '" + folder.resolve(to) + "'");
  }

  private static void execute(String sql) throws SQLException {
    try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void everyWayToTheSameRowsGivesTheSameBits(long seed) throws IOException, SQLException {
    Random random = new Random(seed);
    Path training = csv("training.csv", rows(300, random), 0, 1, 2, 3, 4, 5);
    LogisticModel model =
        train(source(training), PreparationOptions.label("label").category("score"));
    Path file = folder.resolve("model.json");
    model.save(file);
    LogisticModel loaded = LogisticModel.load(file);

    List<String[]> unseen = rows(200, random);
    Path plain = csv("new.csv", unseen, 0, 1, 2, 3, 4, 5);
    copy(plain, "new.parquet");
    copy(plain, "new.json");
    double[] expected = model.probabilities(source(plain));
    String where = "seed " + seed;
    assertArrayEquals(expected, loaded.probabilities(source(plain)), where + ", loaded");
    Path shuffled = csv("shuffled.csv", unseen, 3, 4, 1, 0, 2);
    assertArrayEquals(expected, loaded.probabilities(source(shuffled)), where + ", shuffled");
    for (String other : List.of("new.parquet", "new.json")) {
      double[] actual = loaded.probabilities(source(folder.resolve(other)));
      assertArrayEquals(expected, actual, where + ", " + other);
    }
    String query = "SELECT * FROM '" + folder.resolve("new.parquet") + "'";
    assertArrayEquals(expected, loaded.probabilities(TableSource.sql(query)), where + ", sql");
    assertArrayEquals(expected, loaded.probabilities(maps(unseen)), where + ", maps");
  }

  /** Starts the command line in a JVM of its own. */
  private Process start(Path output, String... arguments) throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                "io.downhill.cli.Main"));
    command.addAll(List.of(arguments));
    return new ProcessBuilder(command)
        .redirectOutput(output.toFile())
        .redirectError(folder.resolve(output.getFileName() + ".err").toFile())
        .start();
  }

  private String told(Path output) throws IOException {
    return Files.readString(folder.resolve(output.getFileName() + ".err"));
  }

  @Test
  @Tag("slow")
  void anotherProcessGivesTheSameBits() throws Exception {
    List<Path> outputs = new ArrayList<>();
    List<double[]> expected = new ArrayList<>();
    List<Process> processes = new ArrayList<>();
    for (int seed = 11; seed < 15; seed++) {
      Random random = new Random(seed);
      int[] order = seed == 14 ? new int[] {4, 0, 5} : new int[] {0, 1, 2, 3, 4, 5};
      Path training = csv("training" + seed + ".csv", rows(300, random), order);
      Path unseen = csv("new" + seed + ".csv", rows(200, random), order);
      LogisticModel model = train(source(training), PreparationOptions.label("label"));
      Path file = folder.resolve("model" + seed + ".json");
      model.save(file);
      expected.add(model.probabilities(source(unseen)));
      outputs.add(folder.resolve("predicted" + seed + ".csv"));
      processes.add(
          start(outputs.get(outputs.size() - 1), "predict", file.toString(), unseen.toString()));
    }
    for (int k = 0; k < processes.size(); k++) {
      Path output = outputs.get(k);
      assertEquals(0, processes.get(k).waitFor(), told(output));
      double[] actual =
          Files.readAllLines(output).stream()
              .skip(1)
              .mapToDouble(line -> Double.parseDouble(line.substring(0, line.indexOf(','))))
              .toArray();
      assertArrayEquals(expected.get(k), actual, "seed " + (11 + k));
    }
  }

  @Test
  @Tag("slow")
  void anotherProcessLearnsTheSameModel() throws Exception {
    Path training = csv("training.csv", rows(300, new Random(21)), 0, 1, 2, 3, 4, 5);
    Path file = folder.resolve("model.json");
    Path output = folder.resolve("trained.txt");
    Process process =
        start(
            output,
            "train",
            training.toString(),
            "--label",
            "label",
            "--l2",
            "0.001",
            "--device",
            "cpu",
            "--model",
            file.toString());
    LogisticModel here = train(source(training), PreparationOptions.label("label"));
    assertEquals(0, process.waitFor(), told(output));
    LogisticModel there = LogisticModel.load(file);
    assertArrayEquals(here.weights(), there.weights());
    assertEquals(here.bias(), there.bias());
    assertEquals(here.preparation(), there.preparation());
  }

  private static TableSource maps(List<String[]> rows) {
    List<Map<String, Object>> maps = new ArrayList<>();
    for (String[] row : rows) {
      Map<String, Object> map = new LinkedHashMap<>();
      for (int j = 0; j < row.length; j++) {
        map.put(COLUMNS[j], row[j].isEmpty() ? null : row[j]);
      }
      maps.add(map);
    }
    return TableSource.of(maps);
  }

  @Test
  void everyKindOfTableTeachesTheSameModel() throws IOException, SQLException {
    List<String[]> rows = rows(300, new Random(9));
    Path csv = csv("t.csv", rows, 0, 1, 2, 3, 4, 5);
    copy(csv, "t.parquet");
    PreparationOptions options = PreparationOptions.label("label");
    LogisticModel model = train(source(csv), options);
    assertArrayEquals(
        model.weights(), train(source(folder.resolve("t.parquet")), options).weights(), "parquet");
    assertArrayEquals(model.weights(), train(maps(rows), options).weights(), "maps");
    try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = connection.createStatement();
        ResultSet result =
            statement.executeQuery("SELECT * FROM '" + folder.resolve("t.parquet") + "'")) {
      assertArrayEquals(model.weights(), train(TableSource.of(result), options).weights(), "JDBC");
    }
  }

  @Test
  @Tag("slow")
  void readingTellsHowFarItIs() throws IOException, SQLException {
    Path mixed = csv("mixed.csv", rows(20_000, new Random(3)), 0, 1, 2, 3, 4, 5);
    Path numbers = csv("numbers.csv", rows(20_000, new Random(3)), 4, 0, 5);
    copy(mixed, "t.parquet");
    copy(mixed, "t.json");
    for (Path file :
        List.of(mixed, numbers, folder.resolve("t.parquet"), folder.resolve("t.json"))) {
      List<Long> seen = new ArrayList<>();
      List<Double> parts = new ArrayList<>();
      TableSource watched =
          source(file)
              .watchedBy(
                  (rows, part) -> {
                    seen.add(rows);
                    parts.add(part);
                  });
      LogisticModel model = train(watched, PreparationOptions.label("label"));
      assertEquals(List.of(4096L, 8192L, 12288L, 16384L), seen, file.toString());
      seen.clear();
      model.probabilities(watched);
      assertEquals(List.of(4096L, 8192L, 12288L, 16384L), seen, file.toString());
      assertTrue(parts.stream().allMatch(part -> part >= 0 && part <= 1), file + ": " + parts);
    }
  }

  /** A row as a program holds it. */
  record Visit(double minutes, String from, boolean paid, String bought) {}

  @Test
  void recordsTeachAModelThatScoresAMap() {
    List<Visit> visits = new ArrayList<>();
    Random random = new Random(4);
    for (int i = 0; i < 100; i++) {
      double minutes = random.nextDouble() * 10;
      boolean paid = random.nextBoolean();
      boolean bought = minutes + random.nextGaussian() * 3 > 5;
      String from = random.nextBoolean() ? "mail" : "web";
      visits.add(new Visit(minutes, from, paid, bought ? "yes" : "no"));
    }
    LogisticModel model = train(TableSource.ofRecords(visits), PreparationOptions.label("bought"));
    Map<String, Object> row = Map.of("minutes", 9.5, "from", "web", "paid", true);
    assertTrue(model.probability(row) > 0.5, () -> "probability " + model.probability(row));
  }

  @Test
  void partsOfAnySizeGiveTheSameRows() throws IOException {
    List<String[]> rows = rows(300, new Random(11));
    Path csv = csv("t.csv", rows, 0, 1, 2, 3, 4, 5);
    LogisticModel model = train(source(csv), PreparationOptions.label("label"));
    double[] whole = model.probabilities(source(csv));
    List<Double> parts = new ArrayList<>();
    try (PreparedRows prepared =
        PreparedRows.open(source(csv), model.preparationOrPlain(), List.of())) {
      Optional<PreparedRows.Part> part = prepared.next(7);
      while (part.isPresent()) {
        for (double a : model.probabilities(part.get().examples())) {
          parts.add(a);
        }
        part = prepared.next(7);
      }
    }
    assertArrayEquals(whole, parts.stream().mapToDouble(Double::doubleValue).toArray());
  }

  @Test
  void columnOfNumbersThatTurnsIntoTextIsFoundOnTheWay() throws IOException {
    StringBuilder text = new StringBuilder("x,y\n");
    StringBuilder grouped = new StringBuilder("x\n");
    for (int i = 0; i < 5000; i++) {
      text.append(i % 77 * 100).append(',').append(i % 3 % 2).append('\n');
      grouped.append(i < 4000 ? i % 77 * 100 : "\"1,200,000\"").append('\n');
    }
    Path training = Files.writeString(folder.resolve("x.csv"), text);
    LogisticModel model = train(source(training), PreparationOptions.label("y"));
    Path scored = Files.writeString(folder.resolve("new.csv"), grouped);
    double[] a = model.probabilities(source(scored));
    assertEquals(5000, a.length);
    assertEquals(model.probability(Map.of("x", 1_200_000)), a[4999]);
  }

  @Test
  void gapThatIsWrittenOutFarDownIsAGapWhereverItStands() throws IOException {
    StringBuilder text = new StringBuilder("x,y\n");
    StringBuilder gaps = new StringBuilder("name,x\n");
    for (int i = 0; i < 5000; i++) {
      text.append(i % 77).append(',').append(i % 3 % 2).append('\n');
      gaps.append(i % 100 == 50 ? "NA" : "n" + i).append(i < 4000 ? "," + i % 77 : ",N/A");
      gaps.append('\n');
    }
    Path training = Files.writeString(folder.resolve("x.csv"), text);
    LogisticModel model = train(source(training), PreparationOptions.label("y"));
    Path scored = Files.writeString(folder.resolve("new.csv"), gaps);
    try (PreparedRows prepared =
        PreparedRows.open(source(scored), model.preparationOrPlain(), List.of("name"))) {
      PreparedRows.Part part = prepared.next(10_000).orElseThrow();
      assertEquals(5000, part.examples().examples());
      assertEquals(50, part.kept().stream().filter(cells -> cells[0].equals("NA")).count());
      assertEquals("n4999", part.kept().get(4999)[0]);
      assertEquals(part.examples().x(4000, 0), part.examples().x(4999, 0));
      assertEquals(
          List.of("x: 1000 gaps, rare or absent in training, filled with the mean"),
          prepared.warnings());
    }
  }

  private LogisticModel sample() throws IOException {
    Path csv = csv("t.csv", rows(300, new Random(5)), 0, 1, 2, 3, 4, 5);
    return train(source(csv), PreparationOptions.label("label"));
  }

  @Test
  void missingColumnIsNamed() throws IOException {
    LogisticModel model = sample();
    Path scored =
        Files.writeString(folder.resolve("new.csv"), "size,colours,paid,score\n1,red,no,1\n");
    String told =
        assertThrows(DataException.class, () -> model.probabilities(source(scored))).getMessage();
    assertTrue(told.contains("no column named colour (and 1 more"), told);
    assertTrue(told.contains("did you mean colours?"), told);
  }

  @Test
  void levelsThatTrainingHadNotAreCounted() throws IOException {
    LogisticModel model = sample();
    Path scored =
        csv(
            "new.csv",
            List.<String[]>of(new String[] {"1", "pink", "true", "", "1", "no"}),
            0,
            1,
            2,
            3,
            4);
    try (PreparedRows prepared =
        PreparedRows.open(source(scored), model.preparationOrPlain(), List.of())) {
      prepared.next(10);
      assertEquals(1, prepared.warnings().size(), prepared.warnings().toString());
      assertTrue(
          prepared.warnings().get(0).startsWith("colour: 1 cell holds a level"),
          prepared.warnings().toString());
    }
  }

  @Test
  void textInANumberIsToldWithItsPlace() throws IOException {
    LogisticModel model = sample();
    String[] good = {"1", "red", "true", "", "1", "no"};
    String[] bad = {"much", "red", "true", "", "1", "no"};
    Path scored = csv("new.csv", List.of(good, bad), 0, 1, 2, 3, 4);
    String told =
        assertThrows(DataException.class, () -> model.probabilities(source(scored))).getMessage();
    assertTrue(told.contains("new.csv: row 2, column size: 'much' is not a number"), told);
  }

  @Test
  void preparationAndThresholdComeBackFromTheFile() throws IOException {
    LogisticModel model = sample().withThreshold(0.3);
    Path file = folder.resolve("model.json");
    model.save(file);
    LogisticModel loaded = LogisticModel.load(file);
    assertEquals(model.preparation(), loaded.preparation());
    assertEquals(0.3, loaded.threshold());
  }

  @Test
  void modelOfVersion1StillLoads() throws IOException {
    Path file = folder.resolve("model.json");
    LogisticModelTest.model(0.5, 1, 2).save(file);
    assertTrue(Files.readString(file).contains("\"version\" : 1"), "version");
    assertTrue(LogisticModel.load(file).preparation().isEmpty(), "preparation");
  }
}
