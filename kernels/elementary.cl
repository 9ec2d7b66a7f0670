/*
 * Computes   e = exp(-|z|); sigmoid(z) = z >= 0 ? 1/(1+e) : e/(1+e);
 *            a(1-a) = e/(1+e)^2; loss = log1p(e) + max(s, 0), s the margin towards the wrong class.
 * Shapes     scalar functions, put in front of every kernel that needs them.
 * Work       none of its own. INLINE for the functions of all kernels that are given local memory.
 * Traffic    none.
 * Numerics   float32 fma, + - *, selects and bit operations only; the same operations in the same
 *            order as io.downhill.device.cpu.Elementary, which bounds and proves the errors:
 *            sigmoid 2 ulp, loss and a(1-a) 4 ulp. |z| is clamped at 87.336, where e is still normal.
 *            NaN stays NaN.
 * Options    none.
 * Source     minimax polynomials with float32 coefficients (Sollya, fpminimax).
 */
#pragma OPENCL FP_CONTRACT OFF

/*
 * Instead of `static` where a function is given local memory. Through PoCL 3.1 one that is called, for
 * clang found it too large to inline, reads and writes arrays of its own instead of the kernel's. And
 * without `restrict`, whose scopes Oclgrind does not know.
 */
#define INLINE static __attribute__((always_inline))

/* exp(-|z|), in (0, 1]. Adding 1.5 * 2^23 rounds to an integer that stands in the low bits. */
static float exp_minus_abs(const float z) {
  float t = fabs(z);
  t = -(t > 87.336f ? 87.336f : t);
  const float shifted = fma(t, 0x1.715476p0f, 12582912.0f);
  const float k = shifted - 12582912.0f;
  float r = fma(k, -0x1.62e4p-1f, t);
  r = fma(k, -0x1.7f7d1cp-20f, r);
  float p = fma(0x1.6850fp-10f, r, 0x1.123bcep-7f);
  p = fma(p, r, 0x1.555b98p-5f);
  p = fma(p, r, 0x1.55548ep-3f);
  p = fma(p, r, 0x1.fffff8p-2f);
  p = fma(p, r, 1.0f);
  p = fma(p, r, 1.0f);
  return p * as_float((as_int(shifted) << 23) + 0x3f800000);
}

/* 1/(v + low), v in [1,2]: a line, then two steps of third order. */
static float reciprocal(const float v, const float low) {
  float q = fma(-0x1.e1e1e2p-2f, v, 0x1.696969p0f);
  float r = fma(-v, q, 1.0f);
  q = fma(q, fma(r, r, r), q);
  r = fma(-low, q, fma(-v, q, 1.0f));
  return fma(q, fma(r, r, r), q);
}

/* sigmoid(z) from e = exp(-|z|). */
static float sigmoid_from(const float z, const float e) {
  const float v = 1.0f + e;
  const float q = reciprocal(v, e - (v - 1.0f));
  return z < 0.0f ? e * q : q;
}

/* a(1-a), the slope of the sigmoid, from e = exp(-|z|). */
static float curvature_from(const float e) {
  const float v = 1.0f + e;
  const float q = reciprocal(v, e - (v - 1.0f));
  return (e * q) * q;
}

/* log1p(e), e in [0,1], as 2 atanh(u/2) with u = e/(1+e/2). */
static float log1p_from(const float e) {
  const float v = fma(0.5f, e, 1.0f);
  const float u = e * reciprocal(v, fma(0.5f, e, 1.0f - v));
  const float u2 = u * u;
  float p = fma(0x1.1efea8p-11f, u2, 0x1.1eb4e2p-9f);
  p = fma(p, u2, 0x1.99d29p-7f);
  p = fma(p, u2, 0x1.5555p-4f);
  return fma(u * u2, p, u);
}

/* The margin towards the wrong class, from a signed weight: z for y = 0, -z for y = 1. */
static float wrong_margin(const float z, const float y) { return y > 0.0f ? -z : z; }

/* log(1 + exp(s)) from e = exp(-|s|). */
static float loss_from(const float s, const float e) {
  return log1p_from(e) + (s > 0.0f ? s : 0.0f);
}
