package io.downhill.cli;

import io.downhill.LogisticModel;
import io.downhill.data.Dataset;
import io.downhill.data.ReadProgress;
import io.downhill.data.Target;
import io.downhill.data.npy.NpyMatrix;
import io.downhill.data.table.PreparedRows;
import io.downhill.data.table.TableSource;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/**
 * What examples say of themselves to a model that is judged on them.
 *
 * @param target empty for the one of training
 * @param trim characters to take off the end of labels
 * @param weight the column that says how often each counts
 */
record Truth(Optional<Target> target, String trim, Optional<String> weight) {
  /**
   * Refuses what needs columns where there are none.
   *
   * @throws ParameterException if it is given
   */
  void checkMatrix(CommandSpec command) {
    if (weight.isPresent()) {
      throw new ParameterException(
          command.commandLine(), "--weight: a .npy matrix has no other columns");
    }
    target.ifPresent(given -> TargetArguments.refuseCounts(command, given));
  }

  /** Reads a .npy matrix and what tells its classes. */
  Dataset matrix(String file, LogisticModel model, ReadProgress progress) {
    return NpyMatrix.read(
        file, model.features(), model.offsets(), target, model.classes(), progress);
  }

  /** Opens a table; who opens it closes it. */
  PreparedRows table(TableSource source, LogisticModel model) {
    return PreparedRows.open(
        source, model.preparationOrPlain(), model.classes(), target, trim, weight);
  }
}
