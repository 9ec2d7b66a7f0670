package io.downhill.data.npy;

import io.downhill.data.Argument;
import io.downhill.data.Classes;
import io.downhill.data.CsrRows;
import io.downhill.data.DataException;
import io.downhill.data.Dataset;
import io.downhill.data.FeatureIndices;
import io.downhill.data.LabelCoder;
import io.downhill.data.Target;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Reads sparse matrices as {@code scipy.sparse.save_npz} writes them, CSR, CSC or COO, an example a
 * row. Values are rounded once, to float32; those that stand at one place are added before, as
 * SciPy has it, and zeros that are stored are as those that are not. Features are called column0,
 * column1, ...; of more columns than {@link Dataset#MAX_FEATURES} those alone are features that
 * have a value.
 */
public final class NpzMatrix {
  private static final String COLUMN = "column";

  private NpzMatrix() {}

  /**
   * What was read.
   *
   * @param examples with sparse rows
   * @param warnings what was added up or rounded, a line each
   */
  public record Read(Dataset examples, List<String> warnings) {}

  /**
   * Reads labelled examples to train on.
   *
   * @param matrix path of the examples, m x n
   * @param target the path of an .npy vector of labels or soft labels, length m, as its column
   * @param positive of two labels, or against all others of more; empty for the one that sorts last
   * @throws DataException if the data cannot be used as training data
   */
  public static Read train(String matrix, Target target, Optional<String> positive) {
    SparseArrays arrays = SparseArrays.read(Argument.notNull(matrix, "matrix"));
    CsrRows rows = arrays.rows();
    FeatureIndices features = FeatureIndices.in(0, rows.features() - 1, List.of(rows.columns()));
    List<String> told = new ArrayList<>(arrays.warnings());
    told.addAll(features.told(matrix, rows.features() - 1));
    return labelled(
        matrix,
        features.areAll() ? rows : features.of(rows),
        features.names(COLUMN),
        told,
        target,
        new LabelCoder(Optional.empty(), positive));
  }

  /**
   * Reads examples to score with a trained model, without labels.
   *
   * @param features names of the model's n features, which the columns are, in their order
   * @throws DataException if a value cannot be used, or n differs
   */
  public static Read score(String matrix, List<String> features) {
    SparseArrays arrays = SparseArrays.read(Argument.notNull(matrix, "matrix"));
    List<String> told = new ArrayList<>(arrays.warnings());
    CsrRows rows = scored(matrix, arrays.rows(), features, told);
    return new Read(new Dataset.Builder(features).rows(rows).build(), told);
  }

  /**
   * Reads labelled examples to judge a trained model on.
   *
   * @param features names of the model's n features, which the columns are, in their order
   * @param target the path of an .npy vector, length m, as its column; empty, which is refused, if
   *     the user named none
   * @param classes what the model calls its classes; each label must be one of them
   * @throws DataException if a value cannot be used, or a label is none of the classes
   */
  public static Read judge(
      String matrix, List<String> features, Optional<Target> target, Classes classes) {
    if (target.isEmpty()) {
      throw new DataException(
          matrix + ": a .npz matrix has no label column; name a .npy vector of labels");
    }
    SparseArrays arrays = SparseArrays.read(matrix);
    List<String> told = new ArrayList<>(arrays.warnings());
    CsrRows rows = scored(matrix, arrays.rows(), features, told);
    return labelled(
        matrix, rows, features, told, target.get(), new LabelCoder(Optional.of(classes)));
  }

  private static Read labelled(
      String matrix,
      CsrRows rows,
      List<String> names,
      List<String> told,
      Target target,
      LabelCoder coder) {
    String vector = target.columns().get(0);
    if (target.columns().size() > 1 || !vector.toLowerCase(Locale.ROOT).endsWith(".npy")) {
      throw new DataException(
          vector + ": the label of a .npz matrix must be the path of a .npy vector of labels");
    }
    Dataset.Builder builder = new Dataset.Builder(names).rows(rows);
    if (target instanceof Target.Fraction) {
      Classes named = coder.given().orElse(Classes.ZERO_ONE);
      named.requireTwo(vector + ": soft labels", "give a vector of labels");
      builder = NpyFractions.read(vector, builder, matrix, named);
    } else {
      NpyLabels.read(vector, coder, builder, matrix);
    }
    return new Read(builder.build(), told);
  }

  /** The rows by the features of a model, which are all columns, or some by their number. */
  private static CsrRows scored(
      String matrix, CsrRows rows, List<String> names, List<String> told) {
    String last = names.get(names.size() - 1);
    Optional<FeatureIndices> gaps =
        last.equals(COLUMN + (names.size() - 1))
            ? Optional.empty()
            : FeatureIndices.named(COLUMN, names, 0);
    if (gaps.isEmpty() && names.size() != rows.features()) {
      throw new DataException(
          matrix + ": features differ: model " + names.size() + ", data " + rows.features());
    }
    if (gaps.isEmpty()) {
      return rows;
    }
    FeatureIndices some = gaps.get();
    long unknown = some.unknown(rows.columns());
    if (unknown > 0) {
      told.add(
          matrix
              + ": "
              + unknown
              + " values are of features that the model does not know: they count for nothing");
    }
    return some.of(rows);
  }
}
