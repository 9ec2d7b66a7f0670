package io.downhill;

import io.downhill.data.Dataset;
import io.downhill.data.Standardization;
import io.downhill.device.Device;
import io.downhill.device.DeviceObjective;
import io.downhill.optim.Curvature;
import io.downhill.optim.L1;

/**
 * Where a model stands on the likelihood of some examples, whatever it was trained on: at the
 * greatest, the gradient is 0. That is seen from the gradient and the Hessian of all of them, so
 * nothing that a model file says of its training needs to be believed. Examples come in parts.
 */
final class LikelihoodFit {
  private final LogisticModel model;
  private final Device device;
  private final boolean intercept;
  private Standardization scale;
  private double[] w;
  private double[] gradient;
  private double[] hessian;
  private double total;

  /**
   * No examples yet.
   *
   * @param device that computes, and is closed by who opened it
   */
  LikelihoodFit(LogisticModel model, Device device) {
    this.model = model;
    this.device = device;
    // A bias that was trained is hardly ever 0.
    this.intercept = model.bias() != 0;
  }

  /** Adds some examples, raw features. */
  void add(Dataset part) {
    if (scale == null) {
      begin(part);
    }
    Dataset scaled = part.standardized(scale);
    double weight = part.totalWeight();
    try (DeviceObjective f = new DeviceObjective(device, scaled, 0, intercept)) {
      double[] slope = new double[w.length];
      f.costAndGradient(w, slope);
      add(slope, weight, gradient);
      add(f.hessian(w), weight, hessian);
    }
    total += weight;
  }

  /** Any scale serves all parts, as long as it is one; that of the first keeps the digits. */
  private void begin(Dataset part) {
    Standardization own =
        part.rows().areSparse() ? Standardization.sparseOf(part) : Standardization.of(part);
    double[] deviations = own.deviations().clone();
    for (int j = 0; j < deviations.length; j++) {
      deviations[j] = deviations[j] > 0 ? deviations[j] : 1;
    }
    Standardization positive = new Standardization(own.means(), deviations);
    scale = intercept ? positive : positive.uncentred();
    w = new Scoring(model).columns(part.standardized(scale))[0];
    gradient = new double[w.length];
    hessian = new double[w.length * (w.length + 1) / 2];
  }

  private static void add(double[] part, double weight, double[] sums) {
    for (int p = 0; p < sums.length; p++) {
      sums[p] += weight * part[p];
    }
  }

  private Curvature curvature() {
    double[] mean = hessian.clone();
    for (int p = 0; p < mean.length; p++) {
      mean[p] /= total;
    }
    return new Curvature(mean, w.length);
  }

  /**
   * About how far twice the log likelihood is below the greatest that these features allow; an
   * upper estimate where it is small.
   */
  double shortfall() {
    double[] mean = gradient.clone();
    for (int j = 0; j < mean.length; j++) {
      mean[j] /= total;
    }
    return total * curvature().gap(L1.NONE, w, mean);
  }

  /** The number of parameters that the examples tell apart. */
  int rank() {
    int fixed = (intercept ? 0 : 1) + (model.baseMargin().isPresent() ? 1 : 0);
    return w.length - curvature().dependent().size() - fixed;
  }
}
