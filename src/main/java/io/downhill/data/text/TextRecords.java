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
 * Cuts a text file into records: lines with any kind of end, where line ends in quotes do not
 * count. Lines to skip, comments and the mark at the begin belong to no record. A quote opens at
 * the begin of a cell, blanks before it allowed, as in DuckDB.
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
  private int position;
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
    // The decoder refuses bytes that are not in the charset; with the charset they would be
    // replaced.
    this.in = new InputStreamReader(bytes, charset.newDecoder());
    this.skip = options.skip();
  }

  private void begin() throws IOException {
    started = true;
    if (peek() == '\uFEFF') {
      position++;
    }
    for (int skipped = 0; skipped < skip && peek() >= 0; skipped++) {
      skipLine();
    }
  }

  /**
   * Sets the delimiter, behind which cells begin.
   *
   * @param delimiter 0 for runs of blanks, where quotes are ordinary characters
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
        // A doubled quote in quotes closes them and opens them again.
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

  /** Whether the line in hand begins with the mark of a comment, which has no quotes. */
  private boolean isComment() throws IOException {
    while (end - position < comment.length()) {
      if (!fill()) {
        return false;
      }
    }
    for (int k = 0; k < comment.length(); k++) {
      if (buffer[position + k] != comment.charAt(k)) {
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
      position++;
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
    return position < end || fill() ? buffer[position] : -1;
  }

  private int read() throws IOException {
    return position < end || fill() ? buffer[position++] : -1;
  }

  /** Moves the rest to the front of the buffer and reads on; false at the end of the file. */
  private boolean fill() throws IOException {
    System.arraycopy(buffer, position, buffer, 0, end - position);
    end -= position;
    position = 0;
    int count = in.read(buffer, end, buffer.length - end);
    end += Math.max(0, count);
    return count > 0;
  }

  /** The record in hand. */
  String record() {
    return new String(record, 0, length);
  }

  /** Whether it holds spaces and tabs alone, of which the delimiter does not count as a blank. */
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
