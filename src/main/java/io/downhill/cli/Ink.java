package io.downhill.cli;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;

/** The characters that a curve is drawn with, each a grid of dots. */
enum Ink {
  /** What every terminal has. */
  ASCII(1, 1, '|', '+', '-', '+') {
    @Override
    char character(int dots) {
      return '*';
    }
  },

  /** Eight dots a character, where the encoding and the font have them. */
  BRAILLE(2, 4, '│', '└', '─', '┴') {
    @Override
    char character(int dots) {
      int sign = 0;
      for (int dot = 0; dot < BITS.length; dot++) {
        sign |= (dots >> dot & 1) == 1 ? BITS[dot] : 0;
      }
      return (char) (EMPTY + sign);
    }
  };

  private static final char EMPTY = '\u2800';

  /** Of the dots row by row; Unicode numbers them by column, and the last row was added later. */
  private static final int[] BITS = {0x01, 0x08, 0x02, 0x10, 0x04, 0x20, 0x40, 0x80};

  /** Dots of a character, in a row and in a column. */
  final int across;

  final int down;

  /** The line on the left, the corner, the line below, and a mark on it. */
  final char side;

  final char corner;
  final char floor;
  final char mark;

  Ink(int across, int down, char side, char corner, char floor, char mark) {
    this.across = across;
    this.down = down;
    this.side = side;
    this.corner = corner;
    this.floor = floor;
    this.mark = mark;
  }

  /** The character that has these dots, at least one; bit {@code row * across + column} is one. */
  abstract char character(int dots);

  /**
   * What a terminal can show.
   *
   * @param charset of its locale, as the launcher tells it or Java; empty if neither does
   * @param environment the variables of the process
   */
  static Ink of(Optional<String> charset, Map<String, String> environment) {
    boolean unicode = charset.map(StandardCharsets.UTF_8.name()::equalsIgnoreCase).orElse(false);
    // The console of Linux has UTF-8, and a font of 256 or 512 characters.
    boolean console = "linux".equals(environment.get("TERM"));
    return unicode && !console ? BRAILLE : ASCII;
  }
}
