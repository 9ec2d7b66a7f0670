package io.downhill.device.opencl;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.downhill.device.Device;
import io.downhill.device.DeviceContract;
import io.downhill.device.DeviceContract.Operation;
import io.downhill.device.DeviceException;
import io.downhill.device.cpu.CpuDevice;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The conformance cases find kernels that are wrong, each in one place. */
class BrokenKernelTest {
  private static final String OPTIONS =
      "-D GROUP=64 -D N=28 -D ROWS=16 -D PAIRS_LOCAL=1 -D PART=4 -D ITEM_ROWS=1" + " -D RUN=4096";

  @BeforeAll
  static void needsADevice() {
    OpenClRequired.orSkip();
  }

  /** The kernels with one text in one file replaced; it must be there. */
  static ClSources broken(String file, String text, String replacement) {
    return name -> {
      String source = ClSources.BUNDLED.text(name);
      if (!name.equals(file)) {
        return source;
      }
      assertTrue(source.contains(text), file + " has no " + text);
      return source.replace(text, replacement);
    };
  }

  private static Set<Operation> failing(ClSources sources, ClForm form) {
    return failing(sources, form, DeviceContract.smallCases());
  }

  private static Set<Operation> failing(
      ClSources sources, ClForm form, List<DeviceContract.Case> cases) {
    ClTuning tuning = ClDevice.tuning(0).with(form);
    Set<Operation> failing = EnumSet.noneOf(Operation.class);
    try (Device subject = ClDevice.open(0, tuning, sources);
        Device definition = CpuDevice.definition()) {
      for (DeviceContract.Case c : cases) {
        if (DeviceContract.run(c, definition, subject).isPresent()) {
          failing.add(c.operation());
        }
      }
    }
    return failing;
  }

  @Test
  void wrongConstantInTheSigmoidIsFound() {
    ClSources sources = broken("elementary.cl", "0x1.55548ep-3f", "0x1.55549ep-3f");
    DeviceContract.Case sigmoid =
        new DeviceContract.Case(Operation.SIGMOID, 4097, 1, DeviceContract.Values.ORDINARY);
    assertEquals(Set.of(Operation.SIGMOID), failing(sources, ClForm.WALK, List.of(sigmoid)));
  }

  @Test
  void otherOrderOfTheLanesIsFound() {
    ClSources sources =
        broken("margins_walk.cl", "(t.s0 + t.s4) + (t.s2 + t.s6)", "(t.s0 + t.s2) + (t.s4 + t.s6)");
    assertTrue(failing(sources, ClForm.WALK).contains(Operation.MARGINS));
  }

  @Test
  void otherOrderOfTheExamplesIsFound() {
    ClSources sources =
        broken("sums_walk.cl", "stripe + j;", "stripe + j + (size_t)(rows - 1) * n;");
    sources = reversed(sources);
    assertTrue(failing(sources, ClForm.WALK).contains(Operation.GRADIENT));
  }

  private static ClSources reversed(ClSources sources) {
    return file ->
        sources
            .text(file)
            .replace("column += n;", "column -= n;")
            .replace("const float8 d = q[r];", "const float8 d = q[rows - 1 - r];");
  }

  /** Without it an item may add rows whose dz is not there yet: as if they were 0. */
  @Test
  void effectOfAMissingBarrierIsFound() {
    ClSources sources =
        broken("sums_tile.cl", "(piece)(v.s1)", "(piece)(r == item % 32 ? v.s1 : 0.0f)");
    assertTrue(failing(sources, ClForm.TILE).contains(Operation.GRADIENT));
  }

  @Test
  void lostErrorOfASumIsFound() {
    ClSources sources = broken("combine.cl", "((hi - (s - b)) + (h - b)) + ", "");
    DeviceContract.Case tree =
        new DeviceContract.Case(Operation.GRADIENT, 4095, 5, DeviceContract.Values.ORDINARY);
    assertEquals(Set.of(Operation.GRADIENT), failing(sources, ClForm.WALK, List.of(tree)));
  }

  /** A column of a panel that reads the weights of its neighbour. */
  @Test
  void columnWithTheWeightsOfAnotherIsFound() {
    ClSources sources =
        broken("panel_pack.cl", "w[row * columns + column]", "w[row * columns + column / 2 * 2]");
    assertTrue(failing(sources, ClForm.WALK).contains(Operation.MARGINS));
    assertTrue(failing(sources, ClForm.TILE).contains(Operation.GRADIENT));
  }

  /** What the sum over the classes loses when the greatest term is added last. */
  @Test
  void lostErrorOfASumOverClassesIsFound() {
    ClSources sources = broken("softmax.cl", "(1.0f - (row.sum - b)) + (row.rest - b)", "0.0f * b");
    for (ClForm form : List.of(ClForm.WALK, ClForm.TILE)) {
      assertTrue(failing(sources, form).contains(Operation.LINE), form::name);
    }
  }

  @Test
  void kernelsAsTheyAreFailNothing() {
    assertEquals(Set.of(), failing(ClSources.BUNDLED, ClForm.TILE));
  }

  @Test
  void buildLogReachesTheUser() {
    ClSources sources = broken("update.cl", "const int columns", "const int kolumns");
    DeviceException e =
        assertThrows(
            DeviceException.class, () -> ClDevice.open(0, ClDevice.tuning(0), sources).close());
    assertTrue(e.getMessage().contains("undeclared identifier 'columns'"), e.getMessage());
  }

  /** Every kernel file in the programs that it may be part of. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "elementary sigmoid loss combine update gather margins_walk sums_walk gradient_walk product_walk"
            + " line_walk gram_walk coefficients",
        "elementary panel_pack line_panel margins_walk sums_walk panel_walk margins_panel_walk"
            + " gradient_panel_walk product_panel_walk",
        "elementary panel_pack line_panel panel_wide margins_panel_wide gradient_panel_wide"
            + " product_panel_wide",
        "elementary panel_pack line_panel tile panel_tile margins_panel_tile panel_sums_tile"
            + " gradient_panel_tile product_panel_tile softmax_sums_tile",
        "elementary softmax softmax_gradient softmax_product softmax_line softmax_coefficients"
            + " softmax_sums",
        "elementary margins_wide gradient_wide",
        "elementary margins_wide product_wide line_tile gram_tile coefficients",
        "elementary sigmoid loss combine update gather leaves",
        "elementary tile sums_tile pairs_tile margins_tile gradient_tile product_tile",
        "scan",
        "copy"
      })
  void kernelsCompileWithoutAWarning(String files) {
    String text =
        Stream.of(files.split(" "))
            .map(file -> ClSources.BUNDLED.text(file + ".cl"))
            .collect(Collectors.joining("\n"));
    ClContext context = ClContext.of(ClRuntime.description(0));
    assertDoesNotThrow(
        () -> context.program(new ClProgram.Recipe(files, text, "-Werror " + OPTIONS)), files);
  }

  @Test
  void missingOptionIsAnError() {
    DeviceException e =
        assertThrows(
            DeviceException.class,
            () ->
                ClContext.of(ClRuntime.description(0))
                    .program(
                        new ClProgram.Recipe(
                            "margins_wide.cl", ClSources.BUNDLED.text("margins_wide.cl"), "")));
    assertTrue(e.getMessage().contains("pass -D GROUP="), e.getMessage());
  }
}
