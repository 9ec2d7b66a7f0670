package io.downhill.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class CostCurveTest {
  private final double[] falling =
      IntStream.range(0, 500).mapToDouble(k -> 1 / (k + 2.0)).toArray();

  @Test
  void curveFallsFromTopLeftToBottomRight() {
    List<String> lines = CostCurve.lines(falling);
    assertTrue(lines.get(0).startsWith("  0.5000 |*"), lines.get(0));
    String bottom = lines.get(lines.size() - 3);
    assertTrue(bottom.startsWith("  0.0020 | ") && bottom.endsWith("*"), bottom);
  }

  @Test
  void everyColumnHasAPoint() {
    List<String> lines = CostCurve.lines(falling);
    int width = lines.get(lines.size() - 3).length();
    for (int c = 10; c < width; c++) {
      int column = c;
      boolean drawn =
          lines.subList(0, lines.size() - 2).stream()
              .anyMatch(line -> line.length() > column && line.charAt(column) == '*');
      assertTrue(drawn, "no point in column " + column);
    }
  }

  @Test
  void axisMarksPowersOfTen() {
    List<String> lines = CostCurve.lines(falling);
    String[] ticks = lines.get(lines.size() - 1).strip().split(" +");
    assertEquals(List.of("1", "10", "100"), List.of(ticks));
  }

  @Test
  void oneCostIsALine() {
    List<String> lines = CostCurve.lines(new double[] {0.5});
    assertTrue(lines.get(lines.size() - 3).startsWith("  0.5000 |*"), lines.toString());
  }
}
