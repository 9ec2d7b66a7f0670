package io.downhill.data.text;

import io.downhill.data.DataException;
import io.downhill.data.TableRows;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The rows of text files that hold numbers and texts on lines of their own, parsed on all cores, a
 * few ranges of the text at a time. DuckDB takes over at the first row that holds anything else.
 */
public final class PlainRows implements TableRows {
  private static final Logger LOG = LoggerFactory.getLogger(PlainRows.class);
  private static final int THREADS = Runtime.getRuntime().availableProcessors();

  /** The heap that the rows of a range may take, where each of many short cells is a text. */
  private static final long ROOM = 1 << 22;

  /** Ranges that are read ahead of the row in hand, in an eighth of the heap. */
  private static final int AHEAD =
      (int) Math.max(2, Math.min(THREADS + 4, Runtime.getRuntime().maxMemory() / 8 / ROOM));

  /** The table whose rows these are, which reads on where they cannot be read here. */
  public interface Source {
    /** How messages name it. */
    String name();

    /** Where a row stands, counted from 0, as a message begins. */
    String place(long row);

    /**
     * The rows from one on.
     *
     * @param row counted from 0
     * @param accented whether cells beyond ASCII were taken from its file as UTF-8
     */
    TableRows continued(List<Cell> cells, long row, boolean accented);
  }

  /** A range that is being read. */
  private record Reading(LineRanges.Range range, Future<Parsed> parsed) {}

  /**
   * The rows of a range.
   *
   * @param accented whether it has characters beyond ASCII
   */
  private record Parsed(PlainParser.Part part, boolean accented) {
    /** No rows of a range that cannot be read here. */
    static final Parsed NONE = new Parsed(PlainParser.Part.of(false), false);
  }

  private final Source table;
  private final TextTable text;
  private final List<Cell> cells;
  private final int[] places;
  private final boolean[] asTexts;
  private final boolean[] asWhole;
  private final List<String> gaps = new ArrayList<>(List.of("", " "));
  private final LineRanges ranges;
  private final double bytes;
  private final ExecutorService threads = Executors.newFixedThreadPool(THREADS, PlainRows::thread);
  private final Queue<Reading> readings = new ArrayDeque<>();
  private PlainParser.Part part = PlainParser.Part.of(true);
  private int place = -1;
  private long row = -1;
  private boolean broken;
  private boolean accented;
  private TableRows others;

  /**
   * Rows of files in UTF-8.
   *
   * @param first the row to begin with, counted from 0
   */
  public PlainRows(Source table, TextTable text, List<Path> files, List<Cell> cells, long first) {
    this(table, text, files, cells, first, LineRanges.Sizes.USUAL);
  }

  /** The same in ranges of these sizes. */
  PlainRows(
      Source table,
      TextTable text,
      List<Path> files,
      List<Cell> cells,
      long first,
      LineRanges.Sizes sizes) {
    this.table = table;
    this.text = text;
    this.cells = cells;
    places = new int[text.columns().size()];
    asTexts = new boolean[cells.size()];
    asWhole = new boolean[cells.size()];
    Arrays.fill(places, -1);
    for (int k = 0; k < cells.size(); k++) {
      places[cells.get(k).column()] = k;
      asTexts[k] = cells.get(k).text();
      asWhole[k] = text.numbers().mayBeGrouped(cells.get(k).column());
    }
    for (String gap : text.gaps()) {
      gaps.add(gap);
      gaps.add(" " + gap);
    }
    bytes = files.stream().mapToLong(file -> file.toFile().length()).sum();
    ranges = new LineRanges(files, text.named() ? 1 : 0, sizes);
    for (long skipped = 0; skipped < first; skipped++) {
      next();
    }
  }

  private static Thread thread(Runnable task) {
    Thread thread = new Thread(task, "downhill-reader");
    thread.setDaemon(true);
    return thread;
  }

  /** Whether each cell may stand on one line, and the files can be read as lines. */
  public static boolean fit(TextTable text, List<Path> files, List<Cell> cells) {
    return text.columns().size() > 1
        && !text.sample().runs()
        && text.sample().delimiter() < 128
        && cells.stream().map(Cell::column).distinct().count() == cells.size()
        && text.gaps().stream().noneMatch(gap -> gap.matches("[-.0-9].*"))
        && files.stream().allMatch(Files::isRegularFile);
  }

  @Override
  public boolean next() {
    row++;
    if (others != null) {
      return others.next();
    }
    place++;
    while (place >= part.rows()) {
      if (!part.plain()) {
        LOG.debug("{}: row {} on is not read as plain lines", table.name(), row + 1);
        close();
        others = table.continued(cells, row, accented);
        return others.next();
      }
      readAhead();
      if (readings.isEmpty() && !broken) {
        return false;
      }
      // DuckDB tells what is wrong with a file that does not open, if anything is.
      part = readings.isEmpty() ? Parsed.NONE.part() : result(readings.remove());
      place = 0;
    }
    return true;
  }

  private void readAhead() {
    try {
      while (!broken && readings.size() < AHEAD) {
        LineRanges.Range range = ranges.next();
        if (range == null) {
          return;
        }
        readings.add(new Reading(range, threads.submit(() -> parse(range))));
      }
    } catch (IOException e) {
      LOG.debug("{}: {}", table.name(), e.toString());
      broken = true;
    }
  }

  private Parsed parse(LineRanges.Range range) throws IOException {
    Optional<LineRanges.Lines> read = range.read();
    if (read.isEmpty()) {
      return Parsed.NONE;
    }
    LineRanges.Lines lines = read.get();
    Utf8 utf8 = new Utf8();
    utf8.add(lines.bytes(), lines.first(), lines.end());
    utf8.end();
    if (!utf8.valid()) {
      return Parsed.NONE;
    }
    PlainParser.Format format =
        new PlainParser.Format((byte) text.sample().delimiter(), range.file().crlf(), gaps);
    PlainParser parser = new PlainParser(format, places, asTexts, asWhole);
    return new Parsed(parser.parse(lines), utf8.characters() > 0);
  }

  private PlainParser.Part result(Reading reading) {
    try {
      Parsed result = reading.parsed().get();
      accented |= result.accented();
      if (reading.range().last() && result.part().plain()) {
        reading.range().file().close();
        accented = false;
      }
      return result.part();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new DataException(table.name() + ": reading was interrupted", e);
    } catch (ExecutionException | IOException e) {
      LOG.debug("{}: not read", table.name(), e);
      return Parsed.NONE.part();
    }
  }

  @Override
  public double number(int k) {
    return others == null ? part.values()[place * cells.size() + k] : others.number(k);
  }

  @Override
  public String text(int k) {
    return others == null
        ? part.texts().get((int) part.values()[place * cells.size() + k])
        : others.text(k);
  }

  @Override
  public double part() {
    return others == null ? Math.min(1, ranges.position() / bytes) : others.part();
  }

  @Override
  public String place() {
    return table.place(row);
  }

  @Override
  public void close() {
    threads.shutdownNow();
    readings.forEach(reading -> close(reading.range().file()));
    readings.clear();
    close(ranges);
    if (others != null) {
      others.close();
    }
  }

  // Files are only read, so a failure to close one loses nothing.
  private static void close(AutoCloseable opened) {
    try {
      opened.close();
    } catch (Exception e) {
      LOG.debug("not closed: {}", e.toString());
    }
  }
}
