package io.downhill.data.cell;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;

class DigitsTest {
  private static double[] some(long seed, int count, double offset, double spread) {
    Random random = new Random(seed);
    return DoubleStream.generate(() -> offset + spread * random.nextGaussian())
        .limit(count)
        .toArray();
  }

  @Test
  void ordinaryColumnsAreStoredAsTheyAre() {
    assertEquals(Digits.PLAIN, Digits.of(new double[] {0.1, 0.2, 7.25, Double.NaN}));
    assertEquals(Digits.PLAIN, Digits.of(some(1, 1000, 200, 1)), "200 deviations from 0");
    assertEquals(Digits.PLAIN, Digits.of(new double[] {0.1, 0.1, 0.1}), "constant");
    assertEquals(Digits.PLAIN, Digits.of(new double[] {Double.NaN}), "no value");
    assertEquals(Digits.PLAIN, Digits.of(new double[0]), "no row");
  }

  @Test
  void numbersThatFloatsHoldAreStoredAsTheyAreHoweverFarFromZero() {
    double[] whole = new double[100];
    for (int i = 0; i < whole.length; i++) {
      whole[i] = 16_000_000 + i;
    }
    assertEquals(Digits.PLAIN, Digits.of(whole));
  }

  @Test
  void meanThatFillsGapsKeepsItsDigits() {
    assertEquals(Digits.PLAIN, Digits.about(0.1, 1));
    assertEquals(Digits.PLAIN, Digits.about(2014.37, 10), "years");
    Digits digits = Digits.about(2_900_013.37, 18);
    assertEquals(new Digits(2_900_013.25, 1, false), digits);
    assertEquals(0.12f, digits.rounded(2_900_013.37), 1e-6f);
  }

  @Test
  void secondsWithinAMinuteAreCountedFromTheirMedian() {
    double[] seconds = {1700000022, 1700000035, Double.NaN, 1700000018, 1700000030, 1700000059};
    Digits digits = Digits.of(seconds);
    assertEquals(new Digits(1700000030, 1, false), digits);
    assertEquals(-12f, digits.rounded(1700000018));
  }

  @Test
  void fewValuesFarFromTheRestDoNotHideItsDigits() {
    double[] values = new double[1000];
    for (int i = 0; i < values.length; i++) {
      values[i] = i % 100 == 0 ? 0 : 1_700_000_000 + i % 60;
    }
    Digits digits = Digits.of(values);
    assertFalse(digits.lost(), digits.toString());
    assertTrue(digits.rounded(1_700_000_001) != digits.rounded(1_700_000_002), digits.toString());
  }

  @Test
  void oneValueFarFromTheRestAsksForNoOffset() {
    double[] values = some(3, 100_000, 100, 1);
    values[777] = 1e6;
    assertEquals(Digits.PLAIN, Digits.of(values));
  }

  @Test
  void theOrderOfTheRowsChangesNothing() {
    double[] values = some(2, 501, 1e9, 3);
    Digits digits = Digits.of(values);
    for (int i = 0; i < values.length / 2; i++) {
      double held = values[i];
      values[i] = values[values.length - 1 - i];
      values[values.length - 1 - i] = held;
    }
    assertEquals(digits, Digits.of(values));
  }

  @Test
  void numbersOutOfTheRangeOfFloatsGetAUnit() {
    for (double scale : new double[] {1e-300, 1e-42, 1e42, 1e300}) {
      Digits digits = Digits.of(new double[] {scale, 2.5 * scale, 0, 7 * scale});
      double ratio = digits.rounded(2.5 * scale) / (double) digits.rounded(scale);
      assertEquals(2.5, ratio, 1e-6, "scale " + scale + ": " + digits);
    }
  }

  @Test
  void valuesThatNoOffsetTellsApartAreToldAsLost() {
    double[] values = new double[300];
    for (int i = 0; i < values.length; i++) {
      values[i] = (i % 3 - 1) * 1e9 + i / 3 * 0.25;
    }
    assertTrue(Digits.of(values).lost(), "three heaps, 1e9 from each other");
  }
}
