package io.downhill;

import io.downhill.data.Argument;
import io.downhill.data.Dataset;
import io.downhill.data.Offsets;
import io.downhill.data.RowWindow;
import io.downhill.sums.Tree;
import java.util.Optional;
import java.util.stream.IntStream;

/** The margins of a model in double precision, in one fixed order. */
final class Scoring {
  private final LogisticModel model;

  Scoring(LogisticModel model) {
    this.model = model;
  }

  /** The margin of one example in a column. */
  double margin(int k, float[] x) {
    checkFeatures(Argument.notNull(x, "x").length);
    double[] weights = model.parameters().weights()[k];
    if (model.offsets().isEmpty()) {
      double z = margin(weights, weights.length, model.parameters().biases()[k], x, 0);
      return Overflow.refuse(z, model.features(), weights, j -> x[j]);
    }
    double[] exact = new double[x.length];
    for (int j = 0; j < x.length; j++) {
      exact[j] = x[j];
    }
    return margin(k, exact);
  }

  /** The same for numbers of which float32 would lose digits. */
  double margin(int k, double[] x) {
    checkFeatures(Argument.notNull(x, "x").length);
    double[] weights = model.parameters().weights()[k];
    Optional<Offsets> offsets = model.offsets();
    double z = model.parameters().biases()[k];
    for (int j = 0; j < x.length; j++) {
      z += weights[j] * (offsets.isPresent() ? x[j] - offsets.get().offsets()[j] : x[j]);
    }
    return Overflow.refuse(z, model.features(), weights, j -> x[j]);
  }

  /**
   * The margins of a data set, column k of example i at i times the columns + k.
   *
   * @param before the rows before those of the data set, for a message
   */
  double[] margins(Dataset data, long before) {
    double[][] columns = columns(data);
    double[] z = new double[Math.multiplyExact(data.examples(), columns.length)];
    if (data.rows().areSparse()) {
      sparse(data, columns, z);
      Overflow.refuse(z, data, columns, before);
      return z;
    }
    data.rows()
        .unchanged(
            () -> {
              data.rows().x(0, 0); // Features that were given away are told by this thread.
              RowWindow.Pool windows = new RowWindow.Pool(data.rows());
              IntStream.range(0, Tree.blocks(data.examples()))
                  .parallel()
                  .forEach(
                      block ->
                          windows.lend(
                              window -> margins(window, data, block * Tree.BLOCK, columns, z)));
              return z;
            });
    Overflow.refuse(z, data, columns, before);
    return z;
  }

  /** The same sums without the terms that are 0, which change no bit. */
  private static void sparse(Dataset data, double[][] columns, double[] z) {
    int count = columns.length;
    int n = data.features();
    IntStream.range(0, Tree.blocks(data.examples()))
        .parallel()
        .forEach(
            block -> {
              int first = block * Tree.BLOCK;
              int end = Math.min(data.examples(), first + Tree.BLOCK);
              for (int at = first * count; at < end * count; at++) {
                z[at] = columns[at % count][n];
              }
              data.rows()
                  .eachValue(
                      first,
                      end,
                      (i, j, x) -> {
                        for (int k = 0; k < count; k++) {
                          z[i * count + k] += columns[k][j] * x;
                        }
                      });
            });
  }

  /** The parameters for the features as a data set has them, each column of n + 1, bias last. */
  double[][] columns(Dataset data) {
    checkFeatures(Argument.notNull(data, "data").features());
    double[][] columns = new double[model.parameters().count()][];
    for (int k = 0; k < columns.length; k++) {
      double[] stored = stored(model.parameters().column(k), data);
      columns[k] = data.standardization().map(scale -> scale.fromRaw(stored)).orElse(stored);
    }
    return columns;
  }

  /** The weights for what the data set stores of raw features. */
  private double[] stored(double[] w, Dataset data) {
    Optional<Offsets> own = model.offsets();
    Optional<Offsets> others = data.offsets();
    return own.isEmpty() && others.isEmpty()
        ? w
        : others.orElseGet(() -> Offsets.none(w.length - 1)).fromRaw(w, own);
  }

  /** The margins of a block of rows. */
  private static double[] margins(
      RowWindow window, Dataset data, int first, double[][] columns, double[] z) {
    int n = data.features();
    int count = Math.min(Tree.BLOCK, data.examples() - first);
    window.show(first, count);
    int at = first * columns.length;
    for (int i = 0; i < count; i++) {
      for (double[] w : columns) {
        z[at++] = margin(w, n, w[n], window.x(), window.at() + i * n);
      }
    }
    return z;
  }

  private static double margin(double[] w, int n, double bias, float[] x, int at) {
    double z = bias;
    for (int j = 0; j < n; j++) {
      z += w[j] * x[at + j];
    }
    return z;
  }

  private void checkFeatures(int n) {
    int own = model.parameters().features();
    if (n != own) {
      throw new IllegalArgumentException("features differ: model " + own + ", data " + n);
    }
  }
}
