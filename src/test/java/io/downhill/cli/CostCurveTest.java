package io.downhill.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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
  void shortAxisMarksTwosAndFivesToo() {
    List<String> lines = CostCurve.lines(new double[] {4, 3, 2, 1, 1, 1, 1, 1, 1, 1, 1});
    String[] ticks = lines.get(lines.size() - 1).strip().split(" +");
    assertEquals(List.of("1", "2", "5", "10"), List.of(ticks));
  }

  /** By hand: the columns of dots show the iterations 1 1 2 2 3 4 6 8, in rows from 0 to 7. */
  @Test
  void brailleHasEightDotsACharacter() {
    CostSeries costs = CostSeries.of(new double[] {7, 6, 5, 4, 3, 2, 1, 0});
    assertEquals(
        List.of("  7.0000 │⠉⠒⢄", "  0.0000 │   ⢣"),
        new CostCurve(4, 2, Ink.BRAILLE).lines(costs).subList(0, 2));
  }

  @Test
  void costThatSwingsBetweenColumnsIsABand() {
    double[] swinging = IntStream.range(0, 10_000).mapToDouble(k -> k % 2).toArray();
    List<String> lines = CostCurve.lines(swinging);
    String middle = lines.get(5);
    assertTrue(middle.endsWith("*".repeat(30)), middle);
  }

  @ParameterizedTest
  @CsvSource({
    "0.5, '  0.5000'",
    "1234567.8, ' 1.2e+06'",
    "0.00001234, ' 1.2e-05'",
    "0, '  0.0000'"
  })
  void labelHasEightCharacters(double cost, String label) {
    List<String> lines = CostCurve.lines(new double[] {cost});
    String line = lines.get(lines.size() - 3);
    assertTrue(line.startsWith(label + " |*"), line);
    assertTrue(lines.get(0).isBlank() || lines.get(0).strip().equals("|"), lines.get(0));
  }

  @Test
  void marksStayWithinTheWidth() {
    for (Ink ink : Ink.values()) {
      for (int count : new int[] {1, 2, 3, 9, 99, 100, 1000, 10_000}) {
        double[] costs = IntStream.range(0, count).mapToDouble(k -> count - k).toArray();
        List<String> lines = new CostCurve(16, 3, ink).lines(CostSeries.of(costs));
        assertEquals(5, lines.size());
        for (String line : lines) {
          assertTrue(line.length() <= 16 + CostCurve.LABEL, count + ": " + line);
        }
      }
    }
  }

  @Test
  void oneCostIsALine() {
    List<String> lines = CostCurve.lines(new double[] {0.5});
    assertTrue(lines.get(lines.size() - 3).startsWith("  0.5000 |*"), lines.toString());
  }
}
