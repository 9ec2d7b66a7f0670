package io.downhill.device.several;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.downhill.data.Dataset;
import io.downhill.data.Rows;
import io.downhill.device.Device;
import io.downhill.device.DeviceContract;
import io.downhill.device.DeviceException;
import io.downhill.device.DeviceObjective;
import io.downhill.device.cpu.CpuDevice;
import io.downhill.optim.Goal;
import io.downhill.optim.GradientDescent;
import io.downhill.optim.L1;
import io.downhill.optim.Lbfgs;
import io.downhill.optim.Monitor;
import io.downhill.optim.Newton;
import io.downhill.optim.Optimizer;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class SeveralDevicesTest {
  private static final List<Optimizer> SOLVERS =
      List.of(
          new Newton(20, Goal.LEAST, L1.NONE),
          new Lbfgs(8, Goal.LEAST, L1.NONE),
          new GradientDescent(0.5, 7, Goal.LEAST));

  /** Speeds that are known, so that every range has a length of its own. */
  private static final class Known extends Speedometer {
    private final double[] speeds;

    Known(double... speeds) {
      this.speeds = speeds;
    }

    @Override
    void measure(List<Lane> lanes, Rows rows, float[] y) {
      for (int k = 0; k < lanes.size(); k++) {
        lanes.get(k).isAsFastAs(speeds[k]);
      }
    }
  }

  private static Device several(Supplier<Device> first, double... speeds) {
    return SeveralDevices.open(
        List.of(first, () -> CpuDevice.open(2), () -> CpuDevice.scalar(1)),
        new Known(speeds),
        Long.MAX_VALUE);
  }

  @Test
  void rangesOfOtherLengthsGiveTheBitsOfTheDefinition() {
    List<String> differences = new ArrayList<>();
    try (Device definition = CpuDevice.definition();
        Device subject = several(() -> CpuDevice.scalar(1), 1, 5, 2)) {
      for (DeviceContract.Case c : DeviceContract.cases()) {
        if (c.examples() <= 70_001) {
          DeviceContract.run(c, definition, subject).ifPresent(differences::add);
        }
      }
    }
    assertEquals(List.of(), differences);
  }

  private static Dataset data(int m) {
    SplittableRandom random = new SplittableRandom(5);
    float[][] x = new float[m][4];
    int[] y = new int[m];
    for (int i = 0; i < m; i++) {
      for (int j = 0; j < 4; j++) {
        x[i][j] = (float) random.nextDouble(-1, 1);
      }
      y[i] = x[i][0] - x[i][1] > random.nextDouble(-1, 1) ? 1 : 0;
    }
    return Dataset.of(x, y);
  }

  private static double[] fit(Device opened, Dataset data, Optimizer solver) {
    try (Device device = opened;
        DeviceObjective f = new DeviceObjective(device, data, 0.01, true)) {
      return solver.minimize(f, new double[5], Monitor.NONE).w();
    }
  }

  @Test
  void fitsHaveTheBitsOfOneDevice() {
    Dataset data = data(40_000);
    for (Optimizer solver : SOLVERS) {
      assertArrayEquals(
          fit(CpuDevice.open(2), data, solver),
          fit(several(CpuDevice::definition, 3, 2, 1), data, solver),
          solver.toString());
    }
  }

  @Test
  void rowsThatPassByGiveTheBitsOfResidentOnes() {
    Dataset data = data(40_000);
    for (Optimizer solver : SOLVERS) {
      double[] expected = fit(CpuDevice.open(2), data, solver);
      for (long memory : new long[] {1, 100_000, 600_000}) {
        Device passing =
            SeveralDevices.passing(
                List.of(() -> CpuDevice.scalar(1), () -> CpuDevice.open(2)), memory);
        assertArrayEquals(expected, fit(passing, data, solver), memory + " bytes: " + solver);
      }
    }
  }

  /** Wherever one is lost, another takes its rows, and what was made for them is made again. */
  @Test
  void deviceThatVanishesAtAnyMomentChangesNoBit() {
    Dataset data = data(20_000);
    for (Optimizer solver : SOLVERS) {
      double[] expected = fit(CpuDevice.open(2), data, solver);
      AtomicInteger left = new AtomicInteger(1 << 30);
      fit(vanishing(left), data, solver);
      int calls = (1 << 30) - left.get();
      assertTrue(calls > 20, "calls: " + calls);
      for (int k = 0; k < calls; k += 1 + k / 12) {
        assertArrayEquals(
            expected, fit(vanishing(new AtomicInteger(k)), data, solver), "call " + k);
      }
    }
  }

  /** What a lost device had made and nobody had read yet is made again too. */
  @Test
  void marginsAreReadWhereverADeviceVanishes() {
    Dataset data = data(20_000);
    double[] w = {0.5, -0.25, 1, 2, -1};
    double[] expected;
    try (Device device = CpuDevice.open(2);
        DeviceObjective f = new DeviceObjective(device, data, 0.01, true)) {
      expected = f.margins(w);
    }
    for (int k = 0; k < 40; k++) {
      try (Device device = vanishing(new AtomicInteger(k));
          DeviceObjective f = new DeviceObjective(device, data, 0.01, true)) {
        assertArrayEquals(expected, f.margins(w), "call " + k);
      }
    }
  }

  private static Device vanishing(AtomicInteger calls) {
    return several(() -> VanishingDevice.of(CpuDevice.scalar(1), calls), 3, 2, 1);
  }

  @Test
  void whenAllAreLostTheLastTellsWhy() {
    Supplier<Device> lost = () -> VanishingDevice.of(CpuDevice.scalar(1), new AtomicInteger(30));
    Dataset data = data(5000);
    Device both = SeveralDevices.open(List.of(lost, lost));
    DeviceException e = assertThrows(DeviceException.class, () -> fit(both, data, SOLVERS.get(1)));
    assertTrue(e.getMessage().startsWith("the device vanished in "), e.getMessage());
  }

  @Test
  void oneThatDoesNotStartClosesTheOthers() {
    Supplier<Device> broken =
        () -> {
          throw new DeviceException("no such device");
        };
    DeviceException e =
        assertThrows(
            DeviceException.class,
            () -> SeveralDevices.open(List.of(() -> CpuDevice.scalar(1), broken)));
    assertEquals("no such device", e.getMessage());
  }

  @Test
  void namesAllOfThem() {
    try (Device several =
        SeveralDevices.open(List.of(() -> CpuDevice.scalar(1), CpuDevice::definition))) {
      assertEquals("cpu+cpu", several.info().id());
    }
  }
}
