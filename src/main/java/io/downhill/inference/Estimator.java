package io.downhill.inference;

import io.downhill.data.Classes;
import io.downhill.data.Clusters;
import io.downhill.data.Dataset;
import io.downhill.data.Gram;
import io.downhill.data.Offsets;
import io.downhill.optim.Curvature;
import io.downhill.optim.Inverse;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

/**
 * Infers from a fit how sure its coefficients are.
 *
 * @param method by what
 * @param level of the intervals
 * @param fit the end of the run
 */
public record Estimator(Method method, double level, Fit fit) {
  /**
   * The end of a run.
   *
   * @param own the examples as they were trained on, with their own weights
   * @param weighted the same with the weights that they had in training; its rows may be read
   * @param w the parameters on the scale of these examples, length n + 1, bias last
   * @param raw the same for raw features
   * @param margins of the examples, length m
   * @param intercept whether the bias is a parameter
   * @param gap J - J*, at most; NaN if not known
   */
  public record Fit(
      Dataset own,
      Dataset weighted,
      double[] w,
      double[] raw,
      double[] margins,
      boolean intercept,
      double gap) {
    private Residuals residuals() {
      return new Residuals(own, weighted, margins);
    }

    private int length() {
      return intercept ? w.length : w.length - 1;
    }

    /** Whether parameter j is an offset, whose weight is given. */
    private boolean isGiven(int j) {
      return Estimator.isGiven(own, j);
    }

    private boolean classesWeigh() {
      return own.weights() != weighted.weights();
    }
  }

  private static boolean isGiven(Dataset data, int j) {
    return data.baseMargin().equals(OptionalInt.of(j));
  }

  /** The fit without standard errors. */
  public Inference without(String reason) {
    List<Coefficient> coefficients =
        IntStream.range(0, fit.length())
            .mapToObj(j -> coefficient(j, unknown(fit.raw[j]), unknown(fit.w[j]), ""))
            .toList();
    return inference(coefficients, likelihood(fit.length(), false), Double.NaN, reason);
  }

  /**
   * The fit with standard errors.
   *
   * @param curvature the Hessian of J at w, over all examples and without a penalty
   * @param gram gives the sum of k x x' over the examples for numbers k of the examples, where the
   *     curvature is not in double
   */
  public Inference with(Curvature curvature, UnaryOperator<double[]> gram) {
    if (observations() < 2) {
      return without(
          fit.own.weights() == null
              ? "robust standard errors take two rows or more"
              : "robust standard errors take weights that count rows, and these add up to less than two:"
                  + " scale them, or name each row a cluster");
    }
    Inverse inverse = curvature.inverse();
    Covariance covariance =
        covariance(inverse, curvature.isInDouble() ? k -> Gram.of(fit.weighted, k) : gram);
    double quantile = Tails.quantile(level);
    List<Coefficient> coefficients =
        IntStream.range(0, fit.length())
            .parallel()
            .mapToObj(j -> coefficient(j, covariance, quantile))
            .toList();
    // The row of what is not learned is that of one.
    int given = (fit.intercept ? 0 : 1) + (fit.own.baseMargin().isPresent() ? 1 : 0);
    int parameters = inverse.rank() - given;
    return inference(coefficients, likelihood(parameters, !fit.classesWeigh()), distance(), "");
  }

  /**
   * The most standard errors that a coefficient may be from the optimum: for d = w - w* that is the
   * root of C d'H d, as d_j^2 <= (H^-1)_jj d'H d.
   */
  public double distance() {
    return Math.sqrt(fit.weighted.totalWeight() * fit.gap);
  }

  private Inference inference(
      List<Coefficient> coefficients, Likelihood likelihood, double distance, String reason) {
    return new Inference(
        method,
        level,
        clusters(),
        classes().negative(),
        coefficients,
        likelihood,
        distance,
        reason);
  }

  private Covariance covariance(Inverse inverse, UnaryOperator<double[]> gram) {
    double total = fit.weighted.totalWeight();
    if (method == Method.WALD) {
      return new Covariance(inverse, total, null, 1);
    }
    double[] meat =
        fit.own
            .clusters()
            .map(clusters -> fit.residuals().squaresOf(clusters))
            .orElseGet(() -> gram.apply(fit.residuals().squares()));
    return new Covariance(inverse, total, meat, observations() / (observations() - 1));
  }

  /** N for rows, G for clusters: what the sandwich has a factor of; infinite for wald. */
  private double observations() {
    return method == Method.ROBUST
        ? clusters().map(count -> (double) count).orElseGet(fit.own::totalWeight)
        : Double.POSITIVE_INFINITY;
  }

  /** How many clusters there are; none of them has a weight of 0. */
  private Optional<Integer> clusters() {
    return method == Method.ROBUST
        ? fit.own.clusters().map(clusters -> count(clusters, fit.own.weights()))
        : Optional.empty();
  }

  private static int count(Clusters clusters, float[] weights) {
    if (weights == null) {
      return clusters.count();
    }
    BitSet counted = new BitSet(clusters.count());
    for (int i = 0; i < weights.length; i++) {
      if (weights[i] > 0) {
        counted.set(clusters.places()[i]);
      }
    }
    return counted.cardinality();
  }

  private Likelihood likelihood(int parameters, boolean greatest) {
    double[] totals = fit.own.classTotals();
    double all = totals[0] + totals[1];
    double nothing =
        fit.own.baseMargin().isPresent()
            ? new OffsetOnly(fit.weighted, fit.own.weights(), fit.intercept).logLikelihood()
            : fit.intercept
                ? totals[0] * StrictMath.log(totals[0] / all)
                    + totals[1] * StrictMath.log(totals[1] / all)
                : -all * StrictMath.log(2);
    return new Likelihood(
        fit.residuals().logLikelihood(),
        nothing,
        all,
        parameters,
        fit.intercept ? 1 : 0,
        greatest,
        method == Method.WALD);
  }

  private Coefficient coefficient(int j, Covariance covariance, double quantile) {
    if (fit.isGiven(j)) {
      return coefficient(
          j, unknown(fit.raw[j]), unknown(fit.w[j]), "the offset, whose weight is 1");
    }
    double[] own = new double[fit.w.length];
    own[j] = 1;
    double error = standardError(own, covariance);
    double rawError =
        j == fit.own.features()
            ? standardError(rawBias(fit.own), covariance)
            : error * unit(fit.own, j);
    Estimate raw = Estimate.of(fit.raw[j], rawError, quantile);
    return coefficient(
        j, raw, Estimate.of(fit.w[j], error, quantile), raw.isKnown() ? "" : reason(fit.own, j));
  }

  private Coefficient coefficient(int j, Estimate raw, Estimate standardized, String reason) {
    int n = fit.own.features();
    return new Coefficient(
        classes().positive(),
        j == n ? Coefficient.BIAS : fit.own.featureNames().get(j),
        raw,
        fit.own.standardization().map(scale -> standardized),
        reason);
  }

  private static Estimate unknown(double estimate) {
    return Estimate.unknown(estimate);
  }

  /** Of t'w; NaN where the examples do not determine it. */
  private static double standardError(double[] t, Covariance covariance) {
    return covariance.inverse().determines(t) ? Math.sqrt(covariance.variance(t)) : Double.NaN;
  }

  /** Why a feature has no standard error. */
  static String reason(Dataset data, int j) {
    boolean constant =
        data.standardization()
            .filter(scale -> j < scale.features() && scale.deviations()[j] == 0)
            .isPresent();
    return constant ? "the column never changes" : "columns are sums of others";
  }

  /** What brings the weight of a standardised feature to that of the raw one. */
  static double unit(Dataset data, int j) {
    double unit = data.offsets().map(Offsets::units).map(units -> units[j]).orElse(1.0);
    double deviation = data.standardization().map(s -> s.deviations()[j]).orElse(1.0);
    return 1 / (deviation * unit);
  }

  /** The t with t'w the bias for raw features. */
  static double[] rawBias(Dataset data) {
    int n = data.features();
    double[] t = new double[n + 1];
    t[n] = 1;
    data.standardization()
        .ifPresent(
            scale -> {
              for (int k = 0; k < n; k++) {
                double deviation = scale.deviations()[k];
                t[k] = deviation == 0 || isGiven(data, k) ? 0 : -scale.means()[k] / deviation;
              }
            });
    return t;
  }

  private Classes classes() {
    return fit.own.classes().orElse(Classes.ZERO_ONE);
  }
}
