package io.downhill.cli;

import io.downhill.LogisticModel;
import io.downhill.data.ReadProgress;
import io.downhill.data.Target;
import io.downhill.data.npy.NpzMatrix;
import java.util.Optional;

/**
 * A sparse matrix of SciPy.
 *
 * @param name the path of the file
 */
record NpzData(String name) implements PlainData {
  @Override
  public String kind() {
    return "a .npz matrix";
  }

  @Override
  public boolean holdsLabels() {
    return false;
  }

  @Override
  public Read train(Target target, Optional<String> positive, ReadProgress progress) {
    return told(NpzMatrix.train(name, target, positive));
  }

  @Override
  public Read score(LogisticModel model, ReadProgress progress) {
    return told(NpzMatrix.score(name, model.features()));
  }

  @Override
  public Read judge(LogisticModel model, Optional<Target> target, ReadProgress progress) {
    return told(NpzMatrix.judge(name, model.features(), target, model.classes()));
  }

  private static Read told(NpzMatrix.Read read) {
    return new Read(read.examples(), read.warnings());
  }
}
