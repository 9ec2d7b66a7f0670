package io.downhill;

import io.downhill.device.DeviceInfo;
import io.downhill.inference.Inference;
import io.downhill.optim.Stop;
import java.util.Optional;

/**
 * How a training run went.
 *
 * @param examples m
 * @param features n
 * @param device where it ran
 * @param provenRows rows on which its passes had every bit of Java, before the run and after it; 0
 *     for Java itself, and for a device that is not exact
 * @param solver which optimiser
 * @param cost J at the end, penalties included
 * @param slope the largest |component of the gradient| at the end
 * @param iterations updates of w
 * @param stop why it ended
 * @param alpha the learning rate that was used; NaN for a solver that has none
 * @param positiveShare of the examples, the fraction that is of the positive class, by their
 *     weights; in (0,1), or NaN if not known
 * @param accuracy the fraction of training examples on the right side, in [0,1], by their weights
 * @param loadSeconds to standardise and bring the data to the device
 * @param trainSeconds to find w
 * @param passes reads of X by the solver; a read of a part of X counts as that part
 * @param verdict what to think of it
 * @param inference how sure the coefficients are; empty if that was not asked
 * @param provenance what the run was told; empty if the model file does not say
 */
public record TrainingReport(
    int examples,
    int features,
    DeviceInfo device,
    int provenRows,
    String solver,
    double cost,
    double slope,
    int iterations,
    Stop stop,
    double alpha,
    double positiveShare,
    double accuracy,
    double loadSeconds,
    double trainSeconds,
    double passes,
    Verdict verdict,
    Optional<Inference> inference,
    Optional<Provenance> provenance) {

  /** The same with another accuracy, as a model with another threshold has. */
  TrainingReport withAccuracy(double value) {
    return new TrainingReport(
        examples,
        features,
        device,
        provenRows,
        solver,
        cost,
        slope,
        iterations,
        stop,
        alpha,
        positiveShare,
        value,
        loadSeconds,
        trainSeconds,
        passes,
        verdict,
        inference,
        provenance);
  }

  /** The same, trained by this command line. */
  TrainingReport withCommand(String line) {
    return with(provenance.map(told -> told.withCommand(line)));
  }

  /** The same, its penalty chosen so. */
  TrainingReport withChoice(String how) {
    return with(provenance.map(told -> told.withChoice(how)));
  }

  private TrainingReport with(Optional<Provenance> told) {
    return new TrainingReport(
        examples,
        features,
        device,
        provenRows,
        solver,
        cost,
        slope,
        iterations,
        stop,
        alpha,
        positiveShare,
        accuracy,
        loadSeconds,
        trainSeconds,
        passes,
        verdict,
        inference,
        told);
  }
}
