package io.downhill.device.opencl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
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
    assertEquals(List.of("fma(- a, b, c)"), changes("fma(a, b, c)"));
    assertEquals(List.of("a;b;"), changes("a;barrier(CLK_LOCAL_MEM_FENCE);b;"));
    assertEquals(List.of("a != b < c", "a == b <= c"), changes("a == b < c"));
  }

  @Test
  void commentsAndThePreprocessorAreLeftAlone() {
    String text = "/* 1 + 2\n x[3] */\n// a < b\n#if A < 1 \\\n  + 2\n#error \"4 + 5\"\n#endif\n";
    assertEquals(List.of(), changes(text));
    assertEquals(8, KernelMutant.of(text + "x = 1;").get(0).line());
  }

  @Test
  void definitionsFloatsAndAssignmentsAreChanged() {
    assertEquals(List.of("#define A 9\n"), changes("#define A 8\n"));
    assertEquals(List.of("x *= y"), changes("x /= y"));
    assertEquals(List.of("x = 0x1.000002p0f;"), changes("x = 1.0f;"));
  }

  /** The tool itself: a mutant that must be noticed is, in a child as in a whole run. */
  @Test
  void mutantsOfTheUpdateAreNoticed() throws Exception {
    OpenClRequired.orSkip();
    KernelMutants update = new KernelMutants("update.cl", false, folder, Duration.ofSeconds(60));
    Map<Integer, String> outcomes = update.outcomes(List.of(0, 1, 2, 3));
    assertEquals(4, outcomes.size(), outcomes.toString());
    assertTrue(
        outcomes.values().stream().anyMatch(o -> o.matches("WRONG VALUE in update \\d+ x .*")),
        outcomes.toString());
    assertTrue(KernelJudge.ofAllCases("update.cl").sound());
  }

  @Test
  @Tag("exhaustive")
  void mutantsOfAWholeFile() throws Exception {
    OpenClRequired.orSkip();
    String file = System.getProperty("kernel", "update.cl");
    List<KernelMutant> mutants = KernelMutant.of(ClSources.BUNDLED.text(file));
    List<Integer> all = IntStream.range(0, mutants.size()).boxed().toList();
    Map<Integer, String> outcomes = new TreeMap<>();
    Duration most = Duration.ofMinutes(2);
    outcomes.putAll(
        new KernelMutants(file, false, folder, most)
            .outcomes(all.stream().filter(i -> !mutants.get(i).barrier()).toList()));
    List<Integer> left =
        all.stream().filter(i -> "SURVIVED".equals(outcomes.getOrDefault(i, "SURVIVED"))).toList();
    if (KernelMutants.canSimulate()) {
      outcomes.putAll(new KernelMutants(file, true, folder, most).outcomes(left));
    }
    outcomes.forEach(
        (i, outcome) -> System.out.println(file + " " + mutants.get(i) + ": " + outcome));
    Map<String, Long> kinds =
        outcomes.values().stream()
            .collect(
                Collectors.groupingBy(
                    o ->
                        o.replaceFirst(" (in .*|opencl.*)", "").replaceFirst("REPORT .*", "REPORT"),
                    TreeMap::new,
                    Collectors.counting()));
    System.out.println(file + " of " + mutants.size() + ": " + kinds);
    assertEquals(mutants.size(), outcomes.size());
  }
}
