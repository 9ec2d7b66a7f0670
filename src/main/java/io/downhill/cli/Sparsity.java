package io.downhill.cli;

import io.downhill.data.CsrRows;
import io.downhill.data.Dataset;
import io.downhill.data.sparse.SparseFiles;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * How sparse examples are.
 *
 * @param nonzero how many values are not 0
 * @param density their share of all
 * @param firstIndex of the features, where they are called by it
 */
record Sparsity(long nonzero, double density, OptionalInt firstIndex) {
  /** That of examples; empty where they are dense. */
  static Optional<Sparsity> of(Dataset examples) {
    if (!(examples.rows() instanceof CsrRows rows)) {
      return Optional.empty();
    }
    long nonzero = rows.values().length;
    double all = (double) rows.examples() * rows.features();
    return Optional.of(
        new Sparsity(nonzero, nonzero / all, SparseFiles.firstIndex(examples.featureNames())));
  }

  /** What the line of the examples says of it. */
  String text() {
    String indices = firstIndex.isPresent() ? ", indices from " + firstIndex.getAsInt() : "";
    return String.format(
        Locale.ROOT, ", sparse: %d values are not 0 (%.3g %%)%s", nonzero, 100 * density, indices);
  }

  /** The same for a program. */
  Map<String, Object> json() {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("nonzero", nonzero);
    object.put("density", density);
    object.put("firstIndex", firstIndex.isPresent() ? firstIndex.getAsInt() : null);
    return object;
  }
}
