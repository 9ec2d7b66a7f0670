package io.downhill.cli;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A terminal that shows what was written to it: as much of ANSI's escapes as Downhill needs, and a
 * failure at every other. Lines that leave it at the top can be seen, and not be written to.
 */
final class VirtualTerminal {
  private static final Pattern ESCAPE = Pattern.compile("\u001b\\[(\\??)(\\d*)([A-Za-z])");

  private final int rows;
  private final int columns;
  private final List<StringBuilder> lines = new ArrayList<>(List.of(new StringBuilder()));
  private int top;
  private int row;
  private int column;
  private boolean wraps = true;

  VirtualTerminal(int rows, int columns) {
    this.rows = rows;
    this.columns = columns;
  }

  /** What a terminal shows after these bytes; the terminal driver has made \n to \r\n or not. */
  static VirtualTerminal after(int rows, int columns, byte[] bytes) {
    VirtualTerminal terminal = new VirtualTerminal(rows, columns);
    terminal.write(new String(bytes, StandardCharsets.UTF_8).replace("\r\n", "\n"));
    return terminal;
  }

  void write(String text) {
    Matcher escape = ESCAPE.matcher(text);
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '\u001b') {
        if (!escape.find(i) || escape.start() != i) {
          throw new AssertionError("an escape that is not known: " + text.substring(i));
        }
        obey(escape.group(1) + escape.group(3), escape.group(2));
        i = escape.end() - 1;
      } else if (c == '\r') {
        column = 0;
      } else if (c == '\n') {
        column = 0;
        down();
      } else {
        put(c);
      }
    }
  }

  private void obey(String command, String number) {
    switch (command) {
      case "A" -> row = Math.max(top, row - Integer.parseInt(number));
      case "K" -> lines.get(row).setLength(Math.min(column, lines.get(row).length()));
      case "J" -> {
        lines.get(row).setLength(Math.min(column, lines.get(row).length()));
        lines.subList(row + 1, lines.size()).clear();
      }
      case "?l" -> wraps = wraps && !number.equals("7");
      case "?h" -> wraps = wraps || number.equals("7");
      default -> throw new AssertionError("an escape that is not known: " + command);
    }
  }

  private void put(char c) {
    if (column == columns && wraps) {
      column = 0;
      down();
    }
    column = Math.min(column, columns - 1);
    StringBuilder line = lines.get(row);
    while (line.length() <= column) {
      line.append(' ');
    }
    line.setCharAt(column++, c);
  }

  private void down() {
    row++;
    if (row == lines.size()) {
      lines.add(new StringBuilder());
    }
    top = Math.max(top, row - rows + 1);
  }

  /** The lines that were shown, from the first one on. */
  List<String> lines() {
    return lines.stream().map(line -> line.toString().stripTrailing()).toList();
  }

  /** The same in one text. */
  String text() {
    return lines().stream().collect(Collectors.joining("\n"));
  }

  /** Whether the cursor is at the beginning of the last line and long lines are wrapped. */
  boolean isRestored() {
    return wraps && column == 0 && row == lines.size() - 1;
  }
}
