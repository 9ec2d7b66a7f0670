package io.downhill.device;

import io.downhill.sums.Span;

/** Examples, X and y, that live on a device. Whoever loaded them closes them. */
public interface DeviceExamples extends AutoCloseable {
  /** m, the number of examples. */
  int examples();

  /** n, the number of features. */
  int features();

  /** Which blocks of all examples these are. */
  Span span();

  /** Frees the examples; idempotent. */
  @Override
  void close();
}
