package io.downhill.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** From a raw table with texts to a model and its predictions. */
class TextCommandTest {
  private static final String[] KINDS = {"sport", "food", "travel"};
  private static final String[][] WORDS = {
    {"goal", "match", "Team", "score"}, {"soup", "Salt", "bread", "oven"}, {"train", "Hotel", "sea"}
  };
  private static final String[] COMMON = {"the", "a", "was", "very", "we", "and", "of", "it's"};

  @TempDir Path folder;
  private Path csv;
  private Path model;

  @BeforeEach
  void writeMails() throws IOException {
    csv = write("mails.csv", 3, 240, 1);
    model = folder.resolve("model.json");
  }

  /** Rows of a kind, a size, and a text with quotes, commas and line ends. */
  private Path write(String name, int kinds, int count, long seed) throws IOException {
    Random random = new Random(seed);
    StringBuilder text = new StringBuilder("kind,size,mail\n");
    for (int i = 0; i < count; i++) {
      int kind = random.nextInt(kinds);
      text.append(KINDS[kind]).append(',').append(random.nextInt(90) / 4.0).append(",\"");
      for (int k = 4 + random.nextInt(8); k > 0; k--) {
        int from = random.nextInt(12) == 0 ? random.nextInt(kinds) : kind;
        String[] words = random.nextInt(3) == 0 ? WORDS[from] : COMMON;
        text.append(words[random.nextInt(words.length)]);
        text.append(new String[] {" ", ", ", "\n", " \"\"so\"\" "}[random.nextInt(4)]);
      }
      text.append("\"\n");
    }
    return Files.writeString(folder.resolve(name), text);
  }

  private CommandRun train(Path data, Object... more) {
    Object[] arguments = new Object[9 + more.length];
    Object[] first = {
      "train", data, "--label", "kind", "--text", "mail", "--l2", "0.001", "--model=" + model
    };
    System.arraycopy(first, 0, arguments, 0, first.length);
    System.arraycopy(more, 0, arguments, first.length, more.length);
    return CommandRun.of(arguments);
  }

  private static JsonNode json(Path file) throws IOException {
    return JsonMapper.shared().readTree(Files.readString(file));
  }

  @Test
  void rawFileBecomesAModelThatPredictsNewOnes() throws IOException {
    CommandRun trained = train(csv, "--test", "0.25").succeeds();
    assertTrue(trained.out().contains("mail    text    "), trained::toString);
    assertTrue(trained.out().contains("mail:goal"), trained::toString);

    Path unseen = folder.resolve("new.csv");
    Files.writeString(
        unseen, "mail,size\n\"What a GOAL, what a \"\"match\"\"!\nGreat\",3\nSoup with salt,1\n");
    CommandRun predicted = CommandRun.of("predict", model, unseen).succeeds();
    List<String> lines = predicted.out().lines().toList();
    assertEquals(
        List.of("sport", "food"),
        lines.stream().skip(1).map(line -> line.replaceFirst(",.*", "")).toList(),
        predicted::toString);
    assertEquals(
        "warning: mail: 4 of 8 words, rare or unseen in training, are left out, the first 'what'",
        predicted.err().strip());

    Path others = write("others.csv", 3, 60, 2);
    CommandRun judged = CommandRun.of("evaluate", model, others, "--json").succeeds();
    double accuracy = JsonMapper.shared().readTree(judged.out()).path("accuracy").asDouble();
    assertTrue(accuracy > 0.8, judged::toString);
  }

  @Test
  void everyCommandTakesModelsOfTexts() throws IOException {
    csv = write("mails.csv", 2, 240, 3);
    train(csv).succeeds();
    CommandRun shown = CommandRun.of("show", model, "--top", "3").succeeds();
    assertTrue(shown.out().contains("mail:"), shown::toString);
    assertTrue(shown.out().contains("mail    text    "), shown::toString);

    Path counts = folder.resolve("counts.json");
    CommandRun.of(
            "train",
            csv,
            "--label",
            "kind",
            "--text",
            "mail",
            "--text-weight",
            "counts",
            "--l2",
            "0.001",
            "--model",
            counts)
        .succeeds();
    Path others = write("others.csv", 2, 60, 4);
    CommandRun compared = CommandRun.of("compare", model, counts, others).succeeds();
    assertTrue(compared.out().contains("log loss"), compared::toString);

    Path page = folder.resolve("report.html");
    CommandRun.of("report", model, others, "--output", page).succeeds();
    String html = Files.readString(page);
    assertTrue(html.contains("mail:"), "the page names words");

    Path tuned = folder.resolve("tuned.json");
    CommandRun.of(
            "tune",
            csv,
            "--label",
            "kind",
            "--text",
            "mail",
            "--penalties",
            "5",
            "--folds",
            "3",
            "--model",
            tuned)
        .succeeds();
    assertEquals(json(model).path("preparation"), json(tuned).path("preparation"));

    Path start = Files.copy(model, folder.resolve("start.json"));
    CommandRun again = train(csv, "--start", start).succeeds();
    assertFalse(again.err().contains("does not have"), again::toString);
    CommandRun other = train(csv, "--start", counts);
    assertEquals(1, other.code(), other::toString);
    assertTrue(
        other.err().contains("mail is a text by counts in the model, a text by tf-idf in the data"),
        other::toString);
  }

  @Test
  void everyFormatGivesTheSameModel() throws IOException, SQLException {
    train(csv).succeeds();
    JsonNode expected = json(model);
    try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = connection.createStatement()) {
      for (String format : List.of("parquet", "json")) {
        Path copy = folder.resolve("mails." + format);
        statement.execute(
            "COPY (SELECT * FROM read_csv('"
                + csv
                + "', header = true)) TO '"
                + copy
                + "' (FORMAT "
                + format
                + ")");
        train(copy).succeeds();
        JsonNode actual = json(model);
        for (String part : List.of("features", "weights", "bias", "preparation")) {
          assertEquals(expected.path(part), actual.path(part), format + ": " + part);
        }
      }
    }
  }

  @Test
  void modelFileNamesWordsOnceAndOldProgramsRefuseIt() throws IOException {
    train(csv).succeeds();
    JsonNode file = json(model);
    assertEquals(6, file.path("version").asInt());
    assertEquals("{\"of\":\"preparation\"}", file.path("features").toString());
    JsonNode column = file.path("preparation").path("columns").get(1);
    assertEquals("words", column.path("as").asString());
    assertEquals("tf-idf", column.path("weighting").asString());
    assertEquals(240, column.path("texts").asInt());
    assertEquals(column.path("words").size(), column.path("textsWith").size());
  }

  @Test
  void damagedWordsAreRefusedInALine() throws IOException {
    train(csv).succeeds();
    String whole = Files.readString(model);
    refused(whole.replace("\"tf-idf\"", "\"bm25\""), "weighting is not a word this version knows");
    refused(whole.replace("\"bread\", ", ""), "column mail: ");
    refused(whole.replace("\"bread\"", "\"zzz\""), "not in ascending order");
    refused(
        whole.replaceFirst("\"textsWith\" : \\[ \\d+", "\"textsWith\" : [ 9999"), "of 240 texts");
    refused(
        whole.replaceFirst("\"textsWith\" : \\[ \\d+", "\"textsWith\" : [ 1.5"), "whole number");
    refused(
        whole.replaceFirst("(?s)\"preparation\" : \\{.*\"training\"", "\"training\""),
        "preparation is not an object");
  }

  private void refused(String changed, String words) throws IOException {
    Files.writeString(model, changed);
    CommandRun.of("predict", model, csv).fails(1, "cannot read the model", words);
  }

  @Test
  void wordsOfOtherScriptsAreFeatures() throws IOException {
    String cyrillic = "\u041f\u0440\u0438\u0432\u0435\u0442 \u041c\u0418\u0420";
    Files.writeString(
        csv,
        "kind,mail\na,"
            + (cyrillic + "\nb,\u5929\u6c14\u5f88\u597d \u4f60\u597d\na,").repeat(6)
            + cyrillic
            + "\n",
        StandardCharsets.UTF_8);
    CommandRun run = train(csv, "--text-weight", "counts").succeeds();
    assertTrue(run.out().contains("mail:\u043c\u0438\u0440"), run::toString);
    assertTrue(run.out().contains("mail:\u4f60\u597d"), run::toString);
  }

  @Test
  void whatCannotBeIsToldInALine() throws IOException {
    CommandRun.of("train", csv, "--label", "kind", "--text", "kind")
        .fails(1, "column kind is both a text and the label");
    CommandRun.of("train", csv, "--label", "kind", "--text", "mial")
        .fails(1, "no column named mial (did you mean mail?)");
    CommandRun.of(
            "train",
            csv,
            "--label",
            "kind",
            "--text",
            "mail",
            "--rare",
            "1000",
            "--exclude",
            "size")
        .fails(1, "no features", "no word is in 1000 texts or more");
    Path sparse = Files.writeString(folder.resolve("a.libsvm"), "1 1:2\n0 2:1\n");
    CommandRun unused = CommandRun.of("train", csv, "--label", "kind", "--text-weight", "counts");
    assertEquals(2, unused.code());
    assertTrue(unused.err().contains("--text-weight is about columns that --text names"));
    CommandRun unknown =
        CommandRun.of("train", csv, "--label", "kind", "--text", "mail", "--text-weight", "bm25");
    assertEquals(2, unknown.code());
    assertTrue(unknown.err().contains("must be tf-idf or counts, not bm25"), unknown::toString);
    CommandRun columns = CommandRun.of("train", sparse, "--text", "mail");
    assertEquals(2, columns.code());
    assertTrue(columns.err().contains("no columns to prepare: leave out"), columns::toString);
    assertTrue(columns.err().contains("--text"), columns::toString);
  }

  /**
   * 450 verses of three books, and J by scikit-learn 1.2.1: vectorizers with min_df=2,
   * LogisticRegression(C=1/(0.001 * 450), tol=1e-12).
   */
  @ParameterizedTest
  @CsvSource({
    "tf-idf, , 0.5148778300",
    "tf-idf, Psalms, 0.3594540012",
    "counts, , 0.1352179655",
    "counts, Psalms, 0.1152469960"
  })
  void costOfRealTextsIsThatOfScikitLearn(String weight, String positive, double cost)
      throws IOException, URISyntaxException {
    Path verses = Path.of(getClass().getResource("/io/downhill/verses.csv").toURI());
    List<Object> arguments =
        new ArrayList<>(
            List.of("train", verses, "--label", "book", "--text", "verse", "--exclude", "place"));
    arguments.addAll(List.of("--text-weight", weight, "--l2", "0.001", "--json"));
    arguments.addAll(List.of("--model", model));
    if (positive != null) {
      arguments.addAll(List.of("--positive", positive));
    }
    CommandRun run = CommandRun.of(arguments.toArray()).succeeds();
    JsonNode trained = JsonMapper.shared().readTree(run.out());
    assertEquals(726, trained.path("features").asInt(), run::toString);
    assertEquals(cost, trained.path("cost").asDouble(), 1e-7 * cost, run::command);
    CommandRun judged = CommandRun.of("evaluate", model, verses, "--label", "book", "--json");
    double accuracy =
        JsonMapper.shared().readTree(judged.succeeds().out()).path("accuracy").asDouble();
    assertTrue(accuracy > 0.95, judged::toString);
  }

  /** DuckDB refuses lines beyond 2 MB unless it is told of them. */
  @Test
  void textOfMegabytesIsATextToo() throws IOException {
    String filler = "goal soup ".repeat(230_000);
    Files.writeString(csv, Files.readString(csv) + "food,1,\"" + filler + "\nend\"\n");
    CommandRun run = train(csv).succeeds();
    assertTrue(run.out().contains("examples   241 x"), run::toString);
    CommandRun.of("predict", model, csv, "--keep", "kind").succeeds();
  }

  @Test
  void textThatIsNotNamedGetsAHint() throws IOException {
    CommandRun run =
        CommandRun.of("train", csv, "--label", "kind", "--l2", "0.1", "--model", model).succeeds();
    assertTrue(run.err().contains("; --text mail makes features of its words"), run::toString);
    StringBuilder often = new StringBuilder("kind,mail\n");
    for (int i = 0; i < 60; i++) {
      String text = i < 12 ? "the same words again" : "a text of its own " + i;
      often.append(KINDS[i % 2]).append(',').append(text).append('\n');
    }
    Files.writeString(csv, often);
    CommandRun some =
        CommandRun.of("train", csv, "--label", "kind", "--l2", "0.1", "--model", model).succeeds();
    assertTrue(
        some.err()
            .contains("mail: most of its levels are rare; --text mail makes features of its words"),
        some::toString);
  }
}
