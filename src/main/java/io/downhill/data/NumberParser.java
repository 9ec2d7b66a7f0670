package io.downhill.data;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/**
 * Cuts delimited text into rows of plain numbers, such as 12, -0.5 and 1.2e-7, and gaps. It stops
 * at whatever is something else: a quote, a text, another number of cells. Empty lines are none.
 *
 * <p>A number is rounded once, to the nearest double, as DuckDB does: up to 2^53 and 10^22 mantissa
 * and power of ten are exact, so one multiplication or division is too (Clinger 1990); beyond, the
 * library decides.
 */
final class NumberParser {
  private static final long EXACT = 1L << 53;
  private static final int DIGITS = 18;

  /** The bytes that a cell takes, more or less. */
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
   * @param values row-major, one a wanted cell, NaN for a gap; perhaps longer than needed
   * @param rows how many
   * @param plain whether these are all; else something else comes after them
   */
  record Part(double[] values, int rows, boolean plain) {
    /** No rows. */
    static Part of(boolean plain) {
      return new Part(new double[0], 0, plain);
    }
  }

  private final byte delimiter;
  private final int[] places;
  private final int width;
  private final boolean crlf;
  private final List<byte[]> gaps;

  private byte[] text;
  private int at;
  private int end;
  private boolean failed;

  /**
   * A parser of such rows.
   *
   * @param places for each column where its number goes in a row of the result, -1 for nowhere
   * @param width of a row of the result
   * @param crlf whether lines end in CR and LF, else in LF
   * @param gaps what stands for a gap, none of them like a number
   */
  NumberParser(byte delimiter, int[] places, int width, boolean crlf, List<String> gaps) {
    this.delimiter = delimiter;
    this.places = places;
    this.width = width;
    this.crlf = crlf;
    this.gaps = gaps.stream().map(gap -> gap.getBytes(StandardCharsets.UTF_8)).toList();
  }

  /** Cuts lines into rows. */
  Part parse(LineRanges.Lines lines) {
    text = lines.bytes();
    at = lines.from();
    end = lines.stop();
    failed = false;
    int length = Math.max(0, lines.to() - lines.from());
    double[] values = new double[width * (1 + length / (USUAL * places.length))];
    int rows = 0;
    while (at < lines.to()) {
      if (blank()) {
        continue;
      }
      if ((rows + 1) * width > values.length) {
        values = Arrays.copyOf(values, 2 * values.length);
      }
      if (!row(values, rows * width)) {
        return new Part(values, rows, false);
      }
      rows++;
    }
    return new Part(values, rows, true);
  }

  /** Passes over a line with nothing in it, which is a row only where there is one column. */
  private boolean blank() {
    int newline = crlf ? at + 1 : at;
    boolean blank = places.length > 1 && (!crlf || text[at] == '\r') && text[newline] == '\n';
    at = blank ? newline + 1 : at;
    return blank;
  }

  private boolean row(double[] values, int first) {
    for (int j = 0; j < places.length; j++) {
      if (j > 0) {
        if (at >= end || text[at] != delimiter) {
          return false;
        }
        at++;
      }
      if (places[j] < 0) {
        skip();
      } else {
        values[first + places[j]] = number();
      }
      if (failed) {
        return false;
      }
    }
    if (at < end && crlf && text[at++] != '\r') {
      return false;
    }
    return text[at++] == '\n' && at - 1 <= end;
  }

  private double number() {
    byte[] line = text;
    int start = at;
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
      digits -= exponent;
    }
    at = i;
    if (digits == 0) {
      return gap(start);
    }
    if (line[i] == 'e' || line[i] == 'E') {
      at++;
      exponent += exponent();
    }
    if (!isEnd(line[at])) {
      return gap(start);
    }
    if (digits > DIGITS || mantissa > EXACT || Math.abs(exponent) >= POWERS.length) {
      return slow(start);
    }
    double value = exponent < 0 ? mantissa / POWERS[-exponent] : mantissa * POWERS[exponent];
    return negative ? -value : value;
  }

  /** The digits after an e; those of a number out of range make it slow, and then infinite or 0. */
  private int exponent() {
    boolean negative = text[at] == '-';
    at += negative || text[at] == '+' ? 1 : 0;
    failed |= !isDigit(text[at]);
    int exponent = 0;
    for (; isDigit(text[at]); at++) {
      exponent = Math.min(9999, 10 * exponent + (text[at] - '0'));
    }
    return negative ? -exponent : exponent;
  }

  private double slow(int start) {
    double value =
        Double.parseDouble(new String(text, start, at - start, StandardCharsets.ISO_8859_1));
    failed |= Double.isInfinite(value);
    return value;
  }

  private double gap(int start) {
    at = start;
    skip();
    failed |= gaps.stream().noneMatch(gap -> Arrays.equals(text, start, at, gap, 0, gap.length));
    return Double.NaN;
  }

  private void skip() {
    while (!isEnd(text[at])) {
      failed |= text[at++] == '"';
    }
  }

  private boolean isEnd(byte c) {
    return c == delimiter || c == '\n' || c == '\r';
  }

  private static boolean isDigit(byte c) {
    return c >= '0' && c <= '9';
  }
}
