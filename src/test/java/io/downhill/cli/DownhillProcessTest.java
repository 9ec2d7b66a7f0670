package io.downhill.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.downhill.LogisticModel;
import io.downhill.optim.Stop;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code ./downhill} as a person calls it: the launcher, Java and the program together. */
@Timeout(120)
class DownhillProcessTest {
  private static final String TRAIN =
      "\"$downhill\" train students.csv --label passed --device cpu";

  /** The path has what a shell would take apart. */
  @TempDir static Path home;

  private static Installation installation;
  private static Path model;

  @TempDir Path scratch;
  @TempDir Path folder;
  private Shell shell;

  @BeforeAll
  static void install() throws Exception {
    installation = Installation.in(home.resolve("it's down hill (1)"));
    model = new SampleFiles(home).model();
  }

  @BeforeEach
  void prepare() throws Exception {
    shell = installation.shell(scratch).set("model", model);
    new SampleFiles(folder).write("students.csv", "hours,passed\n1,no\n2,yes\n3,no\n4,yes\n");
  }

  private String names() {
    return SampleFiles.names(folder);
  }

  @Test
  void linksToTheLauncherWorkInTheFolderOfTheCaller() throws Exception {
    shell.set("root", installation.root());
    String links = "ln -s \"$root/downhill\" 'a link'; ln -s 'a link' dh; downhill=./dh; ";
    Shell.Ended run = shell.run(folder, links + TRAIN).with(0);
    assertTrue(run.out().contains("model      model.json\n"), run::toString);
    assertEquals("a link dh model.json students.csv", names());
  }

  @Test
  void namesOfAnyLettersSurviveAnAsciiLocale() throws Exception {
    assumeTrue(
        shell.run(folder, "LC_ALL=C.UTF-8 locale charmap").out().equals("UTF-8\n"),
        "SKIPPED: this system has no C.UTF-8");
    shell.set("LC_ALL", "C").set("root", installation.root());
    // Made and removed by the shell, since the locale of the tests may be ASCII.
    Shell.Ended run =
        shell.run(
            folder,
            """
            trap 'rm -rf "größer – 大"' EXIT
            mkdir "größer – 大" && cd "größer – 大" && cp -Rp "$root" "Ски лифт" || exit 9
            printf 'größe,прошёл\\n1,nein\\n2,да\\n3,nein\\n4,да\\n' > "prüfung 大.csv"
            "Ски лифт/downhill" train "prüfung 大.csv" --label прошёл --device cpu \\
              --model "модель.json" > told || exit 8
            grep -o 'prüfung 大\\|модель.json\\|größe ' told
            "Ски лифт/downhill" predict "модель.json" "prüfung 大.csv" --keep größe,прошёл \\
              | cut -d , -f 1,2,4
            """);
    String rows = "größe,прошёл,prediction\n1,nein,nein\n2,да,nein\n3,nein,да\n4,да,да\n";
    assertEquals("модель.json\ngröße \ngröße \n" + rows, run.with(0).out(), run::toString);
  }

  /** As in a container: no HOME, no locale, nothing of a person. */
  @Test
  void environmentMayBeEmpty() throws Exception {
    String empty = "exec env -i PATH=\"$PATH\" JAVA_HOME=\"$DOWNHILL_JAVA\" ";
    Shell.Ended run = shell.run(folder, empty + TRAIN).with(0);
    assertTrue(run.out().contains("accuracy "), run::toString);
    assertEquals("model.json students.csv", names());
  }

  @ParameterizedTest
  @CsvSource({"> /dev/full, No space left on device", ">&-, Bad file descriptor"})
  void resultThatStdoutDoesNotTakeIsAFailure(String stdout, String reason) throws Exception {
    assumeTrue(Files.exists(Path.of("/dev/full")), "SKIPPED: no /dev/full on this system");
    Shell.Ended run = shell.run(folder, "exec \"$downhill\" show \"$model\" " + stdout).with(1);
    String line = "downhill: cannot write the result to stdout: " + reason + "\n";
    assertEquals(line, run.err());
  }

  @ParameterizedTest
  @ValueSource(strings = {"> /dev/full", ">&-", ">&- 2>&-", ">&- 2>&- <&-"})
  void trainingWhoseStdoutIsOfNoUseSavesItsModelAndFails(String streams) throws Exception {
    String before = Files.readString(folder.resolve("students.csv"));
    shell.run(folder, "exec " + TRAIN + " --trace t.csv " + streams).with(1);
    assertEquals("model.json students.csv t.csv", names());
    assertEquals(before, Files.readString(folder.resolve("students.csv")), "the data");
    LogisticModel.load(folder.resolve("model.json"));
    assertTrue(Files.readString(folder.resolve("t.csv")).startsWith("iteration,cost\n0,"), "trace");
  }

  @Test
  void closedStandardInputIsNoData() throws Exception {
    Shell.Ended run =
        shell.run(folder, "exec \"$downhill\" predict \"$model\" - --format csv <&-").with(1);
    assertEquals(1, run.err().lines().count(), run::toString);
    assertTrue(run.err().startsWith("downhill: standard input: "), run::toString);
  }

  @Test
  void readerThatHasEnoughIsNoFailure() throws Exception {
    Path rows = folder.resolve("rows.csv");
    Files.writeString(rows, "height,weight\n" + "0.5,1\n".repeat(50_000));
    String predict = "{ \"$downhill\" predict \"$model\" rows.csv; echo code $? >&2; } | head -n 1";
    Shell.Ended run = shell.run(folder, predict).with(0);
    assertEquals("probability,prediction\n", run.out());
    assertEquals("code 0\n", run.err());
  }

  @Test
  void signalReachesTheTrainingBehindTheLauncher() throws Exception {
    Signals.assumeHeard("INT");
    String endless = " --solver gd --iterations 2000000000 --tolerance 0 --trace t.csv";
    try (Shell.Running run = shell.start(folder, "exec " + TRAIN + endless)) {
      Path trace = folder.resolve("t.csv");
      while (!Files.exists(trace) && run.process().isAlive()) {
        Thread.sleep(20);
      }
      run.signal("INT");
      Shell.Ended ended = run.end().with(130);
      assertTrue(ended.err().contains("ended by Ctrl-C; the model so far is in model.json"));
    }
    LogisticModel saved = LogisticModel.load(folder.resolve("model.json"));
    assertEquals(Stop.INTERRUPTED, saved.report().orElseThrow().stop());
    assertEquals("model.json students.csv t.csv", names());
  }

  @Test
  void ofTwoTrainingsAtOnceOneModelIsLeftWhole() throws Exception {
    String both = TRAIN + " --l2 0.1 & one=$!; " + TRAIN + " --l2 0.2 & two=$!; ";
    shell.run(folder, both + "wait $one && wait $two").with(0);
    assertEquals("model.json students.csv", names());
    String left = weights("model.json");
    Path data = folder.resolve("students.csv");
    List<String> alone = new ArrayList<>();
    for (String l2 : List.of("0.1", "0.2")) {
      Path own = folder.resolve("alone.json");
      CommandRun.of("train", data, "--label", "passed", "--l2", l2, "--model", own).succeeds();
      alone.add(weights("alone.json"));
    }
    assertTrue(alone.contains(left), left + " is none of " + alone);
  }

  private String weights(String file) {
    return Arrays.toString(LogisticModel.load(folder.resolve(file)).weights());
  }
}
