package io.downhill.device;

import io.downhill.data.Dataset;
import io.downhill.data.Rows;
import io.downhill.data.StripeSample;
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
   * @param data without labels they are 0
   * @throws DeviceException if the device has no room for them
   */
  default DeviceExamples load(Dataset data) {
    float[] y = data.labelled() ? data.signedWeights() : new float[data.examples()];
    return load(data.rows(), y, Span.whole(data.examples()));
  }

  /**
   * Brings some of all examples to the device, once.
   *
   * @param rows these examples alone; whole blocks, but for the last of all. Each block is taken
   *     once: what is not given away must not be changed while the examples are in use here
   * @param y their signed weights
   * @param span which blocks of all examples they are
   * @throws DeviceException if the device has no room for them
   */
  DeviceExamples load(Rows rows, float[] y, Span span);

  /**
   * The examples of a sample of resident ones, which stay where they are: only their index and
   * their labels come from the host.
   *
   * @param y their signed weights
   */
  DeviceExamples sample(DeviceExamples e, StripeSample sample, float[] y);

  /** The rows of resident examples, to be read by the host while they are open. */
  Rows rows(DeviceExamples e);

  /** A vector of float32 on the device; its first content is 0. */
  DeviceVector vector(int length);

  /** v := values, each rounded once to float32; they have v's length. */
  void write(DeviceVector v, double[] values);

  /** Waits for all passes so far, then target := v; target may be shorter than v. */
  void read(DeviceVector v, double[] target);

  /** Frees everything that belongs to the device; idempotent. */
  @Override
  void close();
}
