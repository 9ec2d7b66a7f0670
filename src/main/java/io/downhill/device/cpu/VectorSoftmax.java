package io.downhill.device.cpu;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * {@link Loops#softmaxRows}, a vector of rows at a time: the same operations in the same order. In
 * several loops, each small enough that the compiler keeps all of it in registers, and of a width
 * that is a constant: where a caller gave it, all came to be one method, too large to compile well.
 */
final class VectorSoftmax {
  /** As wide as there are; JDK 17 does not bear two widths beside each other. */
  private static final VectorSpecies<Float> ROWS =
      Runtime.version().feature() < 25 && FloatVector.SPECIES_PREFERRED.length() > 8
          ? FloatVector.SPECIES_256
          : FloatVector.SPECIES_PREFERRED;

  private static final int WIDTH = ROWS.length();

  private VectorSoftmax() {}

  static void rows(float[] z, int rows, boolean weighted, SoftmaxRows s) {
    int whole = (rows + WIDTH - 1) / WIDTH * WIDTH;
    // What stands beyond the rows may be anything, and denormal numbers are slow.
    for (int k = 0; k < s.classes; k++) {
      Arrays.fill(z, k * s.pitch + rows, k * s.pitch + whole, 0f);
    }
    greatest(z, whole, s);
    terms(z, whole, s);
    losses(whole, s);
    probabilities(z, whole, weighted, s);
  }

  /** The greatest margins, their classes, and those of the rows' own classes. */
  private static void greatest(float[] z, int whole, SoftmaxRows s) {
    for (int i = 0; i < whole; i += WIDTH) {
      FloatVector label = FloatVector.fromArray(ROWS, s.label, i);
      FloatVector greatest = FloatVector.fromArray(ROWS, z, i);
      FloatVector where = FloatVector.zero(ROWS);
      FloatVector own = greatest;
      for (int k = 1; k < s.classes; k++) {
        FloatVector margin = FloatVector.fromArray(ROWS, z, k * s.pitch + i);
        VectorMask<Float> greater = margin.compare(VectorOperators.GT, greatest);
        greatest = greatest.blend(margin, greater);
        where = where.blend((float) k, greater);
        own = own.blend(margin, label.compare(VectorOperators.EQ, (float) k));
      }
      greatest.intoArray(s.top, i);
      where.intoArray(s.best, i);
      own.intoArray(s.own, i);
    }
  }

  private static void terms(float[] z, int whole, SoftmaxRows s) {
    for (int i = 0; i < whole; i += WIDTH) {
      FloatVector greatest = FloatVector.fromArray(ROWS, s.top, i);
      FloatVector where = FloatVector.fromArray(ROWS, s.best, i);
      FloatVector sum = FloatVector.zero(ROWS);
      for (int k = 0; k < s.classes; k++) {
        FloatVector margin = FloatVector.fromArray(ROWS, z, k * s.pitch + i);
        FloatVector e = VectorElementary.expMinusAbs(greatest.sub(margin));
        VectorMask<Float> isTop = where.compare(VectorOperators.EQ, (float) k);
        e.blend(1f, isTop).intoArray(z, k * s.pitch + i);
        sum = sum.add(e.blend(0f, isTop));
      }
      sum.intoArray(s.rest, i);
    }
  }

  /** The losses, and 1/S. */
  private static void losses(int whole, SoftmaxRows s) {
    for (int i = 0; i < whole; i += WIDTH) {
      FloatVector rest = FloatVector.fromArray(ROWS, s.rest, i);
      FloatVector sum = rest.add(1f);
      FloatVector rounded = sum.sub(1f);
      FloatVector low = rest.broadcast(1f).sub(sum.sub(rounded)).add(rest.sub(rounded));
      VectorElementary.reciprocalOfSum(sum, low).intoArray(s.reciprocal, i);
      FloatVector top = FloatVector.fromArray(ROWS, s.top, i);
      VectorMask<Float> isTop =
          FloatVector.fromArray(ROWS, s.label, i)
              .compare(VectorOperators.EQ, FloatVector.fromArray(ROWS, s.best, i));
      FloatVector gap = top.sub(FloatVector.fromArray(ROWS, s.own, i)).blend(0f, isTop);
      FloatVector.fromArray(ROWS, s.weight, i)
          .mul(VectorElementary.logOfSum(sum, low).add(gap))
          .intoArray(s.losses, i);
    }
  }

  private static void probabilities(float[] z, int whole, boolean weighted, SoftmaxRows s) {
    for (int i = 0; i < whole; i += WIDTH) {
      FloatVector label = FloatVector.fromArray(ROWS, s.label, i);
      FloatVector c = FloatVector.fromArray(ROWS, s.weight, i);
      FloatVector factor = weighted ? c : c.broadcast(1f);
      FloatVector reciprocal = FloatVector.fromArray(ROWS, s.reciprocal, i);
      FloatVector own = FloatVector.zero(ROWS);
      for (int k = 0; k < s.classes; k++) {
        FloatVector p = FloatVector.fromArray(ROWS, z, k * s.pitch + i).mul(reciprocal);
        own = own.blend(p, label.compare(VectorOperators.EQ, (float) k));
        factor.mul(p).intoArray(z, k * s.pitch + i);
      }
      VectorMask<Float> isTop =
          label.compare(VectorOperators.EQ, FloatVector.fromArray(ROWS, s.best, i));
      FloatVector ofTop = c.mul(FloatVector.fromArray(ROWS, s.rest, i).mul(reciprocal)).neg();
      c.mul(own.sub(1f)).blend(ofTop, isTop).intoArray(s.own, i);
    }
  }
}
