package io.downhill.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class InkTest {
  @ParameterizedTest
  @CsvSource({
    "UTF-8, xterm-256color, BRAILLE",
    "utf-8, xterm, BRAILLE",
    "UTF-8, linux, ASCII",
    "ANSI_X3.4-1968, xterm, ASCII",
    "ISO-8859-1, xterm, ASCII",
    "'', xterm, ASCII",
    ", xterm, ASCII"
  })
  void brailleWhereTheEncodingAndTheFontHaveIt(String charset, String term, Ink ink) {
    assertEquals(ink, Ink.of(Optional.ofNullable(charset), Map.of("TERM", term)));
  }

  @Test
  void dotsOfACharacterAreThoseOfUnicode() {
    assertEquals('⠁', Ink.BRAILLE.character(1)); // left, from the top down
    assertEquals('⠂', Ink.BRAILLE.character(1 << 2));
    assertEquals('⠄', Ink.BRAILLE.character(1 << 4));
    assertEquals('⡀', Ink.BRAILLE.character(1 << 6));
    assertEquals('⠈', Ink.BRAILLE.character(1 << 1)); // right
    assertEquals('⠐', Ink.BRAILLE.character(1 << 3));
    assertEquals('⠠', Ink.BRAILLE.character(1 << 5));
    assertEquals('⢀', Ink.BRAILLE.character(1 << 7));
    assertEquals('⣿', Ink.BRAILLE.character(255));
  }
}
