package io.downhill;

/**
 * The result of a training run.
 *
 * @param model predicts and saves
 * @param report how the run went
 */
public record Training(LogisticModel model, TrainingReport report) {}
