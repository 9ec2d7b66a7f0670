package io.downhill.optim;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Over few features the optimum is that over all. */
class ScreenedTest {
  private static final int N = 60;

  /** A bowl that remembers what it was restricted to. */
  private record Watched(Quadratic of, List<int[]> kept, List<Boolean> whole) implements Objective {
    static Watched of(Quadratic bowl) {
      return new Watched(bowl, new ArrayList<>(), new ArrayList<>());
    }

    @Override
    public int weights() {
      return of.weights();
    }

    @Override
    public double costAndGradient(double[] w, double[] gradient) {
      whole.add(true);
      return of.costAndGradient(w, gradient);
    }

    @Override
    public void product(double[] w, double[] v, double[] product) {
      of.product(w, v, product);
    }

    @Override
    public Objective restrictedTo(int[] features) {
      kept.add(features);
      return of.restrictedTo(features);
    }
  }

  private static L1 penalty(double lambda) {
    double[] all = new double[N + 1];
    Arrays.fill(all, 0, N, lambda);
    return new L1(all);
  }

  private static Solver.Setting setting(double lambda) {
    return new Solver.Setting(Double.NaN, false, 2000, Goal.within(1e-12), penalty(lambda));
  }

  private static double[] plain(Objective f, double[] start, double lambda) {
    Solution end = Solver.NEWTON.optimizer(setting(lambda), true).minimize(f, start, Monitor.NONE);
    assertEquals(Stop.CONVERGED, end.stop());
    return end.w();
  }

  private static double largest(Quadratic bowl) {
    double[] gradient = new double[N + 1];
    double[] start = plain(bowl, new double[N + 1], 1e6);
    bowl.costAndGradient(start, gradient);
    gradient[N] = 0;
    return Descent.slope(gradient);
  }

  @ParameterizedTest
  @EnumSource(
      value = Solver.class,
      names = {"NEWTON", "LBFGS"})
  void theOptimumIsThatOverAllFeatures(Solver solver) {
    int looks = 0;
    for (int seed = 0; seed < 20; seed++) {
      Watched bowl = Watched.of(Quadratic.random(N + 1, 0.01, seed));
      double lambda = largest(bowl.of());
      double[] w = plain(bowl.of(), new double[N + 1], 1e6);
      for (int k = 0; k < 12; k++) {
        lambda *= 0.75;
        bowl.kept().clear();
        bowl.whole().clear();
        Solution end =
            new Screened(solver, setting(lambda), true, 0).minimize(bowl, w.clone(), Monitor.NONE);
        String what = solver + ", seed " + seed + ", penalty " + k;
        assertEquals(Stop.CONVERGED, end.stop(), what);
        assertArrayEquals(plain(bowl.of(), w, lambda), end.w(), 2e-5, what);
        looks += bowl.kept().size() > 0 ? 1 : 0;
        if (bowl.kept().size() == 1) {
          assertEquals(2, bowl.whole().size(), "all features: at the start and at the end");
        }
        w = end.w();
      }
    }
    assertTrue(looks > 60, looks + " runs over few features");
  }

  /**
   * The slope of feature 4 is 12/5 - 2 lambda, for each of the four before it has half of its
   * curvature: 0.4 where the penalty is 1, so that the rule leaves it out at 0.75 (0.4 &lt; 2 x
   * 0.75 - 1), where it is 0.9.
   */
  @ParameterizedTest
  @EnumSource(
      value = Solver.class,
      names = {"NEWTON", "LBFGS"})
  void aFeatureThatTheRuleLeftOutByMistakeIsFound(Solver solver) {
    double[] curvatures = new double[N + 1];
    Arrays.fill(curvatures, 1);
    Quadratic bowl = Quadratic.diagonal(curvatures);
    Arrays.fill(bowl.bottom(), 0);
    bowl.h()[4][4] = 1.2;
    bowl.bottom()[4] = -12;
    for (int j = 0; j < 4; j++) {
      bowl.bottom()[j] = 20;
      bowl.h()[j][4] = 0.5;
      bowl.h()[4][j] = 0.5;
    }
    double[] start = plain(bowl, new double[N + 1], 1);
    assertEquals(0, start[4]);
    Watched watched = Watched.of(bowl);
    Solution end =
        new Screened(solver, setting(0.75), true, 0).minimize(watched, start, Monitor.NONE);
    assertArrayEquals(new int[] {0, 1, 2, 3}, watched.kept().get(0));
    assertArrayEquals(new int[] {0, 1, 2, 3, 4}, watched.kept().get(1));
    assertEquals(2, watched.kept().size());
    assertTrue(end.w()[4] != 0);
    assertArrayEquals(plain(bowl, start, 0.75), end.w(), 1e-5);
  }

  /** Of a start that is the optimum of 4/3 of the penalty those above 2/3 of it are kept. */
  @Test
  void theRuleIsTheStrongOne() {
    Watched bowl = Watched.of(Quadratic.random(N + 1, 0.01, 3));
    double before = largest(bowl.of()) / 2;
    double[] w = plain(bowl.of(), new double[N + 1], before);
    double lambda = 0.75 * before;
    new Screened(Solver.NEWTON, setting(lambda), true, 0).minimize(bowl, w, Monitor.NONE);
    double[] gradient = new double[N + 1];
    bowl.of().costAndGradient(w, gradient);
    List<Integer> expected = new ArrayList<>();
    for (int j = 0; j < N; j++) {
      if (w[j] != 0 || Math.abs(gradient[j]) > 2 * lambda - before * (1 + 1e-6)) {
        expected.add(j);
      }
    }
    assertEquals(expected, Arrays.stream(bowl.kept().get(0)).boxed().toList());
  }

  @Test
  void aRunThatIsEndedEnds() {
    Quadratic bowl = Quadratic.random(N + 1, 0.01, 3);
    Monitor ended = Monitor.until(() -> true);
    Solution end =
        new Screened(Solver.LBFGS, setting(largest(bowl) / 2), true, 0)
            .minimize(bowl, new double[N + 1], ended);
    assertEquals(Stop.INTERRUPTED, end.stop());
    assertEquals(N + 1, end.w().length);
    assertEquals(Optional.empty(), end.gap().curvature());
  }
}
