package io.downhill.data.duckdb;

import io.downhill.data.DataException;
import java.sql.SQLException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Tells DuckDB's messages of many lines in one. */
final class DuckDbMessage {
  private static final Pattern LINE = Pattern.compile("CSV Error on Line: (\\d+)");
  private static final Pattern COLUMNS =
      Pattern.compile("Expected Number of Columns: (\\d+) Found: (\\d+)");
  private static final Pattern FILE = Pattern.compile("(?m)^\\s*file = (.+)$");

  /** What DuckDB's reader of Parquet says of damaged bytes, in words of its code. */
  private static final Pattern DAMAGED =
      Pattern.compile(
          "TProtocolException|Out of buffer|Failed to read|[Cc]orrupt|Payload value|TType"
              + "|don't know what type|enough bytes|[Ff]ooter|Thrift|byte sequence mismatch"
              + "|Invalid string encoding found in Parquet|(?i:parquet file is|parquet metadata)");

  private static final Pattern JSON =
      Pattern.compile(
          "Malformed JSON in file \"(.+?)\", at byte \\d+ in (?:line|record/value) (\\d+): "
              + "(.+?)\\.(?: Try auto-detecting the JSON format)?\\s*(?:\\R|$)");

  private static final int LONGEST = 300;

  private DuckDbMessage() {}

  /** The failure to read some data, told in one line. */
  static DataException exception(String data, SQLException e) {
    String text = String.valueOf(e.getMessage());
    Matcher file = FILE.matcher(text);
    String name = file.find() ? file.group(1).strip() : data;
    Matcher line = LINE.matcher(text);
    Matcher columns = COLUMNS.matcher(text);
    if (line.find()) {
      String found =
          columns.find()
              ? columns.group(2) + " columns, but " + columns.group(1) + " expected"
              : reason(text);
      return new DataException(name + ": line " + line.group(1) + ": " + found, e);
    }
    if (text.contains("magic bytes")) {
      return new DataException(
          data + ": not a Parquet file, or cut short; fetch it again, or write it anew", e);
    }
    if (DAMAGED.matcher(text).find()) {
      return new DataException(
          data + ": damaged Parquet (" + first(text) + "); fetch it again, or write it anew", e);
    }
    Matcher json = JSON.matcher(text);
    if (json.find()) {
      return new DataException(
          json.group(1)
              + ": line "
              + (Long.parseLong(json.group(2)) - 1) // It counts one line too many.
              + ": not JSON: "
              + json.group(3)
              + "; there must be an object a line",
          e);
    }
    if (text.contains("state machine")) {
      return new DataException(
          data
              + ": its rows cannot be told apart: a quote is out of place; double it, and put the"
              + " cell in quotes",
          e);
    }
    return new DataException(data + ": " + first(text), e);
  }

  /** The first sentence after the offending line that says what is wrong with it. */
  private static String reason(String text) {
    return text.lines()
        .skip(1)
        .map(String::strip)
        .filter(
            l -> l.matches("(Error when|Value with|Invalid|The CSV|Maximum|Unterminated|Quoted).*"))
        .findFirst()
        .orElse("cannot be read as a row");
  }

  private static String first(String text) {
    String line = text.lines().findFirst().orElse("cannot be read").strip();
    line = line.replaceFirst("^[A-Z][A-Za-z ]* Error: ", "");
    return line.length() > LONGEST ? line.substring(0, LONGEST) + "..." : line;
  }
}
