package io.downhill.device.opencl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.downhill.device.DeviceExamples;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class ClTimesTest {
  private final AtomicLong clock = new AtomicLong(7_000_000_000L);
  private final AtomicLong start = new AtomicLong();
  private final ClTimes times = new ClTimes(clock::get, start::get);

  private static String after(AtomicLong clock, double seconds) {
    clock.addAndGet((long) (seconds * 1e9));
    return "done";
  }

  /** The sum of small ones would pass for a large one, at a rate of launches. */
  @Test
  void largestUploadCounts() {
    assertEquals("done", times.upload(100, () -> after(clock, 2)));
    after(clock, 50);
    times.upload(20, () -> after(clock, 1));
    assertEquals(new ClTiming(0, 100, 2), times.timing());
    times.upload(300, () -> after(clock, 3));
    assertEquals(new ClTiming(0, 300, 3), times.timing());
  }

  /** Forms that are built to be measured are no part of what a later process pays. */
  @Test
  void startIsWithoutWhatWasTriedApart() {
    after(start, 0.5);
    assertEquals("done", times.apart(() -> after(start, 4)));
    after(start, 0.25);
    assertEquals(new ClTiming(0.75, 0, 0), times.timing());
  }

  @Test
  void deviceTellsItsStartAndTheBytesOfItsExamples() {
    OpenClRequired.orSkip();
    try (ClDevice device = ClDevice.open(0)) {
      ClTiming opened = device.timing();
      assertTrue(opened.start() > 0, opened::toString);
      assertEquals(0, opened.bytes());
      try (DeviceExamples e = device.load(Passes.random(3000, 28, 1).data())) {
        ClTiming loaded = device.timing();
        assertEquals(4L * 3000 * 28, loaded.bytes());
        assertTrue(loaded.upload() > 0, loaded::toString);
        assertEquals(28, e.features());
      }
    }
  }

  /** Its context and programs are there already, but the next process has to make them. */
  @Test
  void secondDeviceOfAProcessHasTheStartOfTheFirst() {
    OpenClRequired.orSkip();
    double first;
    try (ClDevice device = ClDevice.open(0)) {
      first = device.timing().start();
    }
    try (ClDevice device = ClDevice.open(0)) {
      assertEquals(first, device.timing().start());
    }
  }
}
