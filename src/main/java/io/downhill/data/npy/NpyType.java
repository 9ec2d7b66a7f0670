package io.downhill.data.npy;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The type of the elements of a NumPy array, as its header spells it: byte order, kind, bytes.
 *
 * @param kind f floating point, i signed, u unsigned, b boolean, U text of four bytes a character,
 *     S text in UTF-8
 * @param bytes size of an element; of a text that of the longest one, with zeros behind shorter
 *     ones
 * @param order how an element's bytes are ordered
 */
record NpyType(char kind, int bytes, ByteOrder order) {
  /** The longest text that is a label, in bytes. */
  private static final int LONGEST = 1 << 16;

  private static final Pattern TEXT = Pattern.compile("([<>|=]?)([US])(\\d{1,9})");

  /**
   * The type a header's descr names, such as {@code <f4}; empty if it is not one of numbers, or of
   * texts that may be labels.
   */
  static Optional<NpyType> parse(String descr) {
    Matcher text = TEXT.matcher(descr);
    if (text.matches()) {
      char kind = text.group(2).charAt(0);
      long bytes = Long.parseLong(text.group(3)) * (kind == 'U' ? Integer.BYTES : 1);
      return bytes == 0 || bytes > LONGEST
          ? Optional.empty()
          : Optional.of(new NpyType(kind, (int) bytes, order(text.group(1))));
    }
    if (!descr.matches("[<>|=]?(f[248]|[iu][1248]|b1)")) {
      return Optional.empty();
    }
    int place = descr.length() - 2;
    return Optional.of(
        new NpyType(
            descr.charAt(place), descr.charAt(place + 1) - '0', order(descr.substring(0, place))));
  }

  private static ByteOrder order(String sign) {
    return sign.equals(">")
        ? ByteOrder.BIG_ENDIAN
        : sign.equals("<") ? ByteOrder.LITTLE_ENDIAN : ByteOrder.nativeOrder();
  }

  /** Whether float32 has every number of this type. */
  boolean fitsFloat() {
    return switch (kind) {
      case 'f' -> bytes <= Float.BYTES;
      case 'i', 'u' -> bytes <= Short.BYTES;
      default -> kind == 'b';
    };
  }

  /** Whether the elements are texts, which only labels may be. */
  boolean isText() {
    return kind == 'U' || kind == 'S';
  }

  /**
   * Takes a text off a buffer, without the zeros behind it.
   *
   * @throws CharacterCodingException if its bytes are no text
   */
  String text(ByteBuffer source) throws CharacterCodingException {
    ByteBuffer element = source.slice(source.position(), bytes).order(source.order());
    source.position(source.position() + bytes);
    int unit = kind == 'U' ? Integer.BYTES : 1;
    int end = bytes;
    while (end > 0 && (unit == 1 ? element.get(end - 1) : element.getInt(end - unit)) == 0) {
      end -= unit;
    }
    if (kind == 'S') {
      return StandardCharsets.UTF_8.newDecoder().decode(element.limit(end)).toString();
    }
    StringBuilder text = new StringBuilder(end / unit);
    for (int at = 0; at < end; at += unit) {
      int point = element.getInt(at);
      boolean half = point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE;
      if (!Character.isValidCodePoint(point) || half) {
        throw new CharacterCodingException();
      }
      text.appendCodePoint(point);
    }
    return text.toString();
  }

  /** Whether the elements are true and false. */
  boolean isBoolean() {
    return kind == 'b';
  }

  /**
   * Takes elements off a buffer, each rounded once to float32.
   *
   * @param source in this type's byte order
   * @param target gets element k at {@code target[first + k * stride]}
   */
  void read(ByteBuffer source, int count, float[] target, int first, int stride) {
    if (kind == 'f' && bytes == 4 && stride == 1) {
      source.asFloatBuffer().get(target, first, count);
      source.position(source.position() + 4 * count);
      return;
    }
    if (kind == 'f' && bytes == 4) {
      for (int k = 0, i = first; k < count; k++, i += stride) {
        target[i] = source.getFloat();
      }
    } else if (kind == 'f' && bytes == 8) {
      for (int k = 0, i = first; k < count; k++, i += stride) {
        target[i] = (float) source.getDouble();
      }
    } else if (kind == 'f') {
      for (int k = 0, i = first; k < count; k++, i += stride) {
        target[i] = half(source.getShort());
      }
    } else if (kind == 'u' && bytes == 8) {
      for (int k = 0, i = first; k < count; k++, i += stride) {
        target[i] = unsigned(source.getLong());
      }
    } else {
      for (int k = 0, i = first; k < count; k++, i += stride) {
        target[i] = integer(source);
      }
    }
  }

  /** Whether elements are float32 already. */
  boolean isFloat32() {
    return kind == 'f' && bytes == 4;
  }

  /** Whether float32 may not hold an element as it is. */
  boolean isWide() {
    return bytes == 8 || bytes == 4 && kind != 'f';
  }

  /** Whether elements are whole numbers that a double may round. */
  boolean isLong() {
    return bytes == Long.BYTES && (kind == 'i' || kind == 'u');
  }

  /** A whole number of 64 bits in digits. */
  String digits(long bits) {
    return kind == 'u' ? Long.toUnsignedString(bits) : Long.toString(bits);
  }

  /** Takes one element off a buffer without rounding it to float32. */
  double read(ByteBuffer source) {
    if (kind == 'u' && bytes == 8) {
      long bits = source.getLong();
      return bits >= 0 ? bits : 2.0 * halved(bits);
    }
    if (kind != 'f') {
      return integer(source);
    }
    return switch (bytes) {
      case 2 -> half(source.getShort());
      case 4 -> source.getFloat();
      default -> source.getDouble();
    };
  }

  private long integer(ByteBuffer source) {
    boolean signed = kind == 'i';
    return switch (bytes) {
      case 1 ->
          signed ? source.get() : kind == 'b' ? (source.get() != 0 ? 1 : 0) : source.get() & 0xff;
      case 2 -> signed ? source.getShort() : source.getShort() & 0xffff;
      case 4 -> signed ? source.getInt() : source.getInt() & 0xffffffffL;
      default -> source.getLong();
    };
  }

  private static float unsigned(long bits) {
    return bits >= 0 ? (float) bits : (float) halved(bits) * 2;
  }

  // The bit that is shifted out is kept in the lowest one, so that the conversion still rounds as
  // the whole number would: once.
  private static long halved(long bits) {
    return (bits >>> 1) | (bits & 1);
  }

  /** The value of an IEEE 754 half, exact in float32. */
  private static float half(short bits) {
    int exponent = (bits >> 10) & 0x1f;
    int fraction = bits & 0x3ff;
    float magnitude;
    if (exponent == 0x1f) {
      magnitude = fraction == 0 ? Float.POSITIVE_INFINITY : Float.NaN;
    } else if (exponent == 0) {
      magnitude = fraction * 0x1p-24f;
    } else {
      magnitude = Float.intBitsToFloat((exponent + 112) << 23 | fraction << 13);
    }
    return bits < 0 ? -magnitude : magnitude;
  }
}
