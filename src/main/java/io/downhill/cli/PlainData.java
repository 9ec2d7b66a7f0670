package io.downhill.cli;

import io.downhill.LogisticModel;
import io.downhill.data.DataException;
import io.downhill.data.Dataset;
import io.downhill.data.ReadProgress;
import io.downhill.data.Target;
import java.util.List;
import java.util.Optional;

/** Examples that are no table: their features are columns by number, and are taken as they are. */
sealed interface PlainData permits NpyData, NpzData, SparseData {
  /**
   * What was read.
   *
   * @param warnings what the user should know of it
   */
  record Read(Dataset examples, List<String> warnings) {}

  /** What it is, as a message begins. */
  String kind();

  /** How messages name the files. */
  String name();

  /** Whether the labels are in the same files, so that no option says where they are. */
  boolean holdsLabels();

  /**
   * Reads examples to train on.
   *
   * @param target where the labels are; not looked at if they are in the same files
   * @param positive the class that is to be positive
   */
  Read train(Target target, Optional<String> positive, ReadProgress progress);

  /** Reads examples to score. */
  Read score(LogisticModel model, ReadProgress progress);

  /** Reads labelled examples to judge a model on. */
  Read judge(LogisticModel model, Optional<Target> target, ReadProgress progress);

  /**
   * Checks that a model takes its features as they are.
   *
   * @throws DataException if it prepares named columns
   */
  default void check(LogisticModel model) {
    if (!model.preparationOrPlain().isPlain()) {
      throw new DataException(
          name() + ": the model prepares named columns, and " + kind() + " has none; give a table");
    }
  }
}
