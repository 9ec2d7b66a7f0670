package io.downhill.device.cpu;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorSpecies;

/** {@link SparseEights} with two vectors of 128 bits for the eight columns. */
final class Vector128Eights implements SparseEights {
  private static final VectorSpecies<Float> LANES = FloatVector.SPECIES_128;
  private static final int FOUR = 4;

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
      FloatVector.fromArray(LANES, w, from + FOUR).intoArray(own, EIGHT * k + FOUR);
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
      for (int l = 0; l < EIGHT * EIGHT; l += FOUR) {
        zero.intoArray(t, l);
      }
      int end = starts[block.firstRow() + r + 1];
      for (int p = starts[block.firstRow() + r]; p < end; p++) {
        int k = numbers[p - base];
        int lane = EIGHT * (k & 7);
        FloatVector x = FloatVector.broadcast(LANES, values[p]);
        FloatVector.fromArray(LANES, own, EIGHT * k)
            .fma(x, FloatVector.fromArray(LANES, t, lane))
            .intoArray(t, lane);
        FloatVector.fromArray(LANES, own, EIGHT * k + FOUR)
            .fma(x, FloatVector.fromArray(LANES, t, lane + FOUR))
            .intoArray(t, lane + FOUR);
      }
      for (int h = 0; h < EIGHT; h += FOUR) {
        FloatVector t0 = FloatVector.fromArray(LANES, t, h);
        FloatVector t1 = FloatVector.fromArray(LANES, t, h + 8);
        FloatVector t2 = FloatVector.fromArray(LANES, t, h + 16);
        FloatVector t3 = FloatVector.fromArray(LANES, t, h + 24);
        FloatVector even =
            t0.add(FloatVector.fromArray(LANES, t, h + 32))
                .add(t2.add(FloatVector.fromArray(LANES, t, h + 48)));
        FloatVector odd =
            t1.add(FloatVector.fromArray(LANES, t, h + 40))
                .add(t3.add(FloatVector.fromArray(LANES, t, h + 56)));
        even.add(odd).intoArray(z, EIGHT * r + h);
      }
    }
  }

  @Override
  public void spread(
      SparseBlock block, int[] starts, float[] values, int row, int endRow, float[] q, float[] g) {
    char[] numbers = block.numbers();
    int base = block.firstValue();
    for (int r = row; r < endRow; r++) {
      FloatVector first = FloatVector.fromArray(LANES, q, EIGHT * r);
      FloatVector second = FloatVector.fromArray(LANES, q, EIGHT * r + FOUR);
      int end = starts[block.firstRow() + r + 1];
      for (int p = starts[block.firstRow() + r]; p < end; p++) {
        int at = EIGHT * numbers[p - base];
        FloatVector x = FloatVector.broadcast(LANES, values[p]);
        first.fma(x, FloatVector.fromArray(LANES, g, at)).intoArray(g, at);
        second.fma(x, FloatVector.fromArray(LANES, g, at + FOUR)).intoArray(g, at + FOUR);
      }
    }
  }

  @Override
  public void close(char[] touched, int begin, int end, float[] g, float[] hi, float[] lo) {
    FloatVector zero = FloatVector.zero(LANES);
    for (int p = begin; p < end; p++) {
      for (int at = EIGHT * touched[p], h = 0; h < 2; h++, at += FOUR) {
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
  }

  @Override
  public void addTo(int[] features, float[] hi, float[] lo, float[] pairs, int count, int first) {
    int columns = pairs.length / 2;
    int there = Math.min(EIGHT, count - first);
    VectorMask<Float> one = VectorMask.fromLong(LANES, (1L << Math.min(FOUR, there)) - 1);
    VectorMask<Float> other = VectorMask.fromLong(LANES, (1L << Math.max(0, there - FOUR)) - 1);
    FloatVector zero = FloatVector.zero(LANES);
    for (int k = 0; k < features.length; k++) {
      int to = features[k] * count + first;
      int at = EIGHT * k;
      if (to + columns + EIGHT > pairs.length) {
        SparseEights.add(hi, lo, at, pairs, to, there);
        continue;
      }
      // What stands behind the last column is written back as it is.
      for (int h = 0; h < EIGHT; h += FOUR) {
        VectorMask<Float> own = h == 0 ? one : other;
        FloatVector before = FloatVector.fromArray(LANES, pairs, to + h);
        FloatVector high = FloatVector.fromArray(LANES, hi, at + h);
        FloatVector sum = before.add(high);
        FloatVector part = sum.sub(before);
        FloatVector error = before.sub(sum.sub(part)).add(high.sub(part));
        FloatVector low = FloatVector.fromArray(LANES, pairs, columns + to + h);
        before.blend(sum, own).intoArray(pairs, to + h);
        low.blend(low.add(error.add(FloatVector.fromArray(LANES, lo, at + h))), own)
            .intoArray(pairs, columns + to + h);
        zero.intoArray(hi, at + h);
        zero.intoArray(lo, at + h);
      }
    }
  }
}
