package io.downhill.optim;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class QuadraticModelTest {
  private static L1 penalty(int length, double lambda) {
    double[] all = new double[length];
    Arrays.fill(all, 0, length - 1, lambda);
    return new L1(all);
  }

  private static double[] random(int length, SplittableRandom random) {
    double[] v = new double[length];
    Arrays.setAll(v, j -> random.nextInt(3) == 0 ? 0 : random.nextDouble() * 2 - 1);
    return v;
  }

  private static double model(Quadratic q, L1 l1, State s, double[] d) {
    return Vectors.dot(s.gradient(), d)
        + Vectors.dot(d, q.times(d)) / 2
        + l1.cost(Vectors.plus(s.w(), 1, d));
  }

  /** The least of the model over all signs of the weights, each signed problem solved exactly. */
  private static double leastBySigns(Quadratic q, L1 l1, State s) {
    int length = s.w().length;
    double least = Double.POSITIVE_INFINITY;
    for (int code = 0; code < StrictMath.pow(3, length); code++) {
      int[] sign = new int[length];
      for (int j = 0, rest = code; j < length; j++, rest /= 3) {
        sign[j] = rest % 3 - 1;
      }
      sign[length - 1] = 1;
      least = Math.min(least, model(q, l1, s, signed(q, l1, s, sign)));
    }
    return least;
  }

  /** The step to the minimum where weight j has the sign given, 0 for a weight of 0. */
  private static double[] signed(Quadratic q, L1 l1, State s, int[] sign) {
    int length = sign.length;
    double[][] b = new double[length][];
    double[] right = new double[length];
    for (int j = 0; j < length; j++) {
      b[j] = new double[j + 1];
      right[j] = sign[j] == 0 ? -s.w()[j] : -s.gradient()[j] - sign[j] * l1.lambda(j);
      for (int k = 0; k < length && sign[j] != 0; k++) {
        if (sign[k] == 0) {
          right[j] += q.h()[j][k] * s.w()[k];
        } else if (k <= j) {
          b[j][k] = q.h()[j][k];
        }
      }
      b[j][j] = sign[j] == 0 ? 1 : b[j][j];
    }
    return new Factors(b, false).solve(right);
  }

  @Test
  void coordinateDescentIsAsGoodAsTryingAllSigns() {
    for (int seed = 0; seed < 100; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      Quadratic q = Quadratic.random(4, 0.1, seed);
      L1 l1 = penalty(4, 0.3 * random.nextDouble());
      double[] w = random(4, random);
      double[] gradient = random(4, random);
      State s = new State(w, 0, gradient, 1e-9);
      QuadraticModel model = new QuadraticModel(l1);
      model.set(q.triangle(), 4);
      double found = model(q, l1, s, model.minimize(s));
      assertEquals(leastBySigns(q, l1, s), found, 1e-10, "seed " + seed);
    }
  }

  @Test
  void aWeightThatEndsAtZeroIsExactlyZero() {
    L1 l1 = penalty(3, 10);
    QuadraticModel model = new QuadraticModel(l1);
    model.set(Quadratic.random(3, 0.1, 1).triangle(), 3);
    double[] w = {0.1, -0.7, 0.3};
    double[] after = Vectors.plus(w, 1, model.minimize(new State(w, 0, new double[3], 1e-9)));
    assertEquals(0, after[0]);
    assertEquals(0, after[1]);
  }

  @Test
  void withoutAPenaltyTheStepIsNewtons() {
    Quadratic q = Quadratic.random(5, 0.1, 2);
    QuadraticModel model = new QuadraticModel(L1.NONE);
    model.set(q.triangle(), 5);
    State s = State.of(q, L1.NONE, new double[5]);
    assertArrayEquals(q.bottom(), model.minimize(s), 1e-10);
  }

  @Test
  void learningMakesTheModelTellWhatTheStepShowed() {
    Quadratic truth = Quadratic.random(5, 0.1, 3);
    QuadraticModel model = new QuadraticModel(L1.NONE);
    model.set(Quadratic.random(5, 0.1, 4).triangle(), 5);
    State before = State.of(truth, L1.NONE, new double[5]);
    for (int k = 0; k < 40; k++) {
      double[] d = model.minimize(before);
      State after = State.of(truth, L1.NONE, Vectors.plus(before.w(), 1, d));
      model.learn(before, after);
      before = after;
    }
    double slope = before.slope();
    assertTrue(slope < 1e-8, () -> "slope " + slope);
  }
}
