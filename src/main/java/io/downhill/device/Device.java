package io.downhill.device;

import io.downhill.data.Dataset;

/**
 * Runs passes over examples that are resident on it. Every implementation computes the same bits:
 * arithmetic version {@value #ARITHMETIC}, defined by the plain loops of the CPU device.
 *
 * <p>Passes are enqueued and return; only {@link #read} waits. A device is confined to one thread.
 * Arguments are checked by the callers above this seam ({@link DeviceObjective}, {@link
 * DeviceContract}), not by the implementations: the handles must come from this device, and the
 * lengths must agree.
 *
 * <p>Parameters w are vectors of length n + 1 or more, [weights | bias | not used].
 */
public interface Device extends AutoCloseable {
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
  DeviceExamples load(Dataset data);

  /** A vector of float32 on the device; its first content is 0. */
  DeviceVector vector(int length);

  /** v := from, each value rounded once to float32; from has v's length. */
  void write(DeviceVector v, double[] from);

  /** Waits for all passes so far, then into := v; into may be shorter than v. */
  void read(DeviceVector v, double[] into);

  /** z := X w + b; z has the length m or more, and is left alone beyond m. */
  void margins(DeviceExamples e, DeviceVector w, DeviceVector z);

  /** a := sigmoid(z), element by element; both have one length. */
  void sigmoid(DeviceVector z, DeviceVector a);

  /** l_i := L(sigmoid(z_i), y_i); z and l have the length m or more. */
  void loss(DeviceVector z, DeviceExamples e, DeviceVector l);

  /** g := the sums over all examples of [x dz | dz | loss] at w, in one read of X. */
  void gradient(DeviceExamples e, DeviceVector w, DeviceSums g);

  /**
   * w := w - alpha (dw + l2 w), in place, the bias without l2; and before that, the state into row
   * k of the trace: [w (n+1) | sums hi (n+2) | sums lo (n+2)].
   *
   * @param g the sums at w
   * @param trace rows of length {@link DeviceSums#traceRow}
   */
  void update(DeviceVector w, DeviceSums g, Step step, DeviceVector trace, int k);

  /** Frees everything that belongs to the device; idempotent. */
  @Override
  void close();
}
