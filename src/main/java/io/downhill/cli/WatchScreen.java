package io.downhill.cli;

import io.downhill.optim.Gap;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Draws how a run goes on a terminal: the curve of J, and below it what is known. It is drawn by a
 * thread of its own, at most ten times a second, so that no pass waits for the terminal. What is
 * logged meanwhile stands above it.
 */
final class WatchScreen implements Display {
  private static final int MOST_COLUMNS = 100;
  private static final int MOST_HEIGHT = 12;
  private static final int LEAST_HEIGHT = 3;
  private static final int LEAST_WIDTH = 16;
  private static final int AXIS = 2;

  /** Drawings without news: the seconds go on. */
  private static final int IDLE_TICKS = 10;

  private final String caption;
  private final RunState state;
  private final Ink ink;
  private final int columns;
  private final int rows;
  private final Screen screen;
  private final Terminal above;
  private final PrintStream stderr;
  private final Ticker ticker;
  private boolean news;
  private int idle = IDLE_TICKS;

  /**
   * Begins to draw.
   *
   * @param terminal that is live
   * @param caption what is shown
   */
  WatchScreen(Terminal terminal, String caption, RunState state, Ink ink) {
    this.caption = caption;
    this.state = state;
    this.ink = ink;
    // A line that fills the last column would begin a new one.
    this.columns = Math.min(Terminal.columns() - 1, MOST_COLUMNS);
    this.rows = Terminal.rows() - 1;
    this.screen = new Screen(terminal.err());
    PrintStream stream = new PrintStream(screen, false, StandardCharsets.UTF_8);
    this.above = new Terminal(terminal.out(), stream, false);
    this.stderr = System.err;
    System.setErr(stream);
    this.ticker = new Ticker("downhill-watch", this::tick);
  }

  @Override
  public synchronized void effort(double passes, double alpha) {
    state.effort(passes, alpha);
  }

  @Override
  public synchronized void iteration(int iteration, double cost, double slope) {
    state.iteration(iteration, cost, slope);
    news = true;
  }

  @Override
  public synchronized void gap(Gap gap) {
    state.gap(gap);
    news = true;
  }

  @Override
  public synchronized void restarted() {
    state.restarted();
    news = true;
  }

  @Override
  public Terminal terminal() {
    return above;
  }

  /** Draws for the last time, and leaves it there. */
  @Override
  public void close() {
    ticker.close();
    screen.leave(lastLines());
    System.setErr(stderr);
  }

  private void tick() {
    List<String> lines = newLines();
    if (!lines.isEmpty()) { // Outside of the lock, since a terminal may be stopped.
      screen.show(lines);
    }
  }

  private synchronized List<String> newLines() {
    idle++;
    return news || idle > IDLE_TICKS ? lines() : List.of();
  }

  private synchronized List<String> lines() {
    news = false;
    idle = 0;
    List<String> words = wrapped(state.items(), columns);
    List<String> lines = new ArrayList<>(HelpText.wrapped(caption, columns));
    int height = Math.min(MOST_HEIGHT, rows - AXIS - lines.size() - words.size());
    int width = columns - CostCurve.LABEL;
    if (height >= LEAST_HEIGHT && width >= LEAST_WIDTH && state.costs().count() > 0) {
      lines.addAll(new CostCurve(width, height, ink).lines(state.costs()));
    }
    lines.addAll(words);
    return lines.subList(Math.max(0, lines.size() - rows), lines.size());
  }

  private synchronized List<String> lastLines() {
    state.end();
    List<String> last = new ArrayList<>(lines());
    last.add(""); // What follows is the result.
    return last;
  }

  /** Items in lines of at most so many characters, or one that is longer alone. */
  static List<String> wrapped(List<String> items, int columns) {
    List<String> lines = new ArrayList<>();
    for (String item : items) {
      int last = lines.size() - 1;
      if (last >= 0 && lines.get(last).length() + 2 + item.length() <= columns) {
        lines.set(last, lines.get(last) + "  " + item);
      } else {
        lines.add(item);
      }
    }
    return lines;
  }
}
