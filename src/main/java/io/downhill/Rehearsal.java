package io.downhill;

import io.downhill.data.Classes;
import io.downhill.data.Dataset;
import io.downhill.device.Device;
import io.downhill.device.DeviceObjective;
import io.downhill.optim.Goal;
import io.downhill.optim.L1;
import io.downhill.optim.Monitor;
import io.downhill.optim.Newton;
import java.util.SplittableRandom;
import java.util.function.Supplier;

/**
 * Trains on made-up examples in the background while a file is still being read, so that the JIT
 * has compiled the solver and the passes around the inner loops before they are needed.
 */
final class Rehearsal implements Monitor {
  private static final int EXAMPLES = 1 << 14;
  private static final int FEATURES = 40;
  private static final int TIMES = 5;

  private static volatile boolean over;

  private Rehearsal() {}

  /** Rehearses until it is enough, or the training begins. */
  static void run(Supplier<Device> opener) {
    Dataset data = data();
    Rehearsal monitor = new Rehearsal();
    try (Device device = opener.get()) {
      for (int k = 0; k < TIMES && !over; k++) {
        try (DeviceObjective objective = new DeviceObjective(device, data, 1e-3, true)) {
          new Newton(10, Goal.LEAST, L1.NONE)
              .minimize(objective, new double[FEATURES + 1], monitor);
        }
      }
    }
  }

  /** The training begins. */
  static void end() {
    over = true;
  }

  @Override
  public void iteration(int iteration, double cost, double slope) {}

  @Override
  public boolean cancelled() {
    return over;
  }

  private static Dataset data() {
    SplittableRandom random = new SplittableRandom(1);
    Dataset.Builder builder = new Dataset.Builder(Dataset.defaultNames(FEATURES));
    builder.grow(EXAMPLES);
    float[] x = builder.block(0);
    float[] y = new float[EXAMPLES];
    for (int i = 0; i < EXAMPLES; i++) {
      for (int j = 0; j < FEATURES; j++) {
        x[i * FEATURES + j] = (float) (random.nextDouble() - 0.5);
      }
      y[i] = x[i * FEATURES] > random.nextDouble() - 0.5 ? 1 : 0;
    }
    return builder.labels(y, Classes.ZERO_ONE).build();
  }
}
