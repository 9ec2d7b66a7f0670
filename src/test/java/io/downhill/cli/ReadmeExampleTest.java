package io.downhill.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.downhill.LogisticModel;
import io.downhill.LogisticRegression;
import io.downhill.Training;
import io.downhill.TrainingOptions;
import io.downhill.data.Dataset;
import io.downhill.data.PreparationOptions;
import io.downhill.data.table.PreparedTable;
import io.downhill.data.table.TableSource;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs what README.md shows, so that it stays true. */
class ReadmeExampleTest {
  private static final Path README = Path.of("README.md");
  private static final Path SOURCE =
      Path.of("src/test/java/io/downhill/cli/ReadmeExampleTest.java");
  private static final Pattern BLOCK = Pattern.compile("(?ms)^```(\\w+)\\n(.*?)^```$");
  private static final Pattern STEP = Pattern.compile("(?m)^\\$ (.*)\\n((?:(?!\\$ ).*\\n)*)");

  @TempDir Path folder;

  /** Blocks of README.md in a language. */
  private static List<String> blocks(String language) throws IOException {
    List<String> blocks = new ArrayList<>();
    Matcher block = BLOCK.matcher(Files.readString(README));
    while (block.find()) {
      if (block.group(1).equals(language)) {
        blocks.add(block.group(2));
      }
    }
    assertFalse(blocks.isEmpty(), README + " has no block in " + language);
    return blocks;
  }

  @Test
  void arraysInMemoryBecomeAModel() {
    Path file = folder.resolve("passed.json");

    // What README.md shows.
    float[][] x = { // hours learned, hours slept
      {1.0f, 6.5f}, {1.5f, 8.0f}, {2.0f, 5.0f}, {2.5f, 7.0f}, {3.0f, 6.0f}, {3.5f, 8.0f},
      {4.0f, 7.5f}, {4.5f, 4.5f}, {5.0f, 6.5f}, {5.5f, 5.0f}, {6.0f, 7.0f}, {6.5f, 8.0f},
      {7.0f, 5.5f}, {7.5f, 4.0f}, {8.0f, 7.5f}, {8.5f, 6.0f}
    };
    int[] y = {0, 0, 0, 0, 1, 0, 1, 0, 1, 0, 1, 1, 1, 0, 1, 1};
    TrainingOptions options = TrainingOptions.builder().l2(0.001).build();
    Training training = new LogisticRegression(options).fit(Dataset.of(x, y));
    LogisticModel model = training.model();
    double a = model.probability(new float[] {6, 6}); // 0.69, of label 1
    String passed = model.predict(new float[] {6, 6}); // "1"
    String verdict = training.report().verdict().text(); // "": nothing to complain of
    model.save(file);

    assertEquals(0.69, a, 0.005);
    assertEquals("1", passed);
    assertEquals("", verdict);
    assertEquals(a, LogisticModel.load(file).probability(new float[] {6, 6}));
  }

  @Test
  void tableBecomesAModelThatTakesRawRows() throws IOException {
    // The files are those that README.md shows before.
    for (String block : blocks("console")) {
      writeFiles(block);
    }
    String learned = placed("students.csv");
    String unseen = placed("new.csv");
    TrainingOptions options = TrainingOptions.builder().l2(0.001).build();

    // What README.md shows.
    TableSource table = TableSource.files(learned);
    Dataset students = PreparedTable.learn(table, PreparationOptions.label("passed")).train();
    LogisticModel trained = new LogisticRegression(options).fit(students).model();
    double[] each = trained.probabilities(TableSource.files(unseen)); // 0.30, 0.69, 0.82, of yes
    double one = trained.probability(Map.of("hours", 6, "sleep", 6)); // 0.69

    assertArrayEquals(new double[] {0.30, 0.69, 0.82}, each, 0.005);
    assertEquals(each[1], one);
    assertEquals("yes", trained.classes().positive());
  }

  /** Writes what a cat shows. */
  private void writeFiles(String block) throws IOException {
    Matcher step = STEP.matcher(block);
    while (step.find()) {
      String[] words = step.group(1).split(" ");
      if (words[0].equals("cat")) {
        Files.writeString(folder.resolve(words[1]), step.group(2));
      }
    }
  }

  @Test
  void javaLinesAreTheOnesThatRunHere() throws IOException {
    List<String> here = Files.readAllLines(SOURCE).stream().map(String::strip).toList();
    List<String> shown =
        String.join("", blocks("java"))
            .lines()
            .map(line -> line.strip().replace("Path.of(\"passed.json\")", "file"))
            .map(line -> line.replace("\"students.csv\"", "learned"))
            .map(line -> line.replace("\"new.csv\"", "unseen"))
            .filter(line -> !line.isEmpty())
            .toList();
    assertEquals(List.of(), shown.stream().filter(line -> !here.contains(line)).toList());
  }

  /** The commands in their order, on a terminal of UTF-8; a cat gives a file its content. */
  @Test
  void commandsPrintWhatIsShown() throws IOException {
    String before = System.setProperty("downhill.charset", "UTF-8");
    try {
      commandsPrintWhatIsShownHere();
    } finally {
      if (before == null) {
        System.clearProperty("downhill.charset");
      } else {
        System.setProperty("downhill.charset", before);
      }
    }
  }

  private void commandsPrintWhatIsShownHere() throws IOException {
    int ran = 0;
    for (String block : blocks("console")) {
      writeFiles(block);
      Matcher step = STEP.matcher(block);
      while (step.find()) {
        List<String> words = List.of(step.group(1).split(" "));
        if (words.get(0).equals("./downhill")) {
          List<String> arguments =
              new ArrayList<>(words.stream().skip(1).map(this::placed).toList());
          if (arguments.get(0).equals("train") && !arguments.contains("--model")) {
            arguments.addAll(List.of("--model", placed("model.json")));
          }
          CommandRun run = CommandRun.of(arguments.toArray());
          assertShows(sameEverywhere(step.group(2)), sameEverywhere(run.out() + run.err()), run);
          ran++;
        } else if (words.get(0).equals("java")) {
          runJava(words.stream().skip(1).map(this::placed).toList());
        }
      }
    }
    assertTrue(ran >= 3, "commands that were run: " + ran);
  }

  /** Whether an output is what is shown, in which a line ... stands for any lines. */
  private static void assertShows(String shown, String output, CommandRun run) {
    if (!shown.contains("...\n")) {
      assertEquals(shown, output, run::toString);
      return;
    }
    int at = 0;
    for (String part : ("\n" + shown + "\n").split("\n\\.\\.\\.(?=\n)")) {
      int found = ("\n" + output + "\n").indexOf(part, at);
      assertTrue(found >= 0, "not in this order: " + part + "\nin " + run);
      at = found + part.length() - 1;
    }
  }

  /** Runs a program of bench/ in a JVM of its own. */
  private static void runJava(List<String> arguments) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(arguments);
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String told = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    try {
      assertEquals(0, process.waitFor(), told);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  private String placed(String word) {
    boolean file = word.endsWith(".csv") || word.endsWith(".json");
    return file ? folder.resolve(word).toString() : word;
  }

  /** Without what depends on the machine: its name, why it was chosen, and times. */
  private String sameEverywhere(String output) {
    Stream<String> lines =
        Arrays.stream(output.replace(folder + "/", "").split("\n"))
            .filter(line -> !line.startsWith("device ") && !line.startsWith("seconds "))
            .filter(line -> !line.startsWith("           "));
    return String.join("\n", lines.toList());
  }
}
