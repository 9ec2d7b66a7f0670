/**
 * Logistic regression for callers: training, models, metrics, and the choice of a device. {@link
 * io.downhill.Devices} alone names the device implementations.
 */
package io.downhill;
