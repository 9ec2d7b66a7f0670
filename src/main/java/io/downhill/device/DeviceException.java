package io.downhill.device;

/**
 * A device that failed: the call, the name of its code, the device, the build log where a kernel
 * did not build, and what to do.
 */
public final class DeviceException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** A failure with its whole story in the message. */
  public DeviceException(String message) {
    super(message);
  }

  /** A failure with the exception that led to it. */
  public DeviceException(String message, Throwable cause) {
    super(message, cause);
  }
}
