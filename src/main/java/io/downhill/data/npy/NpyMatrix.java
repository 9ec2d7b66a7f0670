package io.downhill.data.npy;

import io.downhill.data.Classes;
import io.downhill.data.DataException;
import io.downhill.data.Dataset;
import io.downhill.data.LabelCoder;
import io.downhill.data.Offsets;
import io.downhill.data.ReadProgress;
import io.downhill.data.Target;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads NumPy .npy matrices, an example a row, of floats, integers or truth values. Tables, whose
 * columns have names, are read through {@code TableSource} instead.
 *
 * <p>A float32 matrix in row order of up to 4096 columns stays in its file, which must not be
 * changed while the data set is used; see {@link Dataset#inMemory}.
 *
 * <p>Values are rounded once, to float32; those of a column far from 0 beside its spread after an
 * {@link Offsets offset} is taken off. One that is not finite is a {@link DataException} that names
 * the file, the row, counted from 1, and the column, counted from 0.
 */
public final class NpyMatrix {
  private static final Logger LOG = LoggerFactory.getLogger(NpyMatrix.class);

  private NpyMatrix() {}

  /**
   * Reads labelled examples to train on; the features are called column0, column1, ...
   *
   * @param matrix path of the examples, m x n, or m for one feature
   * @param labels path of an .npy vector, length m, of two or more different values
   * @throws DataException if the data cannot be used as training data
   */
  public static Dataset read(String matrix, String labels) {
    return read(matrix, labels, ReadProgress.NONE);
  }

  /**
   * The same, watched.
   *
   * @throws DataException if the data cannot be used as training data
   */
  public static Dataset read(String matrix, String labels, ReadProgress progress) {
    return read(matrix, Target.label(labels), progress);
  }

  /**
   * The same with labels or soft labels.
   *
   * @param target the path of the vector as its column
   * @throws DataException if the data cannot be used as training data
   */
  public static Dataset read(String matrix, Target target, ReadProgress progress) {
    return read(matrix, target, Optional.empty(), progress);
  }

  /**
   * The same, told which label is the positive one.
   *
   * @param positive of two labels, or against all others of more; empty for the one that sorts last
   * @throws DataException if the data cannot be used as training data
   */
  public static Dataset read(
      String matrix, Target target, Optional<String> positive, ReadProgress progress) {
    Dataset.Builder builder = NpyExamples.read(matrix, progress);
    return labelled(matrix, builder, target, new LabelCoder(Optional.empty(), positive));
  }

  /**
   * Reads examples to score with a trained model, without labels.
   *
   * @param matrix path of the examples, m x n
   * @param features names of the model's n features, which the columns are, in their order
   * @param offsets of the model
   * @throws DataException if a value cannot be used, or n differs
   */
  public static Dataset read(
      String matrix, List<String> features, Optional<Offsets> offsets, ReadProgress progress) {
    return logged(matrix, NpyExamples.read(matrix, features, offsets, progress).build());
  }

  /** The same for a model without offsets. */
  public static Dataset read(String matrix, List<String> features, ReadProgress progress) {
    return read(matrix, features, Optional.empty(), progress);
  }

  /**
   * Reads labelled examples to judge a trained model on.
   *
   * @param matrix as in {@link #read(String, List, Optional, ReadProgress)}
   * @param features as there
   * @param offsets as there
   * @param target the path of an .npy vector, length m, as its column; empty, which is refused, if
   *     the user named none
   * @param classes what the model calls its classes; each label must be one of them
   * @throws DataException if a value cannot be used, or a label is none of the classes
   */
  public static Dataset read(
      String matrix,
      List<String> features,
      Optional<Offsets> offsets,
      Optional<Target> target,
      Classes classes,
      ReadProgress progress) {
    if (target.isEmpty()) {
      throw new DataException(
          matrix + ": a .npy matrix has no label column; name a .npy vector of labels");
    }
    Dataset.Builder builder = NpyExamples.read(matrix, features, offsets, progress);
    return labelled(matrix, builder, target.get(), new LabelCoder(Optional.of(classes)));
  }

  private static Dataset labelled(
      String matrix, Dataset.Builder builder, Target target, LabelCoder coder) {
    String vector = target.columns().get(0);
    if (target.columns().size() > 1 || !vector.toLowerCase(Locale.ROOT).endsWith(".npy")) {
      throw new DataException(
          vector + ": the label of a .npy matrix must be the path of a .npy vector of labels");
    }
    if (target instanceof Target.Fraction) {
      Classes named = coder.given().orElse(Classes.ZERO_ONE);
      named.requireTwo(vector + ": soft labels", "give a vector of labels");
      return logged(matrix, NpyFractions.read(vector, builder, matrix, named).build());
    }
    NpyLabels.read(vector, coder, builder, matrix);
    return logged(matrix, builder.build());
  }

  private static Dataset logged(String matrix, Dataset data) {
    LOG.debug(
        "{}: {} examples x {} features, labels {}",
        matrix,
        data.examples(),
        data.features(),
        data.classes().map(c -> String.join(" / ", c.names())).orElse("none"));
    return data;
  }
}
