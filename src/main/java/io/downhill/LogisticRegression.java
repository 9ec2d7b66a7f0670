package io.downhill;

import io.downhill.data.Dataset;
import io.downhill.optim.Monitor;
import java.util.Objects;

/**
 * Trains logistic regression: J(w,b) = (1/m) sum L(sigmoid(w.x + b), y) + (l2/2) |w|^2, least over
 * w and b.
 */
public final class LogisticRegression {
  private final TrainingOptions options;

  /** A trainer with these options. */
  public LogisticRegression(TrainingOptions options) {
    this.options = Objects.requireNonNull(options, "options");
  }

  /**
   * Trains on a labelled data set. Unless that is switched off, its features are standardised in
   * place; the data set remembers the scale, and the model is for raw features either way.
   *
   * @param data labelled, both classes present
   * @param monitor sees every iteration, and may end the run
   * @throws io.downhill.data.DataException if the data set has no labels, or one class only
   * @throws io.downhill.device.DeviceException if the device fails
   */
  public Training fit(Dataset data, Monitor monitor) {
    throw new UnsupportedOperationException("being written: " + options + data + monitor);
  }
}
