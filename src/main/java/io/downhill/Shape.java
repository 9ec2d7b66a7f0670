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

  /** Of more classes even few weights take long, as long as there is no sample: from 17 on. */
  private static final int FEW_CLASSES = 16;

  /** As many classes as were measured where there is a sample: of 77 L-BFGS was faster before. */
  private static final int MEASURED = 50;

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
   * passes: it pays where they go over a sample that is small beside the examples, else of few
   * weights alone; the measurements are in docs/decisions.md.
   */
  boolean suitsHessian() {
    return isDense()
        && (columns == 1
            || examples >= MANY && columns <= MEASURED
            || weights() <= FEW && columns <= FEW_CLASSES);
  }

  /** What weights are called: of two classes each feature has one. */
  String unit() {
    return columns == 1 ? " features" : " weights";
  }
}
