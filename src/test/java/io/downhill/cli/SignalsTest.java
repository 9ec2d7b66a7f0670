package io.downhill.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SignalsTest {
  @ParameterizedTest
  @CsvSource({
    "0000000000000002, INT, true",
    "0000000000000002, HUP, false",
    "0000000000000001, HUP, true",
    "0000000000004000, TERM, true",
    "0000000000000000, INT, false",
    "fffffffffffffffd, INT, false"
  })
  void ignoredIsWhatTheMaskSays(String mask, String signal, boolean ignored) {
    String status = "Name:\tjava\nSigBlk:\tffffffffffffffff\nSigIgn:\t" + mask + "\nSigCgt:\t0\n";
    assertEquals(ignored, Signals.isIgnored(status, signal));
  }
}
