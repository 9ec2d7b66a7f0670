package io.downhill.device.opencl;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.downhill.device.DeviceException;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ClStagingTest {
  private ClQueue queue;
  private ClMemory memory;

  /** Tells what it was asked for; the float at a place is its number. */
  private static final class Numbers implements ClStaging.Source {
    final List<String> reached = Collections.synchronizedList(new ArrayList<>());

    @Override
    public void reach(long first, long end) {
      reached.add(first + " to " + end);
    }

    @Override
    public void copy(long first, int count, FloatBuffer target, int place) {
      for (int k = 0; k < count; k++) {
        target.put(place + k, first + k);
      }
    }
  }

  @BeforeAll
  static void needsADevice() {
    OpenClRequired.orSkip();
  }

  @BeforeEach
  void open() {
    ClContext context = ClContext.of(ClRuntime.description(0));
    queue = new ClQueue(context);
    memory = new ClMemory(context);
  }

  @AfterEach
  void close() {
    queue.close();
    memory.close();
  }

  @ParameterizedTest
  @CsvSource({"1, 0, 1", "10, 5, 9", "10, 5, 10", "10, 5, 11", "10, 0, 105", "1000000, 7, 3000001"})
  void everyFloatArrives(int half, int first, int count) {
    float[] expected = new float[count];
    for (int k = 0; k < count; k++) {
      expected[k] = first + k;
    }
    try (ClBuffer target = memory.allocate(count, "a test")) {
      new ClStaging(memory, queue, half).write(target, new Numbers(), first, count);
      assertArrayEquals(expected, content(target, count));
    }
  }

  @Test
  void sourceIsReachedForHalfByHalf() {
    Numbers numbers = new Numbers();
    try (ClBuffer target = memory.allocate(25, "a test")) {
      new ClStaging(memory, queue, 10).write(target, numbers, 100, 25);
    }
    assertEquals(List.of("100 to 110", "110 to 120", "120 to 125"), numbers.reached);
  }

  @Test
  void failureOfACopyArrivesAsItIs() {
    Error failure = new Error("copying");
    ClStaging staging = new ClStaging(memory, queue, 10);
    try (ClBuffer target = memory.allocate(100, "a test")) {
      Error thrown =
          assertThrows(
              Error.class,
              () ->
                  staging.write(
                      target,
                      (first, count, values, place) -> {
                        if (first == 20) {
                          throw failure;
                        }
                      },
                      0,
                      100));
      assertSame(failure, thrown);
    }
  }

  /** Fails on the thread that asked for the half, once another one copies too. */
  private static final class Failing implements ClStaging.Source {
    final AtomicInteger copying = new AtomicInteger();
    private final CountDownLatch begun = new CountDownLatch(1);
    private Thread first;

    @Override
    public void reach(long first, long end) {
      this.first = Thread.currentThread();
    }

    @Override
    public void copy(long at, int count, FloatBuffer target, int place) {
      if (Thread.currentThread() != first) {
        copying.incrementAndGet();
        begun.countDown();
        pause();
        copying.decrementAndGet();
        return;
      }
      try {
        begun.await(1, TimeUnit.SECONDS); // In vain where there is one thread.
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
      throw new UnsupportedOperationException("copying");
    }
  }

  @Test
  void failureOfACopyWaitsForTheOthers() {
    int half = 1 << 21;
    Failing source = new Failing();
    ClStaging staging = new ClStaging(memory, queue, half);
    try (ClBuffer target = memory.allocate(half, "a test")) {
      assertThrows(
          UnsupportedOperationException.class, () -> staging.write(target, source, 0, half));
      assertEquals(0, source.copying.get());
    }
  }

  @Test
  void failedWriteWaitsForTheHalfThatIsFilled() {
    Numbers numbers = new Numbers();
    ClStaging staging = new ClStaging(memory, queue, 10);
    boolean[] filled = {false};
    ClStaging.Source slow =
        (first, count, values, place) -> {
          if (first == 20) {
            pause();
            filled[0] = true;
          }
        };
    try (ClBuffer target = memory.allocate(15, "a test")) {
      assertThrows(DeviceException.class, () -> staging.write(target, slow, 0, 40));
      assertEquals(true, filled[0]);
      staging.write(target, numbers, 0, 15);
      assertEquals(14, content(target, 15)[14]);
    }
  }

  private static void pause() {
    try {
      Thread.sleep(200);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void pinnedMemoryIsNoneOfTheDevice() {
    new ClStaging(memory, queue, 1 << 20);
    assertEquals(0, memory.used());
  }

  private float[] content(ClBuffer buffer, int count) {
    float[] values = new float[count];
    queue.read(buffer, 0, values, count);
    return values;
  }
}
