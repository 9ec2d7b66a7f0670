package io.downhill.device.several;

import io.downhill.device.Device;
import io.downhill.device.DeviceException;
import io.downhill.device.DeviceInfo;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** The lanes that are left, and all that stands on their devices. */
final class Lanes implements AutoCloseable {
  private final List<Lane> all;
  private final DeviceInfo info;
  private final Set<SeveralVector> vectors = Collections.newSetFromMap(new IdentityHashMap<>());
  private final Set<SeveralExamples> examples = Collections.newSetFromMap(new IdentityHashMap<>());

  private Lanes(List<Lane> all) {
    this.all = all;
    this.info = info(all);
  }

  /**
   * Opens devices, each in a thread of its own.
   *
   * @throws DeviceException if one of them does not start
   */
  static Lanes open(List<Supplier<Device>> openers) {
    List<Lane> lanes = new ArrayList<>();
    try {
      openers.forEach(opener -> lanes.add(Lane.open(opener)));
      return new Lanes(lanes);
    } catch (RuntimeException | Error e) {
      lanes.forEach(Lane::close);
      throw e;
    }
  }

  private static DeviceInfo info(List<Lane> lanes) {
    List<DeviceInfo> all = lanes.stream().map(Lane::info).distinct().toList();
    return new DeviceInfo(
        joined(all, "+", DeviceInfo::id),
        joined(all, " + ", DeviceInfo::name),
        joined(all, " + ", DeviceInfo::vendor),
        joined(all, "+", DeviceInfo::kind),
        all.stream().allMatch(DeviceInfo::exact),
        all.stream().mapToLong(DeviceInfo::memory).sum(),
        joined(all, "; ", DeviceInfo::driver));
  }

  private static String joined(
      List<DeviceInfo> all, String between, Function<DeviceInfo, String> text) {
    return all.stream().map(text).collect(Collectors.joining(between));
  }

  /** What all of them are called together. */
  DeviceInfo info() {
    return info;
  }

  List<Lane> left() {
    return Collections.unmodifiableList(all);
  }

  /** A vector that is known until it is closed. */
  SeveralVector vector(int length) {
    SeveralVector vector = new SeveralVector(length, this);
    vectors.add(vector);
    return vector;
  }

  void remove(SeveralVector vector) {
    vectors.remove(vector);
  }

  void add(SeveralExamples e) {
    examples.add(e);
  }

  void remove(SeveralExamples e) {
    examples.remove(e);
  }

  /** What a device does for a part of the examples, in the thread of its lane. */
  @FunctionalInterface
  interface Work<T> {
    T run(Part part, Device device);
  }

  /**
   * Has every device work on its parts at the same time, and others on those of one that fails.
   *
   * @return what came of each part, in their order
   */
  <T> List<T> each(SeveralExamples e, Work<T> work) {
    Map<Part, T> done = new IdentityHashMap<>();
    List<Part> left = e.parts();
    while (!left.isEmpty()) {
      Map<Part, Future<T>> running = new IdentityHashMap<>();
      for (Part part : left) {
        running.put(part, part.lane().submit(device -> passing(part, work, device)));
      }
      List<Part> failed = new ArrayList<>();
      Map<Lane, DeviceException> reasons = new IdentityHashMap<>();
      RuntimeException fault = null;
      for (Part part : left) {
        try {
          done.put(part, Lane.get(running.get(part)));
        } catch (DeviceException failure) {
          failed.add(part);
          reasons.putIfAbsent(part.lane(), failure);
        } catch (RuntimeException other) {
          fault = other;
        }
      }
      if (fault != null) {
        throw fault;
      }
      reasons.forEach(this::giveUp);
      left = failed;
    }
    return e.parts().stream().map(done::get).toList();
  }

  private static <T> T passing(Part part, Work<T> work, Device device) {
    T done = work.run(part, device);
    part.pass();
    return done;
  }

  /** Gives the parts of a device that failed to others, and goes on without it. */
  private void giveUp(Lane lost, DeviceException reason) {
    if (all.size() == 1) {
      throw reason;
    }
    all.remove(lost);
    Lane next = all.get(0);
    for (Lane lane : all) {
      next = lane.speed() > next.speed() ? lane : next;
    }
    SeveralDevices.LOG.debug("{} failed", lost.info(), reason);
    SeveralDevices.LOG.warn(
        "{} failed, {} goes on with its rows: {}",
        lost.info(),
        next.info(),
        reason.getMessage().lines().findFirst().orElse(""));
    for (SeveralExamples e : examples) {
      for (Part part : e.parts()) {
        if (part.lane() == lost) {
          part.moveTo(next);
          vectors.forEach(v -> v.lose(part));
        }
      }
    }
    vectors.forEach(v -> v.lose(lost));
    lost.close();
  }

  /** Has the first device do something; where it fails, the next. */
  void onFirst(Consumer<Device> work) {
    while (true) {
      Lane lane = all.get(0);
      try {
        Lane.get(
            lane.submit(
                device -> {
                  work.accept(device);
                  return true;
                }));
        return;
      } catch (DeviceException failure) {
        giveUp(lane, failure);
      }
    }
  }

  @Override
  public void close() {
    all.forEach(Lane::close);
    all.clear();
  }
}
