package io.downhill.cli;

import io.downhill.LogisticModel;
import io.downhill.data.ReadProgress;
import io.downhill.data.Target;
import io.downhill.data.sparse.SparseFiles;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Sparse text, as LIBSVM writes it.
 *
 * @param files paths and globs
 * @param guessed whether its look alone tells what it is
 */
record SparseData(List<String> files, boolean guessed) implements PlainData {
  @Override
  public String kind() {
    return "sparse text";
  }

  @Override
  public String name() {
    return String.join(", ", files);
  }

  @Override
  public boolean holdsLabels() {
    return true;
  }

  @Override
  public Read train(Target target, Optional<String> positive, ReadProgress progress) {
    return told(SparseFiles.train(files, positive, progress));
  }

  @Override
  public Read score(LogisticModel model, ReadProgress progress) {
    return told(SparseFiles.score(files, model.features(), progress));
  }

  @Override
  public Read judge(LogisticModel model, Optional<Target> target, ReadProgress progress) {
    return told(SparseFiles.judge(files, model.features(), model.classes(), progress));
  }

  private Read told(SparseFiles.Read read) {
    List<String> warnings = new ArrayList<>();
    if (guessed) {
      warnings.add(
          name()
              + ": read as sparse text, since its lines are labels and pairs of index:value;"
              + " --format libsvm says so");
    }
    warnings.addAll(read.warnings());
    return new Read(read.examples(), warnings);
  }
}
