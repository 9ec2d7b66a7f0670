package io.downhill.cli;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.zip.CRC32C;

/**
 * The records of TensorBoard's event files: TensorFlow's messages Event, Summary and SessionLog
 * (event.proto, summary.proto) in the wire format of protocol buffers, framed as TFRecord
 * (tensorflow/core/lib/io/record_writer.h): the length, its checksum, the message, its checksum.
 */
final class EventRecord {
  private static final int MASK_DELTA = 0xa282ead8;

  /** The wire types that are needed; a tag is the number of a field, and the type in three bits. */
  private static final int VARINT = 0;

  private static final int FIXED_64 = 1;
  private static final int BYTES = 2;
  private static final int FIXED_32 = 5;

  private final ByteArrayOutputStream message = new ByteArrayOutputStream();

  private EventRecord() {}

  /**
   * The first record of a file.
   *
   * @param seconds since 1970, as in every record
   */
  static byte[] version(double seconds) {
    return event(seconds).bytes(3, "brain.Event:2").framed();
  }

  /** Tells that a run begins here: of what was read of it before, nothing counts any more. */
  static byte[] start(double seconds) {
    EventRecord log = new EventRecord().varint(1, 1); // status = START
    return event(seconds).bytes(7, log).framed();
  }

  /**
   * Values of a step, by their tags. TensorBoard holds and shows them as float32, and so does its
   * format of scalars, simple_value.
   */
  static byte[] scalars(double seconds, long step, Map<String, Double> values) {
    EventRecord summary = new EventRecord();
    values.forEach(
        (tag, value) ->
            summary.bytes(1, new EventRecord().bytes(1, tag).fixed32(2, value.floatValue())));
    return event(seconds).varint(2, step).bytes(5, summary).framed();
  }

  private static EventRecord event(double seconds) {
    EventRecord event = new EventRecord();
    event.tag(1, FIXED_64);
    event.message.writeBytes(
        little(Double.BYTES).putLong(Double.doubleToLongBits(seconds)).array());
    return event;
  }

  private EventRecord fixed32(int field, float value) {
    tag(field, FIXED_32);
    message.writeBytes(little(Float.BYTES).putFloat(value).array());
    return this;
  }

  private EventRecord varint(int field, long value) {
    tag(field, VARINT);
    raw(value);
    return this;
  }

  private EventRecord bytes(int field, String text) {
    return bytes(field, text.getBytes(StandardCharsets.UTF_8));
  }

  private EventRecord bytes(int field, EventRecord part) {
    return bytes(field, part.message.toByteArray());
  }

  private EventRecord bytes(int field, byte[] bytes) {
    tag(field, BYTES);
    raw(bytes.length);
    message.writeBytes(bytes);
    return this;
  }

  private void tag(int field, int type) {
    raw((long) field << 3 | type);
  }

  /** Seven bits a byte, the lowest first; the eighth says that more follow. */
  private void raw(long value) {
    long rest = value;
    while (rest >>> 7 != 0) {
      message.write((int) (rest & 0x7f | 0x80));
      rest >>>= 7;
    }
    message.write((int) rest);
  }

  private byte[] framed() {
    byte[] data = message.toByteArray();
    byte[] length = little(Long.BYTES).putLong(data.length).array();
    return little(Long.BYTES + Integer.BYTES + data.length + Integer.BYTES)
        .put(length)
        .putInt(masked(length))
        .put(data)
        .putInt(masked(data))
        .array();
  }

  /** A checksum of data that hold checksums would be weak, so it is turned and shifted. */
  private static int masked(byte[] data) {
    CRC32C crc = new CRC32C();
    crc.update(data);
    return Integer.rotateRight((int) crc.getValue(), 15) + MASK_DELTA;
  }

  private static ByteBuffer little(int length) {
    return ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
  }
}
