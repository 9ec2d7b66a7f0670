package io.downhill.device.opencl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ClPanelTileTest {
  private static final ClPlan.Limits NVIDIA = new ClPlan.Limits(48 << 10, 1024, 132, true);

  /** The fastest, or within a tenth of it, of those measured on an H200. */
  @ParameterizedTest
  @CsvSource({
    "1, 64, 16",
    "16, 64, 16",
    "100, 64, 16",
    "128, 64, 16",
    "129, 64, 8",
    "256, 64, 8",
    "257, 128, 8",
    "400, 128, 8"
  })
  void itemsHaveFourFeaturesAtMost(int features, int group, int rows) {
    assertEquals(
        Optional.of(new ClPanelTile(group, rows)), ClPanelTile.of(features, NVIDIA), "tile");
  }

  @Test
  void longRowsHaveNone() {
    assertEquals(Optional.empty(), ClPanelTile.of(513, NVIDIA), "513 features");
  }

  @Test
  void littleLocalMemoryHasNone() {
    ClPlan.Limits little = new ClPlan.Limits(16 << 10, 1024, 132, true);
    assertTrue(ClPanelTile.of(100, little).isPresent(), "100 features in 16 KiB");
    assertEquals(Optional.empty(), ClPanelTile.of(256, little), "256 features in 16 KiB");
  }

  @Test
  void groupsFitTheDevice() {
    ClPlan.Limits small = new ClPlan.Limits(64 << 10, 64, 132, false);
    assertTrue(ClPanelTile.of(256, small).isPresent(), "a group of 64");
    assertEquals(Optional.empty(), ClPanelTile.of(300, small), "a group of 128");
  }
}
