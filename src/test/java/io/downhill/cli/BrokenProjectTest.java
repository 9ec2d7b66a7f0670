package io.downhill.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The real {@code ./check} of a copy of this project says so where something is broken in it. */
@Tag("processes")
@Timeout(1200)
class BrokenProjectTest {
  private static final String QUICK_TEST = "PrintableTest";

  @TempDir static Path copy;
  @TempDir static Path scratch;
  private static Shell shell;

  @BeforeAll
  static void copyTheProject() throws Exception {
    shell = new Shell(scratch).set("copy", copy).within(600);
    String parts = "check mvnw .mvn pom.xml src kernels";
    shell.run(Path.of("").toAbsolutePath(), "cp -Rp " + parts + " \"$copy\"").with(0);
  }

  /** What the check of the copy says with one more file in it. */
  private static Shell.Ended checkWith(String file, String text, String test) throws Exception {
    Path added = Files.writeString(copy.resolve(file), text);
    try {
      return check(test);
    } finally {
      Files.delete(added);
    }
  }

  private static Shell.Ended check(String test) throws Exception {
    return shell.run(copy, "./check -Dtest=" + test);
  }

  private static void fails(Shell.Ended run, String... words) {
    assertNotEquals(0, run.code(), run::toString);
    assertTrue(run.out().contains("BUILD FAILURE"), run::toString);
    for (String word : words) {
      assertTrue(run.out().contains(word), () -> "no \"" + word + "\" in " + run);
    }
  }

  @Test
  void wholeProjectPasses() throws Exception {
    Shell.Ended run = check(QUICK_TEST);
    assertEquals(0, run.code(), run::toString);
    assertTrue(run.out().contains("BUILD SUCCESS"), run::toString);
  }

  @Test
  void testThatFailsIsNamed() throws Exception {
    String test =
        """
        package io.downhill;

        import static org.junit.jupiter.api.Assertions.assertEquals;

        import org.junit.jupiter.api.Test;

        class BrokenTest {
          @Test
          void oneIsTwo() {
            assertEquals(1, 2);
          }
        }
        """;
    String file = "src/test/java/io/downhill/BrokenTest.java";
    fails(checkWith(file, test, "BrokenTest"), "BrokenTest.oneIsTwo", "expected: <1> but was: <2>");
  }

  @Test
  void testThatIsNotThereIsNoSuccess() throws Exception {
    fails(check("MissingTest"), "MissingTest");
  }

  @Test
  void fileOfAnotherFormatIsNamedWithTheCure() throws Exception {
    String file = "src/main/java/io/downhill/optim/Crooked.java";
    String text = "package io.downhill.optim;\n\nfinal class Crooked {\n    int a=1;\n}\n";
    fails(checkWith(file, text, QUICK_TEST), "Crooked.java", "mvn spotless:apply");
  }

  @Test
  void dependencyAgainstTheRulesIsNamed() throws Exception {
    String file = "src/main/java/io/downhill/optim/Curious.java";
    String text =
        "package io.downhill.optim;\n\nrecord Curious(io.downhill.data.Dataset data) {}\n";
    fails(checkWith(file, text, "ArchitectureTest"), "optimKnowsJavaAlone", "Curious");
  }
}
