package io.downhill.device.opencl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.downhill.device.Device;
import io.downhill.device.DeviceExamples;
import io.downhill.device.DeviceInfo;
import io.downhill.device.cpu.CpuDevice;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The tiled form, measured on whatever device there is, with limits that always allow it. */
class ClTunerTest {
  private static final int FEATURES = 28;

  @TempDir Path folder;

  @BeforeAll
  static void needsADevice() {
    OpenClRequired.orSkip();
  }

  private ClTiles tiles(String driver) {
    DeviceInfo device = new DeviceInfo("opencl:0", "A GPU", "Maker", "gpu", true, 1L << 34, driver);
    return ClTiles.of(folder, device, ClSources.BUNDLED);
  }

  private ClDevice open(ClTuner tuner) {
    ClTuning tuning = ClDevice.tuning(0).with(ClForm.TILE);
    return ClDevice.open(0, tuning, ClSources.BUNDLED, Optional.of(tuner));
  }

  private static ClTuner always(ClTiles kept) {
    return new ClTuner(kept, Long.MAX_VALUE, 1, 0, System::nanoTime);
  }

  /** The tuning that a device has for so many features once examples are loaded. */
  private ClTuning tuningAfterLoad(ClTuner tuner) {
    try (ClDevice device = open(tuner);
        DeviceExamples e = device.load(Passes.random(3000, FEATURES, 1).data())) {
      return device.kernels((ClExamples) e).plan().tuning();
    }
  }

  private ClTuning other() {
    return ClDevice.tuning(0).with(ClForm.TILE).withGroup(64).withTile(8);
  }

  @Test
  void measuredChoiceIsKept() {
    ClTuning chosen = tuningAfterLoad(always(tiles("driver 1")));
    assertEquals(Optional.of(chosen), tiles("driver 1").find(FEATURES, chosen));
  }

  /** A compiler so slow that the rule's own kernels take all the time there is. */
  @Test
  void slowCompilerIsNotAskedForOtherForms() {
    AtomicLong now = new AtomicLong();
    ClTuner tuner =
        new ClTuner(tiles("driver 1"), Long.MAX_VALUE, 1, 0, () -> now.addAndGet(1_000_000_000L));
    ClTuning tile = ClDevice.tuning(0).with(ClForm.TILE);
    ClPlan.Limits limits = ClPlan.Limits.of(ClRuntime.description(0));
    assertEquals(ClPlan.of(tile, FEATURES, 3, limits).tuning(), tuningAfterLoad(tuner));
  }

  @Test
  void measuredChoiceHasTheBitsOfTheDefinition() {
    Passes passes = Passes.random(3000, FEATURES, 1);
    try (Device device = open(always(tiles("driver 1")));
        Device definition = CpuDevice.definition()) {
      assertEquals("", Passes.difference(passes.on(definition), passes.on(device)));
    }
  }

  @Test
  void keptChoiceIsUsedWithoutMeasuring() {
    tiles("driver 1").keep(FEATURES, other());
    assertEquals(other(), tuningAfterLoad(new ClTuner(tiles("driver 1"), 0)));
  }

  @Test
  void choiceOfAnotherDriverIsForgotten() throws IOException {
    tiles("driver 1").keep(100, other());
    tiles("driver 1").keep(FEATURES, other());
    ClTuning chosen = tuningAfterLoad(always(tiles("driver 2")));
    List<String> lines = Files.readAllLines(tiles("driver 2").file().path());
    assertEquals(List.of("driver 2", 5), List.of(lines.get(1), lines.size()), lines::toString);
    assertEquals(Optional.of(chosen), tiles("driver 2").find(FEATURES, chosen));
  }

  @Test
  void otherKernelsForgetTheChoice() {
    tiles("driver 1").keep(FEATURES, other());
    ClTiles now = new ClTiles(tiles("driver 1").file(), "driver 1", "0123456789abcdef");
    assertTrue(now.find(FEATURES, other()).isEmpty());
  }

  @Test
  void choicesForOtherFeaturesStay() {
    ClTuning wide = other().with(ClForm.WIDE);
    tiles("driver 1").keep(FEATURES, other());
    tiles("driver 1").keep(512, wide);
    assertEquals(
        List.of(other(), wide),
        List.of(
            tiles("driver 1").find(FEATURES, other()).orElseThrow(),
            tiles("driver 1").find(600, other()).orElseThrow()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"28\t64\t9", "28\t65\t8", "28\t64", "28\tx\ty"})
  void fileThatMakesNoSenseIsMeasuredAnew(String line) throws IOException {
    ClTiles tiles = tiles("driver 1");
    tiles.keep(FEATURES, other());
    Path file = tiles.file().path();
    Files.writeString(file, Files.readString(file).replace("28\t64\t8", line));
    assertTrue(tiles.find(FEATURES, other()).isEmpty());
    ClTuning chosen = tuningAfterLoad(always(tiles));
    assertEquals(Optional.of(chosen), tiles.find(FEATURES, chosen));
  }

  @Test
  void halfAFileIsAsGoodAsNone() throws IOException {
    ClTiles tiles = tiles("driver 1");
    tiles.keep(FEATURES, other());
    Path file = tiles.file().path();
    Files.writeString(file, Files.readString(file).replace("end\n", ""));
    assertTrue(tiles.find(FEATURES, other()).isEmpty());
  }

  @ParameterizedTest
  @CsvSource({"1, 1", "9223372036854775807, 84001"})
  void littleWorkAndLittleDataFollowTheRule(long work, long least) {
    ClPlan.Limits limits = ClPlan.Limits.of(ClRuntime.description(0));
    ClTuning tile = ClDevice.tuning(0).with(ClForm.TILE);
    ClTuning ruled = ClPlan.of(tile, FEATURES, 3, limits).tuning();
    assertEquals(
        ruled, tuningAfterLoad(new ClTuner(tiles("driver 1"), work, least, 1, System::nanoTime)));
    assertFalse(Files.exists(tiles("driver 1").file().path()));
  }

  @ParameterizedTest
  @CsvSource({
    "1, 1",
    "7, 7",
    "9, 8",
    "16, 16",
    "28, 28",
    "100, 96",
    "111, 96",
    "112, 112",
    "784, 768"
  })
  void nearNumbersOfFeaturesShareAChoice(int features, int like) {
    assertEquals(like, ClTiles.likeFeatures(features));
  }
}
