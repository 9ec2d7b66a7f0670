package io.downhill.device.cpu;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Which of two forms runs, by times that are made up. */
class TimedLoopsTest {
  private final List<String> calls = new ArrayList<>();
  private final TimedLoops.Race race =
      new TimedLoops(loops("scalar"), loops("vector")).new Race("margins");

  /** Loops that tell that they were called. */
  private Loops loops(String name) {
    return new Recorded(name, calls);
  }

  private record Recorded(String name, List<String> calls) implements Loops {
    @Override
    public void margins(float[] x, int at, int rows, int n, float[] w, float[] z, int zAt) {
      calls.add(name);
    }

    @Override
    public void stripeSums(float[] x, int at, int rows, int n, float[] dz, int dzAt, float[] g) {}

    @Override
    public void stripeHessian(float[] x, int at, int rows, int n, float[] k, float[] h) {}
  }

  /** Runs the loop so often, a call of one form taking so long each time. */
  private int vectorCalls(int times, long scalarNanos, long vectorNanos) {
    int vectors = 0;
    for (int k = 0; k < times; k++) {
      boolean tried = race.tries();
      vectors += tried ? 1 : 0;
      race.ended(tried, tried ? vectorNanos : scalarNanos, 1);
    }
    return vectors;
  }

  @Test
  void codeThatIsNotCompiledGetsHalfOfTheTime() {
    // Each of 1000 ns is followed by a hundred of 10 ns.
    assertEquals(100, vectorCalls(10_100, 10, 1000));
    assertTrue(race.winner() == null, "nobody has won");
  }

  @Test
  void fasterTwiceInARowWins() {
    vectorCalls(1000, 10, 1000);
    vectorCalls(1000, 10, 5);
    assertEquals("vector", race.winner().name());
  }

  @Test
  void fasterOnceDoesNotWin() {
    race.ended(false, 10, 1);
    for (int k = 0; k < 100; k++) {
      race.ended(true, k % 2 == 0 ? 5 : 50, 1);
    }
    assertTrue(race.winner() == null, "nobody has won");
  }

  @Test
  void slowTryIsCaughtUpHoweverBusyTheMachineIs() {
    race.ended(false, 10, 1);
    race.ended(true, 1_000_000, 1);
    assertTrue(vectorCalls(200_000, 10, 5) > 1, "tried again");
    assertEquals("vector", race.winner().name());
  }

  @Test
  void onlyOneThreadTriesAtATime() {
    assertTrue(race.tries(), "the first call");
    assertTrue(!race.tries(), "while another tries");
  }

  @Test
  void failureOfATryLeavesTheNextCallToScalarLoops() {
    TimedLoops timed = new TimedLoops(loops("scalar"), new Recorded("vector", null));
    int failures = 0;
    for (int k = 0; k < 2; k++) {
      try {
        timed.margins(null, 0, 1, 1, null, null, 0);
      } catch (NullPointerException e) {
        failures++;
      }
    }
    assertEquals(1, failures, "the first call tries, the second is scalar");
    assertEquals(List.of("scalar"), calls);
  }
}
