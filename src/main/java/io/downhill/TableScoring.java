package io.downhill;

import io.downhill.data.Argument;
import io.downhill.data.DataException;
import io.downhill.data.Dataset;
import io.downhill.data.Target;
import io.downhill.data.table.PreparedRows;
import io.downhill.data.table.TableSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.DoubleStream;

/** A model on the rows of tables, which it prepares and scores part by part. */
final class TableScoring {
  /** The margins that are made at a time. */
  private static final int PART = 1 << 16;

  private final LogisticModel model;
  private final int most;

  TableScoring(LogisticModel model) {
    this(model, Math.max(1024, PART / model.parameters().count()));
  }

  /** The same, so many rows at a time. */
  TableScoring(LogisticModel model, int most) {
    this.model = model;
    this.most = most;
  }

  /** {@link LogisticModel#probabilities(Dataset)} of the rows of a table. */
  double[] probabilities(TableSource rows) {
    Argument.notNull(rows, "rows");
    DoubleStream.Builder all = DoubleStream.builder();
    long rowsBefore = 0;
    try (PreparedRows prepared = PreparedRows.open(rows, model.preparationOrPlain(), List.of())) {
      Optional<PreparedRows.Part> part = prepared.next(most);
      while (part.isPresent()) {
        Dataset examples = part.get().examples();
        Arrays.stream(model.probabilities(examples, rowsBefore)).forEach(all::add);
        rowsBefore += examples.examples();
        part = prepared.next(most);
      }
    }
    return all.build().toArray();
  }

  /** Scores a labelled table. */
  Scores scores(TableSource rows, Target target, Optional<String> weight) {
    Argument.notNull(rows, "rows");
    Argument.notNull(target, "target");
    try (PreparedRows prepared =
        PreparedRows.open(
            rows, model.preparationOrPlain(), model.classes(), Optional.of(target), "", weight)) {
      return scores(prepared, part -> {});
    }
  }

  /**
   * Scores the rest of some labelled rows.
   *
   * @param watcher sees each part of the examples
   */
  Scores scores(PreparedRows rows, Consumer<Dataset> watcher) {
    List<double[]> margins = new ArrayList<>();
    List<float[]> labels = new ArrayList<>();
    List<float[]> weights = new ArrayList<>();
    BitSet seconds = new BitSet();
    int rowsBefore = 0;
    Optional<PreparedRows.Part> part = rows.next(most);
    while (part.isPresent()) {
      Dataset examples = part.get().examples();
      margins.add(model.margins(examples, rowsBefore));
      watcher.accept(examples);
      int first = rowsBefore;
      Scores.seconds(examples).stream().forEach(i -> seconds.set(Math.addExact(first, i)));
      rowsBefore += examples.examples();
      labels.add(examples.labels());
      weights.add(examples.weights());
      part = rows.next(most);
    }
    if (margins.isEmpty()) {
      throw new DataException("no examples: the table has no rows, or none with a weight above 0");
    }
    double[] z = margins.stream().flatMapToDouble(Arrays::stream).toArray();
    boolean weighted = weights.get(0) != null;
    float[] counts = weighted ? joined(weights, rowsBefore) : null;
    return new Scores(z, joined(labels, rowsBefore), counts, seconds);
  }

  private static float[] joined(List<float[]> parts, int length) {
    float[] all = new float[length];
    int at = 0;
    for (float[] part : parts) {
      System.arraycopy(part, 0, all, at, part.length);
      at += part.length;
    }
    return all;
  }
}
