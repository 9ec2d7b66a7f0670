package io.downhill.device.cpu;

import java.util.Arrays;

/**
 * The margins of the parameters that a pass saw last. Newton's method asks for many products where
 * it has just asked for the gradient: they need not read X for these margins again.
 */
final class LastMargins {
  /** For passes that keep none. */
  static final LastMargins NONE = new LastMargins(0);

  private final float[] z;
  private float[] w;
  private boolean known;

  /** Of so many examples. */
  LastMargins(int examples) {
    this.z = new float[examples];
  }

  /** Before a pass: whether the margins are those of these parameters, and are not kept anew. */
  LastMargins of(float[] parameters) {
    known = w != null && Arrays.equals(w, parameters);
    if (!known) {
      w = null;
    }
    return this;
  }

  boolean areKnown() {
    return known;
  }

  float[] z() {
    return z;
  }

  /** Keeps the margins of some examples. */
  void keep(int first, int rows, float[] margins) {
    if (z.length > 0) {
      System.arraycopy(margins, 0, z, first, rows);
    }
  }

  /** After a pass: all margins are those of these parameters. */
  void areOf(float[] parameters) {
    if (!known && z.length > 0) {
      w = parameters.clone();
    }
  }
}
