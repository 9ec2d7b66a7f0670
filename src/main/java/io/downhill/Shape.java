package io.downhill;

import io.downhill.data.Classes;
import io.downhill.data.Dataset;
import io.downhill.device.DeviceObjective;

/**
 * The size of a problem.
 *
 * @param examples m
 * @param features n
 * @param columns of parameters: 1 for two classes, K for three and more
 */
record Shape(int examples, int features, int columns) {
  /** Up to so many weights a Hessian of K classes costs little beside fifty passes. */
  private static final int FEW = 200;

  /**
   * Of more classes L-BFGS was mostly faster: of 26 it took 0.5 to 0.8 of the time and of 77 0.4 to
   * 0.9, at 2,000 to 100,000 examples, one run each. Where it changes is a judgement.
   */
  private static final int FEW_CLASSES = 16;

  /** Examples of which a sample is a sixteenth. */
  private static final int MANY = 65_536;

  static Shape of(Dataset data) {
    return new Shape(
        data.examples(), data.features(), data.classes().orElse(Classes.ZERO_ONE).columns());
  }

  int weights() {
    return Math.multiplyExact(features, columns);
  }

  /** Whether a dense Hessian is held. */
  boolean isDense() {
    return DeviceObjective.holdsHessian(examples, weights(), columns);
  }

  /**
   * Whether a dense Hessian is what leads to the optimum fastest. That of K classes takes K^2 / 2
   * passes: of many weights it pays where a sample is small beside the examples, of many classes
   * hardly anywhere.
   */
  boolean suitsHessian() {
    return isDense()
        && (columns == 1 || columns <= FEW_CLASSES && (weights() <= FEW || examples >= MANY));
  }

  /** What weights are called: of two classes each feature has one. */
  String unit() {
    return columns == 1 ? " features" : " weights";
  }
}
