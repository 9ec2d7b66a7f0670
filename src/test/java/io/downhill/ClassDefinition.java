package io.downhill;

import io.downhill.data.Dataset;
import java.util.Arrays;

/** J over several classes by its formula, in double precision, on raw features. */
final class ClassDefinition {
  private ClassDefinition() {}

  /** The K margins of example i. */
  private static double[] margins(Dataset data, LogisticModel model, int i) {
    double[] z = new double[data.classCount()];
    for (int k = 0; k < z.length; k++) {
      z[k] = model.bias(k);
      for (int j = 0; j < data.features(); j++) {
        z[k] += model.weights(k)[j] * data.x(i, j);
      }
    }
    return z;
  }

  /** The mean loss under the weights of the examples. */
  static double loss(Dataset data, LogisticModel model) {
    double sum = 0;
    double total = 0;
    for (int i = 0; i < data.examples(); i++) {
      double[] z = margins(data, model, i);
      double top = Arrays.stream(z).max().orElseThrow();
      double e = Arrays.stream(z).map(v -> Math.exp(v - top)).sum();
      double c = data.weights() == null ? 1 : data.weights()[i];
      sum += c * (Math.log(e) + top - z[(int) data.labels()[i]]);
      total += c;
    }
    return sum / total;
  }

  /** J with penalties on the weights of standardised features. */
  static double cost(Dataset data, LogisticModel model, double l1, double l2) {
    double[] deviations = model.standardization().orElseThrow().deviations();
    double penalty = 0;
    for (int k = 0; k < data.classCount(); k++) {
      for (int j = 0; j < deviations.length; j++) {
        double w = model.weights(k)[j] * deviations[j];
        penalty += l1 * Math.abs(w) + l2 / 2 * w * w;
      }
    }
    return loss(data, model) + penalty;
  }
}
