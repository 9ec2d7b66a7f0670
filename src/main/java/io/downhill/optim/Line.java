package io.downhill.optim;

/** An objective restricted to a line, w + t d. */
@FunctionalInterface
public interface Line extends AutoCloseable {
  /**
   * The objective at one point of the line.
   *
   * @param cost J
   * @param slope its first derivative by t
   * @param curvature its second derivative by t
   */
  record Point(double cost, double slope, double curvature) {}

  /** The point at t. */
  Point at(double t);

  /** Frees what the line keeps; idempotent. */
  @Override
  default void close() {}
}
