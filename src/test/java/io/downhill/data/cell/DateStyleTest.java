package io.downhill.data.cell;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Dates and times in every way that they are written. */
class DateStyleTest {
  private static double days(String utc) {
    return LocalDateTime.parse(utc).toEpochSecond(ZoneOffset.UTC) / 86_400.0;
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "2024-01-31|DAY|2024-01-31T00:00",
        "2024/1/31|DAY|2024-01-31T00:00",
        "2024-02|DAY|2024-02-01T00:00",
        "2024-01-31 12:30|DAY|2024-01-31T12:30",
        "2024-01-31T12:30:15Z|DAY|2024-01-31T12:30:15",
        "2024-01-31T12:30:15.000+02:00|DAY|2024-01-31T10:30:15",
        "2024-01-31T12:30:15-0530|DAY|2024-01-31T18:00:15",
        "2024-01-31 12:30:15 +02|DAY|2024-01-31T10:30:15",
        "2024-01-31T23:30+14:00[Pacific/Kiritimati]|DAY|2024-01-31T09:30",
        "2024-01-31 01:30:15 PM|DAY|2024-01-31T13:30:15",
        "31.01.2024|DAY_FIRST|2024-01-31T00:00",
        "31/1/24|DAY_FIRST|2024-01-31T00:00",
        "31-01-69|DAY_FIRST|1969-01-31T00:00",
        "31-01-68|DAY_FIRST|2068-01-31T00:00",
        "01/31/24|MONTH_FIRST|2024-01-31T00:00",
        "1/31/2024 1:05 pm|MONTH_FIRST|2024-01-31T13:05",
        "1/31/2024 12 AM|MONTH_FIRST|2024-01-31T00:00",
        "31-Jan-2024|MONTH_NAMED|2024-01-31T00:00",
        "31-JAN-24|MONTH_NAMED|2024-01-31T00:00",
        "31 January 2024|MONTH_NAMED|2024-01-31T00:00",
        "31JAN2024|MONTH_NAMED|2024-01-31T00:00",
        "January 31st, 2024|MONTH_NAMED|2024-01-31T00:00",
        "Jan 31 2024 11:15 p.m.|MONTH_NAMED|2024-01-31T23:15",
        "Wed, 31 Jan 2024 10:00:00 GMT|MONTH_NAMED|2024-01-31T10:00",
        "31/Jan/2024:10:00:00 -0700|MONTH_NAMED|2024-01-31T17:00",
        "1 Sept 2024|MONTH_NAMED|2024-09-01T00:00",
      })
  void datesAreDays(String text, DateStyle style, String utc) {
    assertEquals(days(utc), style.value(text), text);
  }

  @ParameterizedTest
  @CsvSource({
    "14:30,52200",
    "00:00,0",
    "2:30 PM,52200",
    "12:00 AM,0",
    "12:00:01 p.m.,43201",
    "14:30:15.5,52215.5"
  })
  void timesAreSecondsOfTheDay(String text, double seconds) {
    assertEquals(seconds, DateStyle.TIME.value(text), text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "2024-02-30",
        "2024-13-01",
        "2024-1/31",
        "24:00",
        "12:60",
        "13:00 PM",
        "0:30 AM",
        "14",
        "31-Jab-2024",
        "31-Januar-2024",
        "2024-01-31 25:00",
        "2024-01-31T10",
        "1/2",
        "May",
        "12"
      })
  void othersAreNone(String text) {
    for (DateStyle style : DateStyle.values()) {
      assertTrue(Double.isNaN(style.value(text)), text + " as " + style);
    }
  }

  @Test
  void modelsKnowEachByItsName() {
    for (DateStyle style : DateStyle.values()) {
      assertEquals(Optional.of(style), Scale.of(style.id()));
    }
  }
}
