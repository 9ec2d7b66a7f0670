package io.downhill.device.cpu;

/**
 * The sigmoid and the logistic loss, defined: float32 fma, additions, selects and bit operations
 * only, so that every device that rounds to nearest computes the same bits. {@code
 * kernels/elementary.cl} is the same source in OpenCL C.
 *
 * <p>All start from e = exp(-|z|), in (0, 1]. |z| is clamped at {@link #CLAMP}, where e is still a
 * normal number; beyond it the results differ from the true ones by less than 1.2e-38. NaN stays
 * NaN.
 *
 * <p>Source of the coefficients: minimax polynomials with float32 coefficients, found with Sollya's
 * fpminimax. Errors before rounding: exp 0.07 and log1p 0.08 of half an ulp.
 */
final class Elementary {
  /** The largest |z| that is told apart: exp(-CLAMP) is just above 2^-126. */
  static final float CLAMP = 87.336f;

  /** 1.5 * 2^23: adding it rounds to an integer, which then stands in the low bits. */
  static final float ROUND = 12582912f;

  static final float LOG2E = 0x1.715476p0f;
  // The first part of ln 2 has 16 bits.
  static final float LN2_HI = 0x1.62e4p-1f;
  static final float LN2_LO = 0x1.7f7d1cp-20f;

  static final float EXP2 = 0x1.fffff8p-2f;
  static final float EXP3 = 0x1.55548ep-3f;
  static final float EXP4 = 0x1.555b98p-5f;
  static final float EXP5 = 0x1.123bcep-7f;
  static final float EXP6 = 0x1.6850fp-10f;

  // 1/v on [1,2] begins with the line of least relative error, 1/17.
  static final float SEED0 = 0x1.696969p0f;
  static final float SEED1 = -0x1.e1e1e2p-2f;

  // 2 atanh(u/2) = u + u^3 (ATANH3 + ...), u in [0, 2/3].
  static final float ATANH3 = 0x1.5555p-4f;
  static final float ATANH5 = 0x1.99d29p-7f;
  static final float ATANH7 = 0x1.1eb4e2p-9f;
  static final float ATANH9 = 0x1.1efea8p-11f;

  private Elementary() {}

  /** exp(-|z|), within 1 ulp for |z| up to {@link #CLAMP}. */
  static float expMinusAbs(float z) {
    float t = Math.abs(z);
    t = -(t > CLAMP ? CLAMP : t);
    float shifted = Math.fma(t, LOG2E, ROUND);
    float k = shifted - ROUND;
    float r = Math.fma(k, -LN2_HI, t);
    r = Math.fma(k, -LN2_LO, r);
    float p = Math.fma(EXP6, r, EXP5);
    p = Math.fma(p, r, EXP4);
    p = Math.fma(p, r, EXP3);
    p = Math.fma(p, r, EXP2);
    p = Math.fma(p, r, 1f);
    p = Math.fma(p, r, 1f);
    float power = Float.intBitsToFloat((Float.floatToRawIntBits(shifted) << 23) + 0x3f800000);
    return p * power;
  }

  /**
   * 1/(v + low) for v in [1,2] and |low| at most half an ulp of v: the seed and two steps of third
   * order, of which the second sees low.
   */
  static float reciprocal(float v, float low) {
    float q = Math.fma(SEED1, v, SEED0);
    float r = Math.fma(-v, q, 1f);
    q = Math.fma(q, Math.fma(r, r, r), q);
    r = Math.fma(-low, q, Math.fma(-v, q, 1f));
    return Math.fma(q, Math.fma(r, r, r), q);
  }

  /** sigmoid(z) = 1/(1+e) for z &gt;= 0, e/(1+e) below; within 2 ulp. */
  static float sigmoid(float z) {
    return sigmoid(z, expMinusAbs(z));
  }

  /** sigmoid(z) from e = exp(-|z|). */
  static float sigmoid(float z, float e) {
    float v = 1f + e;
    float q = reciprocal(v, e - (v - 1f));
    return z < 0f ? e * q : q;
  }

  /** log1p(e) for e in [0,1], as 2 atanh(u/2) with u = e/(1+e/2); within 2 ulp. */
  static float log1p(float e) {
    float v = Math.fma(0.5f, e, 1f);
    float u = e * reciprocal(v, Math.fma(0.5f, e, 1f - v));
    float u2 = u * u;
    float p = Math.fma(ATANH9, u2, ATANH7);
    p = Math.fma(p, u2, ATANH5);
    p = Math.fma(p, u2, ATANH3);
    return Math.fma(u * u2, p, u);
  }

  /** a(1-a) = e/(1+e)^2, the slope of the sigmoid, from e = exp(-|z|); within 4 ulp. */
  static float curvature(float e) {
    float v = 1f + e;
    float q = reciprocal(v, e - (v - 1f));
    return e * q * q;
  }

  /**
   * The margin towards the wrong class, from the signed weight y: z for y = 0, -z for y = 1. The
   * loss is c log(1 + exp(s)), and dz = c (a - y) is -y sigmoid(s), which keeps all digits where a
   * is near the label.
   */
  static float wrongMargin(float z, float y) {
    return y > 0f ? -z : z;
  }

  /** log(1 + exp(s)) = log1p(e) + max(s, 0), from e = exp(-|s|); within 4 ulp. */
  static float loss(float s, float e) {
    return log1p(e) + (s > 0f ? s : 0f);
  }

  /**
   * 1/(sum + low) for sum from 1 to 2^24 and |low| at most half an ulp of it: the power of two is
   * split off by bits; within 1 ulp.
   */
  static float reciprocalOfSum(float sum, float low) {
    int bits = Float.floatToRawIntBits(sum);
    float power = Float.intBitsToFloat(0x7f000000 - (bits & 0x7f800000));
    float v = Float.intBitsToFloat(bits & 0x007fffff | 0x3f800000);
    return reciprocal(v, low * power) * power;
  }

  /**
   * log(sum + low) under the same conditions, as k log 2 + log1p(v - 1) with sum = 2^k v; within 2
   * ulp. Below 2 the argument of log1p is exact, so a sum of 1 and very little keeps all digits.
   */
  static float logOfSum(float sum, float low) {
    int bits = Float.floatToRawIntBits(sum);
    float k = (bits >>> 23) - 127;
    float power = Float.intBitsToFloat(0x7f000000 - (bits & 0x7f800000));
    float v = Float.intBitsToFloat(bits & 0x007fffff | 0x3f800000);
    float e = (v - 1f) + low * power;
    return Math.fma(k, LN2_HI, Math.fma(k, LN2_LO, log1p(e)));
  }
}
