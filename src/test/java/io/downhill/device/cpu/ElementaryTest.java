package io.downhill.device.cpu;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * The elementary functions against StrictMath in double, in units of the last place of the true
 * value's float32 neighbourhood.
 */
class ElementaryTest {
  private static final int CLAMP_BITS = Float.floatToIntBits(Elementary.CLAMP);
  // A prime, so that all mantissa patterns come by.
  private static final int DENSE = 199;

  @Test
  void sigmoidIsWithinTwoUlpOnADenseSample() {
    assertTrue(worstSigmoid(DENSE) <= 2, () -> "worst error " + worstSigmoid(DENSE) + " ulp");
  }

  @Test
  void lossIsWithinFourUlpOnADenseSample() {
    assertTrue(worstLoss(DENSE) <= 4, () -> "worst error " + worstLoss(DENSE) + " ulp");
  }

  @Test
  @Tag("exhaustive")
  void sigmoidAndLossAreWithinTheirBoundsOnEveryFloat() {
    double sigmoid = worstSigmoid(1);
    double loss = worstLoss(1);
    System.out.printf("every float to the clamp: sigmoid %.3f ulp, loss %.3f ulp%n", sigmoid, loss);
    assertTrue(
        sigmoid <= 2 && loss <= 4, () -> "sigmoid " + sigmoid + " ulp, loss " + loss + " ulp");
  }

  @Test
  void beyondTheClampTheErrorIsBelowTheSmallestNormalNumber() {
    for (int bits = CLAMP_BITS;
        bits <= Float.floatToIntBits(Float.POSITIVE_INFINITY);
        bits += 65_537) {
      float z = Float.intBitsToFloat(bits);
      assertEquals(1f, Elementary.sigmoid(z), "sigmoid(" + z + ")");
      assertEquals(StrictMath.exp(-z), Elementary.sigmoid(-z), 1.2e-38, "sigmoid(-" + z + ")");
      assertEquals(z, Elementary.loss(z, Elementary.expMinusAbs(z)), "loss(" + z + ")");
      assertEquals(0, Elementary.loss(-z, Elementary.expMinusAbs(z)), 1.2e-38, "loss(-" + z + ")");
    }
  }

  @Test
  void zeroHasTheClosedForms() {
    for (float zero : new float[] {0f, -0f}) {
      assertEquals(0.5f, Elementary.sigmoid(zero));
      assertEquals((float) StrictMath.log(2), Elementary.loss(zero, Elementary.expMinusAbs(zero)));
    }
  }

  @Test
  void nanStaysNan() {
    assertTrue(Float.isNaN(Elementary.sigmoid(Float.NaN)));
    assertTrue(Float.isNaN(Elementary.loss(Float.NaN, Elementary.expMinusAbs(Float.NaN))));
  }

  @Test
  void lossOfOneLabelIsTheLossOfTheOtherMirrored() {
    for (float z = -90; z < 90; z += 0.37f) {
      assertEquals(Elementary.wrongMargin(z, 0), Elementary.wrongMargin(-z, 1));
    }
  }

  /** Every float from 1 to 1024, with nothing lost and with half an ulp lost. */
  @Test
  void reciprocalAndLogOfASumAreWithinTheirBoundsOnEveryFloatTo1024() {
    int first = Float.floatToIntBits(1f);
    int last = Float.floatToIntBits(1024f);
    double[] worst =
        IntStream.rangeClosed(first, last)
            .parallel()
            .mapToObj(ElementaryTest::errorsOfSum)
            .reduce(
                new double[2], (a, b) -> new double[] {Math.max(a[0], b[0]), Math.max(a[1], b[1])});
    assertTrue(
        worst[0] <= 1 && worst[1] <= 2,
        () -> "reciprocal " + worst[0] + " ulp, log " + worst[1] + " ulp");
  }

  private static double[] errorsOfSum(int bits) {
    float sum = Float.intBitsToFloat(bits);
    double[] worst = new double[2];
    for (int half = -1; half <= 1; half++) {
      float low = half * 0.5f * Math.ulp(sum);
      if (sum == 1f && half < 0) {
        continue; // A sum is 1 or more.
      }
      double exact = (double) sum + low;
      double inverse = 1 / exact;
      double log = exact < 1.001 ? StrictMath.log1p(exact - 1) : Math.log(exact);
      worst[0] = Math.max(worst[0], error(Elementary.reciprocalOfSum(sum, low), inverse, inverse));
      worst[1] = Math.max(worst[1], error(Elementary.logOfSum(sum, low), log, log));
    }
    return worst;
  }

  @Test
  void aSumOfOneAndVeryLittleKeepsAllDigitsOfItsLog() {
    for (float rest = 1e-37f; rest < 1; rest *= 1.37f) {
      float sum = 1 + rest;
      float low = io.downhill.sums.Tree.error(1, rest, sum);
      double log = StrictMath.log1p(rest);
      double error = error(Elementary.logOfSum(sum, low), log, log);
      assertTrue(error <= 2, "1 + " + rest + ": " + error + " ulp");
    }
  }

  private static double worstSigmoid(int stride) {
    return worst(
        stride,
        z -> {
          double e = StrictMath.exp(-Math.abs((double) z));
          double truth = z < 0 ? e / (1 + e) : 1 / (1 + e);
          return error(Elementary.sigmoid(z), truth, truth);
        });
  }

  /** Against the ulp of the largest term, as the bound is stated. */
  private static double worstLoss(int stride) {
    return worst(
        stride,
        s -> {
          double log1p = StrictMath.log1p(StrictMath.exp(-Math.abs((double) s)));
          double truth = log1p + Math.max(s, 0);
          float actual = Elementary.loss(s, Elementary.expMinusAbs(s));
          return error(actual, truth, Math.max(log1p, Math.max(s, 0)));
        });
  }

  private static double error(float actual, double truth, double scale) {
    return Math.abs(actual - truth) / Math.ulp((float) scale);
  }

  private interface ErrorAt {
    double of(float z);
  }

  /** The largest error over every stride-th float of both signs up to the clamp. */
  private static double worst(int stride, ErrorAt error) {
    return IntStream.rangeClosed(0, CLAMP_BITS / stride)
        .parallel()
        .mapToDouble(
            k -> {
              float z = Float.intBitsToFloat(k * stride);
              return Math.max(error.of(z), error.of(-z));
            })
        .reduce(0, Math::max);
  }
}
