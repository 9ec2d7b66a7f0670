package io.downhill.data;

import io.downhill.data.cell.CellText;
import io.downhill.data.cell.NumberFormat;
import io.downhill.data.cell.Scale;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * How the raw columns of a table become features; learned from training rows, stored in the model,
 * and applied to the rows to score. Columns are found by name, so their order does not matter.
 *
 * @param label the column of the labels in the training table; empty if not known
 * @param encodings one for each column of the training table but label and weights, in table order
 * @param missing what a gap means
 * @param gaps texts that stand for a gap, besides a blank cell
 */
public record Preparation(
    String label, List<Encoding> encodings, Missing missing, List<String> gaps) {
  /** Copies the lists. */
  public Preparation {
    Objects.requireNonNull(label, "label");
    encodings = List.copyOf(encodings);
    gaps = List.copyOf(gaps);
    Objects.requireNonNull(missing, "missing");
  }

  /** The preparation of a model that has none: its features are columns of numbers without gaps. */
  public static Preparation plain(List<String> features) {
    return plain(features, Offsets.none(features.size()));
  }

  /** The same, whose numbers are stored as float32 from these offsets on. */
  public static Preparation plain(List<String> features, Offsets offsets) {
    List<Encoding> encodings = new ArrayList<>();
    for (int j = 0; j < features.size(); j++) {
      double offset = offsets.offsets()[j];
      double unit = offsets.units()[j];
      encodings.add(
          new Encoding.Numeric(features.get(j), Scale.NUMBER, offset, false, offset, unit));
    }
    return new Preparation("", encodings, Missing.ERROR, CellText.GAPS);
  }

  /** The offset and unit of each feature; empty where every number is the float32 nearest to it. */
  public Optional<Offsets> offsets() {
    return Offsets.of(encodings);
  }

  /** The names of all features, in order. */
  public List<String> features() {
    return encodings.stream().flatMap(e -> e.features().stream()).toList();
  }

  /** The encodings that make features, in order. */
  public List<Encoding> used() {
    return encodings.stream().filter(e -> !e.features().isEmpty()).toList();
  }

  /** Whether every column is a feature as it is, so that a matrix without names will do too. */
  public boolean isPlain() {
    return encodings.stream()
        .allMatch(
            e ->
                e instanceof Encoding.Numeric n
                    && n.scale() instanceof NumberFormat format
                    && format.unit().isEmpty()
                    && !n.indicator());
  }

  /** The same with the offset 0 for every number. */
  Preparation withoutOffsets() {
    return with(Encoding.Numeric::withoutOffset);
  }

  /** The same, every number being the float32 nearest to it. */
  Preparation withPlainNumbers() {
    return with(Encoding.Numeric::plain);
  }

  private Preparation with(UnaryOperator<Encoding.Numeric> change) {
    List<Encoding> changed =
        encodings.stream()
            .map(e -> e instanceof Encoding.Numeric numeric ? change.apply(numeric) : e)
            .toList();
    return new Preparation(label, changed, missing, gaps);
  }
}
