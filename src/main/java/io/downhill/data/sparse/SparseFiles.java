package io.downhill.data.sparse;

import io.downhill.data.Argument;
import io.downhill.data.Classes;
import io.downhill.data.DataException;
import io.downhill.data.Dataset;
import io.downhill.data.FeatureIndices;
import io.downhill.data.LabelCoder;
import io.downhill.data.PairLines;
import io.downhill.data.ReadProgress;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads sparse text as LIBSVM and SVMlight have it, a row a line: {@code label index:value
 * index:value ... # comment}, the indices ascending, also packed with gzip. Features whose index
 * does not stand in a line are 0 there. Several files are one after the other.
 *
 * <p>Indices are counted from 0 where a 0 stands anywhere, and else from 1; features are called by
 * their index. To a model whose features are called 0, 1, ... or 1, 2, ... they mean the same. Of
 * indices beyond {@link Dataset#MAX_FEATURES} those alone are features that have a value.
 *
 * <p>Values are the doubles nearest to their decimals, rounded to float32; zeros that are written
 * are as those that are not.
 */
public final class SparseFiles {
  private static final Logger LOG = LoggerFactory.getLogger(SparseFiles.class);

  /** The greatest index that there may be. */
  private static final int ANY = Integer.MAX_VALUE - 1;

  /** What the columns of a matrix are called by, with their number. */
  private static final String COLUMN = "column";

  private SparseFiles() {}

  /**
   * What was read.
   *
   * @param examples with sparse rows
   * @param warnings what was dropped, rounded or guessed, a line each
   */
  public record Read(Dataset examples, List<String> warnings) {}

  /** Whether a file holds sparse text, by the end of its name. */
  public static boolean isNamed(String file) {
    return file.toLowerCase(Locale.ROOT).matches("(?s).*\\.(libsvm|svm|svmlight)(\\.gz)?");
  }

  /** Whether a file looks like sparse text; not where it cannot be read. */
  public static boolean isSeen(Path file) {
    try (InputStream in = TextInput.unpacked(Files.newInputStream(file))) {
      byte[] begin = in.readNBytes(PairLines.LOOK);
      return PairLines.isSeenIn(new String(begin, StandardCharsets.ISO_8859_1));
    } catch (IOException e) {
      LOG.debug("no look at {}", file, e); // Whoever reads it tells why it cannot be read.
      return false;
    }
  }

  /**
   * Reads labelled examples to train on.
   *
   * @param data paths, globs, or - for the standard input
   * @param positive of two labels, or against all others of more; empty for the one that sorts last
   * @throws DataException if the data cannot be used as training data
   */
  public static Read train(List<String> data, Optional<String> positive, ReadProgress progress) {
    Argument.noneNull(data, "data");
    List<TextInput> files = TextInput.of(data);
    SparseRows read = SparseRows.read(files, 0, ANY, progress);
    int first = read.counts().least == 0 ? 0 : 1;
    int greatest = read.counts().greatest;
    if (greatest < 0) {
      throw new DataException(TextInput.name(files) + ": no line has a pair of index:value");
    }
    FeatureIndices features = FeatureIndices.in(first, greatest, read.indices());
    LabelCoder coder = new LabelCoder(Optional.empty(), positive);
    Dataset examples = labelled(read, coder, files, features.names(""), features);
    List<String> told = new ArrayList<>(features.told(TextInput.name(files), greatest));
    told.addAll(read.rounding(files));
    LOG.debug("{}: {}, indices from {}", files, examples.rows(), first);
    return new Read(examples, told);
  }

  /**
   * Reads examples to score with a trained model; their labels are not looked at.
   *
   * @param features the names of the model's features
   * @throws DataException if the data cannot be used
   */
  public static Read score(List<String> data, List<String> features, ReadProgress progress) {
    Scored scored = scored(data, features, progress);
    return new Read(
        new Dataset.Builder(features).rows(scored.read.rows(scored.features)).build(),
        scored.warnings());
  }

  /**
   * Reads labelled examples to judge a trained model on.
   *
   * @param features the names of the model's features
   * @param classes what the model calls its classes; each label must be one of them
   * @throws DataException if the data cannot be used
   */
  public static Read judge(
      List<String> data, List<String> features, Classes classes, ReadProgress progress) {
    Scored scored = scored(data, features, progress);
    LabelCoder coder = new LabelCoder(Optional.of(classes));
    Dataset examples = labelled(scored.read, coder, scored.files, features, scored.features);
    return new Read(examples, scored.warnings());
  }

  private record Scored(
      List<TextInput> files,
      SparseRows read,
      FeatureIndices features,
      List<String> told,
      long unknown) {
    List<String> warnings() {
      List<String> all = new ArrayList<>(told);
      if (unknown > 0) {
        all.add(
            TextInput.name(files)
                + ": "
                + unknown
                + " values are of features that the model does not know, up to the index "
                + read.counts().greatest
                + ": they count for nothing");
      }
      all.addAll(read.rounding(files));
      return all;
    }
  }

  private static Scored scored(List<String> data, List<String> features, ReadProgress progress) {
    Argument.noneNull(data, "data");
    Argument.noneNull(features, "features");
    List<TextInput> files = TextInput.of(data);
    OptionalInt known = firstIndex(features);
    Optional<FeatureIndices> gaps =
        known.isPresent() ? Optional.empty() : FeatureIndices.named("", features, 0);
    SparseRows read = SparseRows.read(files, known.orElse(0), ANY, progress);
    List<String> told = new ArrayList<>();
    FeatureIndices indices =
        gaps.orElseGet(
            () ->
                known.isPresent()
                    ? FeatureIndices.from(known.getAsInt(), features.size())
                    : guessed(files, read, features, told));
    return new Scored(files, read, indices, told, read.unknown(indices));
  }

  /** The features of a model that counts them by another number, as the file alone tells. */
  private static FeatureIndices guessed(
      List<TextInput> files, SparseRows read, List<String> features, List<String> told) {
    int first = read.counts().least == 0 ? 0 : 1;
    // Columns of a matrix of which some are no features.
    Optional<FeatureIndices> columns =
        features.get(features.size() - 1).equals(COLUMN + (features.size() - 1))
            ? Optional.empty()
            : FeatureIndices.named(COLUMN, features, first);
    String taken =
        columns.isPresent() ? "column0" : "the model's first feature, " + features.get(0);
    told.add(
        TextInput.name(files)
            + ": the index "
            + first
            + " is taken for "
            + taken
            + (first == 0 ? ", since a 0 stands there" : ", since no 0 stands there"));
    return columns.orElseGet(() -> FeatureIndices.from(first, features.size()));
  }

  /** The index of the first feature, where features are called by their index. */
  public static OptionalInt firstIndex(List<String> features) {
    for (int first = 0; first <= 1; first++) {
      boolean numbered = true;
      for (int j = 0; j < features.size() && numbered; j++) {
        numbered = features.get(j).equals(Integer.toString(first + j));
      }
      if (numbered) {
        return OptionalInt.of(first);
      }
    }
    return OptionalInt.empty();
  }

  private static Dataset labelled(
      SparseRows read,
      LabelCoder coder,
      List<TextInput> files,
      List<String> names,
      FeatureIndices features) {
    read.label(coder, files);
    Dataset.Builder builder = new Dataset.Builder(names).rows(read.rows(features));
    coder.finish(builder, TextInput.name(files));
    return builder.build();
  }
}
