package io.downhill.cli;

import io.downhill.LogisticModel;
import io.downhill.data.ReadProgress;
import io.downhill.data.Target;
import io.downhill.data.npy.NpyMatrix;
import java.util.List;
import java.util.Optional;

/**
 * A NumPy matrix.
 *
 * @param name the path of the file
 */
record NpyData(String name) implements PlainData {
  @Override
  public String kind() {
    return "a .npy matrix";
  }

  @Override
  public boolean holdsLabels() {
    return false;
  }

  @Override
  public Read train(Target target, Optional<String> positive, ReadProgress progress) {
    return new Read(NpyMatrix.read(name, target, positive, progress), List.of());
  }

  @Override
  public Read score(LogisticModel model, ReadProgress progress) {
    return new Read(NpyMatrix.read(name, model.features(), model.offsets(), progress), List.of());
  }

  @Override
  public Read judge(LogisticModel model, Optional<Target> target, ReadProgress progress) {
    return new Read(
        NpyMatrix.read(name, model.features(), model.offsets(), target, model.classes(), progress),
        List.of());
  }
}
