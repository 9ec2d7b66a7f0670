package io.downhill;

/**
 * What a device is wanted for.
 *
 * @param held bytes of X and of everything else that it must hold
 * @param bytes of X
 * @param read bytes of X that all passes together will read
 * @param kind what most of the passes compute
 * @param features n
 */
record Work(long held, long bytes, long read, Speed.Kind kind, int features) {
  /** Of any size: for whoever looks for the fastest device. */
  static final Work ANY = new Work(0, 0, Long.MAX_VALUE, Speed.Kind.GRADIENT, 100);

  /** One gradient pass over m examples of n features. */
  static Work gradient(int m, int n) {
    long bytes = (long) Float.BYTES * m * n;
    return new Work(bytes, bytes, bytes, Speed.Kind.GRADIENT, n);
  }
}
