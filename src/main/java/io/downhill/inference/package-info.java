/**
 * How sure the coefficients of a fit are: {@link io.downhill.inference.Estimator} makes an {@link
 * io.downhill.inference.Inference} of the Hessian that the verdict has. Depends on data and optim;
 * it alone knows a library of distributions.
 */
package io.downhill.inference;
