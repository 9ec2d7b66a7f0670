package io.downhill.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tensorflow.framework.Summary;
import org.tensorflow.util.Event;
import org.tensorflow.util.SessionLog.SessionStatus;

class EventRecordTest {
  private static final double SECONDS = 1_732_750_000.125;

  private static Event event(byte[] record) throws Exception {
    List<byte[]> messages = EventReader.messages(record);
    assertEquals(1, messages.size());
    return Event.parseFrom(messages.get(0));
  }

  /** Its own checksum is right: "123456789" and the zeros of RFC 3720, appendix B.4. */
  @Test
  void readerKnowsPublishedChecksums() {
    assertEquals(0xe3069283, EventReader.crc("123456789".getBytes(StandardCharsets.US_ASCII)));
    assertEquals(0x8a9136aa, EventReader.crc(new byte[32]));
  }

  /** By hand: 24 bytes of message, and the checksums of the reader. */
  @Test
  void firstRecordHasTheBytesOfTheFormat() {
    String hex = HexFormat.of().formatHex(EventRecord.version(1.0));
    assertEquals("1800000000000000", hex.substring(0, 16)); // 24, little-endian
    assertEquals(
        "09" + "000000000000f03f" + "1a0d" + "627261696e2e4576656e743a32", hex.substring(24, 72));
  }

  @Test
  void tensorFlowReadsTheVersion() throws Exception {
    Event event = event(EventRecord.version(SECONDS));
    assertEquals("brain.Event:2", event.getFileVersion());
    assertEquals(SECONDS, event.getWallTime());
  }

  @Test
  void tensorFlowReadsTheStart() throws Exception {
    assertEquals(
        SessionStatus.START, event(EventRecord.start(SECONDS)).getSessionLog().getStatus());
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 1, 127, 128, 16_383, 16_384, 1_999_999_999, Long.MAX_VALUE})
  void tensorFlowReadsScalars(long step) throws Exception {
    Event event = event(EventRecord.scalars(SECONDS, step, Map.of("J", 0.6931471805599453)));
    assertEquals(step, event.getStep());
    assertEquals(SECONDS, event.getWallTime());
    Summary.Value value = event.getSummary().getValue(0);
    assertEquals("J", value.getTag());
    assertEquals((float) 0.6931471805599453, value.getSimpleValue());
    assertEquals(1, event.getSummary().getValueCount());
  }

  @Test
  void changedByteIsSeen() {
    byte[] record = EventRecord.scalars(SECONDS, 3, Map.of("J", 0.5));
    for (int k = 0; k < record.length; k++) {
      byte[] changed = record.clone();
      changed[k] ^= 0x10;
      String at = "byte " + k;
      assertThrows(AssertionError.class, () -> EventReader.messages(changed), at);
    }
  }
}
