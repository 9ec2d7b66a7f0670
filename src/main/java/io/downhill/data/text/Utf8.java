package io.downhill.data.text;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Counts the characters beyond ASCII in UTF-8, and the bytes that belong to none, by the table of
 * well-formed sequences in the Unicode Standard (table 3-7). A sequence may continue in the bytes
 * that are added next.
 */
final class Utf8 {
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.nativeOrder());
  private static final long HIGH = 0x8080808080808080L;

  private long characters;
  private long strays;
  private int left;
  private int least;
  private int most;

  /** Adds the bytes [first, end). */
  void add(byte[] bytes, int first, int end) {
    int i = first;
    while (i < end) {
      if (left == 0) {
        i = afterAscii(bytes, i, end);
        if (i == end) {
          return;
        }
      }
      add(bytes[i++] & 0xFF);
    }
  }

  /** The place behind the ASCII at {@code first}, or some of it: 32 bytes are looked at at once. */
  private static int afterAscii(byte[] bytes, int first, int end) {
    int i = first;
    while (i + 32 <= end) {
      long some = (long) LONGS.get(bytes, i) | (long) LONGS.get(bytes, i + 8);
      long others = (long) LONGS.get(bytes, i + 16) | (long) LONGS.get(bytes, i + 24);
      if (((some | others) & HIGH) != 0) {
        return i;
      }
      i += 32;
    }
    return i;
  }

  private void add(int b) {
    if (left > 0) {
      if (b >= least && b <= most) {
        left--;
        least = 0x80;
        most = 0xBF;
        characters += left == 0 ? 1 : 0;
        return;
      }
      strays++;
      left = 0;
    }
    if (b < 0x80) {
      return;
    }
    left = b < 0xC2 || b > 0xF4 ? 0 : b < 0xE0 ? 1 : b < 0xF0 ? 2 : 3;
    strays += left == 0 ? 1 : 0;
    least = b == 0xE0 ? 0xA0 : b == 0xF0 ? 0x90 : 0x80;
    most = b == 0xED ? 0x9F : b == 0xF4 ? 0x8F : 0xBF;
  }

  /** Ends the bytes: a sequence that is not complete is a stray byte. */
  void end() {
    strays += left > 0 ? 1 : 0;
    left = 0;
  }

  /** How many characters beyond ASCII there are. */
  long characters() {
    return characters;
  }

  /** How many bytes are no part of a character. */
  long strays() {
    return strays;
  }

  /** Whether all bytes are UTF-8. */
  boolean valid() {
    return strays == 0;
  }
}
