package io.downhill.data;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads data files into data sets: .csv, .tsv (also .csv.gz, .tsv.gz) and .parquet tables, and
 * NumPy .npy matrices. The extension chooses the format; for tables the path may be a glob.
 *
 * <p>Values are rounded once, to float32. Whatever cannot be used, such as a missing cell or a text
 * among the features, is a {@link DataException} that names the file, the row and the column. Rows
 * count from 1 and leave the header out; lines, where a file cannot even be cut into rows, count
 * every line.
 */
public final class DataFiles {
  private static final Logger LOG = LoggerFactory.getLogger(DataFiles.class);
  private static final List<String> TEXT = List.of(".csv", ".tsv", ".csv.gz", ".tsv.gz");

  private DataFiles() {}

  /**
   * Reads labelled examples to train on; every column but the label is a feature.
   *
   * @param data path or glob of the examples
   * @param label for tables a column's name, or its number from 0 (negative: from the end) if no
   *     column has that name; for .npy the path of an .npy vector
   * @throws DataException if the data cannot be used as two-class training data
   */
  public static Dataset read(String data, Optional<String> label) {
    return read(data, label, ReadProgress.NONE);
  }

  /**
   * The same, watched where the data are a .npy matrix.
   *
   * @throws DataException if the data cannot be used as two-class training data
   */
  public static Dataset read(String data, Optional<String> label, ReadProgress progress) {
    return read(data, new Wanted(Optional.empty(), label, true, Optional.empty()), progress);
  }

  /**
   * Reads examples to score with a trained model: its features, found by name whatever their order,
   * without labels. A .npy matrix has no names, so its columns count instead.
   *
   * @param data path or glob of the examples
   * @param features names of the model's features, in the order of the data set to return
   * @throws DataException if a feature is missing or a value cannot be used
   */
  public static Dataset read(String data, List<String> features) {
    return read(
        data,
        new Wanted(Optional.of(features), Optional.empty(), false, Optional.empty()),
        ReadProgress.NONE);
  }

  /**
   * Reads labelled examples to judge a trained model on: its features as in {@link #read(String,
   * List)}, and labels coded by the model's classes.
   *
   * @param data path or glob of the examples
   * @param features names of the model's features, in the order of the data set to return
   * @param label as in {@link #read(String, Optional)}; empty for the one column that is not a
   *     feature
   * @param classes what the model calls its classes; each label must be one of them
   * @throws DataException if a feature is missing, or a label is neither of the classes
   */
  public static Dataset read(
      String data, List<String> features, Optional<String> label, Classes classes) {
    return read(
        data,
        new Wanted(Optional.of(features), label, true, Optional.of(classes)),
        ReadProgress.NONE);
  }

  private static Dataset read(String data, Wanted wanted, ReadProgress progress) {
    long start = System.nanoTime();
    Dataset dataset = open(data, wanted, progress);
    LOG.debug(
        "{}: {} examples x {} features, labels {}, read in {} ms",
        data,
        dataset.examples(),
        dataset.features(),
        dataset.classes().map(c -> c.negative() + " / " + c.positive()).orElse("none"),
        (System.nanoTime() - start) / 1_000_000);
    return dataset;
  }

  // Tables are behind TableReader alone, so a .npy file is read without loading DuckDB.
  private static Dataset open(String data, Wanted wanted, ReadProgress progress) {
    String name = data.toLowerCase(Locale.ROOT);
    if (name.endsWith(".npy")) {
      return NpyFile.read(data, wanted, progress);
    }
    boolean text = TEXT.stream().anyMatch(name::endsWith);
    if (!text && !name.endsWith(".parquet")) {
      DataPath.expand(data);
      throw new DataException(
          data
              + ": unknown kind of file; it must end in .csv, .tsv, .csv.gz, .tsv.gz, .parquet or"
              + " .npy");
    }
    return TableReader.read(data, DataPath.expand(data), text, wanted);
  }
}
