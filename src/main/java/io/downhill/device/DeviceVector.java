package io.downhill.device;

/** A vector of float32 that lives on a device. Whoever asked for it closes it. */
public interface DeviceVector extends AutoCloseable {
  /** The number of elements. */
  int length();

  /** Frees the vector; idempotent. */
  @Override
  void close();
}
