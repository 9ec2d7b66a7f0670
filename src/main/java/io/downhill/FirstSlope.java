package io.downhill;

import io.downhill.optim.Monitor;
import java.util.Arrays;
import java.util.OptionalDouble;

/** Keeps the slope of the first iteration. */
final class FirstSlope implements Monitor {
  private double first = Double.NaN;

  @Override
  public void iteration(int iteration, double cost, double slope) {
    first = iteration == 0 ? slope : first;
  }

  /** The slope at w = 0, if the first iteration of a run from this start was there. */
  OptionalDouble atZero(double[] start) {
    boolean there = Arrays.stream(start).allMatch(component -> component == 0);
    return there && !Double.isNaN(first) ? OptionalDouble.of(first) : OptionalDouble.empty();
  }
}
