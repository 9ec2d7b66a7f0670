package io.downhill.optim;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

/** What bounds do to one parameter. */
class BoundsOfL1Test {
  private static final double FREE = Double.POSITIVE_INFINITY;

  private static L1 bounded(double lambda, double low, double high) {
    return new L1(new double[] {lambda}).within(new double[] {low}, new double[] {high});
  }

  private static double rest(L1 l1, double w, double gradient) {
    return l1.subgradient(new double[] {w}, new double[] {gradient})[0];
  }

  @Test
  void slopeAtABoundIsThatOfTheWayThatIsOpen() {
    L1 above = bounded(0, 0, FREE);
    assertEquals(0, rest(above, 0, 3), "beyond is forbidden");
    assertEquals(-3, rest(above, 0, -3), "up is open");
    assertEquals(3, rest(above, 1, 3), "inside all is open");
    L1 below = bounded(0, -FREE, 2);
    assertEquals(0, rest(below, 2, -3));
    assertEquals(3, rest(below, 2, 3));
    assertEquals(0, rest(bounded(0, 1, 1), 1, 5), "one value");
  }

  @Test
  void penaltyCountsAtABoundToo() {
    L1 above = bounded(2, 0, FREE);
    assertEquals(0, rest(above, 0, -1.5), "less than the penalty");
    assertEquals(-1, rest(above, 0, -3), "more");
    L1 away = bounded(2, 1, 4);
    assertEquals(-1, rest(away, 1, -3), "-3 + 2");
    assertEquals(0, rest(away, 1, -1));
    assertEquals(3, rest(away, 4, 1), "1 + 2 leads down");
    L1 negative = bounded(2, -4, -1);
    assertEquals(1, rest(negative, -1, 3), "3 - 2 leads down");
    assertEquals(0, rest(negative, -1, 1), "1 - 2 leads up, beyond");
    assertEquals(-1, rest(negative, -4, 1), "from the lower bound it is open");
  }

  /** Against a search over a grid. */
  @Test
  void leastIsTheLeast() {
    double[][] bounds = {{0, 1}, {-1, 0.5}, {0.25, 0.75}, {-2, -0.5}, {-3, 3}};
    for (double[] b : bounds) {
      for (double value = -2; value <= 2; value += 0.125) {
        double best = b[0];
        for (double v = b[0]; v <= b[1]; v += 1 / 64.0) {
          best = cost(v, value) < cost(best, value) ? v : best;
        }
        double least = bounded(0.5, b[0], b[1]).least(0, value, 0.5);
        assertEquals(best, least, 1e-12, value + " in " + b[0] + " to " + b[1]);
      }
    }
  }

  private static double cost(double v, double value) {
    return (v - value) * (v - value) / 2 + 0.25 * Math.abs(v);
  }

  @Test
  void directionsThatGoOnForEverKeepTheirOpenSides() {
    double[] low = {0, -FREE, -1, -FREE};
    double[] high = {FREE, 5, 1, FREE};
    L1 box = L1.NONE.within(low, high);
    double[] d = {-1, -1, -1, -1};
    box.recede(d);
    assertArrayEquals(new double[] {0, -1, 0, -1}, d);
    d = new double[] {1, 1, 1, 1};
    box.recede(d);
    assertArrayEquals(new double[] {1, 0, 0, 1}, d);
  }

  @Test
  void roomEndsAtTheFirstBound() {
    L1 box = L1.NONE.within(new double[] {0, -FREE}, new double[] {FREE, 6});
    assertEquals(2, box.room(new double[] {4, 0}, new double[] {-2, 1}));
    assertEquals(3, box.room(new double[] {9, 0}, new double[] {-2, 2}));
    assertEquals(FREE, box.room(new double[] {4, 0}, new double[] {2, -1}));
  }

  @Test
  void lengthsMustAgree() {
    double[] one = {0};
    double[] two = {1, 1};
    assertThrows(IllegalArgumentException.class, () -> L1.NONE.within(one, two));
  }
}
