package io.downhill.cli;

import static java.nio.file.StandardCopyOption.COPY_ATTRIBUTES;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.downhill.data.npy.NpyFixture;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The launcher itself, in a project of its own whose Java and Maven are scripts that tell. */
@Timeout(60)
class LauncherTest {
  @TempDir Path root;

  @BeforeEach
  void makeAProject() throws IOException {
    assumeTrue(!File.separator.equals("\\"), "SKIPPED: the launcher is a shell script");
    Files.copy(Path.of("downhill"), root.resolve("downhill"), COPY_ATTRIBUTES);
    for (String folder : List.of("src/main", "kernels", "tools", "java/bin")) {
      Files.createDirectories(root.resolve(folder));
    }
    Files.writeString(root.resolve("pom.xml"), "<project/>");
    Files.writeString(root.resolve("java/release"), "JAVA_VERSION=\"17.0.1\"\n");
    script("java/bin/java", "echo \"$LC_ALL\" \"$@\"\n");
    script("java/bin/javac", "");
    mavenThatTakes("0");
  }

  /** A Maven that builds a jar, and tells when it begins and when it ends. */
  private void mavenThatTakes(String seconds) throws IOException {
    script(
        "tools/mvn",
        """
        sleep %s &
        sleeper=$!
        trap 'kill $sleeper; echo killed >> maven.log; exit 1' TERM
        mkdir -p target
        echo begins >> maven.log
        wait $sleeper
        echo jar > target/downhill.jar
        echo ends >> maven.log
        """
            .formatted(seconds));
  }

  private void script(String name, String text) throws IOException {
    Shell.script(root.resolve(name), text);
  }

  private Process start(String locale, String... arguments) throws IOException {
    List<String> command = new ArrayList<>(List.of(root.resolve("downhill").toString()));
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().put("DOWNHILL_JAVA", root.resolve("java").toString());
    builder.environment().put("PATH", root.resolve("tools") + ":" + System.getenv("PATH"));
    builder.environment().put("LC_ALL", locale);
    builder.environment().remove("JAVA_OPTS");
    builder.redirectError(ProcessBuilder.Redirect.appendTo(root.resolve("err.txt").toFile()));
    return builder.start();
  }

  /** What Java was called with. */
  private String run(String locale, String... arguments) throws Exception {
    Process process = start(locale, arguments);
    String out = new String(process.getInputStream().readAllBytes());
    assertEquals(0, process.waitFor(), Files.readString(root.resolve("err.txt")));
    return out;
  }

  private List<String> mavenLog() throws IOException {
    Path log = root.resolve("maven.log");
    return Files.exists(log) ? Files.readAllLines(log) : List.of();
  }

  private void awaitMaven() throws Exception {
    while (mavenLog().isEmpty()) {
      Thread.sleep(10);
    }
  }

  private static final String MODULE = "--add-modules=jdk.incubator.vector";

  @Test
  void onlyWhatReadsTheDataManyTimesAsksForVectors() throws Exception {
    for (String command : List.of("train", "bench", "verify")) {
      assertTrue(run("C.UTF-8", command).contains(MODULE), command);
    }
    for (String command : List.of("demo", "predict", "evaluate", "show", "devices", "--version")) {
      assertFalse(run("C.UTF-8", command).contains(MODULE), command);
    }
  }

  /** A file of so many MiB that begins with a text. */
  private String file(String name, String text, int mebibytes) throws IOException {
    byte[] bytes = new byte[mebibytes << 20];
    byte[] begin = text.getBytes(StandardCharsets.ISO_8859_1);
    System.arraycopy(begin, 0, bytes, 0, begin.length);
    Path file = root.resolve(name);
    Files.write(file, bytes);
    return file.toString();
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '^',
      value = {
        "x.npy, ^{'shape': (900, 1000), }^, 1, ^^, false",
        "x.npy, ^{'shape': (900, 200), }^, 20, ^^, false",
        "x.npy, ^{'shape': (900, 201), }^, 20, ^^, true",
        "x.npy, ^{'shape': (900, 28), }^, 20, --solver=gd, true",
        "it is.csv, ^a,b,c^, 20, ^^, false",
        "x.parquet, PAR1, 20, ^^, true",
      })
  void vectorsAreAskedForWhereTheyPay(
      String name, String text, int mebibytes, String option, boolean pay) throws Exception {
    String data = file(name, text + "\n", mebibytes);
    List<String> words = new ArrayList<>(List.of("train", data, "--label", "y"));
    if (!option.isEmpty()) {
      words.add(option);
    }
    String called = run("C.UTF-8", words.toArray(String[]::new));
    assertEquals(pay, called.contains(MODULE), called);
  }

  /** Of K classes a pass does K times the work. */
  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '^',
      value = {
        "129, <i8, ^0 1 2 3^, --label, true",
        "129, >f4, ^1 2 5 1 7^, --label=, true",
        "129, |u1, ^1 2 5 9^, --label, true",
        "127, |u1, ^1 2 5 9^, --label, false",
        "129, <i8, ^0 1 2 2 2^, --label, false",
        "300, <f4, ^-1 1 -1^, --label=, false",
        "129, <i8, ^0 1 2 3^, --positive 1 --label, false",
        "129, <i8, ^0 1 2 3^, --cluster, false",
      })
  void vectorsAreAskedForWhereLabelsAreOfManyClasses(
      int mebibytes, String descr, String values, String option, boolean pay) throws Exception {
    String data = file("x.npy", "{'shape': (900, 100), }\n", mebibytes);
    double[] labels = Stream.of(values.split(" ")).mapToDouble(Double::parseDouble).toArray();
    Path vector = NpyFixture.vector(root.resolve("y.npy"), descr, labels);
    List<String> words = new ArrayList<>(List.of("train", data));
    words.addAll(List.of(option.split(" ")));
    int last = words.size() - 1;
    if (option.endsWith("=")) {
      words.set(last, words.get(last) + vector);
    } else {
      words.add(vector.toString());
    }
    String called = run("C.UTF-8", words.toArray(String[]::new));
    assertEquals(pay, called.contains(MODULE), called);
  }

  @Test
  void eachWayToRunHasAnArchiveOfItsOwn() throws Exception {
    Files.writeString(root.resolve("java/release"), "JAVA_VERSION=\"25.0.1\"\n");
    run("C.UTF-8", "show");
    for (String archive : List.of("jsa", "aot")) {
      Files.writeString(root.resolve("target/downhill-run." + archive), "archive");
    }
    assertTrue(run("C.UTF-8", "show").contains("-XX:AOTCache="), "without the module");
    assertTrue(run("C.UTF-8", "train").contains("-XX:SharedArchiveFile="), "with the module");
    Files.writeString(root.resolve("java/release"), "JAVA_VERSION=\"17.0.1\"\n");
    assertTrue(run("C.UTF-8", "show").contains("-XX:SharedArchiveFile="), "Java 17 has no cache");
  }

  @Test
  void asciiLocaleBecomesOneOfUtf8() throws Exception {
    Process locale = new ProcessBuilder("sh", "-c", "LC_ALL=C.UTF-8 locale charmap").start();
    String charset = new String(locale.getInputStream().readAllBytes()).strip();
    assumeTrue(charset.equals("UTF-8"), "SKIPPED: this system has no C.UTF-8");
    assertTrue(run("C", "show").startsWith("C.UTF-8 "), run("C", "show"));
    assertTrue(run("xx_XX.UTF-8", "show").startsWith("C.UTF-8 "), "not installed");
  }

  @Test
  void onlyTheFirstRunBuilds() throws Exception {
    run("C.UTF-8", "show");
    run("C.UTF-8", "show");
    assertEquals(List.of("begins", "ends"), mavenLog());
  }

  @Test
  void mavenOfALauncherThatWasKilledIsWaitedFor() throws Exception {
    mavenThatTakes("1");
    Process killed = start("C.UTF-8", "show");
    awaitMaven();
    killed.destroyForcibly().waitFor();
    run("C.UTF-8", "show");
    assertEquals(List.of("begins", "ends", "begins", "ends"), mavenLog());
  }

  @ParameterizedTest
  @CsvSource({"INT, 130", "TERM, 143", "HUP, 129"})
  void signalThatEndsTheLauncherEndsItsMaven(String signal, int code) throws Exception {
    Signals.assumeHeard(signal);
    mavenThatTakes("30");
    Process launcher = start("C.UTF-8", "show");
    awaitMaven();
    Signals.send(signal, launcher);
    assertTrue(launcher.waitFor(20, TimeUnit.SECONDS), "still running");
    assertEquals(code, launcher.exitValue());
    assertEquals(List.of("begins", "killed"), mavenLog());
    assertFalse(Files.exists(root.resolve("target/.downhill-building")), "the lock is left");
  }

  @Test
  void ofTwoAtOnceOneBuildsAndTheOtherWaitsAndSaysSo() throws Exception {
    mavenThatTakes("1");
    Process first = start("C.UTF-8", "show");
    awaitMaven();
    String second = run("C.UTF-8", "show");
    assertEquals(0, first.waitFor());
    assertTrue(
        second.contains("-jar " + root.resolve("target/downhill-run.jar") + " show"), second);
    assertEquals(List.of("begins", "ends"), mavenLog());
    String told = Files.readString(root.resolve("err.txt"));
    String waits =
        "downhill: waiting for the build of process " + first.pid() + " (if there is none";
    assertEquals(1, told.lines().filter(line -> line.startsWith(waits)).count(), told);
  }

  @Test
  void lockOfAProcessThatIsNoMoreIsTaken() throws Exception {
    Process gone = new ProcessBuilder("true").start();
    gone.waitFor();
    Path lock = Files.createDirectories(root.resolve("target/.downhill-building"));
    Files.writeString(lock.resolve("pid"), gone.pid() + "\n");
    run("C.UTF-8", "show");
    assertEquals(List.of("begins", "ends"), mavenLog());
    assertFalse(Files.exists(lock), "the lock is left");
  }

  @Test
  void buildThatFailsIsTold() throws Exception {
    script("tools/mvn", "echo no such library; exit 1\n");
    Process process = start("C.UTF-8", "show");
    assertEquals(1, process.waitFor());
    String told = Files.readString(root.resolve("err.txt"));
    assertTrue(told.contains("no such library\ndownhill: the build failed"), told);
  }
}
