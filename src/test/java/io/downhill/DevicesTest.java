package io.downhill;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DevicesTest {
  /** So no driver, good or broken, can slow it down. */
  @Test
  void smallWorkNeverLooksForAGpu() {
    assertEquals(
        new Devices.Choice("cpu", "done before a GPU would have started"),
        Devices.choose("auto", 7_999_999_999L));
  }

  @ParameterizedTest
  @CsvSource({
    "8000000000, 5",
    "75000000000, 5",
    "300000000000, 20",
    "900000000000, 60",
    "9223372036854775807, 60"
  })
  void lookTakesNoLongerThanJavaWould(long bytes, long seconds) {
    assertEquals(seconds, Devices.look(bytes).toSeconds());
  }

  @Test
  void unknownIdIsRefusedByName() {
    IllegalArgumentException e =
        assertThrows(IllegalArgumentException.class, () -> Devices.choose("gpu", 1));
    assertEquals("device must be auto, cpu, opencl or opencl:K, not gpu", e.getMessage());
  }
}
