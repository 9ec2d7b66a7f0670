package io.downhill;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which sizes of a problem a dense Hessian suits. */
class ShapeTest {
  @ParameterizedTest(name = "{0} x {1}, {2} columns")
  @CsvSource({
    "600, 1000, 1, true",
    "600, 1001, 1, false",
    "3823, 20, 10, true",
    "3823, 64, 10, false",
    "100000, 64, 10, true",
    "100000, 64, 16, false",
    "100000, 20, 16, true",
    "100000, 20, 17, true",
    "65536, 37, 26, true",
    "65535, 37, 26, false",
    "100000, 19, 50, true",
    "100000, 19, 51, false",
    "20000, 16, 26, false",
    "3000, 16, 17, false",
    "891, 1, 77, false",
    "600, 3, 26, false"
  })
  void aHessianOfManyClassesTakesLongerThanItBrings(
      int examples, int features, int columns, boolean suits) {
    assertEquals(suits, new Shape(examples, features, columns).suitsHessian());
  }
}
