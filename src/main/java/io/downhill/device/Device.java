package io.downhill.device;

import io.downhill.data.Dataset;
import io.downhill.sums.Span;

/**
 * Hardware that holds examples and runs {@link Passes} over them. Every implementation computes the
 * same bits: arithmetic version {@value #ARITHMETIC}, defined by the plain loops of the CPU device.
 *
 * <p>Passes are enqueued and return; only {@link #read} waits. A device is confined to one thread.
 * Arguments are checked by the callers above this seam ({@link DeviceObjective}, {@link
 * DeviceContract}), not by the implementations: the handles must come from this device, and the
 * lengths must agree.
 */
public interface Device extends Passes, AutoCloseable {
  /** The version of the arithmetic that models record. */
  int ARITHMETIC = 1;

  /** Who this device is. */
  DeviceInfo info();

  /**
   * Brings X and y to the device, once.
   *
   * @param data labelled examples; must not be changed while they are in use here
   * @throws DeviceException if the device has no room for them
   */
  default DeviceExamples load(Dataset data) {
    return load(data, Span.whole(data.examples()));
  }

  /**
   * Brings some of all examples to the device, once.
   *
   * @param data these examples alone; whole blocks, but for the last of all
   * @param span which blocks of all examples they are
   * @throws DeviceException if the device has no room for them
   */
  DeviceExamples load(Dataset data, Span span);

  /** A vector of float32 on the device; its first content is 0. */
  DeviceVector vector(int length);

  /** v := from, each value rounded once to float32; from has v's length. */
  void write(DeviceVector v, double[] from);

  /** Waits for all passes so far, then into := v; into may be shorter than v. */
  void read(DeviceVector v, double[] into);

  /** Frees everything that belongs to the device; idempotent. */
  @Override
  void close();
}
