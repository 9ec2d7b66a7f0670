package io.downhill.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What stands in a file cannot command the terminal. */
class PrintableTest {
  private static final String RED = "\u001b[31mred\u009b1m\u202e";

  @TempDir Path folder;

  /** A table whose column and label hold escapes. */
  private Path hostile() {
    StringBuilder csv = new StringBuilder("x,\"" + RED + "\nname\",y\n");
    for (int i = 0; i < 40; i++) {
      csv.append(i % 7).append(',').append(i % 5).append(i % 3 == 0 ? ",\u0007no\n" : ",yes\n");
    }
    return new SampleFiles(folder).write("hostile.csv", csv.toString());
  }

  private static void assertHarmless(String shown) {
    assertTrue(
        shown.chars().allMatch(c -> c == '\n' || c >= ' ' && c < 0x7f || c > 0xa0 && c < 0x2000),
        () -> Printable.escaped(shown));
  }

  @Test
  void escapesAreShownAsJsonHasThem() {
    assertEquals("\\u001b[31mred\\u009b1m\\u202e", Printable.line(RED));
  }

  @Test
  void lineEndsOfANameAreShown() {
    assertEquals("a\\nb\\rc", Printable.line("a\nb\rc"));
  }

  @Test
  void lettersOfAllLanguagesStay() {
    assertEquals("größe ぬ 🙂\t5", Printable.line("größe ぬ 🙂\t5"));
  }

  @Test
  void trainingShowsColumnsAndLabelsWithoutEscapes() {
    CommandRun run =
        CommandRun.of(
            "train",
            hostile(),
            "--label",
            "y",
            "--model",
            folder.resolve("m.json"),
            "--device",
            "cpu",
            "--test",
            "0.3");
    run.succeeds();
    assertHarmless(run.out() + run.err());
    assertTrue(run.out().contains("\\u001b[31mred"), run.out());
  }

  @Test
  void jsonStaysJson() {
    Path model = folder.resolve("m.json");
    CommandRun.of("train", hostile(), "--label", "y", "--model", model, "--device", "cpu")
        .succeeds();
    String out = CommandRun.of("show", model, "--json").succeeds().out();
    assertHarmless(out);
    JsonNode shown = JsonMapper.shared().readTree(out);
    assertEquals("\u0007no", shown.path("classes").path(0).asString());
    assertHarmless(CommandRun.of("show", model).succeeds().out());
  }

  @Test
  void failureThatNamesSuchAColumnIsOneLine() {
    CommandRun.of("train", hostile(), "--label", "label\u001b[2J\n")
        .fails(1, "label\\u001b[2J", "\\u009b1m");
  }

  @Test
  void unknownOptionIsShownWithoutEscapes() {
    CommandRun run = CommandRun.of("devices", "--\u001b[2Jx");
    run.fails(2, "\\u001b[2Jx");
    assertHarmless(run.err());
  }

  @Test
  void veryLongMessageIsCutInTheMiddle() {
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    Terminal terminal = new Terminal(System.out, new java.io.PrintStream(err), false);
    String name = "x".repeat(5000);
    new Failures(terminal, new String[0])
        .failed(new IllegalArgumentException("file.npy: " + name + "; save it again"));
    String told = err.toString();
    assertTrue(told.startsWith("downhill: file.npy: xxx"), told);
    assertTrue(told.endsWith("xxx; save it again\n"), told);
    assertFalse(told.length() > 1100, () -> "length " + told.length());
  }
}
