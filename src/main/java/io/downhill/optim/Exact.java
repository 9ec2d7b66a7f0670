package io.downhill.optim;

/**
 * The gradient and the Hessian of the smooth part of J from products in double.
 *
 * @param gradient length n + 1
 * @param curvature the Hessian
 */
public record Exact(double[] gradient, Curvature curvature) {}
