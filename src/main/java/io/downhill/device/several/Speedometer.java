package io.downhill.device.several;

import io.downhill.data.Rows;
import io.downhill.device.Device;
import io.downhill.device.DeviceExamples;
import io.downhill.device.DeviceException;
import io.downhill.device.DeviceSums;
import io.downhill.device.DeviceVector;
import io.downhill.device.Panel;
import io.downhill.sums.Span;
import io.downhill.sums.Tree;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/**
 * Measures how fast devices are beside each other: all of them compute gradients of the same few
 * rows for the same time, since some may share cores or a bus. Speeds say who gets how many rows,
 * and never show in a result.
 */
class Speedometer {
  /** Values of X below which all devices are taken to be as fast: measuring takes longer. */
  private static final long LEAST_VALUES = 1 << 24;

  /** Values of the rows that are measured. */
  private static final int VALUES = 1 << 21;

  private static final long WARM_UP = TimeUnit.MILLISECONDS.toNanos(150);
  private static final long TIME = TimeUnit.MILLISECONDS.toNanos(150);
  private static final long PATIENCE_SECONDS = 120;

  private boolean measured;

  /** Measures, once, if these rows are worth it. One that fails stays as fast as it was. */
  void measure(List<Lane> lanes, Rows rows, float[] y) {
    long values = (long) rows.examples() * rows.features();
    if (measured || lanes.size() == 1 || rows.areSparse() || values < LEAST_VALUES) {
      return;
    }
    measured = true;
    int blocks = Math.max(1, VALUES / (Tree.BLOCK * rows.features()));
    int count = Math.min(rows.examples(), blocks * Tree.BLOCK);
    Rows some = rows.range(0, count);
    float[] labels = Arrays.copyOf(y, count);
    CountDownLatch start = new CountDownLatch(lanes.size());
    List<Future<Double>> running = new ArrayList<>();
    for (Lane lane : lanes) {
      running.add(lane.submit(device -> passesPerSecond(device, some, labels, start)));
    }
    for (int k = 0; k < running.size(); k++) {
      try {
        lanes.get(k).isAsFastAs(Lane.get(running.get(k)));
      } catch (DeviceException e) {
        SeveralDevices.LOG.debug("{} was not measured", lanes.get(k).info(), e);
      }
    }
    SeveralDevices.LOG.debug(
        "passes a second: {}", lanes.stream().map(l -> l.info().id() + " " + l.speed()).toList());
  }

  private static double passesPerSecond(Device device, Rows rows, float[] y, CountDownLatch start) {
    try (DeviceExamples e = device.load(rows, y, Span.whole(y.length));
        DeviceVector w = device.vector(rows.features() + 1);
        DeviceSums g = DeviceSums.allocate(device, e, rows.features() + 2)) {
      passes(device, e, w, g, WARM_UP);
      ready(start);
      return passes(device, e, w, g, TIME);
    } finally {
      start.countDown(); // One that failed keeps nobody waiting; of the others all have come.
    }
  }

  /** Passes a second over some time, at least one. */
  private static double passes(
      Device device, DeviceExamples e, DeviceVector w, DeviceSums g, long time) {
    long began = System.nanoTime();
    int passes = 0;
    long taken;
    do {
      device.gradient(e, Panel.ONE, w, g);
      g.root(device);
      passes++;
      taken = System.nanoTime() - began;
    } while (taken < time);
    return passes / (taken / 1e9);
  }

  /** Begins when all are ready; whoever waits in vain measures alone. */
  private static void ready(CountDownLatch start) {
    start.countDown();
    try {
      if (!start.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        SeveralDevices.LOG.debug("a device did not come to be measured");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
