package io.downhill.device.opencl;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.OptionalInt;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ClTuningTest {
  /** The margins take eight items a row, and AMD's launches hold fewer than 2^32. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 8, 15, 16, 1000})
  void launchesStayBelowTheItemsThatAPacketHolds(int features) {
    ClTuning.Limits limits = new ClTuning.Limits(1L << 40, 1 << 30, 1L << 40);
    ClTuning tuning =
        new ClTuning(ClForm.TILE, 128, OptionalInt.empty(), OptionalInt.empty(), limits);
    long items = 8L * 1024 * tuning.launchBlocks(features);
    assertTrue(items <= 1L << 29, () -> "n = " + features + ": " + items + " items in a launch");
  }
}
