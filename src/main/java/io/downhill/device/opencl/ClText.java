package io.downhill.device.opencl;

import java.nio.charset.StandardCharsets;

/** Texts as C gives them. */
final class ClText {
  private ClText() {}

  /** The text before the first zero byte, without blanks around it. */
  static String of(byte[] bytes) {
    int end = 0;
    while (end < bytes.length && bytes[end] != 0) {
      end++;
    }
    return new String(bytes, 0, end, StandardCharsets.UTF_8).strip();
  }
}
