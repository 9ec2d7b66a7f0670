package io.downhill.cli;

import static java.nio.file.StandardCopyOption.COPY_ATTRIBUTES;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code .ci/run} among JDKs and a check that are scripts. */
@Timeout(60)
class CiRunTest {
  @TempDir Path scratch;
  @TempDir Path root;
  private Shell shell;

  @BeforeEach
  void makeAMachine() throws IOException {
    assumeTrue(Files.exists(Path.of("/usr/bin/env")), "SKIPPED: no bash to ask for");
    Files.createDirectories(root.resolve(".ci"));
    Files.copy(Path.of(".ci/run"), root.resolve(".ci/run"), COPY_ATTRIBUTES);
    Shell.script(root.resolve("bin/apt-get"), "exit 100");
    Shell.script(root.resolve("bin/id"), "echo 0");
    Shell.script(root.resolve("bin/chromium"), "");
    Shell.script(
        root.resolve("check"), "echo \"$JAVA_HOME $*\" >> calls; [ \"$FAILS\" != \"$JAVA_HOME\" ]");
    shell =
        new Shell(scratch)
            .set("root", root)
            .set("CI_JVMS", root.toRealPath().resolve("jvm"))
            .set("JAVA_HOME", "")
            .set("FAILS", "none")
            .set("PATH", root.resolve("bin") + ":" + System.getenv("PATH"));
  }

  private String jdk(int version) throws IOException {
    Path home = root.toRealPath().resolve("jvm/java-" + version);
    Shell.script(home.resolve("bin/javac"), "");
    Shell.script(home.resolve("bin/java"), "echo 'openjdk version \"" + version + ".0.1\"' >&2");
    return home.toString();
  }

  private List<String> calls() throws IOException {
    return Files.readAllLines(root.resolve("calls"));
  }

  private static String call(String build, String test) {
    return build + " -Drequire.device=opencl -Djvm=" + test + "/bin/java";
  }

  /** The last run: the slow tests too, those in a browser among them. */
  private static String last(String build, String test) {
    return build
        + " -Drequire.device=opencl -Drequire.browser=chromium -Djvm="
        + test
        + "/bin/java -Dtests.excluded=exhaustive";
  }

  @Test
  void slowTestsRunOnTheOldestOnly() throws Exception {
    jdk(11);
    String oldest = jdk(17);
    jdk(21);
    String newest = jdk(25);
    shell.run(scratch, "\"$root/.ci/run\"").with(0);
    assertEquals(List.of(call(oldest, newest), last(oldest, oldest)), calls());
  }

  @Test
  void oneJdkRunsAll() throws Exception {
    String only = jdk(21);
    Shell.Ended run = shell.run(scratch, "\"$root/.ci/run\"").with(0);
    assertEquals(List.of(last(only, only)), calls());
    assertTrue(run.err().contains("no test on a newer one"), run::toString);
  }

  @Test
  void checkThatFailsOnEitherFailsTheRun() throws Exception {
    String home = jdk(17);
    shell.set("FAILS", home).run(scratch, "\"$root/.ci/run\"").with(1);
    jdk(25);
    shell.run(scratch, "\"$root/.ci/run\"").with(1);
    assertEquals(2, calls().size(), "the second run ends with the newest");
  }

  @Test
  void bareMachineGetsAJdk() throws Exception {
    String install =
        """
        case "$*" in
          *' install '*openjdk-17-jdk-headless) mv "$root/later" "$CI_JVMS" ;;
        esac
        """;
    String home = jdk(17);
    Files.move(root.resolve("jvm"), root.resolve("later"));
    Shell.script(root.resolve("bin/apt-get"), install);
    shell.run(scratch, "\"$root/.ci/run\"").with(0);
    assertEquals(List.of(last(home, home)), calls());
  }

  @Test
  void machineWithoutABrowserGetsOne() throws Exception {
    jdk(17);
    Files.delete(root.resolve("bin/chromium"));
    Shell.script(root.resolve("bin/apt-get"), "echo \"$*\" >> \"$root/installed\"");
    String tools =
        "for t in bash env sed sort head tail cut readlink dirname; do ln -s \"$(command -v $t)\" \"$root/bin\"; done";
    shell.run(scratch, tools).with(0);
    shell.set("PATH", root.resolve("bin")).run(scratch, "\"$root/.ci/run\"").with(0);
    assertEquals(
        List.of("-y -qq install --no-install-recommends chromium"),
        Files.readAllLines(root.resolve("installed")));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 100})
  void withoutAJdkItFailsAndTellsTheCure(int code) throws Exception {
    Shell.script(root.resolve("bin/apt-get"), "exit " + code);
    Shell.Ended run = shell.run(scratch, "\"$root/.ci/run\"").with(1);
    assertTrue(run.err().contains("apt-get install openjdk-17-jdk-headless"), run::toString);
  }
}
