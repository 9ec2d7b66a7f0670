package io.downhill.device.opencl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ClPlanTest {
  private static final ClPlan.Limits NVIDIA = new ClPlan.Limits(48 << 10, 1024, 132, true);
  private static final ClPlan.Limits AMD = new ClPlan.Limits(64 << 10, 1024, 304, false);
  private static final int MANY = 1 << 20;

  private static ClTuning tile() {
    ClTuning.Limits limits = new ClTuning.Limits(1L << 32, 1 << 30, 1L << 30);
    return new ClTuning(ClForm.TILE, 128, OptionalInt.empty(), OptionalInt.empty(), limits);
  }

  /** Rows of the tile, and none for the form without one. */
  @ParameterizedTest
  @CsvSource({
    "1, 128, 128",
    "16, 128, 128",
    "17, 128, 128",
    "28, 64, 64",
    "63, 64, 64",
    "64, 32, 32",
    "100, 32, 32",
    "128, 32, 32",
    "256, 32, 16",
    "512, 16, 8",
    "784, 8, 4",
    "1000, 8, 4",
    "2000, 4, 4",
    "2049, 0, 4",
    "3000, 0, 0"
  })
  void ruleKeepsLoadsInFlightAndFitsTheLocalMemory(int features, int nvidia, int amd) {
    assertEquals(nvidia, ClPlan.of(tile(), features, MANY, NVIDIA).tuning().tile().orElse(0));
    assertEquals(amd, ClPlan.of(tile(), features, MANY, AMD).tuning().tile().orElse(0));
  }

  @ParameterizedTest
  @CsvSource({"28, true", "784, true", "1000, true", "2000, false"})
  void pairsStandInLocalMemoryWhereTheyFit(int features, boolean local) {
    assertEquals(local, ClPlan.of(tile(), features, MANY, NVIDIA).pairsLocal());
  }

  /** Kernels with more than one stripe in a tile give each column of all stripes an item. */
  @ParameterizedTest
  @ValueSource(ints = {64, 128, 256})
  void tileFitsTheGroup(int group) {
    for (int features = 1; features < 300; features++) {
      int rows =
          ClPlan.of(tile().withGroup(group).withTile(128), features, MANY, AMD)
              .tuning()
              .tile()
              .orElseThrow();
      String story = features + " features, " + rows + " rows, groups of " + group;
      assertTrue(rows <= group, story);
      assertTrue(rows <= 32 || features + 2 <= group, story);
    }
  }

  /** Below four blocks a compute unit; a part has at least the stripes of a tile. */
  @ParameterizedTest
  @CsvSource({"1, 4", "527, 4", "528, 32", "529, 32"})
  void fewBlocksAreTakenInParts(int blocks, int stripes) {
    assertEquals(stripes, ClPlan.of(tile(), 512, blocks, NVIDIA).stripes());
    assertEquals(stripes, ClPlan.of(tile(), 16, blocks, NVIDIA).stripes());
    assertEquals(32, ClPlan.of(tile().with(ClForm.WIDE), 16, blocks, NVIDIA).stripes());
  }

  @Test
  void chosenPartHoldsATile() {
    assertEquals(1, ClPlan.of(tile().withStripes(1), 512, MANY, NVIDIA).stripes());
    assertEquals(4, ClPlan.of(tile().withStripes(1), 16, MANY, NVIDIA).stripes());
    assertEquals(16, ClPlan.of(tile().withStripes(16), 16, 1, NVIDIA).stripes());
  }

  @ParameterizedTest
  @CsvSource({"16, 1, 2", "17, 4, 4", "28, 1, 2", "128, 1, 2", "129, 1, 1", "2000, 1, 1"})
  void marginsHaveLoadsInFlight(int features, int nvidia, int amd) {
    ClPlan plan = ClPlan.of(tile(), features, MANY, AMD);
    assertEquals(nvidia, ClPlan.of(tile(), features, MANY, NVIDIA).itemRows());
    assertEquals(amd, plan.itemRows());
    assertEquals(128 * plan.part() / 8 * amd, plan.marginRows());
  }

  @Test
  void formsThatTakeAnyNumberOfFeaturesArePlannedOnce() {
    for (ClForm form : new ClForm[] {ClForm.WALK, ClForm.WIDE}) {
      assertEquals(
          ClPlan.of(tile().with(form), 3, 1, NVIDIA), ClPlan.of(tile().with(form), 9, 70, NVIDIA));
    }
  }
}
