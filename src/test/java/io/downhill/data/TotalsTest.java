package io.downhill.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.math.BigDecimal;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The sums of weights, in the order of the tree, against exact ones. */
class TotalsTest {
  private static Dataset data(int m, SplittableRandom random) {
    float[][] x = new float[m][1];
    int[] y = new int[m];
    for (int i = 0; i < m; i++) {
      y[i] = random.nextInt(3) == 0 ? 1 : 0;
    }
    return Dataset.of(x, y);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 1024, 1025, 40_000})
  void totalsAreRoundedOnce(int m) {
    SplittableRandom random = new SplittableRandom(m);
    Dataset data = data(m, random);
    float[] c = new float[m];
    BigDecimal[] exact = {BigDecimal.ZERO, BigDecimal.ZERO};
    for (int i = 0; i < m; i++) {
      c[i] = (float) Math.pow(10, random.nextDouble(-20, 9));
      int y = (int) data.labels()[i];
      exact[y] = exact[y].add(new BigDecimal(c[i]));
    }
    Dataset weighted = data.weighted(c);
    double[] totals = {exact[0].doubleValue(), exact[1].doubleValue()};
    assertArrayEquals(totals, weighted.classTotals(), 0);
    assertEquals(exact[0].add(exact[1]).doubleValue(), weighted.totalWeight());
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 1024, 1025, 40_000})
  void withoutWeightsTheyAreNumbersOfExamples(int m) {
    Dataset data = data(m, new SplittableRandom(m));
    int positive = 0;
    for (float y : data.labels()) {
      positive += y > 0 ? 1 : 0;
    }
    assertArrayEquals(new double[] {m - positive, positive}, data.classTotals(), 0);
    assertEquals(m, data.totalWeight());
  }
}
