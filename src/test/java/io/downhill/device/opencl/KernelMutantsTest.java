package io.downhill.device.opencl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Small changes of the kernels, which the conformance cases should notice. For a whole file: {@code
 * ./mvnw test -Dtest=KernelMutantsTest -Dtests.excluded= -Dkernel=update.cl}; it prints what
 * survives.
 */
class KernelMutantsTest {
  @TempDir Path folder;

  private static List<String> changes(String source) {
    return KernelMutant.of(source).stream().map(KernelMutant::source).toList();
  }

  @Test
  void eachPlaceOfTheCodeIsChangedAlone() {
    assertEquals(List.of("x = 8;"), changes("x = 7;"));
    assertEquals(List.of("a <= b"), changes("a < b"));
    assertEquals(List.of("a - b"), changes("a + b"));
    assertEquals(List.of("x[1 + i]"), changes("x[i]"));
    assertEquals(List.of("0x1.8p-3f"), changes("0x1.9p-3f"));
    assertEquals(List.of("fma(-a, b, c)"), changes("fma(a, b, c)"));
    assertEquals(List.of("a;b;"), changes("a;barrier(CLK_LOCAL_MEM_FENCE);b;"));
    assertEquals(List.of("a != b < c", "a == b <= c"), changes("a == b < c"));
  }

  @Test
  void commentsAndThePreprocessorAreLeftAlone() {
    String text = "/* 1 + 2\n x[3] */\n// a < b\n#if A < 1 \\\n  + 2\n#error \"4 + 5\"\n#endif\n";
    assertEquals(List.of(), changes(text));
    assertEquals(8, KernelMutant.of(text + "x = 1;").get(0).line());
  }

  /** The tool itself: a mutant that must be noticed is, in a child as in a whole run. */
  @Test
  void mutantsOfTheUpdateAreNoticed() throws Exception {
    OpenClRequired.orSkip();
    List<String> outcomes = KernelMutants.outcomes("update.cl", 4, folder, 60);
    assertEquals(4, outcomes.size(), outcomes.toString());
    assertTrue(
        outcomes.stream().anyMatch(o -> o.matches("KILLED by \\w+ \\d+ x .*")),
        outcomes.toString());
    String unchanged = ClSources.BUNDLED.text("update.cl");
    assertEquals("SURVIVED", KernelMutants.outcome("update.cl", unchanged));
  }

  @Test
  @Tag("exhaustive")
  void mutantsOfAWholeFile() throws Exception {
    OpenClRequired.orSkip();
    String file = System.getProperty("kernel", "update.cl");
    List<KernelMutant> mutants = KernelMutant.of(ClSources.BUNDLED.text(file));
    List<String> outcomes = KernelMutants.outcomes(file, mutants.size(), folder, 60);
    for (int i = 0; i < mutants.size(); i++) {
      if (outcomes.get(i).equals("SURVIVED")) {
        System.out.println(file + " " + mutants.get(i));
      }
    }
    for (String kind : List.of("KILLED", "SURVIVED", "DOES NOT COMPILE")) {
      System.out.println(
          file + " " + kind + ": " + outcomes.stream().filter(o -> o.startsWith(kind)).count());
    }
    assertEquals(mutants.size(), outcomes.size());
  }
}
