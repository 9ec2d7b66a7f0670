package io.downhill.device.opencl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The machine code of real GPUs, looked at without one. */
class GpuCodeTest {
  private static final Set<Integer> FEATURES = Set.of(16, 128, 784, 2000);

  /** On both sides of numbers at which a rule or a text changes. */
  private static final Set<Integer> MANY_FEATURES = Set.of(1, 17, 23, 33, 64, 126, 127, 400, 512);

  /** The others are left to the complete set. */
  static List<GpuTarget> oneOfAKind() {
    return List.of(GpuTarget.SM_90, GpuTarget.GFX942, GpuTarget.GFX1100, GpuTarget.SPIRV);
  }

  @ParameterizedTest
  @MethodSource("oneOfAKind")
  void whatTheRuleChoosesKeepsItsBitsAndFits(GpuTarget target) throws Exception {
    GpuTools.orSkip(target.family);
    for (GpuCode code : holds(target, new GpuChoices(target, FEATURES).byRule())) {
      assertEquals(List.of(), Ptxas.broken(code), code.program());
    }
  }

  @Tag("processes")
  @ParameterizedTest
  @EnumSource(GpuTarget.class)
  void allThatCanBeChosenKeepsItsBitsAndFits(GpuTarget target) throws Exception {
    GpuTools.orSkip(target.family);
    Set<ClPlan> plans = new HashSet<>(new GpuChoices(target, Set.of(28, 784, 2000)).all());
    plans.addAll(new GpuChoices(target, FEATURES).byRule());
    plans.addAll(new GpuChoices(target, MANY_FEATURES).byRule());
    holds(target, plans);
  }

  private static List<GpuCode> holds(GpuTarget target, Set<ClPlan> plans) throws Exception {
    List<ClProgram.Recipe> recipes = GpuChoices.recipes(plans);
    assertFalse(recipes.isEmpty());
    List<GpuCode> codes =
        GpuCompiler.OF_BUILD.compile(
            recipes.stream().map(recipe -> new GpuCompiler.Job(recipe, target)).toList());
    List<String> broken = new ArrayList<>();
    for (int k = 0; k < codes.size(); k++) {
      GpuCode code = codes.get(k);
      assertEquals(kernelsOf(recipes.get(k).source()), code.kernels().size(), code.program());
      broken.addAll(code.broken());
    }
    assertTrue(broken.isEmpty(), () -> String.join("\n", broken));
    return codes;
  }

  private static long kernelsOf(String source) {
    return Pattern.compile("(?m)^kernel ").matcher(source).results().count();
  }

  /** What becomes of the kernel of the tree when something in it is changed. */
  private static List<String> changed(GpuTarget target, String from, String to, String... options)
      throws Exception {
    GpuTools.orSkip(target.family);
    String source = ClSources.BUNDLED.text("combine.cl");
    String other = source.replace(from, to);
    if (!from.equals(to)) {
      assertNotEquals(source, other, "nothing was changed");
    }
    ClProgram.Recipe recipe = new ClProgram.Recipe("combine.cl", other, "");
    return GpuCompiler.OF_BUILD
        .compile(new GpuCompiler.Job(recipe, target, List.of(options)))
        .broken();
  }

  private static void tells(List<String> broken, String word) {
    assertTrue(broken.stream().anyMatch(line -> line.contains(word)), broken::toString);
  }

  @ParameterizedTest
  @MethodSource("oneOfAKind")
  void unchangedKernelHasNothingToTell(GpuTarget target) throws Exception {
    assertEquals(List.of(), changed(target, "", ""));
  }

  @ParameterizedTest
  @MethodSource("oneOfAKind")
  void contractionThatIsAllowedShows(GpuTarget target) throws Exception {
    String product = "lo += ((hi - (s - b)) * (h - b))";
    String sum = "lo += ((hi - (s - b)) + (h - b))";
    assertEquals(List.of(), changed(target, sum, product), "a product alone is no fault");
    String off = "#pragma OPENCL FP_CONTRACT OFF";
    GpuTools.orSkip(target.family);
    String source = ClSources.BUNDLED.text("combine.cl").replace(off, "").replace(sum, product);
    ClProgram.Recipe recipe = new ClProgram.Recipe("combine.cl", source, "");
    tells(GpuCompiler.OF_BUILD.compile(new GpuCompiler.Job(recipe, target)).broken(), "contract");
  }

  @ParameterizedTest
  @MethodSource("oneOfAKind")
  void fastMathematicsShow(GpuTarget target) throws Exception {
    tells(changed(target, "", "", "-cl-fast-relaxed-math"), "reorder");
  }

  /** SPIR-V has no place for it: there the driver is told, and {@code ClProgram} does not. */
  @ParameterizedTest
  @EnumSource(names = {"SM_90", "GFX942", "GFX1100"})
  void flushedDenormalsShow(GpuTarget target) throws Exception {
    tells(changed(target, "", "", "-Xclang", "-fdenormal-fp-math-f32=preserve-sign"), "flush");
  }

  @ParameterizedTest
  @MethodSource("oneOfAKind")
  void divisionShows(GpuTarget target) throws Exception {
    tells(changed(target, "hi = s;", "hi = s / h;"), "fdiv");
  }

  @ParameterizedTest
  @MethodSource("oneOfAKind")
  void functionOfFreeRoundingShows(GpuTarget target) throws Exception {
    assertThrowsOrTells(target, "hi = s;", "hi = native_exp(s);", "exp");
  }

  /** More than a compiler may refuse by itself. */
  private static void assertThrowsOrTells(GpuTarget target, String from, String to, String word)
      throws Exception {
    List<String> broken;
    try {
      broken = changed(target, from, to);
    } catch (IllegalStateException refused) {
      assertTrue(refused.getMessage().startsWith(target + " combine.cl: [/usr/bin/clang"));
      return;
    }
    tells(broken, word);
  }

  @ParameterizedTest
  @EnumSource(names = {"SM_90", "GFX942", "GFX1100"})
  void arrayThatTakesAStackShows(GpuTarget target) throws Exception {
    String array =
        """
        float many[700];
          for (int k = 0; k < 700; k++) many[k] = children[k];
          float lo = many[count % 700];""";
    tells(changed(target, "float lo = 0.0f;", array), "bytes of stack");
  }

  @ParameterizedTest
  @EnumSource(names = {"GFX942", "GFX1100"})
  void registersThatDoNotFindRoomShow(GpuTarget target) throws Exception {
    String live =
        """
        float lo = 0.0f;
          float many[100];
        #pragma unroll
          for (int k = 0; k < 100; k++) many[k] = children[k * count + j];
          barrier(CLK_LOCAL_MEM_FENCE);
        #pragma unroll
          for (int k = 0; k < 100; k++) lo = fma(many[k], many[99 - k], lo);""";
    String few = "__attribute__((amdgpu_num_vgpr(40))) kernel void";
    String source = ClSources.BUNDLED.text("combine.cl");
    String limited = source.replace("kernel void", few).replace("float lo = 0.0f;", live);
    tells(changed(target, source, limited), "registers spilled");
  }

  @ParameterizedTest
  @MethodSource("oneOfAKind")
  void localMemoryBeyondTheLimitShows(GpuTarget target) throws Exception {
    String ballast =
        """
        local float ballast[17920];
          for (int k = 0; k < 17920; k++) ballast[k] = children[k];
          barrier(CLK_LOCAL_MEM_FENCE);
          float lo = ballast[count];""";
    String first = "const int j = (int)get_global_id(0);";
    String source = ClSources.BUNDLED.text("combine.cl");
    String declared = source.replace(first, "local float ballast[17920];\n" + first);
    String used = declared.replace("float lo = 0.0f;", ballast.substring(ballast.indexOf("for")));
    assertThrowsOrTells(target, source, used, "local memory");
  }
}
