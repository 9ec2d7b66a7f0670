package io.downhill.inference;

import io.downhill.data.Dataset;
import io.downhill.data.Softmax;
import io.downhill.data.Standardization;
import io.downhill.optim.Curvature;
import io.downhill.optim.Inverse;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;

/**
 * Infers from a fit of K classes how sure the log-odds of each class against one of them are, the
 * reference: coefficient j of class k is w_jk - w_jr, which no convention touches. By the inverse
 * of the Hessian, as {@link Method#WALD} has it.
 *
 * @param level of the intervals
 * @param reference r
 * @param fit the end of the run
 */
public record ClassEstimator(double level, int reference, Fit fit) {
  /**
   * The end of a run.
   *
   * @param data the examples as they were trained on
   * @param w the parameters on their scale, element (j, k) at j K + k, the biases last
   * @param raw [weights | bias] of each class for raw features
   * @param margins of the examples, m x K
   * @param intercept whether the biases are parameters
   * @param gap J - J*, at most; NaN if not known
   */
  public record Fit(
      Dataset data, double[] w, double[][] raw, double[] margins, boolean intercept, double gap) {
    private int classes() {
      return raw.length;
    }

    private int length() {
      return intercept ? raw[0].length : raw[0].length - 1;
    }
  }

  /** The fit without standard errors. */
  public Inference without(String reason) {
    List<Coefficient> all =
        coefficients(
            (k, j) ->
                coefficient(k, j, Estimate.unknown(raw(k, j)), Estimate.unknown(w(k, j)), ""));
    int parameters = (fit.classes() - 1) * fit.length();
    return inference(all, likelihood(parameters, false), Double.NaN, reason);
  }

  /**
   * The fit with standard errors.
   *
   * @param curvature the Hessian of J at w, over all examples and without a penalty, with a
   *     curvature where all classes grow alike
   */
  public Inference with(Curvature curvature) {
    Inverse inverse = curvature.inverse();
    Covariance covariance = new Covariance(inverse, fit.data.totalWeight(), null, 1);
    double quantile = Tails.quantile(level);
    List<Coefficient> all = coefficients((k, j) -> coefficient(k, j, covariance, quantile));
    // Of the K columns one is what all classes have in common; biases that stay are rows of one.
    int rank = (inverse.rank() - (fit.intercept ? 0 : fit.classes())) / fit.classes();
    return inference(all, likelihood((fit.classes() - 1) * rank, true), distance(), "");
  }

  /** The most standard errors that a coefficient may be from the optimum. */
  public double distance() {
    return Math.sqrt(fit.data.totalWeight() * fit.gap);
  }

  private List<Coefficient> coefficients(BiFunction<Integer, Integer, Coefficient> one) {
    List<Coefficient> all = new ArrayList<>();
    for (int k = 0; k < fit.classes(); k++) {
      for (int j = 0; j < fit.length() && k != reference; j++) {
        all.add(one.apply(k, j));
      }
    }
    return all;
  }

  private Inference inference(
      List<Coefficient> all, Likelihood likelihood, double distance, String reason) {
    return new Inference(
        Method.WALD,
        level,
        Optional.empty(),
        fit.data.classes().orElseThrow().name(reference),
        all,
        likelihood,
        distance,
        reason);
  }

  private double raw(int k, int j) {
    return fit.raw[k][j] - fit.raw[reference][j];
  }

  private double w(int k, int j) {
    return fit.w[j * fit.classes() + k] - fit.w[j * fit.classes() + reference];
  }

  private Coefficient coefficient(int k, int j, Covariance covariance, double quantile) {
    int n = fit.data.features();
    double[] own = new double[n + 1];
    own[j] = 1;
    double error = standardError(contrast(k, own), covariance);
    double rawError =
        j == n
            ? standardError(contrast(k, Estimator.rawBias(fit.data)), covariance)
            : error * Estimator.unit(fit.data, j);
    Estimate estimate = Estimate.of(raw(k, j), rawError, quantile);
    String reason = estimate.isKnown() ? "" : Estimator.reason(fit.data, j);
    return coefficient(k, j, estimate, Estimate.of(w(k, j), error, quantile), reason);
  }

  private Coefficient coefficient(
      int k, int j, Estimate raw, Estimate standardized, String reason) {
    int n = fit.data.features();
    Optional<Standardization> scale = fit.data.standardization();
    return new Coefficient(
        fit.data.classes().orElseThrow().name(k),
        j == n ? Coefficient.BIAS : fit.data.featureNames().get(j),
        raw,
        scale.map(s -> standardized),
        reason);
  }

  /** What of the parameters of a class differs from the reference's, by t of one column. */
  private double[] contrast(int k, double[] t) {
    double[] all = new double[t.length * fit.classes()];
    for (int j = 0; j < t.length; j++) {
      all[j * fit.classes() + k] = t[j];
      all[j * fit.classes() + reference] = 0 - t[j];
    }
    return all;
  }

  private static double standardError(double[] t, Covariance covariance) {
    return covariance.inverse().determines(t) ? Math.sqrt(covariance.variance(t)) : Double.NaN;
  }

  private Likelihood likelihood(int parameters, boolean greatest) {
    double[] totals = fit.data.classTotals();
    double all = fit.data.totalWeight();
    double nothing = 0;
    for (double total : totals) {
      nothing += total * StrictMath.log(fit.intercept ? total / all : 1.0 / totals.length);
    }
    int nullParameters = fit.intercept ? totals.length - 1 : 0;
    return new Likelihood(
        logLikelihood(), nothing, all, parameters, nullParameters, greatest, true);
  }

  /** The sum of c log p_y. */
  private double logLikelihood() {
    return Residuals.inBlocks(fit.data.examples(), this::logLikelihood);
  }

  private double logLikelihood(int first, int end) {
    float[] c = fit.data.weights();
    float[] y = fit.data.labels();
    int classes = fit.classes();
    double sum = 0;
    for (int i = first; i < end; i++) {
      double loss = Softmax.loss(fit.margins, i * classes, classes, (int) y[i]);
      sum -= (c == null ? 1 : c[i]) * loss;
    }
    return sum;
  }
}
