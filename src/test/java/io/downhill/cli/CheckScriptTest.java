package io.downhill.cli;

import static java.nio.file.StandardCopyOption.COPY_ATTRIBUTES;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code ./check} on a machine whose Maven, packages and rights are scripts that tell. */
@Timeout(60)
class CheckScriptTest {
  private static final String OPENCL = "ocl-icd-libopencl1 pocl-opencl-icd oclgrind";
  private static final String COMPILERS = "clang-19 libclc-19 clang-15 llvm-spirv-15 spirv-tools";
  private static final String MAVEN = "mvn -B spotless:check test";

  @TempDir Path scratch;
  @TempDir Path root;
  private Shell shell;

  @BeforeEach
  void makeAMachine() throws Exception {
    shell = new Shell(scratch).set("root", root);
    Files.copy(Path.of("check"), root.resolve("check"), COPY_ATTRIBUTES);
    Files.createDirectories(root.resolve("bin"));
    String links = "for tool in env tr grep dirname; do ln -s \"$(command -v $tool)\" bin; done";
    shell.run(root, links).with(0);
    shell.set("PATH", root.resolve("bin"));
    tool("mvn", "told mvn \"$@\"; exit ${MAVEN_CODE:-0}");
    tool("id", "echo ${USER_ID:-0}");
    tool("chromium", "");
    tool("dpkg-query", "eval package=\\$$#; [ ! -e \"$root/has $package\" ] || printf installed");
    tool(
        "apt-get",
        """
        told apt-get "$@"
        case " $* " in
          *' update '*) : > "$root/lists" ;;
          *) [ -e "$root/lists" ] || exit 100
            for package; do : > "$root/has $package"; done ;;
        esac
        """);
    install(OPENCL.split(" "));
    install(COMPILERS.split(" "));
    Files.createFile(root.resolve("lists"));
  }

  private void tool(String name, String text) throws IOException {
    String told = "told() { echo \"$*\" >> \"$root/calls\"; }\n";
    Shell.script(root.resolve("bin").resolve(name), told + text);
  }

  private void install(String... packages) throws IOException {
    for (String one : packages) {
      Files.createFile(root.resolve("has " + one));
    }
  }

  private void remove(String... packages) throws IOException {
    for (String one : packages) {
      Files.delete(root.resolve("has " + one));
    }
  }

  /** The calls of Maven and apt-get, in order. */
  private List<String> calls() throws IOException {
    return Files.readAllLines(root.resolve("calls"));
  }

  private static String apt(String arguments) {
    return "apt-get -y -qq " + arguments;
  }

  /** Checks that it went on to the tests, and said this in a line that nobody overlooks. */
  private void loud(Shell.Ended run, String... words) throws IOException {
    assertTrue(
        run.err().startsWith("\n*** check: ") || run.err().contains("\n\n*** check: "),
        run::toString);
    for (String word : words) {
      assertTrue(run.err().contains(word), () -> "no \"" + word + "\" in " + run);
    }
    assertEquals(MAVEN, calls().get(calls().size() - 1));
  }

  @Test
  void whereNothingIsMissingItIsMavenAlone() throws Exception {
    Shell.Ended run = shell.run(root, "./check").with(0);
    assertEquals(List.of(MAVEN), calls());
    assertEquals("", run.err());
  }

  @Test
  void machineWithoutABrowserIsToldSo() throws Exception {
    Files.delete(root.resolve("bin/chromium"));
    Shell.Ended run = shell.run(root, "./check").with(0);
    loud(run, "no chromium", "not looked at", "Cure: apt-get install chromium");
  }

  @Test
  void argumentsGoToMavenAsTheyAre() throws Exception {
    tool("mvn", "for one; do told \"$one\"; done");
    shell.run(root, "./check -Dtest=ThisTest '-Da=b  c' ''").with(0);
    assertEquals(
        List.of("-B", "spotless:check", "test", "-Dtest=ThisTest", "-Da=b  c", ""), calls());
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3, 137})
  void exitCodeOfMavenIsThatOfTheCheck(int code) throws Exception {
    shell.set("MAVEN_CODE", code).run(root, "./check").with(code);
  }

  @Test
  void runsInTheFolderOfTheProjectWhereverItIsCalled() throws Exception {
    tool("mvn", "told \"$(pwd -P)\"");
    shell.run(scratch, "\"$root/check\"").with(0);
    assertEquals(List.of(root.toRealPath().toString()), calls());
  }

  @Test
  void withoutMavenTheWrapperOfTheProjectIsTaken() throws Exception {
    Files.move(root.resolve("bin/mvn"), root.resolve("mvnw"));
    shell.run(scratch, "\"$root/check\" -o").with(0);
    assertEquals(List.of(MAVEN + " -o"), calls());
  }

  @Test
  void whatIsMissingIsInstalled() throws Exception {
    remove("oclgrind", "pocl-opencl-icd");
    Shell.Ended run = shell.run(root, "./check").with(0);
    String install = apt("install --no-install-recommends pocl-opencl-icd oclgrind");
    assertEquals(List.of(install, MAVEN), calls());
    assertEquals("check: installing pocl-opencl-icd oclgrind \n", run.err());
  }

  @Test
  void machineWithoutListsOfPackagesGetsThem() throws Exception {
    remove(OPENCL.split(" "));
    remove(COMPILERS.split(" "));
    Files.delete(root.resolve("lists"));
    shell.run(root, "./check").with(0);
    String opencl = apt("install --no-install-recommends " + OPENCL);
    String compilers = apt("install --no-install-recommends " + COMPILERS);
    assertEquals(List.of(opencl, apt("update"), opencl, compilers, MAVEN), calls());
  }

  @Test
  void installingThatFailsIsLoud() throws Exception {
    remove("oclgrind");
    tool("apt-get", "exit 100");
    Shell.Ended run = shell.run(root, "./check").with(0);
    loud(run, "could not install: oclgrind", "are skipped", "Cure: apt-get install oclgrind");
  }

  @Test
  void compilersThatAreNotToBeHadLeaveOpenClAsItIs() throws Exception {
    remove("oclgrind", "clang-19");
    tool(
        "apt-get",
        """
        case "$*" in
          *clang-19*) exit 100 ;;
          *' update') ;;
          *) : > "$root/has oclgrind" ;;
        esac
        """);
    Shell.Ended run = shell.run(root, "./check").with(0);
    loud(run, "could not install: clang-19", "no machine code of GPUs", "apt-get install clang-19");
    assertTrue(Files.exists(root.resolve("has oclgrind")), run::toString);
  }

  @Test
  void userWhoMayBecomeRootInstalls() throws Exception {
    remove("oclgrind");
    tool("sudo", "told sudo \"$@\"; shift; \"$@\"");
    shell.set("USER_ID", 1000).run(root, "./check").with(0);
    List<String> wanted = new ArrayList<>(List.of("sudo -n true"));
    String install = apt("install --no-install-recommends oclgrind");
    wanted.addAll(List.of("sudo -n env DEBIAN_FRONTEND=noninteractive " + install, install, MAVEN));
    assertEquals(wanted, calls());
  }

  @Test
  void userWithoutRightsIsToldTheCure() throws Exception {
    remove("oclgrind");
    tool("sudo", "exit 1");
    Shell.Ended run = shell.set("USER_ID", 1000).run(root, "./check").with(0);
    loud(run, "cannot install oclgrind (no root)", "skipped", "sudo apt-get install oclgrind");
  }

  @ParameterizedTest
  @ValueSource(strings = {"apt-get", "dpkg-query"})
  void otherSystemIsToldWhatIsTested(String tool) throws Exception {
    Files.delete(root.resolve("bin").resolve(tool));
    loud(shell.run(root, "./check").with(0), "not a Debian system", "PoCL, Oclgrind", "clang");
  }
}
