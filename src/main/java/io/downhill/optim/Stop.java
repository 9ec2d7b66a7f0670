package io.downhill.optim;

/** Why an optimiser stopped. */
public enum Stop {
  /** The {@link Goal} is reached. */
  CONVERGED("converged"),
  /** No step brings less that float32 sums could show: as near as this arithmetic comes. */
  PRECISION("limit of precision"),
  /** The iteration limit came first. */
  ITERATION_LIMIT("iteration limit"),
  /** The cost rose without end, or a sum was not finite: the learning rate is too large. */
  DIVERGED("diverged"),
  /** The user ended the run. */
  INTERRUPTED("interrupted");

  private final String text;

  Stop(String text) {
    this.text = text;
  }

  /** The reason in words, as reports and model files spell it. */
  public String text() {
    return text;
  }
}
