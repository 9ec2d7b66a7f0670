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
 * @param rows how many they are
 * @param nonzero how many values are not 0
 * @param density their share of all
 * @param firstIndex of the features, where they are called by it
 * @param table whether they are rows of a table, whose numbers are centred
 * @param words whether words of texts are among the features, which keep their scale
 */
record Sparsity(
    int rows, long nonzero, double density, OptionalInt firstIndex, boolean table, boolean words) {
  /** That of examples; empty where they are dense. */
  static Optional<Sparsity> of(Dataset examples) {
    if (!(examples.rows() instanceof CsrRows rows)) {
      return Optional.empty();
    }
    long nonzero = 0;
    for (float value : rows.values()) {
      nonzero += value != 0 ? 1 : 0;
    }
    double all = (double) rows.examples() * rows.features();
    return Optional.of(
        new Sparsity(
            rows.examples(),
            nonzero,
            nonzero / all,
            SparseFiles.firstIndex(examples.featureNames()),
            examples.preparation().isPresent(),
            examples.preparation().filter(p -> !p.words().isEmpty()).isPresent()));
  }

  /** What the line of the examples says of it. */
  String text() {
    if (table) {
      return String.format(
          Locale.ROOT, ", held sparse: %.3g of them are not 0 in a row", (double) nonzero / rows);
    }
    String indices = firstIndex.isPresent() ? ", indices from " + firstIndex.getAsInt() : "";
    return String.format(
        Locale.ROOT, ", sparse: %d values are not 0 (%.3g %%)%s", nonzero, 100 * density, indices);
  }

  /** How features are scaled where they are. */
  String scaling() {
    return table
        ? "scaled to deviation 1, numbers centred, levels not"
            + (words ? ", and words left as they are" : "")
            + ", so that a 0 stays a 0"
        : "scaled to deviation 1 without centring, so that a 0 stays a 0";
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
