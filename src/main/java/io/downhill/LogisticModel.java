package io.downhill;

import io.downhill.data.Classes;
import io.downhill.data.Standardization;
import java.util.List;
import java.util.Optional;

/**
 * A trained model: weights and bias for raw features, and what the classes are called.
 *
 * @param features the n feature names, in the order of the weights
 * @param weights length n, for raw features
 * @param bias for raw features
 * @param classes what the labels 0 and 1 stand for
 * @param standardization the scale of the training data; empty if it was trained on raw features
 * @param report how the training went
 */
public record LogisticModel(
    List<String> features,
    double[] weights,
    double bias,
    Classes classes,
    Optional<Standardization> standardization,
    Optional<TrainingReport> report) {}
