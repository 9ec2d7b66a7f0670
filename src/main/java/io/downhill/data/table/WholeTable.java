package io.downhill.data.table;

import io.downhill.data.Argument;
import io.downhill.data.Classes;
import io.downhill.data.CsrRows;
import io.downhill.data.DataException;
import io.downhill.data.Dataset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * All rows of a table as a model's features in memory, for whoever looks at them more than once.
 */
public final class WholeTable {
  private static final int PART = 1 << 16;

  private WholeTable() {}

  /**
   * Reads the rest of some labelled rows.
   *
   * @param classes what the labels stand for
   * @throws DataException if there is none, or a cell cannot be used
   */
  public static Dataset of(PreparedRows rows, Classes classes) {
    return of(rows, Argument.notNull(classes, "classes"), PART);
  }

  /** The same, so many rows at a time. */
  static Dataset of(PreparedRows rows, Classes classes, int most) {
    List<Dataset> parts = new ArrayList<>();
    Optional<PreparedRows.Part> part = rows.next(most);
    while (part.isPresent()) {
      parts.add(part.get().examples());
      part = rows.next(most);
    }
    if (parts.isEmpty()) {
      throw new DataException("no examples: the table has no rows, or none with a weight above 0");
    }
    int m = parts.stream().mapToInt(Dataset::examples).reduce(0, Math::addExact);
    Dataset first = parts.get(0);
    Dataset.Builder builder = new Dataset.Builder(first.featureNames());
    if (first.rows().areSparse()) {
      builder.rows(CsrRows.joined(sparse(parts)));
    }
    float[] labels = new float[m];
    float[] weights = first.weights() == null ? null : new float[m];
    int at = 0;
    for (Dataset one : parts) {
      int count = one.examples();
      if (!one.rows().areSparse()) {
        append(builder, one);
      }
      System.arraycopy(one.labels(), 0, labels, at, count);
      if (weights != null) {
        System.arraycopy(one.weights(), 0, weights, at, count);
      }
      at += count;
    }
    first.preparation().ifPresent(builder::preparation);
    builder.labels(labels, classes);
    return (weights == null ? builder : builder.weights(weights)).build();
  }

  private static List<CsrRows> sparse(List<Dataset> parts) {
    List<CsrRows> rows = new ArrayList<>();
    parts.forEach(part -> rows.add((CsrRows) part.rows()));
    return rows;
  }

  private static void append(Dataset.Builder builder, Dataset part) {
    for (int i = 0; i < part.examples(); i++) {
      builder.grow(1);
      int last = builder.examples() - 1;
      part.rows().copy(i, 1, builder.block(last), builder.offset(last));
    }
  }
}
