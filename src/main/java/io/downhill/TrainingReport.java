package io.downhill;

import io.downhill.device.DeviceInfo;
import io.downhill.optim.Stop;

/**
 * How a training run went.
 *
 * @param examples m
 * @param features n
 * @param device where it ran
 * @param solver which optimiser
 * @param cost J at the end, penalties included
 * @param slope the largest |component of the gradient| at the end
 * @param iterations updates of w
 * @param stop why it ended
 * @param alpha the learning rate that was used
 * @param accuracy the fraction of training examples on the right side, in [0,1]
 * @param loadSeconds to standardise and bring the data to the device
 * @param trainSeconds to find w
 * @param passes reads of X by the solver
 * @param advice what to do where the run did not converge; empty where it did
 */
public record TrainingReport(
    int examples,
    int features,
    DeviceInfo device,
    String solver,
    double cost,
    double slope,
    int iterations,
    Stop stop,
    double alpha,
    double accuracy,
    double loadSeconds,
    double trainSeconds,
    long passes,
    String advice) {}
