package io.downhill;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.downhill.data.Dataset;
import io.downhill.device.Device;
import io.downhill.device.DeviceObjective;
import io.downhill.optim.Descent;
import io.downhill.optim.LearningRate;
import org.junit.jupiter.api.Test;

class LearningRateTest {
  @Test
  void theSafeRateNeverRaisesTheCost() {
    for (int seed = 0; seed < 50; seed++) {
      SmallProblem problem = SmallProblem.of(seed);
      try (Device device = Devices.open("cpu", 1);
          DeviceObjective f = new DeviceObjective(device, problem.dataset(), 0.01, true)) {
        double alpha = LearningRate.safe(f);
        Descent descent = f.descend(new double[f.features() + 1], alpha, 30);
        for (int k = 1; k < descent.steps(); k++) {
          double rise = descent.costs()[k] - descent.costs()[k - 1];
          // Float32 sums are told apart from here on.
          double noise = 1e-6 * descent.costs()[k];
          int step = k;
          assertTrue(
              rise <= noise, () -> problem.traits() + ": step " + step + " rises by " + rise);
        }
      }
    }
  }

  @Test
  void theRateIsOneOverTheLargestEigenvalue() {
    // One feature of 1 and -1 and a bias: X'X/4m is a quarter of the identity.
    float[][] x = {{1}, {-1}};
    Dataset data = Dataset.of(x, new int[] {0, 1});
    try (Device device = Devices.open("cpu", 1);
        DeviceObjective f = new DeviceObjective(device, data, 0, true)) {
      assertEquals(4 / 1.1, LearningRate.safe(f), 1e-5);
    }
  }
}
