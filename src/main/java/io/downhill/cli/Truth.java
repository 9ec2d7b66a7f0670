package io.downhill.cli;

import io.downhill.LogisticModel;
import io.downhill.data.Dataset;
import io.downhill.data.Target;
import io.downhill.data.table.PreparedRows;
import io.downhill.data.table.TableSource;
import java.util.List;
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
  private void check(CommandSpec command, PlainData plain) {
    String refused = weight.isPresent() ? "--weight" : trim.isEmpty() ? "" : "--trim-label";
    if (!refused.isEmpty()) {
      throw new ParameterException(
          command.commandLine(), refused + ": " + plain.kind() + " has no other columns");
    }
    if (plain.holdsLabels() && target.isPresent()) {
      throw new ParameterException(
          command.commandLine(),
          plain.name() + ": each line begins with its label; leave out --label");
    }
    target.ifPresent(given -> TargetArguments.refuseCounts(command, plain, given));
  }

  /**
   * Reads what is no table, and what tells its classes, for models that store features alike.
   *
   * @throws ParameterException if something needs columns that it does not have
   */
  Dataset read(
      CommandSpec command,
      PlainData plain,
      List<LogisticModel> models,
      Terminal terminal,
      CommonOptions common) {
    check(command, plain);
    models.forEach(plain::check);
    try (ReadingBar bar = new ReadingBar(terminal, common)) {
      PlainData.Read read = plain.judge(models.get(0), target, bar);
      if (!common.quiet) {
        read.warnings().forEach(warning -> terminal.note("warning: " + warning));
      }
      return read.examples();
    }
  }

  /** Opens a table; who opens it closes it. */
  PreparedRows table(TableSource source, LogisticModel model) {
    return PreparedRows.open(
        source, model.preparationOrPlain(), model.classes(), target, trim, weight);
  }
}
