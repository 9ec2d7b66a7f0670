package io.downhill.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class ShadeTest {
  @ParameterizedTest
  @CsvSource({
    "UTF-8, xterm-256color, , , true, COLOURS",
    "ANSI_X3.4-1968, screen-256color, , , true, COLOURS",
    "UTF-8, xterm, truecolor, , true, COLOURS",
    "UTF-8, xterm-256color, , 1, true, BLOCKS",
    "UTF-8, xterm-256color, , '', true, COLOURS",
    "UTF-8, xterm-256color, truecolor, , false, BLOCKS",
    "UTF-8, xterm, , , true, BLOCKS",
    "UTF-8, linux, , , true, ASCII",
    "UTF-8, dumb, truecolor, , true, BLOCKS",
    "ISO-8859-1, xterm, , , true, ASCII",
    ", xterm, , , true, ASCII"
  })
  void coloursWhereTheTerminalHasThemAndNobodyForbidsThem(
      String charset, String term, String colours, String none, boolean terminal, Shade shade) {
    Map<String, String> environment = new HashMap<>(Map.of("TERM", term));
    if (colours != null) {
      environment.put("COLORTERM", colours);
    }
    if (none != null) {
      environment.put("NO_COLOR", none);
    }
    assertEquals(shade, Shade.of(Optional.ofNullable(charset), environment, terminal));
  }

  @ParameterizedTest
  @EnumSource
  void everyLevelLooksDifferentAndIsTwoCharactersWide(Shade shade) {
    Set<String> seen = new HashSet<>();
    for (int level = -4; level <= 4; level++) {
      String pixel = shade.pixel(level / 4.0);
      assertTrue(seen.add(pixel), pixel);
      assertEquals(Shade.WIDTH, pixel.replaceAll("\u001b\\[[0-9;]*m", "").length());
    }
  }

  @ParameterizedTest
  @EnumSource
  void onlyColoursAreEscapes(Shade shade) {
    String all = shade.pixel(-1) + shade.pixel(0) + shade.pixel(1) + shade.end();
    assertEquals(shade == Shade.COLOURS, all.contains("\u001b"), all);
    assertEquals(
        shade == Shade.COLOURS, all.endsWith("\u001b[0m"), "the colour ends with the line");
  }

  @Test
  void asciiIsAscii() {
    for (int level = -4; level <= 4; level++) {
      assertFalse(Shade.ASCII.pixel(level / 4.0).chars().anyMatch(c -> c > '~'));
    }
  }

  @Test
  void valuesAreRoundedToTheNearestLevel() {
    assertEquals("  ", Shade.ASCII.pixel(0.12));
    assertEquals(" +", Shade.ASCII.pixel(0.13));
    assertEquals(" -", Shade.ASCII.pixel(-0.13));
    assertEquals("##", Shade.ASCII.pixel(0.9));
    assertEquals("==", Shade.ASCII.pixel(-0.9));
  }

  @Test
  void legendNamesWhatIsSeen() {
    assertEquals("most is ##, least ==", Shade.ASCII.legend("most", "least"));
    assertEquals("most is ██, least ==", Shade.BLOCKS.legend("most", "least"));
    assertEquals("most is orange, least blue", Shade.COLOURS.legend("most", "least"));
  }
}
