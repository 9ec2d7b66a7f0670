package io.downhill.device.opencl;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.downhill.data.DenseRows;
import io.downhill.data.Rows;
import io.downhill.device.DeviceExamples;
import io.downhill.device.DeviceException;
import io.downhill.device.DeviceSums;
import io.downhill.device.DeviceVector;
import io.downhill.device.Panel;
import io.downhill.sums.Span;
import io.downhill.sums.Tree;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Uploads through pinned memory, forced on whatever device there is. */
class ClUploadTest {
  @BeforeAll
  static void needsADevice() {
    OpenClRequired.orSkip();
  }

  /** Row blocks of some blocks of 1024; the last may be shorter. */
  private static DenseRows rows(int m, int n, int rowsPerBlock) {
    SplittableRandom random = new SplittableRandom(31L * m + n);
    List<float[]> blocks = new ArrayList<>();
    for (int first = 0; first < m; first += rowsPerBlock) {
      float[] x = new float[Math.min(rowsPerBlock, m - first) * n + Rows.PADDING];
      for (int p = 0; p < x.length - Rows.PADDING; p++) {
        x[p] = (float) random.nextDouble() - 0.5f;
      }
      blocks.add(x);
    }
    return DenseRows.of(blocks, m, n, rowsPerBlock);
  }

  private static float[] labels(int m) {
    float[] y = new float[m];
    for (int i = 0; i < m; i++) {
      y[i] = i % 7 < 3 ? 1 + i % 5 : -1 - i % 4;
    }
    return y;
  }

  private static float[] values(Rows rows) {
    float[] x = new float[rows.examples() * rows.features()];
    rows.copy(0, rows.examples(), x, 0);
    return x;
  }

  /** The sums of a gradient pass, which X and the labels are in. */
  private static double[] sums(ClDevice device, DeviceExamples e) {
    int n = e.features();
    try (DeviceVector w = device.vector(n + 1);
        DeviceSums g = DeviceSums.allocate(device, e, n + 2)) {
      double[] sums = new double[g.pairs().length()];
      device.gradient(e, Panel.ONE, w, g);
      device.read(g.pairs(), sums);
      return sums;
    }
  }

  @ParameterizedTest
  @CsvSource({
    "1, 1, 1024, 1",
    "1, 1, 1024, 4194304",
    "3, 5, 1024, 7",
    "1024, 3, 1024, 3072",
    "1025, 3, 1024, 3073",
    "2048, 8, 2048, 1024",
    "2500, 9, 1024, 1000",
    "2500, 9, 2048, 4096",
    "5000, 7, 1024, 1009",
    "5000, 7, 1024, 7168",
    "9000, 33, 3072, 65536",
    "9000, 33, 1024, 297031",
    "40000, 20, 1024, 800000"
  })
  void stagedExamplesAreThoseOfThePlainWay(int m, int n, int rowsPerBlock, int half) {
    ClTuning suited = ClDevice.tuning(0);
    ClTuning slabs = suited.with(new ClTuning.Limits((2048 + 40L) * n * 4 + 4096, 1 << 30, 2048));
    for (ClTuning tuning : List.of(suited, slabs)) {
      DenseRows rows = rows(m, n, rowsPerBlock);
      float[] y = labels(m);
      try (ClDevice plain = ClDevice.open(0, tuning);
          ClDevice device = ClDevice.open(0, tuning)) {
        device.upload().stage(half);
        try (DeviceExamples expected = plain.load(rows, y, Span.whole(m));
            DeviceExamples e = device.load(rows, y, Span.whole(m))) {
          assertArrayEquals(values(rows), values(device.rows(e)), tuning.toString());
          assertArrayEquals(sums(plain, expected), sums(device, e), tuning.toString());
        }
      }
    }
  }

  @Test
  void memoryServesOneUploadAfterTheOther() {
    try (ClDevice device = ClDevice.open(0)) {
      device.upload().stage(5000);
      for (int m : new int[] {3000, 1, 2049, 7000}) {
        DenseRows rows = rows(m, 6, 1024);
        try (DeviceExamples e = device.load(rows, labels(m), Span.whole(m))) {
          assertArrayEquals(values(rows), values(device.rows(e)), m + " examples");
        }
      }
      assertEquals(0, device.used());
    }
  }

  @Test
  void hostWaitsOnceForTheMemoryAndForEachHalf() {
    try (ClDevice device = ClDevice.open(0)) {
      device.upload().stage(5000);
      for (int waits : new int[] {1 + 1 + 4, 1 + 4}) {
        long before = device.waits();
        device.load(rows(3000, 6, 1024), labels(3000), Span.whole(3000)).close();
        assertEquals(waits, device.waits() - before);
      }
    }
  }

  @Test
  void hostsOwnMemoryIsFilledBlockByBlock() {
    int m = 5 * 4096;
    try (ClDevice device = ClDevice.open(0)) {
      boolean host = device.info().kind().equals("cpu");
      long before = device.waits();
      device.load(rows(m, 1000, 4096), labels(m), Span.whole(m)).close();
      int labels = 1;
      assertEquals(host ? 5 + labels : 1 + 5 + labels, device.waits() - before);
    }
  }

  @Test
  void partOfAllExamplesArrives() {
    Span span = new Span(3, 6, 9);
    int m = 3 * Tree.BLOCK;
    DenseRows rows = rows(m, 5, 1024);
    try (ClDevice device = ClDevice.open(0)) {
      device.upload().stage(1777);
      try (DeviceExamples e = device.load(rows, labels(m), span)) {
        assertArrayEquals(values(rows), values(device.rows(e)));
      }
    }
  }

  @Test
  void rowsGivenAwayAreTakenOnce() {
    DenseRows rows = rows(5000, 7, 1024);
    float[] expected = values(rows);
    try (ClDevice device = ClDevice.open(0)) {
      device.upload().stage(999);
      try (DeviceExamples e = device.load(rows.givenAway(), labels(5000), Span.whole(5000))) {
        assertArrayEquals(expected, values(device.rows(e)));
      }
    }
    assertThrows(IllegalStateException.class, () -> rows.givenAway().block(0));
  }

  /** Rows that cannot be read from some row on. */
  private static DenseRows failing(int m, int n, int from) {
    return DenseRows.of(
        m,
        n,
        (first, count, target, place) -> {
          if (first + count > from) {
            throw new UnsupportedOperationException("row " + from);
          }
        });
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1500, 2_999_999})
  void failureOfTheRowsArrivesAndFreesEverything(int from) {
    int m = 3_000_000;
    try (ClDevice device = ClDevice.open(0)) {
      device.upload().stage(1 << 20);
      DenseRows rows = failing(m, 2, from);
      UnsupportedOperationException e =
          assertThrows(
              UnsupportedOperationException.class,
              () -> device.load(rows, labels(m), Span.whole(m)));
      assertTrue(e.getMessage().contains("row " + from), e.toString());
      assertEquals(0, device.used());
      DenseRows sound = rows(2000, 3, 1024);
      try (DeviceExamples next = device.load(sound, labels(2000), Span.whole(2000))) {
        assertArrayEquals(values(sound), values(device.rows(next)));
      }
    }
  }

  /** A full heap is no exception, and training goes on in Java after it. */
  @Test
  void errorOfTheRowsFreesEverything() {
    DenseRows rows =
        DenseRows.of(
            3000,
            4,
            (first, count, target, place) -> {
              throw new OutOfMemoryError("of a test");
            });
    try (ClDevice device = ClDevice.open(0)) {
      assertThrows(OutOfMemoryError.class, () -> device.load(rows, labels(3000), Span.whole(3000)));
      assertEquals(0, device.used());
    }
  }

  @Test
  void deviceWithoutPinnedMemoryTakesThePlainWay() {
    DenseRows rows = rows(3000, 4, 1024);
    try (ClDevice device = ClDevice.open(0)) {
      device
          .upload()
          .stage(
              () -> {
                throw new DeviceException("no memory to be pinned");
              });
      try (DeviceExamples e = device.load(rows, labels(3000), Span.whole(3000))) {
        assertArrayEquals(values(rows), values(device.rows(e)));
      }
    }
  }
}
