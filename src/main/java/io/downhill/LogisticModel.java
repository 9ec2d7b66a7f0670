package io.downhill;

import io.downhill.data.Classes;
import io.downhill.data.Dataset;
import io.downhill.data.Standardization;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * A trained model: weights and bias for raw features, and what the classes are called. Immutable as
 * long as nobody writes to its arrays, and safe to share between threads.
 *
 * <p>It scores in double precision, z = b + w_0 x_0 + w_1 x_1 + ... in this order, so that a model
 * gives the same probabilities on every machine.
 *
 * @param features the n feature names, in the order of the weights
 * @param weights length n, for raw features; not copied
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
    Optional<TrainingReport> report) {

  /**
   * Checks that the lengths agree and that every weight is finite.
   *
   * @throws IllegalArgumentException if not
   */
  public LogisticModel {
    features = List.copyOf(features);
    int n = features.size();
    if (n == 0 || n != weights.length) {
      throw new IllegalArgumentException("features: " + n + ", weights: " + weights.length);
    }
    for (int j = 0; j < n; j++) {
      if (!Double.isFinite(weights[j])) {
        throw new IllegalArgumentException("weights[" + j + "] is " + weights[j]);
      }
    }
    if (!Double.isFinite(bias)) {
      throw new IllegalArgumentException("bias is " + bias);
    }
    if (standardization.isPresent() && standardization.get().features() != n) {
      throw new IllegalArgumentException(
          "features: " + n + ", standardization: " + standardization.get().features());
    }
  }

  /**
   * The margin z = b + w.x of one example.
   *
   * @param x raw features, length n
   * @throws IllegalArgumentException if x has another length
   */
  public double margin(float[] x) {
    checkFeatures(x.length);
    return margin(weights, weights.length, bias, x, 0);
  }

  /**
   * The probability sigmoid(z) that one example is of the positive class.
   *
   * @param x raw features, length n
   * @throws IllegalArgumentException if x has another length
   */
  public double probability(float[] x) {
    return sigmoid(margin(x));
  }

  /**
   * The class that one example is predicted to be of: the positive one where its probability is
   * above 0.5.
   *
   * @param x raw features, length n
   * @throws IllegalArgumentException if x has another length
   */
  public String predict(float[] x) {
    return classOf(probability(x));
  }

  /** The class that a probability stands for: the positive one above 0.5. */
  public String classOf(double probability) {
    return isPositive(probability) ? classes.positive() : classes.negative();
  }

  /** Whether a probability is one of the positive class: above 0.5, as in the course. */
  public static boolean isPositive(double probability) {
    return probability > 0.5;
  }

  /**
   * The margins z of a data set, which may be raw or standardised.
   *
   * @param data has the features of the model, in the order of the weights
   * @return length m
   * @throws IllegalArgumentException if the data set has another number of features
   */
  public double[] margins(Dataset data) {
    int n = weights.length;
    checkFeatures(data.features());
    double[] w = Arrays.copyOf(weights, n + 1);
    w[n] = bias;
    double[] scaled = data.standardization().map(scale -> scale.fromRaw(w)).orElse(w);
    double[] z = new double[data.examples()];
    int at = 0;
    for (int k = 0; k < data.blockCount(); k++) {
      float[] x = data.block(k);
      for (int i = 0; i < data.blockRows(k); i++) {
        z[at++] = margin(scaled, n, scaled[n], x, i * n);
      }
    }
    return z;
  }

  /**
   * The probabilities of a data set, which may be raw or standardised, for the positive class.
   *
   * @param data has the features of the model, in the order of the weights
   * @return length m
   * @throws IllegalArgumentException if the data set has another number of features
   */
  public double[] probabilities(Dataset data) {
    double[] a = margins(data);
    for (int i = 0; i < a.length; i++) {
      a[i] = sigmoid(a[i]);
    }
    return a;
  }

  /**
   * Measures the model on labelled data.
   *
   * @throws IllegalArgumentException if the data set has no labels, or another number of features
   */
  public Metrics evaluate(Dataset data) {
    if (!data.labelled()) {
      throw new IllegalArgumentException("the data set has no labels");
    }
    return Metrics.of(margins(data), data.labels());
  }

  /**
   * Writes the model as JSON, whole or not at all.
   *
   * @throws io.downhill.data.DataException if the file cannot be written; what was there stays
   */
  public void save(Path path) {
    ModelFile.save(this, path);
  }

  /**
   * Reads a model that {@link #save} wrote.
   *
   * @throws io.downhill.data.DataException if the file is not a whole model of this version
   */
  public static LogisticModel load(Path path) {
    return ModelFile.load(path);
  }

  /** 1/(1 + exp(-z)), from exp(-|z|), which never overflows. */
  static double sigmoid(double z) {
    double e = StrictMath.exp(-Math.abs(z));
    return z >= 0 ? 1 / (1 + e) : e / (1 + e);
  }

  private static double margin(double[] w, int n, double bias, float[] x, int at) {
    double z = bias;
    for (int j = 0; j < n; j++) {
      z += w[j] * x[at + j];
    }
    return z;
  }

  private void checkFeatures(int n) {
    if (n != weights.length) {
      throw new IllegalArgumentException(
          "features differ: model " + weights.length + ", data " + n);
    }
  }
}
