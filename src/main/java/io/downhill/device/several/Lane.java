package io.downhill.device.several;

import io.downhill.device.Device;
import io.downhill.device.DeviceException;
import io.downhill.device.DeviceInfo;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;
import java.util.function.Supplier;

/** One of several devices, and the thread in which alone it is used. */
final class Lane implements AutoCloseable {
  private final ExecutorService thread;
  private final Device device;
  private final DeviceInfo info;
  private double speed = 1;

  private Lane(ExecutorService thread, Device device) {
    this.thread = thread;
    this.device = device;
    this.info = device.info();
  }

  /**
   * Opens a device in a thread of its own.
   *
   * @throws DeviceException if it does not start
   */
  static Lane open(Supplier<Device> opener) {
    ExecutorService thread =
        Executors.newSingleThreadExecutor(
            work -> {
              Thread lane = new Thread(work, "downhill-device");
              lane.setDaemon(true);
              return lane;
            });
    try {
      return new Lane(thread, get(thread.submit(opener::get)));
    } catch (RuntimeException | Error e) {
      thread.shutdown();
      throw e;
    }
  }

  DeviceInfo info() {
    return info;
  }

  /** How fast it is beside the others, above 0. */
  double speed() {
    return speed;
  }

  void isAsFastAs(double measured) {
    speed = measured;
  }

  /** Has the device do something, behind what it was told before. */
  <T> Future<T> submit(Function<Device, T> work) {
    return thread.submit(() -> work.apply(device));
  }

  /** What came of it, with the exception that it ended in; waits through interrupts. */
  static <T> T get(Future<T> work) {
    boolean interrupted = false;
    try {
      while (true) {
        try {
          return work.get();
        } catch (InterruptedException e) {
          interrupted = true;
        } catch (ExecutionException e) {
          if (e.getCause() instanceof RuntimeException cause) {
            throw cause;
          }
          if (e.getCause() instanceof Error cause) {
            throw cause;
          }
          throw new IllegalStateException(e.getCause());
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** Closes the device behind all that it was told; one that failed may fail once more. */
  @Override
  public void close() {
    Future<Boolean> closed =
        submit(
            own -> {
              own.close();
              return true;
            });
    thread.shutdown();
    try {
      get(closed);
    } catch (DeviceException e) {
      SeveralDevices.LOG.debug("{} does not close", info, e);
    }
  }
}
