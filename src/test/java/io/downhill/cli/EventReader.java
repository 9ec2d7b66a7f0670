package io.downhill.cli;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Reads TensorBoard's event files, written from the formats' descriptions and not from the writer:
 * checksums bit by bit by the polynomial of Castagnoli, and messages field by field.
 */
final class EventReader {
  /** Reversed, as CRC-32C has it (RFC 3720, appendix B.4). */
  private static final int POLYNOMIAL = 0x82f63b78;

  private EventReader() {}

  /**
   * A record.
   *
   * @param seconds since 1970
   * @param step 0 where it has none
   * @param version of the file; null but in the first record
   * @param status of the session; 0 where there is none
   * @param scalars by tag
   */
  record Event(
      double seconds, long step, String version, long status, Map<String, Float> scalars) {}

  /** The messages of a file, each behind a length, with two right checksums. */
  static List<byte[]> messages(byte[] file) {
    ByteBuffer in = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
    List<byte[]> messages = new ArrayList<>();
    while (in.hasRemaining()) {
      int at = in.position();
      if (in.remaining() < 16) {
        throw new AssertionError("the record at " + at + " is cut off");
      }
      byte[] length = new byte[8];
      in.get(length);
      check(at, "length", length, in.getInt());
      long bytes = ByteBuffer.wrap(length).order(ByteOrder.LITTLE_ENDIAN).getLong();
      if (bytes < 0 || bytes > in.remaining() - 4) {
        throw new AssertionError("the record at " + at + " is cut off: " + bytes + " bytes");
      }
      byte[] message = new byte[(int) bytes];
      in.get(message);
      check(at, "message", message, in.getInt());
      messages.add(message);
    }
    return messages;
  }

  /** The events of a file. */
  static List<Event> read(Path file) throws IOException {
    return messages(Files.readAllBytes(file)).stream().map(EventReader::event).toList();
  }

  private static void check(int at, String what, byte[] data, int told) {
    long crc = crc(data) & 0xffffffffL;
    long masked = ((crc >> 15 | crc << 17) + 0xa282ead8L) & 0xffffffffL;
    if (masked != (told & 0xffffffffL)) {
      throw new AssertionError("the record at " + at + " has a wrong checksum of its " + what);
    }
  }

  /** The checksum CRC-32C. */
  static int crc(byte[] data) {
    int crc = ~0;
    for (byte b : data) {
      crc ^= b & 0xff;
      for (int bit = 0; bit < 8; bit++) {
        crc = (crc & 1) == 1 ? crc >>> 1 ^ POLYNOMIAL : crc >>> 1;
      }
    }
    return ~crc;
  }

  private static Event event(byte[] message) {
    double seconds = 0;
    long step = 0;
    String version = null;
    long status = 0;
    Map<String, Float> scalars = new TreeMap<>();
    for (Field field : fields(message)) {
      switch (field.number()) {
        case 1 -> seconds = Double.longBitsToDouble(field.number64());
        case 2 -> step = field.number64();
        case 3 -> version = field.text();
        case 5 -> fields(field.bytes()).forEach(value -> add(scalars, value));
        case 7 -> status = fields(field.bytes()).get(0).number64();
        default -> throw new AssertionError("an event has no field " + field);
      }
    }
    return new Event(seconds, step, version, status, scalars);
  }

  private static void add(Map<String, Float> scalars, Field value) {
    List<Field> fields = fields(value.bytes());
    if (value.number() != 1 || fields.size() != 2 || fields.get(1).number() != 2) {
      throw new AssertionError("not a scalar: " + fields);
    }
    scalars.put(fields.get(0).text(), Float.intBitsToFloat((int) fields.get(1).number64()));
  }

  /** A field: what it holds is a number or bytes. */
  private record Field(int number, long number64, byte[] bytes) {
    String text() {
      return new String(bytes, StandardCharsets.UTF_8);
    }
  }

  private static List<Field> fields(byte[] message) {
    ByteBuffer in = ByteBuffer.wrap(message).order(ByteOrder.LITTLE_ENDIAN);
    List<Field> fields = new ArrayList<>();
    while (in.hasRemaining()) {
      long tag = varint(in);
      int number = (int) (tag >> 3);
      fields.add(
          switch ((int) tag & 7) {
            case 0 -> new Field(number, varint(in), null);
            case 1 -> new Field(number, in.getLong(), null);
            case 2 -> {
              byte[] bytes = new byte[(int) varint(in)];
              in.get(bytes);
              yield new Field(number, 0, bytes);
            }
            case 5 -> new Field(number, in.getInt(), null);
            default -> throw new AssertionError("no wire type " + (tag & 7));
          });
    }
    return fields;
  }

  private static long varint(ByteBuffer in) {
    long value = 0;
    for (int shift = 0; ; shift += 7) {
      byte b = in.get();
      value |= (long) (b & 0x7f) << shift;
      if (b >= 0) {
        return value;
      }
    }
  }
}
