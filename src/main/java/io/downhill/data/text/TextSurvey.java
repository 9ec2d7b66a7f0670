package io.downhill.data.text;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;

/**
 * What all bytes of a text file tell: their encoding, and whether DuckDB reads the right rows from
 * the file as it is. It does if all lines end alike, also those without text, and no line is of
 * blanks; else it may drop rows or refuse the file.
 */
final class TextSurvey {
  private static final int BUFFER = 1 << 16;
  private static final int LF = 1;
  private static final int CRLF = 2;
  private static final int CR = 4;

  private final byte delimiter;
  private final boolean lone;
  private final Utf8 utf8 = new Utf8();

  private boolean quoted;
  private boolean opens = true;
  private boolean afterCarriageReturn;
  private boolean blank = true;
  private boolean empty = true;
  private boolean trailing;
  private int ends;
  private boolean odd;
  private long line = 1;
  private long zero;

  private TextSurvey(byte delimiter, boolean lone) {
    this.delimiter = delimiter;
    this.lone = lone;
  }

  /**
   * Reads a file from its first byte to its last.
   *
   * @param delimiter between cells, 0 for runs of blanks
   * @param lone whether the table has one column, in which a line without text is a row
   */
  static TextSurvey of(Path file, char delimiter, boolean lone) {
    return of(file, delimiter, lone, BUFFER);
  }

  /** The same, so many bytes at a time. */
  static TextSurvey of(Path file, char delimiter, boolean lone, int buffer) {
    TextSurvey survey = new TextSurvey((byte) delimiter, lone);
    byte[] bytes = new byte[buffer];
    try (InputStream in = TextEncoding.open(file)) {
      in.mark(3);
      boolean marked = in.read() == 0xEF && in.read() == 0xBB && in.read() == 0xBF;
      if (!marked) {
        in.reset();
      }
      for (int count = in.read(bytes); count >= 0; count = in.read(bytes)) {
        survey.utf8.add(bytes, 0, count);
        survey.add(bytes, count);
      }
    } catch (IOException e) {
      throw TextEncoding.unreadable(file, e);
    }
    survey.utf8.end();
    survey.end();
    return survey;
  }

  private void add(byte[] bytes, int count) {
    for (int i = 0; i < count; i++) {
      byte b = bytes[i];
      if (b == '"' && delimiter != 0) {
        // A doubled quote in quotes closes them and opens them again.
        boolean closes = quoted;
        quoted = !quoted && opens;
        opens = closes;
        text();
      } else if (quoted) {
        line += b == '\n' ? 1 : 0;
        zero(b);
      } else if (b == '\n') {
        endLine(afterCarriageReturn ? CRLF : LF);
        afterCarriageReturn = false;
      } else {
        if (afterCarriageReturn) {
          endLine(CR);
        }
        afterCarriageReturn = b == '\r';
        if (b != '\r') {
          opens = b == delimiter || opens && b == ' ';
          empty = false;
          blank &= b != delimiter && (b == ' ' || b == '\t');
          zero(b);
        }
      }
    }
  }

  private void text() {
    if (afterCarriageReturn) {
      endLine(CR);
      afterCarriageReturn = false;
    }
    blank = false;
    empty = false;
  }

  private void zero(byte b) {
    if (b == 0 && zero == 0) {
      zero = line;
    }
  }

  private void endLine(int kind) {
    ends |= kind;
    odd |= blank && !empty;
    trailing = blank;
    line++;
    blank = true;
    empty = true;
    opens = true;
  }

  private void end() {
    if (afterCarriageReturn) {
      endLine(CR);
    }
    odd |= blank && !empty || lone && trailing && empty || ends == CR;
  }

  /** Whether DuckDB may read the file as it is. */
  boolean regular() {
    return !odd && (ends & ends - 1) == 0 && utf8.valid();
  }

  /** Whether its lines end in CR and LF. */
  boolean crlf() {
    return ends == CRLF;
  }

  /** The count of the bytes as UTF-8. */
  Utf8 utf8() {
    return utf8;
  }

  /** The first line with a byte of 0, which no text has; 0 if there is none. */
  long zero() {
    return zero;
  }
}
