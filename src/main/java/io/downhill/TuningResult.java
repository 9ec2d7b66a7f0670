package io.downhill;

import io.downhill.data.Classes;
import io.downhill.device.DeviceInfo;
import io.downhill.tuning.Point;
import java.util.List;

/**
 * What a path of penalties came to.
 *
 * @param options what was asked
 * @param examples m
 * @param features their names, n of them
 * @param classes what the labels stand for
 * @param folds how many parts were held out in turn
 * @param solver which optimiser
 * @param device where it ran
 * @param points the penalties that were tried, from the largest on
 * @param best the place of the best one; -1 where none was finished
 * @param oneStandardError the place of the largest within one standard error of it
 * @param chosen the place of the one that the rule chose
 * @param end why the path ended before its last penalty; empty if it did not
 * @param interrupted whether somebody ended it
 * @param passes reads of X by all fits together
 * @param seconds of all of it
 */
public record TuningResult(
    TuningOptions options,
    int examples,
    List<String> features,
    Classes classes,
    int folds,
    String solver,
    DeviceInfo device,
    List<Point> points,
    int best,
    int oneStandardError,
    int chosen,
    String end,
    boolean interrupted,
    double passes,
    double seconds) {
  /** Copies the lists. */
  public TuningResult {
    features = List.copyOf(features);
    points = List.copyOf(points);
  }

  /**
   * The penalty that was chosen.
   *
   * @throws IllegalStateException if none was finished
   */
  public Point choice() {
    if (chosen < 0) {
      throw new IllegalStateException("no penalty was finished");
    }
    return points.get(chosen);
  }

  /** The options of training with the penalty that was chosen. */
  public TrainingOptions training() {
    return options.training().penalized(choice().l1(), choice().l2());
  }
}
