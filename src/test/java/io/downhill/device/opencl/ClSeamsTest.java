package io.downhill.device.opencl;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.downhill.data.SmallBlocks;
import io.downhill.device.Device;
import io.downhill.device.DeviceVector;
import io.downhill.device.cpu.CpuDevice;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever is cut on its way to the device, in it and back: data on both sides of each cut. */
class ClSeamsTest {
  private static final int PIECE = 1000;

  @BeforeAll
  static void needsADevice() {
    OpenClRequired.orSkip();
  }

  private static List<ClTuning> tunings() {
    ClTuning tile = ClDevice.tuning(0).with(ClForm.TILE).withGroup(64);
    List<ClTuning> tunings = new ArrayList<>();
    for (ClTuning form :
        List.of(
            ClDevice.tuning(0).with(ClForm.WALK),
            tile.with(ClForm.WIDE),
            tile.withTile(8),
            tile.withTile(16).withStripes(32),
            tile.withTile(128))) {
      tunings.add(form);
      tunings.add(form.inSlabs());
    }
    return tunings;
  }

  /** Slabs of 2048 rows, from row blocks of 1024 and 3072: no cut of one is all of another's. */
  @ParameterizedTest
  @ValueSource(ints = {1023, 1024, 1025, 2047, 2048, 2049, 3071, 3072, 3073, 4096, 4097, 6145})
  void slabsOfSmallRowBlocksDoNotChangeABit(int m) {
    Passes whole = Passes.random(m, 3, m);
    try (Device definition = CpuDevice.definition()) {
      Map<String, double[]> expected = whole.on(definition);
      for (int rows : new int[] {1024, 3072}) {
        Passes split = whole.with(SmallBlocks.of(whole.data(), rows));
        for (ClTuning tuning : tunings()) {
          try (Device device = ClDevice.open(0, tuning)) {
            String story = m + " rows in blocks of " + rows + ", " + tuning;
            assertEquals("", Passes.difference(expected, split.on(device)), story);
          }
        }
        assertEquals("", Passes.difference(expected, split.on(definition)), m + " by definition");
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 999, 1000, 1001, 1999, 2000, 2001})
  void piecesOfAReadAreInTheirPlaces(int length) {
    double[] values = IntStream.range(0, length + 1).mapToDouble(i -> i + 1).toArray();
    double[] read = new double[length];
    try (ClDevice device = ClDevice.open(0);
        DeviceVector v = device.vector(values.length)) {
      device.write(v, values);
      device.read(v, read, PIECE);
    }
    assertArrayEquals(Arrays.copyOf(values, length), read);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 999, 1000, 1001, 1999, 2000, 2001})
  void piecesOfZerosFillTheBufferAndNoMore(int length) {
    float[] ones = new float[length + 1];
    Arrays.fill(ones, 1);
    float[] read = new float[ones.length];
    ClContext context = ClContext.of(ClRuntime.description(0));
    try (ClMemory memory = new ClMemory(context);
        ClQueue queue = new ClQueue(context);
        ClBuffer buffer = memory.of(ones, "a test")) {
      memory.clear(buffer, length, queue, PIECE);
      queue.read(buffer, 0, read, read.length);
    }
    float[] expected = new float[ones.length];
    expected[length] = 1;
    assertArrayEquals(expected, read);
  }

  /** At most those of a launch, and 2^24 floats; whole nodes of 32, and one at least. */
  @ParameterizedTest
  @CsvSource({
    "1, 32, 32",
    "31, 32, 32",
    "32, 32, 32",
    "63, 32, 32",
    "64, 32, 64",
    "65, 32, 64",
    "8191, 32, 8160",
    "8192, 32, 8192",
    "65536, 32, 65536",
    "65536, 1024, 8192",
    "65536, 1056, 7936",
    "65536, 131072, 64",
    "65536, 131104, 32",
    "65536, 262144, 32",
    "65536, 1048576, 32"
  })
  void portionsOfAGramMatrixAreWholeNodes(int launchBlocks, int stride, int portion) {
    assertEquals(portion, ClGram.portion(launchBlocks, stride));
  }

  /** Blocks of 1024 rows in a launch: at least one, and 2^26 rows at most. */
  @Test
  void launchesHoldWholeBlocks() {
    long[] elements = {1, 1023 * 3, 1024 * 3, 2048 * 3 - 1, 2048 * 3, 1L << 40};
    int[] blocks = {1, 1, 1, 1, 2, 1 << 16};
    for (int i = 0; i < elements.length; i++) {
      ClTuning.Limits limits = new ClTuning.Limits(1L << 40, 1 << 30, elements[i]);
      ClTuning tuning = ClDevice.tuning(0).with(limits);
      assertEquals(blocks[i], tuning.launchBlocks(3), elements[i] + " elements");
    }
  }
}
