package io.downhill.device.cpu;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorSpecies;

/** {@link SparseEights} with a vector of 256 bits for the eight columns. */
final class Vector256Eights implements SparseEights {
  private static final VectorSpecies<Float> LANES = FloatVector.SPECIES_256;

  @Override
  public void gather(int[] features, float[] w, int count, int first, float[] own) {
    int k = 0;
    // Behind the last column of a feature the next feature's stand, which do no harm.
    for (; k < features.length; k++) {
      int from = features[k] * count + first;
      if (from + EIGHT > w.length) {
        break;
      }
      FloatVector.fromArray(LANES, w, from).intoArray(own, EIGHT * k);
    }
    SparseEights.gather(features, k, w, count, first, own);
  }

  @Override
  public void margins(
      SparseBlock block, int[] starts, float[] values, float[] own, float[] t, float[] z) {
    char[] numbers = block.numbers();
    int base = block.firstValue();
    FloatVector zero = FloatVector.zero(LANES);
    for (int r = 0; r < block.rows(); r++) {
      for (int l = 0; l < EIGHT * EIGHT; l += EIGHT) {
        zero.intoArray(t, l);
      }
      int end = starts[block.firstRow() + r + 1];
      for (int p = starts[block.firstRow() + r]; p < end; p++) {
        int k = numbers[p - base];
        int lane = EIGHT * (k & 7);
        FloatVector.fromArray(LANES, own, EIGHT * k)
            .fma(FloatVector.broadcast(LANES, values[p]), FloatVector.fromArray(LANES, t, lane))
            .intoArray(t, lane);
      }
      FloatVector t0 = FloatVector.fromArray(LANES, t, 0);
      FloatVector t1 = FloatVector.fromArray(LANES, t, 8);
      FloatVector t2 = FloatVector.fromArray(LANES, t, 16);
      FloatVector t3 = FloatVector.fromArray(LANES, t, 24);
      FloatVector even =
          t0.add(FloatVector.fromArray(LANES, t, 32))
              .add(t2.add(FloatVector.fromArray(LANES, t, 48)));
      FloatVector odd =
          t1.add(FloatVector.fromArray(LANES, t, 40))
              .add(t3.add(FloatVector.fromArray(LANES, t, 56)));
      even.add(odd).intoArray(z, EIGHT * r);
    }
  }

  @Override
  public void spread(
      SparseBlock block, int[] starts, float[] values, int row, int endRow, float[] q, float[] g) {
    char[] numbers = block.numbers();
    int base = block.firstValue();
    for (int r = row; r < endRow; r++) {
      FloatVector weight = FloatVector.fromArray(LANES, q, EIGHT * r);
      int end = starts[block.firstRow() + r + 1];
      for (int p = starts[block.firstRow() + r]; p < end; p++) {
        int at = EIGHT * numbers[p - base];
        weight
            .fma(FloatVector.broadcast(LANES, values[p]), FloatVector.fromArray(LANES, g, at))
            .intoArray(g, at);
      }
    }
  }

  @Override
  public void close(char[] touched, int begin, int end, float[] g, float[] hi, float[] lo) {
    FloatVector zero = FloatVector.zero(LANES);
    for (int p = begin; p < end; p++) {
      int at = EIGHT * touched[p];
      FloatVector before = FloatVector.fromArray(LANES, hi, at);
      FloatVector own = FloatVector.fromArray(LANES, g, at);
      FloatVector sum = before.add(own);
      FloatVector part = sum.sub(before);
      FloatVector error = before.sub(sum.sub(part)).add(own.sub(part));
      sum.intoArray(hi, at);
      FloatVector.fromArray(LANES, lo, at).add(error).intoArray(lo, at);
      zero.intoArray(g, at);
    }
  }

  @Override
  public void addTo(int[] features, float[] hi, float[] lo, float[] pairs, int count, int first) {
    int columns = pairs.length / 2;
    VectorMask<Float> there =
        VectorMask.fromLong(LANES, (1L << Math.min(EIGHT, count - first)) - 1);
    FloatVector zero = FloatVector.zero(LANES);
    for (int k = 0; k < features.length; k++) {
      int to = features[k] * count + first;
      int at = EIGHT * k;
      if (to + columns + EIGHT > pairs.length) {
        SparseEights.add(hi, lo, at, pairs, to, Math.min(EIGHT, count - first));
        continue;
      }
      // What stands behind the last column is written back as it is.
      FloatVector before = FloatVector.fromArray(LANES, pairs, to);
      FloatVector own = FloatVector.fromArray(LANES, hi, at);
      FloatVector sum = before.add(own);
      FloatVector part = sum.sub(before);
      FloatVector error = before.sub(sum.sub(part)).add(own.sub(part));
      FloatVector low = FloatVector.fromArray(LANES, pairs, columns + to);
      before.blend(sum, there).intoArray(pairs, to);
      low.blend(low.add(error.add(FloatVector.fromArray(LANES, lo, at))), there)
          .intoArray(pairs, columns + to);
      zero.intoArray(hi, at);
      zero.intoArray(lo, at);
    }
  }
}
