package io.downhill.data;

import java.nio.charset.Charset;
import java.util.Optional;

/**
 * What a user says about the files of a table, where looking at them is not enough. All but the
 * format is about delimited text.
 *
 * @param format empty to go by the name, and by the first bytes where that tells nothing
 * @param encoding of text; empty for UTF-16 where a mark says so, UTF-8 where all bytes are, and
 *     else Windows-1252
 * @param skip how many lines at the begin of each file are no part of the table
 * @param comment what lines begin with that are no rows; empty if there are none
 */
public record FileOptions(
    Optional<DataFormat> format, Optional<Charset> encoding, int skip, Optional<String> comment) {
  /** Everything is found out; no line is skipped. */
  public static final FileOptions DEFAULTS =
      new FileOptions(Optional.empty(), Optional.empty(), 0, Optional.empty());

  /** Checks that lines are counted from 0, and that a comment begins with something. */
  public FileOptions {
    if (skip < 0) {
      throw new IllegalArgumentException("skip must be 0 or more, not " + skip);
    }
    if (comment.filter(c -> c.isBlank() || c.indexOf('"') >= 0).isPresent()) {
      throw new IllegalArgumentException(
          "comment must be a text without quotes, not '" + comment.get() + "'");
    }
  }

  /** Whether something is set that only delimited text has. */
  public boolean isAboutText() {
    return encoding.isPresent() || skip > 0 || comment.isPresent();
  }

  /** The same for files of this format. */
  public FileOptions format(DataFormat value) {
    return new FileOptions(Optional.of(value), encoding, skip, comment);
  }

  /** The same for texts in this encoding. */
  public FileOptions encoding(Charset value) {
    return new FileOptions(format, Optional.of(value), skip, comment);
  }

  /** The same with this number of lines that are no part of the table. */
  public FileOptions skip(int lines) {
    return new FileOptions(format, encoding, lines, comment);
  }

  /** The same with lines that are comments if they begin like this. */
  public FileOptions comment(String begin) {
    return new FileOptions(format, encoding, skip, Optional.of(begin));
  }
}
