package io.downhill.device.several;

import io.downhill.data.Rows;
import io.downhill.device.Device;
import io.downhill.device.DeviceExamples;
import io.downhill.device.DeviceSums;
import io.downhill.sums.Span;
import java.util.HashMap;
import java.util.Map;

/**
 * The examples of some blocks, and the lane that has them: resident on its device, or passing,
 * which come anew for each pass and leave. What is on the device is used in the thread of the lane
 * alone.
 */
final class Part {
  private final Rows rows;
  private final float[] y;
  private final Span span;
  private final int first;
  private final boolean passing;
  private Lane lane;
  private DeviceExamples examples;
  private final Map<Integer, DeviceSums> sums = new HashMap<>();

  /**
   * Examples that are not on the device yet.
   *
   * @param rows these alone, which can be asked for again
   * @param y their signed weights
   * @param first of them, among all examples of the several devices
   * @param passing whether they leave the device after each pass
   */
  Part(Rows rows, float[] y, Span span, int first, boolean passing, Lane lane) {
    this.rows = rows;
    this.y = y;
    this.span = span;
    this.first = first;
    this.passing = passing;
    this.lane = lane;
  }

  Lane lane() {
    return lane;
  }

  int first() {
    return first;
  }

  int examples() {
    return rows.examples();
  }

  /** Gives it to another lane, which loads it when it is asked for. */
  void moveTo(Lane other) {
    lane = other;
    examples = null;
    sums.clear();
  }

  /** The examples on the device, which are loaded when they are first asked for. */
  DeviceExamples on(Device device) {
    if (examples == null) {
      examples = device.load(rows, y, span);
    }
    return examples;
  }

  /** Room for sums of so many columns, kept for the next pass. */
  DeviceSums sums(Device device, int columns) {
    DeviceExamples own = on(device);
    return sums.computeIfAbsent(columns, count -> DeviceSums.allocate(device, own, count));
  }

  /** To be called after each pass: examples that pass leave the device. */
  void pass() {
    if (passing) {
      free();
    }
  }

  /** Frees what is on the device. */
  void free() {
    sums.values().forEach(DeviceSums::close);
    sums.clear();
    if (examples != null) {
      examples.close();
      examples = null;
    }
  }
}
