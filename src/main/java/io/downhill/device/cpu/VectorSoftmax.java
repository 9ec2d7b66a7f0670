package io.downhill.device.cpu;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/** {@link Loops#expTerms}, a vector of rows at a time: the same operations in the same order. */
final class VectorSoftmax {
  private VectorSoftmax() {}

  /** The terms, by vectors of a width that the caller knows as a constant. */
  static void expTerms(
      VectorSpecies<Float> species,
      float[] z,
      int classes,
      int pitch,
      int rows,
      float[] top,
      float[] best,
      float[] rest) {
    int width = species.length();
    int whole = (rows + width - 1) / width * width;
    // What stands beyond the rows may be anything, and denormal numbers are slow.
    for (int k = 0; k < classes; k++) {
      Arrays.fill(z, k * pitch + rows, k * pitch + whole, 0f);
    }
    for (int i = 0; i < whole; i += width) {
      greatest(species, z, classes, pitch, i, top, best);
    }
    for (int i = 0; i < whole; i += width) {
      terms(species, z, classes, pitch, i, top, best, rest);
    }
  }

  private static void greatest(
      VectorSpecies<Float> species,
      float[] z,
      int classes,
      int pitch,
      int i,
      float[] top,
      float[] best) {
    FloatVector greatest = FloatVector.fromArray(species, z, i);
    FloatVector where = FloatVector.zero(species);
    for (int k = 1; k < classes; k++) {
      FloatVector margin = FloatVector.fromArray(species, z, k * pitch + i);
      VectorMask<Float> greater = margin.compare(VectorOperators.GT, greatest);
      greatest = greatest.blend(margin, greater);
      where = where.blend((float) k, greater);
    }
    greatest.intoArray(top, i);
    where.intoArray(best, i);
  }

  private static void terms(
      VectorSpecies<Float> species,
      float[] z,
      int classes,
      int pitch,
      int i,
      float[] top,
      float[] best,
      float[] rest) {
    FloatVector greatest = FloatVector.fromArray(species, top, i);
    FloatVector where = FloatVector.fromArray(species, best, i);
    FloatVector sum = FloatVector.zero(species);
    for (int k = 0; k < classes; k++) {
      FloatVector margin = FloatVector.fromArray(species, z, k * pitch + i);
      FloatVector e = VectorElementary.expMinusAbs(greatest.sub(margin));
      VectorMask<Float> isTop = where.compare(VectorOperators.EQ, (float) k);
      e.blend(1f, isTop).intoArray(z, k * pitch + i);
      sum = sum.add(e.blend(0f, isTop));
    }
    sum.intoArray(rest, i);
  }
}
