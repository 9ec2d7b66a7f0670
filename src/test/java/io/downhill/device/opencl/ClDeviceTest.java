package io.downhill.device.opencl;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.downhill.data.Dataset;
import io.downhill.device.Device;
import io.downhill.device.DeviceExamples;
import io.downhill.device.DeviceException;
import io.downhill.device.DeviceObjective;
import io.downhill.device.DeviceSums;
import io.downhill.device.DeviceVector;
import io.downhill.device.Panel;
import io.downhill.device.Room;
import io.downhill.device.Step;
import io.downhill.device.cpu.CpuDevice;
import io.downhill.optim.Goal;
import io.downhill.optim.GradientDescent;
import io.downhill.optim.Line;
import io.downhill.optim.Monitor;
import io.downhill.optim.Objective;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class ClDeviceTest {
  private static final int[] EXAMPLES = {1, 7, 31, 32, 33, 1023, 1024, 1025, 3000};
  private static final int[] FEATURES = {1, 2, 7, 8, 9, 16, 17, 28, 63, 64, 100, 257, 1000};

  @BeforeAll
  static void needsADevice() {
    OpenClRequired.orSkip();
  }

  /** Every form, tile and size of group, with numbers of features at the edges of its code. */
  private static Map<ClTuning, int[]> features() {
    ClTuning suited = ClDevice.tuning(0);
    ClTuning tile = suited.with(ClForm.TILE).withGroup(128);
    Map<ClTuning, int[]> features = new LinkedHashMap<>();
    features.put(suited.with(ClForm.WALK), FEATURES);
    for (int group : new int[] {64, 128, 256}) {
      features.put(tile.withGroup(group).with(ClForm.WIDE), FEATURES);
    }
    features.put(tile, FEATURES);
    features.put(tile.withStripes(32), new int[] {1, 17, 28, 64, 100, 257, 1000});
    features.put(tile.withTile(4), new int[] {28, 101});
    features.put(tile.withTile(8), new int[] {9, 64});
    features.put(tile.withTile(16).withStripes(1), new int[] {28, 100});
    features.put(tile.withTile(32).withStripes(16), new int[] {17, 64});
    features.put(tile.withTile(64), new int[] {9, 28, 64});
    features.put(tile.withTile(128).withStripes(32), new int[] {9, 64, 126, 127});
    features.put(tile.withGroup(64), new int[] {28, 100, 260});
    features.put(tile.withGroup(256), new int[] {28, 100, 1024});
    features.put(tile.withGroup(256).withTile(128), new int[] {28, 64, 128});
    return features;
  }

  static Set<ClTuning> forms() {
    return features().keySet();
  }

  @ParameterizedTest
  @MethodSource("forms")
  void everyShapeHasTheBitsOfTheDefinition(ClTuning tuning) {
    try (Device device = ClDevice.open(0, tuning);
        Device definition = CpuDevice.definition()) {
      for (int m : EXAMPLES) {
        for (int n : features().get(tuning)) {
          assertSame(definition, device, Passes.random(m, n, 31L * m + n), tuning, m + " x " + n);
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("forms")
  void threeLevelsOfTheTreeHaveTheBitsOfTheDefinition(ClTuning tuning) {
    try (Device device = ClDevice.open(0, tuning);
        Device definition = CpuDevice.definition()) {
      assertSame(definition, device, Passes.random(32769, 5, 5), tuning, "32769 x 5");
    }
  }

  @ParameterizedTest
  @MethodSource("forms")
  void extremeMarginsHaveTheBitsOfTheDefinition(ClTuning tuning) {
    try (Device device = ClDevice.open(0, tuning);
        Device definition = CpuDevice.definition()) {
      assertSame(definition, device, Passes.extreme(), tuning, "extreme margins");
    }
  }

  @Test
  void slabsAndLaunchesDoNotChangeABit() {
    Passes passes = Passes.random(7000, 9, 3);
    try (Device definition = CpuDevice.definition()) {
      for (ClTuning tuning : forms()) {
        for (long rows : new long[] {1024, 2048, 5000}) {
          ClTuning limited =
              tuning.with(new ClTuning.Limits((rows + 8) * 9 * 4, 1 << 30, 1500 * 9));
          try (Device device = ClDevice.open(0, limited)) {
            assertSame(definition, device, passes, limited, "7000 x 9");
          }
        }
      }
    }
  }

  @Test
  void fiveHundredStepsWaitOnce() {
    Passes passes = Passes.random(3000, 7, 11);
    int n = passes.data().features();
    int row = Step.traceRow(n);
    try (ClDevice device = ClDevice.open(0);
        DeviceExamples e = device.load(passes.data());
        DeviceVector w = device.vector(n + 1);
        DeviceSums g = DeviceSums.allocate(device, e, n + 2);
        DeviceVector trace = device.vector(500 * row)) {
      long before = device.waits();
      device.write(w, new double[n + 1]);
      for (int k = 0; k < 500; k++) {
        device.gradient(e, Panel.ONE, w, g);
        device.update(w, g, new Step(1f / 3000, 0.1f, 0f, true), trace, k);
      }
      device.read(trace, new double[500 * row]);
      assertEquals(1, device.waits() - before, device.info() + ", 500 steps at 3000 x 7");
    }
  }

  @Test
  void fiveHundredStepsOfGradientDescentWaitSeldom() {
    try (ClDevice device = ClDevice.open(0);
        DeviceObjective objective =
            new DeviceObjective(device, Passes.random(3000, 7, 11).data(), 0, true)) {
      long before = device.waits();
      new GradientDescent(0.1, 500, Goal.slope(0)).minimize(objective, new double[8], Monitor.NONE);
      long waits = device.waits() - before;
      assertTrue(waits <= 30, () -> device.info() + ", 500 steps at 3000 x 7: " + waits);
    }
  }

  @Test
  void unlabelledExamplesHaveMargins() {
    Dataset.Builder builder = new Dataset.Builder(Dataset.defaultNames(2));
    try (Device device = ClDevice.open(0);
        DeviceExamples e = device.load(builder.addRow(new float[] {1, 2}).build());
        DeviceVector w = device.vector(3);
        DeviceVector z = device.vector(1)) {
      device.write(w, new double[] {3, 4, 5});
      device.margins(e, Panel.ONE, w, z);
      double[] margin = new double[1];
      device.read(z, margin);
      assertEquals(16, margin[0]);
    }
  }

  @Test
  void rowsTooWideForAnAllocationAreRefusedWithAReason() {
    Passes passes = Passes.random(10, 100, 1);
    ClTuning small = ClDevice.tuning(0).with(new ClTuning.Limits(1024 * 100 * 4, 1 << 30, 1));
    try (Device device = ClDevice.open(0, small)) {
      DeviceException e =
          assertThrows(DeviceException.class, () -> device.load(passes.data()).close());
      assertTrue(e.getMessage().startsWith("features: 100, too many"), e.getMessage());
    }
  }

  @Test
  void moreThanTheMemoryIsRefusedWithACure() {
    try (ClMemory memory = new ClMemory(ClContext.of(ClRuntime.description(0)))) {
      DeviceException e =
          assertThrows(DeviceException.class, () -> memory.reserve(1L << 60, "the examples"));
      assertTrue(e.getMessage().contains("train on fewer examples"), e.getMessage());
    }
  }

  @Test
  void vectorLargerThanAnAllocationIsRefusedWithACure() {
    ClContext context = ClContext.of(ClRuntime.description(0));
    long floats = context.description().maxAllocation() / Float.BYTES + 1;
    try (ClMemory memory = new ClMemory(context)) {
      DeviceException e =
          assertThrows(DeviceException.class, () -> memory.allocate(floats, "a vector"));
      assertTrue(e.getMessage().startsWith("no room for a vector on opencl:0"), e.getMessage());
      assertTrue(e.getMessage().contains(" in one piece, of which it allows "), e.getMessage());
    }
  }

  /** A long vector comes in pieces. */
  @Test
  void everyValueOfALongVectorComesBack() {
    double[] values = new double[(1 << 22) + 7];
    for (int i = 0; i < values.length; i++) {
      values[i] = i;
    }
    double[] read = new double[values.length - 2];
    try (Device device = ClDevice.open(0);
        DeviceVector v = device.vector(values.length)) {
      device.write(v, values);
      device.read(v, read);
    }
    assertEquals(-1, Arrays.mismatch(read, Arrays.copyOf(values, read.length)));
  }

  /** So that a run is not lost at its end because others took the memory meanwhile. */
  @ParameterizedTest
  @CsvSource({"WALK, 100000, 3", "TILE, 100000, 3", "WALK, 5000, 200", "TILE, 5000, 200"})
  void everythingThatARunNeedsIsReserved(ClForm form, int m, int n) {
    Passes passes = Passes.random(m, n, 9);
    try (ClDevice device = ClDevice.open(0, ClDevice.tuning(0).with(form));
        DeviceObjective objective = new DeviceObjective(device, passes.data(), 0.1, true)) {
      objective.reserve();
      long reserved = device.used();
      double[] w = new double[n + 1];
      for (Objective f : List.of(objective, objective.sample().orElse(objective))) {
        f.costAndGradient(w, new double[n + 1]);
        f.product(w, objective.units(), new double[n + 1]);
        f.hessian(w);
        try (Line line = f.line(w, objective.units())) {
          line.at(0.5);
        }
      }
      objective.margins(w);
      String story = form + " " + m + " x " + n + ": " + reserved + " bytes reserved";
      assertEquals(reserved, device.used(), story);
      double share = (double) Room.bytes(m, n, 1) / reserved;
      assertTrue(share > 0.95 && share < 1.4, () -> story + ", predicted " + share + " of it");
    }
  }

  @Test
  void closingTwiceIsHarmless() {
    ClDevice device = ClDevice.open(0);
    DeviceVector v = device.vector(5);
    v.close();
    v.close();
    device.close();
    v.close();
    assertDoesNotThrow(device::close);
  }

  @Test
  void closedDeviceFreesWhatWasForgotten() {
    ClMemory memory = new ClMemory(ClContext.of(ClRuntime.description(0)));
    ClBuffer forgotten = memory.allocate(1000, "a test");
    long used = memory.used();
    memory.close();
    forgotten.close();
    assertEquals(List.of(4000L, 0L), List.of(used, memory.used()));
  }

  @Test
  void unknownDeviceIsToldWithThoseThatThereAre() {
    DeviceException e = assertThrows(DeviceException.class, () -> ClDevice.open(999));
    assertTrue(e.getMessage().startsWith("no device opencl:999: there are"), e.getMessage());
  }

  @Test
  void portionsOfTheHessianDoNotChangeABit() {
    Passes passes = Passes.random(70_001, 3, 4);
    try (Device definition = CpuDevice.definition()) {
      for (ClTuning tuning : forms()) {
        ClTuning limited =
            tuning.with(new ClTuning.Limits((20_480 + 32) * 3 * 4, 1 << 30, 5 * 1024 * 3));
        try (Device device = ClDevice.open(0, limited)) {
          assertSame(definition, device, passes, limited, "70001 x 3");
        }
      }
    }
  }

  private static void assertSame(
      Device definition, Device device, Passes passes, ClTuning tuning, String shape) {
    Map<String, double[]> expected = passes.on(definition);
    Map<String, double[]> actual = passes.on(device);
    assertEquals(
        "", Passes.difference(expected, actual), device.info() + " " + tuning + " " + shape);
  }
}
