package io.downhill.cli;

import java.util.Map;
import java.util.Optional;

/**
 * What a pixel of a picture with positive and negative values is drawn with: {@value #WIDTH}
 * characters, which are about as wide as a line is high.
 */
enum Shade {
  /** What every terminal has. */
  ASCII("==", "-=", "--", " -", "  ", " +", "++", "+#", "##"),

  /** Blocks, where the encoding and the font have them. */
  BLOCKS("==", "-=", "--", " -", "  ", "░░", "▒▒", "▓▓", "██"),

  /** Backgrounds, blue below 0 and orange above it, on a terminal of 256 colours. */
  COLOURS(
      colour(45),
      colour(38),
      colour(31),
      colour(24),
      colour(233), //
      colour(52),
      colour(130),
      colour(172),
      colour(214));

  static final int WIDTH = 2;

  private static final String ESCAPE = "\u001b[";

  /** From the least to the greatest value, 0 in the middle. */
  private final String[] pixels;

  Shade(String... pixels) {
    this.pixels = pixels;
  }

  private static String colour(int number) {
    return "\u001b[48;5;" + number + "m" + " ".repeat(WIDTH);
  }

  /** What is drawn for a value from -1 to 1. */
  String pixel(double value) {
    int middle = pixels.length / 2;
    int level = (int) Math.round(Math.abs(value) * middle);
    return pixels[value < 0 ? middle - level : middle + level];
  }

  /** What ends a line of pixels. */
  String end() {
    return this == COLOURS ? ESCAPE + "0m" : "";
  }

  /** What is drawn for the greatest and for the least value, in words. */
  String legend(String greatest, String least) {
    return this == COLOURS
        ? greatest + " is orange, " + least + " blue"
        : greatest + " is " + pixel(1) + ", " + least + " " + pixel(-1);
  }

  /**
   * What a terminal can show.
   *
   * @param charset of its locale; empty if nothing tells it
   * @param environment the variables of the process; NO_COLOR asks for none
   * @param terminal whether it is one, and no file or pipe
   */
  static Shade of(Optional<String> charset, Map<String, String> environment, boolean terminal) {
    String term = environment.getOrDefault("TERM", "");
    boolean many =
        term.contains("256color") || !environment.getOrDefault("COLORTERM", "").isEmpty();
    boolean wanted = environment.getOrDefault("NO_COLOR", "").isEmpty();
    if (terminal && many && wanted && !term.equals("dumb")) {
      return COLOURS;
    }
    return Ink.of(charset, environment) == Ink.BRAILLE ? BLOCKS : ASCII;
  }
}
