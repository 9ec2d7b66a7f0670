package io.downhill.device.cpu;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;

/**
 * {@link Elementary} lane by lane, for vectors of any width: the same operations in the same order.
 * The width is that of the arguments, which the compiler knows where it inlines.
 */
final class VectorElementary {
  private VectorElementary() {}

  /** {@link Elementary#expMinusAbs}, lane by lane. */
  static FloatVector expMinusAbs(FloatVector z) {
    FloatVector t = z.abs();
    t = t.blend(Elementary.CLAMP, t.compare(VectorOperators.GT, Elementary.CLAMP)).neg();
    FloatVector shifted = t.fma(z.broadcast(Elementary.LOG2E), z.broadcast(Elementary.ROUND));
    FloatVector k = shifted.sub(Elementary.ROUND);
    FloatVector r = k.fma(z.broadcast(-Elementary.LN2_HI), t);
    r = k.fma(z.broadcast(-Elementary.LN2_LO), r);
    FloatVector p = r.fma(z.broadcast(Elementary.EXP6), z.broadcast(Elementary.EXP5));
    p = p.fma(r, z.broadcast(Elementary.EXP4));
    p = p.fma(r, z.broadcast(Elementary.EXP3));
    p = p.fma(r, z.broadcast(Elementary.EXP2));
    FloatVector one = z.broadcast(1f);
    p = p.fma(r, one);
    p = p.fma(r, one);
    IntVector power =
        shifted.reinterpretAsInts().lanewise(VectorOperators.LSHL, 23).add(0x3f800000);
    return p.mul(power.reinterpretAsFloats());
  }

  /** {@link Elementary#reciprocal}, lane by lane. */
  static FloatVector reciprocal(FloatVector v, FloatVector low) {
    FloatVector one = v.broadcast(1f);
    FloatVector q = v.fma(v.broadcast(Elementary.SEED1), v.broadcast(Elementary.SEED0));
    FloatVector minusV = v.neg();
    FloatVector r = minusV.fma(q, one);
    q = q.fma(r.fma(r, r), q);
    r = low.neg().fma(q, minusV.fma(q, one));
    return q.fma(r.fma(r, r), q);
  }

  /** {@link Elementary#wrongMargin}, lane by lane. */
  static FloatVector wrongMargin(FloatVector z, FloatVector y) {
    return z.blend(z.neg(), y.compare(VectorOperators.GT, 0f));
  }

  /** {@link Elementary#curvature}, lane by lane. */
  static FloatVector curvature(FloatVector e) {
    FloatVector v = e.add(1f);
    FloatVector q = reciprocal(v, e.sub(v.sub(1f)));
    return e.mul(q).mul(q);
  }

  /** {@link Elementary#sigmoid(float, float)}, lane by lane. */
  static FloatVector sigmoid(FloatVector z, FloatVector e) {
    FloatVector v = e.add(1f);
    FloatVector q = reciprocal(v, e.sub(v.sub(1f)));
    return q.blend(e.mul(q), z.compare(VectorOperators.LT, 0f));
  }

  /** {@link Elementary#loss}, lane by lane. */
  static FloatVector loss(FloatVector s, FloatVector e) {
    FloatVector zero = s.broadcast(0f);
    return log1p(e).add(zero.blend(s, s.compare(VectorOperators.GT, 0f)));
  }

  /** {@link Elementary#log1p}, lane by lane. */
  static FloatVector log1p(FloatVector e) {
    FloatVector one = e.broadcast(1f);
    FloatVector half = e.broadcast(0.5f);
    FloatVector v = e.fma(half, one);
    FloatVector u = e.mul(reciprocal(v, e.fma(half, one.sub(v))));
    FloatVector u2 = u.mul(u);
    FloatVector p = u2.fma(e.broadcast(Elementary.ATANH9), e.broadcast(Elementary.ATANH7));
    p = p.fma(u2, e.broadcast(Elementary.ATANH5));
    p = p.fma(u2, e.broadcast(Elementary.ATANH3));
    return u.mul(u2).fma(p, u);
  }

  /** {@link Elementary#reciprocalOfSum}, lane by lane. */
  static FloatVector reciprocalOfSum(FloatVector sum, FloatVector low) {
    FloatVector power = powerOf(sum);
    return reciprocal(mantissaOf(sum), low.mul(power)).mul(power);
  }

  /** {@link Elementary#logOfSum}, lane by lane. */
  static FloatVector logOfSum(FloatVector sum, FloatVector low) {
    FloatVector k =
        (FloatVector)
            sum.reinterpretAsInts()
                .lanewise(VectorOperators.LSHR, 23)
                .sub(127)
                .convert(VectorOperators.I2F, 0);
    FloatVector e = mantissaOf(sum).sub(1f).add(low.mul(powerOf(sum)));
    FloatVector lower = k.fma(sum.broadcast(Elementary.LN2_LO), log1p(e));
    return k.fma(sum.broadcast(Elementary.LN2_HI), lower);
  }

  /** The reciprocal of the power of two below a number. */
  private static FloatVector powerOf(FloatVector sum) {
    return sum.reinterpretAsInts().and(0x7f800000).neg().add(0x7f000000).reinterpretAsFloats();
  }

  private static FloatVector mantissaOf(FloatVector sum) {
    return sum.reinterpretAsInts().and(0x007fffff).or(0x3f800000).reinterpretAsFloats();
  }
}
