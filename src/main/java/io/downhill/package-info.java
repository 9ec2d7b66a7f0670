/**
 * Logistic regression for callers: {@link io.downhill.LogisticRegression} trains with {@link
 * io.downhill.TrainingOptions} and gives a {@link io.downhill.LogisticModel}, which predicts, is
 * measured ({@link io.downhill.Metrics}) and saved, and a {@link io.downhill.TrainingReport} with a
 * {@link io.downhill.Verdict}. The command line is one caller.
 *
 * <p>May depend on every package below it: device.cpu and device.opencl, whose implementations
 * {@link io.downhill.Devices} alone names, verdict, inference, device, data and optim. Never
 * prints; logs through SLF4J.
 */
package io.downhill;
