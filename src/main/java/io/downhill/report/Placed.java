package io.downhill.report;

import io.downhill.ClassWeight;
import io.downhill.LogisticModel;
import io.downhill.Penalty;
import io.downhill.Provenance;
import io.downhill.TrainingOptions;
import io.downhill.TrainingReport;
import io.downhill.data.Dataset;
import io.downhill.data.Offsets;
import io.downhill.data.Standardization;
import java.util.Arrays;
import java.util.Optional;

/**
 * Examples and a model where training happens: on the scale of the training data, on which the bowl
 * is round, with weights and penalties in these units.
 *
 * @param data with the weights that classes add
 * @param w the parameters, length n + 1, bias last
 * @param penalty in these units
 * @param intercept whether the bias is a parameter
 */
record Placed(Dataset data, double[] w, Penalty penalty, boolean intercept) {
  static Placed of(LogisticModel model, Dataset raw) {
    TrainingOptions options = options(model);
    Dataset scaled = raw;
    if (model.standardization().isPresent()) {
      Standardization scale = model.standardization().get();
      scaled = raw.standardized(raw.offsets().map(o -> o.fromRaw(scale)).orElse(scale));
    }
    return new Placed(
        options.classWeight().apply(scaled),
        parameters(model, scaled),
        Penalty.of(options, scaled),
        options.intercept());
  }

  /** What the model was trained with, as far as its file says. */
  static TrainingOptions options(LogisticModel model) {
    return provenance(model)
        .map(Provenance::options)
        .orElseGet(
            () ->
                TrainingOptions.builder()
                    .intercept(model.bias() != 0)
                    .standardize(model.standardization().isPresent())
                    .classWeight(ClassWeight.NONE)
                    .build());
  }

  static Optional<Provenance> provenance(LogisticModel model) {
    return model.report().flatMap(TrainingReport::provenance);
  }

  private static double[] parameters(LogisticModel model, Dataset data) {
    int n = data.features();
    double[] raw = Arrays.copyOf(model.weights(), n + 1);
    raw[n] = model.bias();
    Optional<Offsets> own = model.offsets();
    Optional<Offsets> others = data.offsets();
    double[] stored =
        own.isEmpty() && others.isEmpty()
            ? raw
            : others.orElseGet(() -> Offsets.none(n)).fromRaw(raw, own);
    return data.standardization().map(scale -> scale.fromRaw(stored)).orElse(stored);
  }

  int features() {
    return data.features();
  }

  /** The part of J that is no loss, at the model. */
  double penaltyAtModel() {
    double sum = penalty.l1().cost(w);
    for (int j = 0; j < features(); j++) {
      sum += penalty.l2()[j] / 2 * w[j] * w[j];
    }
    return sum;
  }
}
