package io.downhill;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class FirstSlopeTest {
  private static FirstSlope seen() {
    FirstSlope seen = new FirstSlope();
    seen.iteration(0, 0.7, 0.25);
    seen.iteration(1, 0.6, 0.125);
    return seen;
  }

  @Test
  void slopeOfTheFirstIterationIsThatAtZero() {
    assertEquals(OptionalDouble.of(0.25), seen().atZero(new double[3]));
  }

  @Test
  void anotherStartTellsNothing() {
    assertEquals(OptionalDouble.empty(), seen().atZero(new double[] {0, 0.1, 0}));
  }

  @Test
  void runThatHasNotBegunTellsNothing() {
    assertEquals(OptionalDouble.empty(), new FirstSlope().atZero(new double[3]));
  }
}
