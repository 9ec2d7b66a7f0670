package io.downhill.cli;

import io.downhill.LogisticModel;
import io.downhill.data.Classes;
import io.downhill.data.Dataset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The classes that a model was trained on, which may be fewer than the data have.
 *
 * @param examples of the training, among the classes of the model
 * @param warnings what the user should know of the classes, a line each
 */
record TrainedClasses(Dataset examples, List<String> warnings) {
  /** More numbers than there are digits may be no classes. */
  private static final int DIGITS = 10;

  /**
   * Those of a run.
   *
   * @param data all examples that it was given
   */
  static TrainedClasses of(Dataset data, LogisticModel model) {
    List<String> warnings = new ArrayList<>(leftOut(data, model.classes()));
    warnings.addAll(manyNumbers(model.classes()));
    return new TrainedClasses(data.among(model.classes()), warnings);
  }

  /** What part of the examples each class is, by their weights. */
  double[] shares() {
    return shares(examples);
  }

  /** The same of other examples. */
  static double[] shares(Dataset examples) {
    double all = examples.totalWeight();
    return Arrays.stream(examples.classTotals()).map(total -> total / all).toArray();
  }

  /** The classes that have the weight 0. */
  private static List<String> leftOut(Dataset data, Classes left) {
    Classes all = data.classes().orElse(left);
    List<String> lines = new ArrayList<>();
    for (int k = 0; k < all.count(); k++) {
      if (!left.names().contains(all.name(k))) {
        int rows = 0;
        for (float y : data.labels()) {
          rows += y == k ? 1 : 0;
        }
        lines.add(
            "class "
                + all.name(k)
                + " has the weight 0: its "
                + rows
                + (rows == 1 ? " row counts" : " rows count")
                + " nothing, and the model does not know it");
      }
    }
    return lines;
  }

  /** Whether the labels may be a number to predict, of which each value became a class. */
  private static List<String> manyNumbers(Classes classes) {
    boolean numbers = classes.names().stream().allMatch(name -> name.matches("-?\\d+"));
    return numbers && classes.count() > DIGITS
        ? List.of(
            "labels are "
                + classes.count()
                + " different numbers, each a class of its own: if they are a number to predict,"
                + " this is no method for it")
        : List.of();
  }
}
