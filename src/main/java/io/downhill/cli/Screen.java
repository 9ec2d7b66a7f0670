package io.downhill.cli;

import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Lines at the end of a terminal that are drawn again in place. What is printed to this stream
 * meanwhile stands above them, and stays.
 *
 * <p>The terminal keeps its modes: each drawing turns the wrapping of long lines off and on again
 * within one write, and the cursor ends on the line below. So nothing has to be restored, however
 * the process ends. Thread-safe.
 */
final class Screen extends OutputStream {
  private static final String ESCAPE = "\u001b[";
  private static final String CLEAR_LINE = ESCAPE + "K";
  private static final String CLEAR_BELOW = ESCAPE + "J";
  private static final String WRAP_OFF = ESCAPE + "?7l";
  private static final String WRAP_ON = ESCAPE + "?7h";

  private final PrintStream terminal;
  private List<String> lines = List.of();
  private int drawn;
  private boolean inLine;

  /** A screen on a terminal that understands ANSI's escapes. */
  Screen(PrintStream terminal) {
    this.terminal = terminal;
  }

  /** Draws lines in place of those before; each shorter than the terminal is wide. */
  synchronized void show(List<String> next) {
    lines = List.copyOf(next);
    if (!inLine) { // A line that somebody has begun is not torn apart.
      draw();
    }
  }

  /** Draws for the last time; what is printed from now on stands below. */
  synchronized void leave(List<String> last) {
    show(last);
    lines = List.of();
    drawn = 0;
  }

  @Override
  public void write(int b) {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public synchronized void write(byte[] bytes, int from, int length) {
    if (length == 0) {
      return;
    }
    if (drawn > 0) {
      send(toTop() + CLEAR_BELOW);
      drawn = 0;
    }
    terminal.write(bytes, from, length);
    inLine = bytes[from + length - 1] != '\n';
    if (!inLine) {
      draw();
    }
    terminal.flush();
  }

  private void draw() {
    StringBuilder text = new StringBuilder(toTop()).append(WRAP_OFF);
    lines.forEach(line -> text.append(line).append(CLEAR_LINE).append('\n'));
    send(text.append(CLEAR_BELOW).append(WRAP_ON).toString());
    drawn = lines.size();
  }

  private String toTop() {
    return drawn == 0 ? "\r" : "\r" + ESCAPE + drawn + "A";
  }

  /** In one write, so that no half of it is seen. */
  private void send(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    terminal.write(bytes, 0, bytes.length);
    terminal.flush();
  }
}
