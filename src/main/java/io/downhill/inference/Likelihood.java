package io.downhill.inference;

/**
 * How well the model fits the examples it was trained on. An example of weight c counts as c
 * examples.
 *
 * @param logLikelihood of the model, the sum of c log p(y)
 * @param nullLogLikelihood of the model with the bias alone; without a bias, of p = 1/2
 * @param observations N, the sum of the weights
 * @param parameters how many the examples determine, the bias included
 * @param nullParameters those of the null model: 1, or 0 without a bias
 * @param greatest whether no other weights have a greater likelihood, so that models may be
 *     compared by it; not with a penalty, class weights or separated classes
 * @param independent whether the examples are taken as independent and the model as right, as the
 *     likelihood-ratio test does
 */
public record Likelihood(
    double logLikelihood,
    double nullLogLikelihood,
    double observations,
    int parameters,
    int nullParameters,
    boolean greatest,
    boolean independent) {

  /** -2 log likelihood: a model of single examples that is always right has 0. */
  public double deviance() {
    return 0 - 2 * logLikelihood;
  }

  /** The deviance of the null model. */
  public double nullDeviance() {
    return 0 - 2 * nullLogLikelihood;
  }

  /** deviance + 2 parameters; NaN where the likelihood is not the greatest. */
  public double aic() {
    return greatest ? deviance() + 2.0 * parameters : Double.NaN;
  }

  /** deviance + parameters log N; NaN where the likelihood is not the greatest. */
  public double bic() {
    return greatest ? deviance() + parameters * StrictMath.log(observations) : Double.NaN;
  }

  /** McFadden's R squared, 1 - log likelihood / null log likelihood. */
  public double mcFadden() {
    return 1 - logLikelihood / nullLogLikelihood;
  }

  /** The degrees of freedom of the likelihood-ratio test against the null model. */
  public int degreesOfFreedom() {
    return parameters - nullParameters;
  }

  /**
   * The statistic of the likelihood-ratio test against the null model, null deviance - deviance;
   * NaN where it has no chi-squared distribution.
   */
  public double likelihoodRatio() {
    return greatest && independent ? nullDeviance() - deviance() : Double.NaN;
  }

  /** The p of that test. */
  public double p() {
    return Tails.chiSquared(likelihoodRatio(), degreesOfFreedom());
  }
}
