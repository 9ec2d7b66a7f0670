package io.downhill.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class CostSeriesTest {
  private static final int COUNT = 100_000;

  private final double[] costs =
      new SplittableRandom(5).doubles(COUNT).map(share -> 1 + share).toArray();
  private final CostSeries series = CostSeries.of(costs);

  @Test
  void firstIterationsAreKeptOneByOne() {
    for (int k = 1; k < 200; k++) {
      assertEquals(
          new CostSeries.Band(costs[k - 1], costs[k - 1], costs[k - 1]), series.over(k, k));
    }
  }

  @Test
  void bandHoldsEveryCostAndLittleMore() {
    for (int from = 1; from <= COUNT; from += 997) {
      for (int to = from; to <= COUNT; to += 9973) {
        CostSeries.Band band = series.over(from, to);
        double[] inside = Arrays.copyOfRange(costs, from - 1, to);
        String where = from + " to " + to;
        assertTrue(band.low() <= Arrays.stream(inside).min().orElseThrow(), where);
        assertTrue(band.high() >= Arrays.stream(inside).max().orElseThrow(), where);
        // The neighbours: a two hundredth to both sides.
        double[] near =
            Arrays.copyOfRange(costs, from - 1 - from / 200, Math.min(COUNT, to + to / 200));
        assertTrue(band.low() >= Arrays.stream(near).min().orElseThrow(), where);
        assertTrue(band.high() <= Arrays.stream(near).max().orElseThrow(), where);
      }
    }
  }

  @Test
  void lastIsTheLast() {
    assertEquals(costs[COUNT - 1], series.all().last());
    assertEquals(COUNT, series.count());
  }
}
