package io.downhill.optim;

/** Watches an optimiser at work. */
public interface Monitor {
  /** Sees nothing and never ends a run. */
  Monitor NONE = (iteration, cost, slope) -> {};

  /**
   * Called once for each iteration, in order.
   *
   * @param iteration from 0
   * @param cost J before the update
   * @param slope the largest |component of the gradient| before the update
   */
  void iteration(int iteration, double cost, double slope);

  /** The run begins anew, from iteration 0: what was seen so far does not count. */
  default void restarted() {}

  /** Asked between steps; true ends the run after the step in hand. */
  default boolean cancelled() {
    return false;
  }
}
