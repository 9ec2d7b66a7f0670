package io.downhill.verdict;

import io.downhill.optim.Curvature;
import java.util.List;
import java.util.Optional;

/**
 * What was found at the end of a run.
 *
 * @param slopeAtZero the largest |component of the gradient| at w = 0
 * @param gap J - J*; NaN if not known, or where there is no optimum
 * @param gapEstimated whether J - J* may be above it
 * @param separated columns that separate the classes, strongest first; empty if none do
 * @param certain how many examples have a class that these make certain
 * @param collinear columns that are sums of multiples of those before them
 * @param constant columns that have one value
 * @param text the findings in words, with the cure where there is one
 * @param curvature of all examples at the end, where it was wanted and there is an optimum
 */
public record Findings(
    double slopeAtZero,
    double gap,
    boolean gapEstimated,
    List<String> separated,
    int certain,
    List<String> collinear,
    List<String> constant,
    String text,
    Optional<Curvature> curvature) {}
