package io.downhill.data.text;

import io.downhill.data.DataException;
import io.downhill.data.FileOptions;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.Writer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * Cuts a text file into records: lines, whatever ends them, but for line ends in quotes. Lines to
 * skip, comments and the mark at the begin are none. A quote opens where a cell begins, perhaps
 * behind blanks, as DuckDB has it.
 */
final class TextRecords implements AutoCloseable {
  private static final int LONGEST = 1 << 26;
  private static final int BUFFER = 1 << 14;
  private static final String DELIMITERS = ",;\t|";

  private final Path file;
  private final Charset charset;
  private final Reader in;
  private final String comment;
  private final int skip;
  private final char[] buffer;
  private int at;
  private int end;
  private char[] record = new char[256];
  private int length;
  private long line = 1;
  private long first = 1;
  private boolean started;
  private boolean carriageReturn;
  private String delimiters = DELIMITERS;
  private boolean quotes = true;

  /** Opens a file. */
  TextRecords(Path file, Charset charset, FileOptions options) throws IOException {
    this(file, charset, options, BUFFER);
  }

  /**
   * Opens a file.
   *
   * @param buffer characters that are read at a time, at least as many as begin a comment
   */
  TextRecords(Path file, Charset charset, FileOptions options, int buffer) throws IOException {
    this.buffer = new char[buffer];
    this.file = file;
    this.charset = charset;
    this.comment = options.comment().orElse(null);
    InputStream bytes = TextEncoding.open(file);
    // A decoder that is asked for, and not a charset, refuses bytes that are not in the charset.
    this.in = new InputStreamReader(bytes, charset.newDecoder());
    this.skip = options.skip();
  }

  private void begin() throws IOException {
    started = true;
    if (peek() == '\uFEFF') {
      at++;
    }
    for (int skipped = 0; skipped < skip && peek() >= 0; skipped++) {
      skipLine();
    }
  }

  /**
   * Knows from now on behind what a cell begins.
   *
   * @param delimiter 0 for runs of blanks, between which a quote is like any other character
   */
  void delimiter(char delimiter) {
    delimiters = String.valueOf(delimiter);
    quotes = delimiter != 0;
  }

  /**
   * Goes to the next record.
   *
   * @return whether there is one
   * @throws DataException if the file holds no text
   * @throws CharacterCodingException if bytes are not in the encoding
   */
  boolean next() throws IOException {
    if (!started) {
      begin();
    }
    while (comment != null && isComment()) {
      skipLine();
    }
    if (peek() < 0) {
      return false;
    }
    first = line;
    length = 0;
    boolean quoted = false;
    boolean opens = true; // Whether a quote would open here.
    int c = read();
    for (; c >= 0 && (quoted || c != '\n' && c != '\r'); c = read()) {
      if (c == '"' && quotes) {
        // Two quotes in quotes close them and open them again.
        boolean closes = quoted;
        quoted = !quoted && opens;
        opens = closes;
      } else {
        opens = !quoted && (delimiters.indexOf(c) >= 0 || opens && c == ' ');
        line += c == '\n' ? 1 : 0;
      }
      append(c);
    }
    endLine(c);
    return true;
  }

  /** Whether the comment, which has no quotes, stands at the begin of the line at hand. */
  private boolean isComment() throws IOException {
    while (end - at < comment.length()) {
      if (!fill()) {
        return false;
      }
    }
    for (int k = 0; k < comment.length(); k++) {
      if (buffer[at + k] != comment.charAt(k)) {
        return false;
      }
    }
    return true;
  }

  private void skipLine() throws IOException {
    int c = read();
    while (c >= 0 && c != '\n' && c != '\r') {
      c = read();
    }
    endLine(c);
  }

  private void endLine(int c) throws IOException {
    line++;
    carriageReturn = c == '\r' && peek() != '\n';
    if (c == '\r' && !carriageReturn) {
      at++;
    }
  }

  private void append(int c) {
    if (c == 0) {
      throw new DataException(
          file
              + ": not a text file: a byte of 0 in line "
              + first
              + "; if it is UTF-16 without a mark, give --encoding UTF-16LE");
    }
    if (length == LONGEST) {
      throw new DataException(
          file + ": line " + first + ": no end of the row: a quote is not closed, or no text file");
    }
    if (length == record.length) {
      record = Arrays.copyOf(record, 2 * length);
    }
    record[length++] = (char) c;
  }

  private int peek() throws IOException {
    return at < end || fill() ? buffer[at] : -1;
  }

  private int read() throws IOException {
    return at < end || fill() ? buffer[at++] : -1;
  }

  /** Moves what is left to the begin of the buffer, and reads on behind it; false at the end. */
  private boolean fill() throws IOException {
    System.arraycopy(buffer, at, buffer, 0, end - at);
    end -= at;
    at = 0;
    int count = in.read(buffer, end, buffer.length - end);
    end += Math.max(0, count);
    return count > 0;
  }

  /** The record in hand. */
  String record() {
    return new String(record, 0, length);
  }

  /** Whether it holds nothing but blanks, which between tabs, or between blanks, are none. */
  boolean isBlank(char delimiter) {
    for (int i = 0; i < length; i++) {
      if (record[i] == delimiter || record[i] != ' ' && record[i] != '\t') {
        return false;
      }
    }
    return true;
  }

  /** Whether the record in hand ends in a carriage return alone. */
  boolean endsInCarriageReturn() {
    return carriageReturn;
  }

  /** The number of its first line, from 1. */
  long line() {
    return first;
  }

  /** Appends it to a text. */
  void appendTo(Writer out) throws IOException {
    out.write(record, 0, length);
  }

  /** What to tell of bytes that are not in the encoding. */
  DataException undecodable(CharacterCodingException e) {
    return new DataException(
        file
            + ": not "
            + charset.name()
            + " throughout (near line "
            + line
            + "); "
            + TextEncoding.cure(),
        e);
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
