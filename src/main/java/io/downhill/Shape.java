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
   * Of more classes fifty passes are done before the K^2 / 2 of one Hessian: with 26 classes in
   * half of the time and with 77 in a fifth to a half, at 600 to 100,000 examples.
   */
  private static final int FEW_CLASSES = 16;

  /** Examples of which a sample is a sixteenth. */
  private static final int MANY = 65_536;

  static Shape of(Dataset data) {
    return new Shape(
        data.examples(), data.features(), columns(data.classes().orElse(Classes.ZERO_ONE)));
  }

  /** The columns of parameters that tell classes apart. */
  static int columns(Classes classes) {
    return classes.areTwo() ? 1 : classes.count();
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
   * nowhere.
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
