package io.downhill.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.downhill.cli.ImageLines.Image;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ImageLinesTest {
  private static final Image CROSS =
      new Image("a", 3, new double[] {2, 0, -2, 0, 1, 0, -1.5, 0, .5});

  @Test
  void pixelsAreWhereTheyAreInThePicture() {
    assertEquals(
        List.of("a", "##  ==", "  ++", "-=   +"), ImageLines.of(List.of(CROSS), 80, Shade.ASCII));
  }

  @Test
  void picturesSideBySideAreOnOneScale() {
    Image other = new Image("b", 3, new double[] {0, 0, 0, 0, 4, 0, 0, 0, 0});
    assertEquals(
        List.of("a       b", "++  --", "   +      ##", "--   +"),
        ImageLines.of(List.of(CROSS, other), 80, Shade.ASCII));
  }

  @Test
  void rowsAreAsWideAsTheTerminal() {
    List<Image> ten =
        IntStream.range(0, 10).mapToObj(k -> new Image("" + k, 8, new double[64])).toList();
    List<String> lines = ImageLines.of(ten, 80, Shade.ASCII);
    assertEquals(3 * 9 + 2, lines.size(), "four, four and two");
    assertEquals("0                 1                 2                 3", lines.get(0));
    assertEquals("", lines.get(9));
    assertEquals("8                 9", lines.get(20));
    assertEquals(
        4 * 10 - 1, ImageLines.of(ten, 69, Shade.ASCII).size(), "three, three, three, one");
    assertEquals(9, ImageLines.of(ten, 178, Shade.ASCII).size(), "all");
    assertEquals(10 * 10 - 1, ImageLines.of(ten, 5, Shade.ASCII).size(), "one below the other");
  }

  @Test
  void drawnLinesFitTheTerminal() {
    double[] full = IntStream.range(0, 64).mapToDouble(k -> 1).toArray();
    List<Image> ten = IntStream.range(0, 10).mapToObj(k -> new Image("" + k, 8, full)).toList();
    for (Shade shade : Shade.values()) {
      for (String line : ImageLines.of(ten, 70, shade)) {
        String seen = line.replaceAll("\u001b\\[[0-9;]*m", "");
        assertTrue(seen.length() <= 70, seen);
      }
    }
  }

  @Test
  void coloursEndBeforeTheGap() {
    String line = ImageLines.of(List.of(CROSS, CROSS), 80, Shade.COLOURS).get(1);
    assertTrue(line.endsWith("\u001b[0m"), "stripped after it");
    assertTrue(line.contains("\u001b[0m  \u001b[48;5;"), line);
  }

  @Test
  void longCaptionsAreCutAndStrangeOnesEscaped() {
    Image image = new Image("is 8\u001b, taken for 1", 3, new double[9]);
    assertEquals("is 8\\u", ImageLines.of(List.of(image), 80, Shade.ASCII).get(0));
  }

  @Test
  void pictureMustBeSquare() {
    assertThrows(IllegalArgumentException.class, () -> new Image("a", 3, new double[8]));
  }
}
