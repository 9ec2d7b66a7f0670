package io.downhill.data.text;

import ch.randelshofer.fastdoubleparser.JavaDoubleParser;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/**
 * Cuts delimited text into rows of numbers, such as 12, -0.5 and "1.2e-7", of texts, quoted or not,
 * and of gaps. It stops at anything else: a text in place of a number, a line end in quotes,
 * another number of cells. Empty lines are no rows.
 *
 * <p>A number is rounded once, to the nearest double, as DuckDB does: up to 2^53 and 10^22 mantissa
 * and power of ten are exact, so one multiplication or division is too (Clinger 1990); beyond, the
 * library decides.
 *
 * <p>Longer than other files: one loop over bytes, whose steps share its state.
 */
final class PlainParser {
  private static final long EXACT = 1L << 53;
  private static final int DIGITS = 18;

  /** Bytes of an average cell, by which the first array of values is sized. */
  private static final int USUAL = 7;

  private static final double[] POWERS = new double[23];

  static {
    for (int k = 0; k < POWERS.length; k++) {
      POWERS[k] = Double.parseDouble("1e" + k);
    }
  }

  /**
   * The rows of a range of text.
   *
   * @param values row-major, one a wanted cell: a number, NaN for a gap, or the place of a text
   *     among {@code texts}; may be longer than the rows
   * @param texts each once
   * @param rows how many
   * @param plain whether these are all rows; else what follows cannot be read here
   */
  record Part(double[] values, List<String> texts, int rows, boolean plain) {
    /** No rows. */
    static Part of(boolean plain) {
      return new Part(new double[0], List.of(), 0, plain);
    }
  }

  /**
   * How lines are cut.
   *
   * @param crlf whether they end in CR and LF, else in LF
   * @param gaps what stands for a gap among numbers, none of them like a number
   */
  record Format(byte delimiter, boolean crlf, List<String> gaps) {}

  private final byte delimiter;
  private final boolean crlf;
  private final List<byte[]> gaps;
  private final int[] places;
  private final boolean[] asTexts;
  private final boolean[] asWhole;
  private final int width;

  private byte[] text;
  private int position;
  private int end;
  private boolean failed;
  private TextIndex texts;

  /**
   * A parser of rows in a format.
   *
   * @param places for each column where its cell goes in a row of the result, -1 for nowhere
   * @param asTexts for each place in a row of the result whether it is read as a text
   * @param asWhole for each whether a number with a point cannot be read here, since the point may
   *     stand between thousands
   */
  PlainParser(Format format, int[] places, boolean[] asTexts, boolean[] asWhole) {
    this.delimiter = format.delimiter();
    this.crlf = format.crlf();
    this.gaps = format.gaps().stream().map(gap -> gap.getBytes(StandardCharsets.UTF_8)).toList();
    this.places = places;
    this.asTexts = asTexts;
    this.asWhole = asWhole;
    this.width = asTexts.length;
  }

  /** Cuts lines into rows. */
  Part parse(LineRanges.Lines lines) {
    text = lines.bytes();
    position = lines.first();
    end = lines.end();
    failed = false;
    texts = new TextIndex(text);
    int length = Math.max(0, lines.limit() - lines.first());
    double[] values = new double[width * (1 + length / (USUAL * places.length))];
    int rows = 0;
    boolean plain = true;
    while (plain && position < lines.limit()) {
      if (blank()) {
        continue;
      }
      if ((rows + 1) * width > values.length) {
        values = Arrays.copyOf(values, 2 * values.length);
      }
      plain = row(values, rows * width);
      rows += plain ? 1 : 0;
    }
    return new Part(values, texts.texts(), rows, plain);
  }

  /**
   * Passes over a line of blanks alone, however it ends; in a table of one column it is a row, and
   * is not passed over.
   */
  private boolean blank() {
    int i = position;
    while (text[i] == ' ' && delimiter != ' ' || text[i] == '\t' && delimiter != '\t') {
      i++;
    }
    i += text[i] == '\r' ? 1 : 0;
    boolean blank = places.length > 1 && text[i] == '\n';
    position = blank ? i + 1 : position;
    return blank;
  }

  private boolean row(double[] values, int first) {
    for (int j = 0; j < places.length; j++) {
      if (j > 0) {
        if (position >= end || text[position] != delimiter) {
          return false;
        }
        position++;
      }
      int place = places[j];
      if (place < 0) {
        skip();
      } else {
        values[first + place] = asTexts[place] ? text() : number(asWhole[place]);
      }
      if (failed) {
        return false;
      }
    }
    if (position < end && crlf && text[position++] != '\r') {
      return false;
    }
    return text[position++] == '\n' && position - 1 <= end;
  }

  private double number(boolean whole) {
    byte[] line = text;
    int cell = position;
    int start = afterBlanks(cell);
    int i = start;
    boolean negative = line[i] == '-';
    i += negative ? 1 : 0;
    int digits = -i;
    long mantissa = 0;
    for (int c = line[i] - '0'; c >= 0 && c <= 9; c = line[++i] - '0') {
      mantissa = 10 * mantissa + c;
    }
    digits += i;
    int exponent = 0;
    if (line[i] == '.') {
      int point = ++i;
      for (int c = line[i] - '0'; c >= 0 && c <= 9; c = line[++i] - '0') {
        mantissa = 10 * mantissa + c;
      }
      exponent = point - i;
      failed |= whole;
      digits -= exponent;
    } else if (digits > 1 && line[i - digits] == '0') {
      failed |= !negative; // A code as 007, which is a text.
    }
    position = i;
    if (digits == 0) {
      return quotedOrGap(cell, whole);
    }
    if (line[i] == 'e' || line[i] == 'E') {
      position++;
      exponent += exponent();
    }
    int stop = position;
    position = afterBlanks(stop);
    if (!isEnd(line[position]) && !closes(start)) {
      return quotedOrGap(cell, whole);
    }
    if (digits > DIGITS || mantissa > EXACT || Math.abs(exponent) >= POWERS.length) {
      return slow(start, stop);
    }
    double value = exponent < 0 ? mantissa / POWERS[-exponent] : mantissa * POWERS[exponent];
    return negative ? -value : value;
  }

  private int afterBlanks(int first) {
    int i = first;
    while (text[i] == ' ' && delimiter != ' ') {
      i++;
    }
    return i;
  }

  /** Whether a quote that was opened before this start ends here. */
  private boolean closes(int start) {
    return text[position] == '"' && start > 0 && text[start - 1] == '"';
  }

  /**
   * The exponent behind an e, at most 9999 in magnitude: {@link #slow} then gives infinity or 0.
   */
  private int exponent() {
    boolean negative = text[position] == '-';
    position += negative || text[position] == '+' ? 1 : 0;
    failed |= !isDigit(text[position]);
    int exponent = 0;
    for (; isDigit(text[position]); position++) {
      exponent = Math.min(9999, 10 * exponent + (text[position] - '0'));
    }
    return negative ? -exponent : exponent;
  }

  private double slow(int start, int stop) {
    double value = JavaDoubleParser.parseDouble(text, start, stop - start);
    failed |= Double.isInfinite(value);
    return value;
  }

  private double quotedOrGap(int start, boolean whole) {
    position = start;
    boolean quoted = text[start] == '"';
    if (quoted && (isDigit(text[start + 1]) || text[start + 1] == '-' || text[start + 1] == '.')) {
      position++;
      double value = number(whole);
      failed |= text[position++] != '"';
      return value;
    }
    skip();
    int first = quoted ? start + 1 : start;
    int limit = quoted ? Math.max(first, position - 1) : position;
    failed |= gaps.stream().noneMatch(gap -> Arrays.equals(text, first, limit, gap, 0, gap.length));
    return Double.NaN;
  }

  /** The place of the text among all. A text in quotes may hold delimiters, and quotes doubled. */
  private double text() {
    int start = position;
    boolean quoted = text[start] == '"';
    boolean doubled = false;
    if (quoted) {
      doubled = skipQuoted();
    } else {
      skip();
    }
    if (failed) {
      return -1;
    }
    return quoted
        ? texts.place(start + 1, position - 1, doubled)
        : texts.place(start, position, false);
  }

  private void skip() {
    byte[] line = text;
    if (line[position] == '"') {
      skipQuoted();
      return;
    }
    int i = position;
    boolean odd = false;
    for (byte c = line[i]; !isEnd(c); c = line[++i]) {
      odd |= c == '"' || c == 0;
    }
    failed |= odd;
    position = i;
  }

  /**
   * Passes over a text in quotes.
   *
   * @return whether it holds doubled quotes
   */
  private boolean skipQuoted() {
    boolean doubled = false;
    position++;
    while (text[position] != '"' || text[position + 1] == '"') {
      if (text[position] == '"') {
        doubled = true;
        position++;
      }
      if (text[position] == '\n' || text[position] == '\r' || text[position] == 0) {
        failed = true;
        return doubled;
      }
      position++;
    }
    position++;
    failed |= !isEnd(text[position]);
    return doubled;
  }

  private boolean isEnd(byte c) {
    return c == delimiter || c == '\n' || c == '\r';
  }

  private static boolean isDigit(byte c) {
    return c >= '0' && c <= '9';
  }
}
