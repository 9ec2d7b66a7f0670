package io.downhill.cli;

import io.downhill.Json;
import io.downhill.LogisticModel;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The columns that predict adds: of two classes the probability of the positive one and the class;
 * of more the class and the probability of each.
 */
final class PredictionLines {
  private final LogisticModel model;
  private final int columns;

  PredictionLines(LogisticModel model) {
    this.model = model;
    this.columns = model.parameters().count();
  }

  /** What the columns are called. */
  List<String> names() {
    return columns == 1
        ? List.of("probability", "prediction")
        : Stream.concat(
                Stream.of("prediction"),
                model.classes().names().stream().map(name -> "probability_" + name))
            .toList();
  }

  /** The place of the first column of numbers. */
  int firstNumber() {
    return columns == 1 ? 0 : 1;
  }

  /** The number of columns of numbers. */
  int numbers() {
    return columns;
  }

  /** Examples of so many probabilities. */
  int examples(double[] probabilities) {
    return probabilities.length / columns;
  }

  /** Appends the cells of example i and ends the line. */
  void append(StringBuilder line, double[] probabilities, int i) {
    if (columns == 1) {
      double a = probabilities[i];
      line.append(Json.shortest(a)).append(',').append(Csv.cell(model.classOf(a))).append('\n');
      return;
    }
    int first = i * columns;
    int best =
        IntStream.range(1, columns)
            .reduce(0, (k, l) -> probabilities[first + l] > probabilities[first + k] ? l : k);
    line.append(Csv.cell(model.classes().name(best)));
    for (int k = 0; k < columns; k++) {
      line.append(',').append(Json.shortest(probabilities[first + k]));
    }
    line.append('\n');
  }
}
