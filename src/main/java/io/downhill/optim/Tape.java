package io.downhill.optim;

import java.util.Arrays;

/** Numbers and vectors one after the other, to be read in the order in which they were written. */
final class Tape {
  private double[] values;
  private int end;
  private int next;

  /** An empty one. */
  Tape() {
    values = new double[64];
  }

  /** What was {@link #values written}. */
  Tape(double[] values) {
    this.values = values;
    this.end = values.length;
  }

  Tape put(double... numbers) {
    if (values.length - end < numbers.length) {
      values = Arrays.copyOf(values, Math.max(2 * values.length, end + numbers.length));
    }
    System.arraycopy(numbers, 0, values, end, numbers.length);
    end += numbers.length;
    return this;
  }

  /** A vector, whose length stands before it; null as well. */
  Tape putVector(double[] vector) {
    return vector == null ? put(-1) : put(vector.length).put(vector);
  }

  /** A state, or null. */
  Tape putState(State s) {
    if (s == null) {
      return put(0);
    }
    return put(1).putVector(s.w()).put(s.cost()).putVector(s.gradient()).put(s.slope());
  }

  double next() {
    return values[next++];
  }

  int nextInt() {
    return (int) next();
  }

  boolean nextBoolean() {
    return next() != 0;
  }

  double[] nextVector() {
    int length = nextInt();
    if (length < 0) {
      return null;
    }
    next += length;
    return Arrays.copyOfRange(values, next - length, next);
  }

  State nextState() {
    return nextBoolean() ? new State(nextVector(), next(), nextVector(), next()) : null;
  }

  static double of(boolean value) {
    return value ? 1 : 0;
  }

  double[] values() {
    return Arrays.copyOf(values, end);
  }
}
