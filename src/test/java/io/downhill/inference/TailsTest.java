package io.downhill.inference;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tails against values with 30 digits (mpmath 1.3). */
class TailsTest {
  private static final double DIGITS = 5e-12;

  @ParameterizedTest
  @CsvSource({
    "0, 1",
    "1.96, 0.049995790296440872",
    "-1.96, 0.049995790296440872",
    "5, 5.7330314375838782e-7",
    "8.5, 1.8959069644406637e-17",
    "20, 5.5072482372124674e-89",
    "37, 1.1451142445049154e-299"
  })
  void normalTailsGoDownToTenToTheMinus300(double z, double p) {
    assertEquals(p, Tails.beyond(z), DIGITS * p, "z = " + z);
  }

  @ParameterizedTest
  @CsvSource({
    "3.84, 1, 0.050043521248705103",
    "41.46, 5, 7.5747556785123254e-8",
    "1300, 3, 1.4717437106980103e-281",
    "1300, 50, 2.7676691081234689e-239"
  })
  void chiSquaredTailsGoAsFar(double x, int degrees, double p) {
    // The library's incomplete gamma function has some digits less in its far tail.
    assertEquals(p, Tails.chiSquared(x, degrees), 1e-11 * p, "x = " + x);
  }

  @ParameterizedTest
  @CsvSource({
    "0.5, 0.67448975019608174",
    "0.9, 1.6448536269514727",
    "0.95, 1.9599639845400542",
    "0.999, 3.2905267314918948"
  })
  void quantilesHoldTheirLevel(double level, double z) {
    assertEquals(z, Tails.quantile(level), DIGITS * z, "level = " + level);
  }

  @Test
  void chiSquaredHasNoTailWithoutDegreesOfFreedom() {
    assertEquals(Double.NaN, Tails.chiSquared(1, 0));
    assertEquals(Double.NaN, Tails.chiSquared(Double.NaN, 2));
  }

  @Test
  void beyondTheRangeOfDoubleIsZero() {
    assertEquals(0, Tails.beyond(40));
  }
}
