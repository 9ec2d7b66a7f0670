package io.downhill.optim;

import java.util.function.BooleanSupplier;

/** Watches an optimiser at work. */
public interface Monitor {
  /** Sees nothing and never ends a run. */
  Monitor NONE = (iteration, cost, slope) -> {};

  /** Sees nothing, and ends a run once somebody has asked for it. */
  static Monitor until(BooleanSupplier asked) {
    return new Monitor() {
      @Override
      public void iteration(int iteration, double cost, double slope) {}

      @Override
      public boolean cancelled() {
        return asked.getAsBoolean();
      }
    };
  }

  /**
   * Called once for each iteration, in order.
   *
   * @param iteration from 0
   * @param cost J before the update
   * @param slope the largest |component of the gradient| before the update
   */
  void iteration(int iteration, double cost, double slope);

  /**
   * What an iteration took, told before it.
   *
   * @param passes reads of X so far, up to the one that saw this iteration; NaN where the objective
   *     does not count them
   * @param alpha the learning rate of the step from here; NaN for a solver that has none
   */
  default void effort(double passes, double alpha) {}

  /**
   * What is known of J - J* at the iteration that was told last. Nothing is computed for it, so
   * many iterations have none, and most have an estimate; some have first one and then a bound.
   */
  default void gap(Gap gap) {}

  /** The run begins anew, from iteration 0: what was seen so far does not count. */
  default void restarted() {}

  /** Asked between steps; true ends the run after the step in hand. */
  default boolean cancelled() {
    return false;
  }

  /** A monitor that tells both, this one first; either may end the run. */
  default Monitor and(Monitor other) {
    Monitor first = this;
    return new Monitor() {
      @Override
      public void iteration(int iteration, double cost, double slope) {
        first.iteration(iteration, cost, slope);
        other.iteration(iteration, cost, slope);
      }

      @Override
      public void effort(double passes, double alpha) {
        first.effort(passes, alpha);
        other.effort(passes, alpha);
      }

      @Override
      public void gap(Gap gap) {
        first.gap(gap);
        other.gap(gap);
      }

      @Override
      public void restarted() {
        first.restarted();
        other.restarted();
      }

      @Override
      public boolean cancelled() {
        return first.cancelled() || other.cancelled();
      }
    };
  }
}
