package io.downhill.device;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.downhill.data.Dataset;
import io.downhill.device.cpu.CpuDevice;
import io.downhill.optim.Goal;
import io.downhill.optim.L1;
import io.downhill.optim.Monitor;
import io.downhill.optim.Newton;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Half of the examples on one device and half on another give the bits of one device. */
class HalvesDeviceTest {
  @Test
  void twoHalvesGiveTheBitsOfTheDefinition() {
    try (Device definition = CpuDevice.definition();
        Device subject = new HalvesDevice()) {
      for (DeviceContract.Case c : DeviceContract.cases()) {
        if (c.examples() <= 70_001) {
          assertEquals(Optional.empty(), DeviceContract.run(c, definition, subject));
        }
      }
    }
  }

  @Test
  void aFitOnTwoHalvesIsThatOfOneDevice() {
    SplittableRandom random = new SplittableRandom(5);
    float[][] x = new float[40_000][4];
    int[] y = new int[x.length];
    for (int i = 0; i < x.length; i++) {
      for (int j = 0; j < 4; j++) {
        x[i][j] = (float) random.nextDouble(-1, 1);
      }
      y[i] = x[i][0] - x[i][1] > random.nextDouble(-1, 1) ? 1 : 0;
    }
    Dataset data = Dataset.of(x, y);
    assertArrayEquals(fit(CpuDevice.open(2), data), fit(new HalvesDevice(), data), 0);
  }

  private static double[] fit(Device opened, Dataset data) {
    try (Device device = opened;
        DeviceObjective f = new DeviceObjective(device, data, 0.01, true)) {
      return new Newton(20, Goal.LEAST, L1.NONE).minimize(f, new double[5], Monitor.NONE).w();
    }
  }
}
