package io.downhill.device.several;

import io.downhill.device.Device;
import io.downhill.device.DeviceException;
import io.downhill.device.DeviceVector;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A vector of several devices. Its content is that of the host, of which each device gets what it
 * needs, all or the elements of its examples; or the devices have made it, each for its examples,
 * and it is known how, so that what a lost device had can be made again.
 *
 * <p>The host's thread changes it while the lanes are idle; the others only take what is there.
 */
final class SeveralVector implements DeviceVector {
  /** How the elements of a part's examples are made, in the thread of its lane. */
  @FunctionalInterface
  interface Making {
    void make(Part part, Device device, DeviceVector out);
  }

  /** What a device has of this vector. */
  private record Copy(DeviceVector vector, long version) {}

  private final int length;
  private final Lanes lanes;
  private final Map<Lane, Copy> whole = new ConcurrentHashMap<>();
  private final Map<Part, Copy> parts = new ConcurrentHashMap<>();
  private float[] base;
  private long version;
  private Layout layout;
  private Making making;

  SeveralVector(int length, Lanes lanes) {
    this.length = length;
    this.lanes = lanes;
  }

  @Override
  public int length() {
    return length;
  }

  /** The host's content from now on; the array is kept, and not changed. */
  void set(float[] values) {
    base = values;
    layout = null;
    making = null;
    version++;
  }

  /** What the devices have made, from now on; elements behind their examples' stay as they were. */
  void made(Layout by, Making how) {
    layout = by;
    making = how;
    version++;
  }

  /**
   * All elements as the host has them, those that devices made being fetched; not to be changed.
   */
  float[] values() {
    base = values(length);
    layout = null;
    making = null;
    return base;
  }

  /** The first elements at least; not to be changed. */
  float[] values(int first) {
    if (base == null) {
      base = new float[length];
    }
    if (layout == null) {
      return base;
    }
    Layout made = layout;
    List<double[]> pieces =
        lanes.each(made.owner(), (part, device) -> fetched(made, part, device, first));
    float[] values = Arrays.copyOf(base, first);
    for (int k = 0; k < pieces.size(); k++) {
      int begin = made.first(made.owner().parts().get(k));
      double[] own = pieces.get(k);
      for (int i = 0; i < own.length; i++) {
        values[begin + i] = (float) own[i];
      }
    }
    return values;
  }

  /** In a lane's thread: a part's elements that are among the first. */
  private double[] fetched(Layout made, Part part, Device device, int first) {
    int count = Math.max(0, Math.min(made.count(part), first - made.first(part)));
    double[] own = new double[count];
    if (count > 0) {
      device.read(part(made, part, device), own);
    }
    return own;
  }

  /** Before lanes take parts of it: what is not made by this layout goes to the host. */
  void ready(Layout by) {
    if (!by.equals(layout)) {
      values();
    }
  }

  /** How the elements of a part are made that it has now. */
  Making making(Layout by) {
    if (layout != null) {
      return making;
    }
    float[] now = values();
    return (part, device, out) -> device.write(out, slice(now, by.first(part), out.length()));
  }

  /** In a lane's thread: the whole vector on its device. */
  DeviceVector whole(Lane lane, Device device) {
    Copy copy = whole.get(lane);
    if (copy != null && copy.version == version) {
      return copy.vector;
    }
    DeviceVector vector = copy == null ? device.vector(length) : copy.vector;
    device.write(vector, slice(base, 0, length));
    whole.put(lane, new Copy(vector, version));
    return vector;
  }

  /** In a lane's thread: the elements of a part's examples. */
  DeviceVector part(Layout by, Part part, Device device) {
    Copy copy = parts.get(part);
    if (copy != null && copy.version == version && copy.vector.length() == by.count(part)) {
      return copy.vector;
    }
    DeviceVector vector = room(by, part, device);
    making(by).make(part, device, vector);
    parts.put(part, new Copy(vector, version));
    return vector;
  }

  /** In a lane's thread: room for what is made for a part's examples. */
  DeviceVector output(Layout by, Part part, Device device) {
    DeviceVector vector = room(by, part, device);
    parts.put(part, new Copy(vector, version + 1));
    return vector;
  }

  private DeviceVector room(Layout by, Part part, Device device) {
    Copy copy = parts.get(part);
    if (copy != null && copy.vector.length() == by.count(part)) {
      return copy.vector;
    }
    if (copy != null) {
      copy.vector.close();
    }
    return device.vector(by.count(part));
  }

  private static double[] slice(float[] values, int first, int count) {
    double[] slice = new double[count];
    for (int i = 0; i < count; i++) {
      slice[i] = values[first + i];
    }
    return slice;
  }

  /** Forgets what a device had, which is lost. */
  void lose(Lane lane) {
    whole.remove(lane);
  }

  /** Forgets what the device of a part had of its examples. */
  void lose(Part part) {
    parts.remove(part);
  }

  @Override
  public void close() {
    lanes.remove(this);
    whole.forEach((lane, copy) -> close(lane, copy.vector));
    parts.forEach((part, copy) -> close(part.lane(), copy.vector));
    whole.clear();
    parts.clear();
  }

  private static void close(Lane lane, DeviceVector vector) {
    lane.submit(
        device -> {
          try {
            vector.close();
          } catch (DeviceException e) {
            SeveralDevices.LOG.debug("a vector does not close", e);
          }
          return true;
        });
  }
}
