package io.downhill.device.opencl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

final class KernelSourceTest {
  private static final int LEAST_KERNELS = 10;
  private static final int LONGEST = 160;

  /** Keeps every rule; the tests that expect a complaint change one thing in it. */
  private static final String GOOD =
      """
      /*
       * Computes   b_i = 2 a_i.
       * Shapes     a, b: m.
       * Work       an item an example.
       * Traffic    8 bytes an example.
       * Numerics   one product / no sum, log1p(e) is only named here.
       * Options    GROUP: items in a group.
       * Source     none.
       */
      #pragma OPENCL FP_CONTRACT OFF

      #ifndef GROUP
      #error "pass -D GROUP=64"
      #endif

      kernel void twice(global const float *restrict a, global float *restrict b, const int m) {
        const int i = (int)get_global_id(0); // not a / b
        const int half_of = m / 2 + (int)get_local_id(0) / GROUP;
        if (i < m) {
          b[i] = 2.0f * a[i];
        }
      }
      """;

  static Stream<Path> kernels() throws IOException {
    try (Stream<Path> files = Files.list(Path.of("kernels"))) {
      return files.sorted().toList().stream();
    }
  }

  @Test
  void listOfKernelsIsWhole() throws IOException {
    assertEquals(kernels().map(file -> file.getFileName().toString()).toList(), ClSources.FILES);
  }

  @Test
  void everyKernelWasSeen() throws IOException {
    List<Path> seen = kernels().toList();
    assertTrue(
        seen.size() >= LEAST_KERNELS,
        "expected at least " + LEAST_KERNELS + " kernels, actual " + seen);
  }

  @ParameterizedTest
  @MethodSource("kernels")
  void kernelKeepsTheRules(Path kernel) throws IOException {
    assertEquals(List.of(), KernelRules.broken(Files.readString(kernel)), kernel.toString());
  }

  @ParameterizedTest
  @MethodSource("kernels")
  void kernelIsShort(Path kernel) throws IOException {
    int lines = Files.readAllLines(kernel).size();
    assertTrue(
        lines <= LONGEST, kernel + ": expected at most " + LONGEST + " lines, actual " + lines);
  }

  @Test
  void goodKernelBreaksNoRule() {
    assertEquals(List.of(), KernelRules.broken(GOOD));
  }

  @ParameterizedTest
  @CsvSource({"Computes", "Shapes", "Work", "Traffic", "Numerics", "Options", "Source"})
  void headerNeedsEachWord(String word) {
    String without = GOOD.replaceFirst(" \\* " + word + " ", " * " + word.toUpperCase() + " ");
    assertEquals(List.of("header without " + word), KernelRules.broken(without));
  }

  @Test
  void headerComesFirst() {
    List<String> broken = KernelRules.broken("\n" + GOOD);
    assertEquals(List.of("begins with no block comment"), broken);
  }

  @Test
  void missingOptionMustBeAnError() {
    String broken = GOOD.replace("#error \"pass -D GROUP=64\"", "#define GROUP 64");
    assertEquals(List.of("option GROUP has no #ifndef with an #error"), KernelRules.broken(broken));
  }

  @Test
  void contractionMustBeOff() {
    String on = GOOD.replace("FP_CONTRACT OFF", "FP_CONTRACT ON");
    assertEquals(
        List.of("no #pragma OPENCL FP_CONTRACT OFF", "pragma: #pragma OPENCL FP_CONTRACT ON"),
        KernelRules.broken(on));
  }

  @ParameterizedTest
  @CsvSource({
    "#pragma unroll,",
    "#pragma unroll 8,",
    "#pragma unroll all, pragma: #pragma unroll all",
    "#pragma ivdep, pragma: #pragma ivdep"
  })
  void loopsMayBeUnrolled(String pragma, String complaint) {
    String unrolled = GOOD.replace("  if (i < m) {", pragma + "\n  for (int k = 0; k < 1; k++) {");
    assertEquals(
        complaint == null ? List.of() : List.of(complaint), KernelRules.broken(unrolled), pragma);
  }

  @Test
  void contractionOffInACommentDoesNotCount() {
    String commented = GOOD.replaceFirst("(#pragma.*)", "/* $1 */");
    assertEquals(List.of("no #pragma OPENCL FP_CONTRACT OFF"), KernelRules.broken(commented));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "native_exp(a[i])     | imprecise function: native_exp",
        "half_recip(a[i])     | imprecise function: half_recip",
        "fast_length(a[i])    | imprecise function: fast_length",
        "mad(a[i], 2.0f, 0.0f)| imprecise function: mad",
        "exp(a[i])            | function of free rounding: exp",
        "log1p(a[i])          | function of free rounding: log1p",
        "sqrt (a[i])          | function of free rounding: sqrt",
        "pow(a[i], 2.0f)      | function of free rounding: pow",
        "dot(a[i], a[i])      | function of free rounding: dot",
        "atomic_xchg(b, 2.0f) | atomic: atomic_xchg",
        "a[i] / 2             | division by or of a, which is no integer",
        "1 / a[i]             | division by or of a, which is no integer",
        "m / 2.0f             | division by or of 2.0f, which is no integer",
        "m / 1e3              | division by or of 1e3, which is no integer",
        "(i + 0.5f) / m       | division by or of 0.5f, which is no integer",
        "i / (float)m         | division by or of float, which is no integer",
      })
  void arithmeticMustBeTheSameEverywhere(String expression, String rule) {
    String broken = GOOD.replace("2.0f * a[i]", expression);
    assertEquals(List.of(rule), KernelRules.broken(broken), expression);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "static float f(local const float *t)  | f",
        "static void f(const int i, PAIRS float *t) | f",
        "static void f(const int i,\\n    local float *t) | f",
        "INLINE float f(local const float *t) |",
        "static float f(global const float *local_of, const float t) |",
        "static void f(const float t) |"
      })
  void functionsThatAreGivenLocalMemoryMustBeInlined(String head, String name) {
    String with = GOOD.replace("kernel void", head.replace("\\n", "\n") + " {}\n\nkernel void");
    List<String> expected =
        name == null ? List.of() : List.of("static, must be INLINE with local memory: " + name);
    assertEquals(expected, KernelRules.broken(with), head);
  }

  @Test
  void divisionInPlaceCounts() {
    String broken = GOOD.replace("b[i] = 2.0f * a[i];", "b[i] /= 2;");
    assertEquals(List.of("division by or of b, which is no integer"), KernelRules.broken(broken));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {"m / 2 * a[i]", "a[m / GROUP] * 2.0f", "fma(a[i], 2.0f, 0.0f)", "exp_of(a[i])"})
  void integersMayBeDivided(String expression) {
    assertEquals(List.of(), KernelRules.broken(GOOD.replace("2.0f * a[i]", expression)));
  }
}
