package io.downhill.cli;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Small pictures, drawn with characters side by side. */
final class ImageLines {
  private static final int GAP = 2;

  /**
   * A square picture.
   *
   * @param caption what stands above it
   * @param side pixels in a row
   * @param pixels side x side values, row by row, finite
   */
  record Image(String caption, int side, double[] pixels) {
    Image {
      if (pixels.length != side * side) {
        throw new IllegalArgumentException("side: " + side + ", pixels: " + pixels.length);
      }
    }

    private int width() {
      return side * Shade.WIDTH;
    }

    private double largest() {
      return Arrays.stream(pixels).map(Math::abs).max().orElse(0);
    }
  }

  private ImageLines() {}

  /**
   * The lines of pictures of one size, in rows of as many as fit. All are on one scale, on which
   * the largest |value| of any has the strongest shade.
   *
   * @param columns the width of the terminal
   * @return a line of captions and the pictures below it, for each row; a blank line between rows
   */
  static List<String> of(List<Image> images, int columns, Shade shade) {
    List<String> lines = new ArrayList<>();
    double largest = images.stream().mapToDouble(Image::largest).max().orElse(0);
    double scale = largest > 0 ? largest : 1;
    int from = 0;
    while (from < images.size()) {
      int most = across(images.get(from).side(), columns);
      List<Image> row = images.subList(from, Math.min(images.size(), from + most));
      if (from > 0) {
        lines.add("");
      }
      lines.add(captions(row));
      for (int y = 0; y < row.get(0).side(); y++) {
        lines.add(line(row, y, scale, shade));
      }
      from += row.size();
    }
    return lines;
  }

  /** How many pictures of this side fit side by side, at least one. */
  static int across(int side, int columns) {
    return Math.max(1, (columns + GAP) / (side * Shade.WIDTH + GAP));
  }

  private static String captions(List<Image> row) {
    StringBuilder text = new StringBuilder();
    for (Image image : row) {
      String caption = Printable.line(image.caption());
      String shown = caption.substring(0, Math.min(caption.length(), image.width()));
      text.append(shown).append(" ".repeat(image.width() + GAP - shown.length()));
    }
    return text.toString().stripTrailing();
  }

  private static String line(List<Image> row, int y, double scale, Shade shade) {
    StringBuilder text = new StringBuilder();
    for (Image image : row) {
      for (int x = 0; x < image.side(); x++) {
        text.append(shade.pixel(image.pixels()[y * image.side() + x] / scale));
      }
      text.append(shade.end()).append(" ".repeat(GAP));
    }
    return text.toString().stripTrailing();
  }
}
