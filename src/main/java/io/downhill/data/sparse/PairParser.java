package io.downhill.data.sparse;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Parses lines of a label and pairs of index:value, in ascending order of the index. What follows a
 * {@code #} is no part of a line, and lines without anything else are no rows.
 *
 * <p>A number is the double nearest to its decimals, rounded to float32, as it is in tables. Not
 * thread-safe; a parser for each thread.
 */
final class PairParser {
  private static final int SHOWN = 40;

  /** 2^53: doubles have all whole numbers up to here. */
  private static final long EXACT = 1L << 53;

  /** 2^24: float32 has all whole numbers up to here. */
  private static final double WHOLE = 1 << 24;

  /** Digits that a long holds, whatever they are. */
  private static final int DIGITS = 18;

  private static final int INDEX_DIGITS = 10;

  /** The powers of ten that are doubles. */
  private static final double[] TENS = {
    1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16,
    1e17, 1e18, 1e19, 1e20, 1e21, 1e22
  };

  private final int first;
  private final int last;
  private byte[] text;
  private int at;
  private double number;
  private double[] labels = {};
  private int[] lines = {};
  private int[] ends = {};
  private int[] indices = {};
  private float[] values = {};

  /** A line that cannot be used. */
  private static final class Wrong extends Exception {
    private static final long serialVersionUID = 1L;

    Wrong(String message) {
      super(message, null, false, false);
    }
  }

  /**
   * A parser.
   *
   * @param first the least index that may be: 0 or 1
   * @param last the greatest
   */
  PairParser(int first, int last) {
    this.first = first;
    this.last = last;
  }

  /**
   * Parses whole lines.
   *
   * @param bytes the lines, with a line end at {@code length}
   */
  SparsePart parse(byte[] bytes, int length) {
    text = bytes;
    at = 0;
    reserve(length);
    SparsePart.Counts counts = new SparsePart.Counts();
    int rows = 0;
    int place = 0;
    int line = 0;
    try {
      while (at < length) {
        line++;
        if (skipBlanks() != '\n' && text[at] != '#') {
          label();
          labels[rows] = number;
          lines[rows] = line;
          place = pairs(place, counts);
          ends[rows++] = place;
        }
        toLineEnd();
        at++;
      }
    } catch (Wrong e) {
      return SparsePart.failed(line, e.getMessage());
    }
    return new SparsePart(
        Arrays.copyOf(labels, rows),
        Arrays.copyOf(lines, rows),
        Arrays.copyOf(ends, rows),
        Arrays.copyOf(indices, place),
        Arrays.copyOf(values, place),
        line,
        counts,
        null);
  }

  /** Room for what so many bytes may hold: "1" is a row, "1:1" a pair, each with a blank behind. */
  private void reserve(int length) {
    if (labels.length < length / 2 + 1) {
      labels = new double[length / 2 + 1];
      lines = new int[labels.length];
      ends = new int[labels.length];
    }
    if (indices.length < length / 4 + 1) {
      indices = new int[length / 4 + 1];
      values = new float[indices.length];
    }
  }

  private byte skipBlanks() {
    byte c = text[at];
    while (c == ' ' || c == '\t' || c == '\r') {
      c = text[++at];
    }
    return c;
  }

  private void toLineEnd() {
    while (text[at] != '\n') {
      at++;
    }
  }

  private void label() throws Wrong {
    int start = at;
    if (!number() || !isEnd(text[at]) || !Double.isFinite(number)) {
      throw wrongLabel(token(start));
    }
  }

  private static Wrong wrongLabel(String token) {
    if (token.contains(":")) {
      return new Wrong(
          "begins with '"
              + token
              + "', and not with a label; write a label, or 0 where none is known");
    }
    return new Wrong(
        token.contains(",")
            ? "'" + token + "' are several labels; a row has one"
            : "the label '" + token + "' is no number; write classes as numbers, such as 1 and -1");
  }

  /** Takes the pairs of a line; where the next value goes then. */
  private int pairs(int from, SparsePart.Counts counts) throws Wrong {
    int place = from;
    int before = first - 1;
    byte c = skipBlanks();
    while (c != '\n' && c != '#') {
      int start = at;
      long index = 0;
      while (text[at] >= '0' && text[at] <= '9') {
        index = 10 * index + text[at++] - '0';
      }
      if (at == start || text[at] != ':' || at - start > INDEX_DIGITS) {
        throw wrongPair(start);
      }
      if (index <= before || index > last) {
        throw wrongIndex(index, before, token(start));
      }
      at++;
      if (!number() || !isEnd(text[at])) {
        throw wrongValue(token(start));
      }
      before = (int) index;
      float x = (float) number;
      if (x != 0) {
        if (Float.isInfinite(x)) {
          throw new Wrong(
              "'" + token(start) + "' is beyond the range of float32; divide the feature by 1e10");
        }
        indices[place] = before;
        values[place++] = x;
        if (x != number && Math.abs(number) >= WHOLE) {
          counts.rounded++;
        }
      } else if (number != 0) {
        counts.vanished++;
      }
      counts.least = Math.min(counts.least, before);
      c = skipBlanks();
    }
    counts.greatest = Math.max(counts.greatest, before);
    return place;
  }

  /**
   * Takes a number, which is then in {@link #number}; false if there is none. The value is the
   * double nearest to the decimals: exact, where digits and power of ten are doubles, up to one
   * division or multiplication; else that of {@link Double#parseDouble}.
   */
  private boolean number() {
    int start = at;
    byte c = text[at];
    boolean minus = c == '-';
    if (minus || c == '+') {
      at++;
    }
    int digits = at;
    long whole = 0;
    while ((c = text[at]) >= '0' && c <= '9') {
      whole = 10 * whole + c - '0';
      at++;
    }
    int count = at - digits;
    int power = 0;
    if (c == '.') {
      digits = ++at;
      while ((c = text[at]) >= '0' && c <= '9') {
        whole = 10 * whole + c - '0';
        at++;
      }
      power = digits - at;
      count -= power;
    }
    if (count == 0) {
      return false;
    }
    if (c == 'e' || c == 'E') {
      at++;
      int sign = text[at] == '-' ? -1 : 1;
      if (text[at] == '-' || text[at] == '+') {
        at++;
      }
      int exponent = 0;
      int begin = at;
      while ((c = text[at]) >= '0' && c <= '9') {
        exponent = Math.min(100_000, 10 * exponent + c - '0');
        at++;
      }
      if (at == begin) {
        return false;
      }
      power += sign * exponent;
    }
    if (count <= DIGITS && whole <= EXACT && power >= 1 - TENS.length && power < TENS.length) {
      double magnitude = power < 0 ? whole / TENS[-power] : whole * TENS[power];
      number = minus ? -magnitude : magnitude;
    } else {
      number = Double.parseDouble(new String(text, start, at - start, StandardCharsets.US_ASCII));
    }
    return true;
  }

  private static boolean isEnd(byte c) {
    return c == ' ' || c == '\n' || c == '\t' || c == '\r' || c == '#';
  }

  private Wrong wrongPair(int start) {
    String token = token(start);
    if (token.startsWith("qid:")) {
      return new Wrong(
          "'"
              + token
              + "': qid groups rows for ranking, which is not done here; take them out, as with"
              + " sed -E 's/ qid:[^ ]*//'");
    }
    int colon = token.indexOf(':');
    if (colon < 0) {
      return new Wrong("'" + token + "' has no value; write index:value, as " + "3:0.5");
    }
    String index = token.substring(0, colon);
    return new Wrong(
        index.matches("\\d+")
            ? tooLarge(token, index)
            : "'" + token + "': an index is a whole number from 0 on; number the features");
  }

  private Wrong wrongIndex(long index, int before, String token) {
    if (index > last) {
      return new Wrong(tooLarge(token, "" + index));
    }
    if (index < first) {
      return new Wrong(
          "'" + token + "': the model counts features from 1; add 1 to all indices of the file");
    }
    return new Wrong(
        "'"
            + token
            + (index == before
                ? "': the index stands twice; a row has one value of each feature"
                : "' comes after index " + before + "; sort the pairs of each line by index"));
  }

  private String tooLarge(String token, String index) {
    return "'"
        + token
        + "': the index "
        + index
        + " is too large, at most "
        + last
        + " is supported; number the features without gaps";
  }

  private static Wrong wrongValue(String token) {
    String value = token.substring(token.indexOf(':') + 1);
    if (value.isEmpty()) {
      return new Wrong("'" + token + "' has no value; write one, or leave the pair out for 0");
    }
    return new Wrong(
        "'"
            + token
            + (value.matches("(?i)[+-]?(nan|inf|infinity)")
                ? "' is not finite; give a number, or leave the pair out for 0"
                : "': " + value + " is no number; write one with a point, as 0.5"));
  }

  /** What stands from here to the next blank, cut where it is long. */
  private String token(int start) {
    int end = start;
    while (!isEnd(text[end])) {
      end++;
    }
    String token =
        new String(text, start, Math.min(SHOWN, end - start), StandardCharsets.ISO_8859_1);
    return end - start > SHOWN ? token + "..." : token;
  }
}
