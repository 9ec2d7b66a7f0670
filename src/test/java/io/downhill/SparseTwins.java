package io.downhill;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.downhill.data.Dataset;
import io.downhill.data.DenseRows;

/** The dense twin of sparse examples, and what the models of both have in common: all bits. */
final class SparseTwins {
  private SparseTwins() {}

  static Dataset dense(Dataset sparse) {
    return sparse.with(DenseRows.inMemory(sparse.rows()));
  }

  static void assertSameBits(Training expected, Training actual) {
    assertEquals(expected.report().cost(), actual.report().cost());
    assertEquals(expected.report().verdict(), actual.report().verdict());
    assertArrayEquals(expected.model().parameters().biases(), actual.model().parameters().biases());
    for (int k = 0; k < expected.model().parameters().count(); k++) {
      assertArrayEquals(
          expected.model().parameters().weights()[k], actual.model().parameters().weights()[k]);
    }
  }
}
